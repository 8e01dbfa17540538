"""What audit does: appends every fact once, numbers them in order of arrival, proves and shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from plumbing.clock import Clock
from plumbing.errors import Conflict, Invalid, NotFound
from plumbing.events import Act, Fact
from plumbing.ids import new_id
from plumbing.store import Documents
from services.audit.domain import merkle
from services.audit.domain.events import DossierRead
from services.audit.domain.merkle import Node
from services.audit.domain.model import ACTS, ALL, READINGS, Entry, Head, Read, entry_of, group_of

BATCH = 500
PAGE = 50
LARGEST_PAGE = 500
NEARER_DAYS = (1, 30)
EVER: Mapping[str, str] = {"$gte": ""}
NOBODY = "-"


class Log(Protocol):
    """The kept log. Nothing of it is ever changed or taken out: there is no method that could."""

    def receive(self, entry: Entry) -> None: ...

    def waiting(self, size: int, limit: int) -> list[Entry]: ...

    def count_waiting(self) -> int: ...

    def plan(self, head: Head, entries: list[Entry]) -> list[str]: ...

    def entries_of(self, event_ids: list[str], seen: list[Entry]) -> list[Entry] | None: ...

    def append(self, entries: list[Entry], nodes: Mapping[Node, bytes], head: Head) -> None: ...

    def head(self) -> Head: ...

    def root_at(self, size: int) -> bytes | None: ...

    def nodes(self, wanted: list[Node]) -> dict[Node, bytes]: ...

    def by_event(self, event_id: str) -> Entry | None: ...

    def between(self, start: int, stop: int, criteria: Mapping[str, str]) -> list[Entry]: ...

    def latest(self, criteria: Mapping[str, str], span: Mapping[str, str], limit: int) -> list[Entry]: ...

    def count(self, criteria: Mapping[str, str], span: Mapping[str, str]) -> int: ...


@dataclass(frozen=True)
class Desk:
    """What the use cases need."""

    log: Log
    reads: Documents[Read]
    clock: Clock


def on_any_fact(desk: Desk, fact: Fact) -> None:
    """The fact waits for its number, or has it already: delivered twice, it stands once."""
    desk.log.receive(entry_of(fact.envelope))


def sequence(desk: Desk) -> int:
    """Whatever waited has its number, in order of arrival and without gaps; returns how many.

    Killed anywhere, the next run repeats the same plan harmlessly: what is there already is left as it is.
    """
    done = 0
    while numbered := _number_batch(desk):
        done += numbered
    return done


def _number_batch(desk: Desk) -> int:
    head = desk.log.head()
    seen = desk.log.waiting(head.size, BATCH)
    planned = desk.log.plan(head, seen)
    if not planned:
        return 0
    found = desk.log.entries_of(planned, seen)
    if found is None:  # another replica has finished this plan in the meantime
        return 0
    entries = [_numbered(entry, index) for index, entry in enumerate(found, start=head.size)]
    nodes, frontier = merkle.grow(head.size, head.frontier, [entry.leaf for entry in entries])
    size, tally = head.size + len(entries), head.counted(entries)
    grown = Head(size, merkle.folded(frontier), tuple(frontier), desk.clock.now(), tally)
    desk.log.append(entries, nodes, grown)
    return len(entries)


def _numbered(entry: Entry, index: int) -> Entry:
    return Entry(**{**vars(entry), "index": index})


def get_head(desk: Desk) -> dict[str, Any]:
    """Size and root of the log now."""
    head = desk.log.head()
    return {"size": head.size, "root_hash": head.root.hex(), "at": head.at or ""}


def prove(desk: Desk, act: Act, event_id: str, size: int = 0) -> dict[str, Any]:
    """The path from the entry, hashed anew, to the root of the log of `size` (0: now).

    Raises NotFound(HECHO_NO_EXISTE), Conflict(HECHO_SIN_NUMERO), Invalid(TAMANO_INVALIDO), and
    Conflict(BITACORA_ALTERADA) when the entry, a node or the kept root are not what they were.
    """
    entry = desk.log.by_event(event_id)
    if entry is None:
        raise NotFound("HECHO_NO_EXISTE")
    if entry.index < 0:
        raise Conflict("HECHO_SIN_NUMERO")
    now = desk.log.head()
    wanted = size or now.size
    if not entry.index < wanted <= now.size:
        raise Invalid("TAMANO_INVALIDO", pedido=wanted, minimo=entry.index + 1, maximo=now.size)
    root = _root_at(desk, now, wanted)
    path = merkle.audit_path(entry.index, wanted, lambda nodes: desk.log.nodes(list(nodes)))
    if not merkle.holds(entry.leaf, entry.index, wanted, path, root):
        raise Conflict("BITACORA_ALTERADA", indice=entry.index)
    return {
        "index": entry.index,
        "size": wanted,
        "leaf_hash": entry.leaf.hex(),
        "path": [one.hex() for one in path],
        "root_hash": root.hex(),
        "entry": entry_view(entry),
    }


def _root_at(desk: Desk, now: Head, size: int) -> bytes:
    """The root that was kept when the log had this size; between two kept ones, the one its nodes give."""
    kept = now.root if size == now.size else desk.log.root_at(size)
    if kept is not None:
        return kept
    peaks = merkle.peaks(0, size)
    known = desk.log.nodes(peaks)
    return merkle.folded([known[node] for node in peaks])


def search(
    desk: Desk,
    act: Act,
    subject: str = "",
    name: str = "",
    page: Mapping[str, Any] | None = None,
    folio: str = "",
    actor: str = "",
    since: str = "",
    until: str = "",
    group: str = "",
) -> dict[str, Any]:
    """Entries of the convocatoria, newest first by their own time. To look up one person is a fact of its own.

    `group`: ACTOS (also when empty), CONSULTAS or TODO; a name says it by itself. Raises Invalid(FECHA_INVALIDA,
    GRUPO_DESCONOCIDO).
    """
    asked = _criteria(subject=subject, folio=folio, actor=actor, name=name, convocatoria=act.convocatoria)
    wanted = [_of_group(desk, asked, one) for one in _groups(group, name)]
    span = _span(since, until)
    limit = min(int((page or {}).get("limit") or PAGE), LARGEST_PAGE)
    rest = _before(span, str((page or {}).get("after") or ""))
    each = [entry for criteria in wanted for entry in _latest(desk, criteria, rest, limit)]
    found = sorted(each, key=lambda one: one.moment, reverse=True)[:limit]
    if looked_at := subject or (found[0].subject if folio and found else ""):
        desk.reads.create(new_id(), Read("bitácora"), act, [DossierRead("bitácora")], subject=looked_at)
    return {
        "entries": [entry_view(entry) for entry in found],
        "next": found[-1].moment if len(found) == limit else "",
        "total": sum(_total(desk, criteria, span) for criteria in wanted),
    }


def _groups(group: str, name: str) -> tuple[str, ...]:
    if group not in ("", ACTS, READINGS, ALL):
        raise Invalid("GRUPO_DESCONOCIDO", grupo=group[:40])
    if name:
        return (group_of(name),)
    return (ACTS, READINGS) if group == ALL else (group or ACTS,)


def _of_group(desk: Desk, asked: Mapping[str, str], group: str) -> dict[str, str]:
    """What an entry of this group must have, what tells most apart first.

    A reading names no folio: it is looked for by whose folio it is.
    """
    criteria = dict(asked) if "name" in asked else {**asked, "group": group}
    if group == READINGS and "folio" in criteria:
        named = desk.log.latest({"folio": criteria.pop("folio")}, EVER, 1)
        criteria = {"subject": named[0].subject if named else NOBODY, **criteria}
    return criteria


def _latest(desk: Desk, criteria: Mapping[str, str], span: Mapping[str, str], limit: int) -> list[Entry]:
    """The newest of the span; looked for in its last day, then in its last month, so that little is read in vain."""
    end = datetime.fromisoformat(span["$lt"].partition("|")[0]) if "$lt" in span else desk.clock.now()
    for days in NEARER_DAYS:
        since = (end - timedelta(days=days)).isoformat()
        if since <= span["$gte"]:
            break
        found = desk.log.latest(criteria, {**span, "$gte": since}, limit)
        if len(found) == limit:
            return found
    return desk.log.latest(criteria, span, limit)


def _total(desk: Desk, criteria: Mapping[str, str], span: Mapping[str, str]) -> int:
    """How many there are; those of a whole group are counted as they are numbered."""
    if "group" in criteria and criteria.keys() <= {"convocatoria", "group"} and span == EVER:
        return desk.log.head().total(criteria.get("convocatoria", ""), criteria["group"])
    return desk.log.count(criteria, span)


def _span(since: str, until: str) -> dict[str, str]:
    """Bounds on the moment of facts. Raises Invalid(FECHA_INVALIDA)."""
    bounds = {operator: _utc(text) for operator, text in (("$gte", since), ("$lt", until)) if text}
    return {**EVER, **bounds}


def _utc(text: str) -> str:
    """The instant as facts write theirs. Raises Invalid(FECHA_INVALIDA)."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("FECHA_INVALIDA", fecha=text[:40]) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _before(span: Mapping[str, str], after: str) -> dict[str, str]:
    """The span up to the last entry of the page before. Raises Invalid(FECHA_INVALIDA)."""
    at, _, index = after.partition("|")
    return {**span, "$lt": f"{_utc(at)}|{index}"} if after else dict(span)


def export(desk: Desk, act: Act, from_index: int = 0) -> Iterator[dict[str, Any]]:
    """The log in order from `from_index`, as far as it reaches now.

    Raises Conflict(BITACORA_ALTERADA) at a gap: an entry that was there is not.
    """
    stop, start = desk.log.head().size, max(from_index, 0)
    criteria = _criteria(convocatoria=act.convocatoria)
    while start < stop:
        until = min(start + BATCH, stop)
        found = desk.log.between(start, until, criteria)
        if not criteria and len(found) != until - start:
            raise Conflict("BITACORA_ALTERADA", indice=start)
        yield from (entry_view(entry) for entry in found)
        start = until


def _criteria(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def entry_view(entry: Entry) -> dict[str, Any]:
    """Entry, its leaf hash computed from the content it shows."""
    return {
        "index": entry.index,
        "event_id": entry.event_id,
        "type": entry.type,
        "subject": entry.subject,
        "time": entry.time,
        "actor": entry.actor,
        "leaf_hash": entry.leaf.hex(),
        "envelope": entry.envelope,
        "convocatoria": entry.convocatoria,
    }
