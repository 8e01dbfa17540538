"""The folder of one running system: its lock, its addresses for other commands, and its room."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from plumbing.config import ROOT
from plumbing.errors import Conflict, NotFound, Unavailable

FOLDER = Path(os.environ.get("RESIDENCIAS_HOME") or ROOT / ".residencias")
FREE_MB = 1000


class Instance:
    """`.residencias/<name>/`. At most one system runs in it."""

    def __init__(self, name: str = "local", folder: Path = FOLDER) -> None:
        self.name = name
        self.folder = folder / name
        self.logs = self.folder / "logs"
        self._addresses = self.folder / "addresses.json"
        self._lock: TextIO | None = None

    def prepare(self) -> None:
        """The folder exists and has room. Raises: Unavailable."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.folder / ".write"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError as error:
            raise Unavailable(
                "CARPETA_SIN_ESCRITURA", carpeta=str(self.folder), detalle=error.strerror or str(error)
            ) from error
        free_mb = shutil.disk_usage(self.folder).free // 1_000_000
        if free_mb < FREE_MB:
            raise Unavailable("ESPACIO_INSUFICIENTE", carpeta=str(self.folder), libre=free_mb, minimo=FREE_MB)

    def lock(self) -> None:
        """This process owns the instance until it ends. Raises: Conflict when another one does."""
        file = (self.folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise Conflict("INSTANCIA_EN_MARCHA", instancia=self.name, pid=self.owner() or "?") from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._lock = file

    def unlock(self) -> None:
        """Free for the next one; no addresses are left lying about."""
        self._addresses.unlink(missing_ok=True)
        if self._lock:
            self._lock.close()
            self._lock = None

    def owner(self) -> int | None:
        """The pid of the process that runs it now."""
        try:
            with (self.folder / "lock").open("r+", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            text = (self.folder / "lock").read_text(encoding="utf-8").strip()
            return int(text) if text else None
        except OSError:
            return None
        return None

    def discard(self) -> None:
        """Nothing of an earlier run is left. Raises: Conflict while one is running."""
        if pid := self.owner():
            raise Conflict("INSTANCIA_EN_MARCHA", instancia=self.name, pid=pid)
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, state: Mapping[str, Any]) -> None:
        """Other commands find this state (it holds secrets: only the owner may read it)."""
        draft = self._addresses.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(state, indent=1), encoding="utf-8")
        draft.replace(self._addresses)

    def state(self) -> dict[str, Any]:
        """What the running system published. Raises: NotFound when none runs."""
        if self.owner() is None or not self._addresses.exists():
            raise NotFound("INSTANCIA_DETENIDA", instancia=self.name)
        found: dict[str, Any] = json.loads(self._addresses.read_text(encoding="utf-8"))
        return found

    def stop(self, within_s: float = 60.0) -> None:
        """The system that runs here has ended. Raises: NotFound when none runs, Unavailable when it stays."""
        pid = self.owner()
        if pid is None:
            raise NotFound("INSTANCIA_DETENIDA", instancia=self.name)
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + within_s
        while self.owner() is not None:
            if time.monotonic() > deadline:
                raise Unavailable("INSTANCIA_NO_SE_DETIENE", instancia=self.name, pid=pid)
            time.sleep(0.1)
