"""What a folder of backups holds, and that one job at a time changes it."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plumbing.errors import Conflict, Invalid

MANIFEST = "manifest.json"
OBJECTS = "objects"
LISTING = "objects.txt.gz"
PINNED = "conservar"
DATED = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z"


@dataclass(frozen=True)
class Backup:
    """One that is complete: it has its manifest."""

    own: Path
    manifest: Mapping[str, Any]

    @property
    def is_pinned(self) -> bool:
        """Somebody put a file called `conservar` beside it."""
        return (self.own / PINNED).exists()

    @property
    def has_listing(self) -> bool:
        """It says which objects are its own; those made before listings were do not."""
        return "listing" in self.manifest

    def databases(self, where: str) -> Path:
        """The file of a collection."""
        return self.own / "databases" / f"{where}.bson.gz"

    def listed(self) -> list[str]:
        """`bucket/name` of each object that it needs. Raises Invalid(RESPALDO_ALTERADO)."""
        try:
            text = gzip.decompress((self.own / LISTING).read_bytes())
        except (OSError, EOFError) as error:
            raise Invalid("RESPALDO_ALTERADO", parte=LISTING) from error
        if hashlib.sha256(text).hexdigest() != self.manifest["listing"]:
            raise Invalid("RESPALDO_ALTERADO", parte=LISTING)
        return text.decode().splitlines()

    def require_whole(self) -> None:
        """Every file is what was saved, every object there. Raises Invalid(RESPALDO_ALTERADO)."""
        for where, saved in self.manifest["collections"].items():
            if _digest(self.databases(where)) != saved["sha256"]:
                raise Invalid("RESPALDO_ALTERADO", parte=where)
        objects = self.own.parent / OBJECTS
        if self.has_listing:
            missing = next((one for one in self.listed() if not (objects / one).is_file()), None)
            if missing:
                raise Invalid("RESPALDO_ALTERADO", parte=f"{OBJECTS}/{missing}")
            return
        for name, count in self.manifest["objects"].items():
            if sum(1 for file in (objects / name).rglob("*") if file.is_file()) < count:
                raise Invalid("RESPALDO_ALTERADO", parte=f"{OBJECTS}/{name}")


def write_listing(own: Path, names: Sequence[str]) -> str:
    """The objects of a backup are listed in its folder; returns the digest for its manifest."""
    text = "".join(f"{name}\n" for name in names).encode()
    (own / LISTING).write_bytes(gzip.compress(text, compresslevel=3))
    return hashlib.sha256(text).hexdigest()


def complete(folder: Path) -> list[Backup]:
    """The complete backups of `folder`, oldest first."""
    found = sorted(file.parent for file in folder.glob(f"{DATED}/{MANIFEST}"))
    return [read(own) for own in found]


def read(own: Path) -> Backup:
    """The backup in `own`. Raises Invalid(RESPALDO_INEXISTENTE)."""
    try:
        return Backup(own, json.loads((own / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Invalid("RESPALDO_INEXISTENTE", carpeta=str(own)) from None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other job saves into `folder` or prunes it meanwhile. Raises Conflict(RESPALDO_EN_CURSO)."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("RESPALDO_EN_CURSO", carpeta=str(folder)) from None
        yield


def _digest(file: Path) -> str:
    """Of its content, unpacked; empty when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with gzip.open(file, "rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
    except (OSError, EOFError):
        return ""
    return digest.hexdigest()
