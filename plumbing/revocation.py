"""Credentials of other systems that count no more, by a file that may change while we work."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from plumbing.auth import SYSTEM_ROLE, Caller
from plumbing.errors import NotAllowed


class Revoked:
    """The list in `file`: per line the id of one credential, or a system's name for all of its; `#` begins a remark.

    Read again when it changes. A file that went away, or cannot be read, revokes what it revoked before. Raises OSError
    when it cannot be read at the start.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._seen = (0, 0, 0)
        self._entries: frozenset[str] = frozenset()
        if file:
            self._read(file)

    def check(self, caller: Caller) -> None:
        """Passes unless the list names the caller's credential or system. Raises NotAllowed(CREDENCIAL_REVOCADA)."""
        if self._file is None or not caller.has(SYSTEM_ROLE):
            return
        with suppress(OSError):
            self._read(self._file)
        if self._entries & {caller.credential, caller.subject}:
            raise NotAllowed("CREDENCIAL_REVOCADA", sistema=caller.subject)

    def _read(self, file: Path) -> None:
        found = file.stat()
        seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        if seen == self._seen:
            return
        lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
        self._entries, self._seen = frozenset(filter(None, lines)), seen
