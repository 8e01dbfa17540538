"""Entries of the log, and its heads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.audit.domain.merkle import EMPTY, leaf_hash

WAITING = -1
READING = "DossierRead"
ACTS, READINGS, ALL = "ACTOS", "CONSULTAS", "TODO"


@dataclass(frozen=True)
class Entry:
    """One fact as it arrived. `envelope` is its canonical JSON, on which the leaf hash stands."""

    event_id: str
    type: str
    subject: str
    time: str
    actor: str
    convocatoria: str
    envelope: str
    folio: str = ""
    index: int = WAITING

    @property
    def name(self) -> str:
        """The event's own name: `FichaIssued`."""
        return self.type.rpartition(".")[2]

    @property
    def group(self) -> str:
        """Whether somebody did something, or only looked."""
        return group_of(self.name)

    @property
    def moment(self) -> str:
        """Its place among all others by time, which is written in UTC and so sorts as text; then by number."""
        return f"{self.time}|{self.index:012d}"

    @property
    def leaf(self) -> bytes:
        """The leaf hash, computed from the content each time: never believed."""
        return leaf_hash(self.envelope.encode())


@dataclass(frozen=True)
class Head:
    """The log at one size.

    `frontier`: the hashes of its complete subtrees, left to right. `tally`: how many entries of each convocatoria
    and group there are.
    """

    size: int = 0
    root: bytes = EMPTY
    frontier: tuple[bytes, ...] = ()
    at: datetime | None = None
    tally: Mapping[str, int] = field(default_factory=dict)

    def counted(self, entries: Iterable[Entry]) -> dict[str, int]:
        """The tally with these entries too."""
        return dict(Counter(self.tally) + Counter(f"{one.convocatoria}:{one.group}" for one in entries))

    def total(self, convocatoria: str, group: str) -> int:
        """How many entries there are of one group, of this convocatoria or, without one, of all."""
        keys = [key for key in self.tally if key.endswith(f":{group}")]
        return sum(self.tally[key] for key in keys if convocatoria in ("", key.rpartition(":")[0]))


@dataclass(frozen=True)
class Read:
    """That somebody looked."""

    what: str


def group_of(name: str) -> str:
    """The group of the facts of this name."""
    return READINGS if name == READING else ACTS


def canonical(envelope: Mapping[str, Any]) -> str:
    """Sorted keys, no spaces, UTF-8: anybody who holds the fact can repeat the hash."""
    return json.dumps(envelope, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def folio_of(envelope: Mapping[str, Any]) -> str:
    """The folio that the fact names, by which people look for it; empty when it names none."""
    data = envelope.get("data", {})
    return str(data.get("folio") or data.get("folio_enarm") or "")


def entry_of(envelope: Mapping[str, Any]) -> Entry:
    """The entry that an envelope becomes."""
    return Entry(
        event_id=envelope["id"],
        type=envelope["type"],
        subject=envelope.get("subject", ""),
        time=envelope["time"],
        actor=envelope.get("actor", ""),
        convocatoria=envelope.get("convocatoria", ""),
        envelope=canonical(envelope),
        folio=folio_of(envelope),
    )
