"""What the use cases of documents are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from plumbing.clock import Clock
from plumbing.convocatoria.model import Convocatoria
from plumbing.messages import Messages
from plumbing.store import Documents, Hours
from services.documents.domain.complying import Complied, Goal
from services.documents.domain.model import Carpeta, Measurements, Print, Readings

Inspect = Callable[[bytes, int, bool], Measurements]
"""(content, most pixels, is a QR wanted) → measurements."""
CurrentPrint = Callable[[str, str], Print | None]
"""(convocatoria, expediente_id) → the last print of the solicitud, None when there is none."""
Comply = Callable[[tuple[bytes, ...], Goal], Complied]
"""(files as they were sent, what the JPG must be) → the legal JPG. Raises Invalid, Unavailable(CONVERSION_OCUPADA)."""
FormatOf = Callable[[bytes], str]
"""What a file is by its content: `JPG`, `PDF`, …"""
Render = Callable[[bytes, int, tuple[int, int, int, int] | None], bytes]
"""(JPG, longest side or 0, left, top, width, height in thousandths) → a JPG without metadata."""
Holders = Callable[[Sequence[str]], Mapping[str, int]]
"""Keys of likenesses → how many carpetas hold each."""
Sharing = Callable[[str, Sequence[str], Sequence[str]], Mapping[str, Carpeta]]
"""(convocatoria, digests of pictures, keys) → the carpetas that hold one of them, by id."""


class Views(Protocol):
    """Where the renditions are, which can be made again. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""

    def name_of(self, object_name: str, look: str) -> str:
        """Where this look of that object is; reveals nothing."""
        ...

    def has(self, name: str) -> bool: ...

    def put(self, name: str, content: bytes, sha256: str) -> None: ...

    def link(self, name: str, lifetime: timedelta) -> tuple[str, datetime]:
        """(An address that anybody may read it at, until when)."""
        ...

    def older_than(self, age: timedelta) -> Iterator[str]: ...

    def delete(self, name: str) -> None: ...


Typed = Callable[[str, str], Mapping[str, str]]
"""(convocatoria, expediente_id) → what the registro says, by name of the field: what a paper's code may carry."""


class Files(Protocol):
    """Where the bytes are. Every method raises Unavailable(OBJETOS_NO_DISPONIBLE) when the store is away."""

    def new_name(self) -> str:
        """A name that nobody has used and that reveals nothing."""
        ...

    def put(self, name: str, content: bytes, sha256: str) -> None:
        """The bytes are kept under a new name. Raises Conflict(OBJETO_YA_EXISTE) when it has others."""
        ...

    def get(self, name: str) -> bytes | None:
        """The bytes as they are kept now; None when the object is gone."""
        ...

    def older_than(self, age: timedelta) -> Iterator[str]:
        """Names of the objects that were put at least `age` ago (real time)."""
        ...

    def delete(self, name: str) -> None:
        """The object is gone; deleting twice is harmless."""
        ...


@dataclass(frozen=True)
class Desk:
    """Store, files, rules and texts; ports are callables."""

    carpetas: Documents[Carpeta]
    readings: Documents[Readings]
    hours: Hours
    registry: Mapping[str, Convocatoria]
    clock: Clock
    messages: Messages
    files: Files
    inspect: Inspect
    current_print: CurrentPrint
    comply: Comply
    format_of: FormatOf
    views: Views
    render: Render
    typed: Typed
    holders: Holders
    sharing: Sharing
