"""Every fact stands once, in order, without gaps; a kill anywhere is harmless; any change shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import mongomock
import pytest

from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.errors import Conflict, Invalid, NotFound
from plumbing.events import Act, Fact, decode
from services.audit import usecases, wiring
from services.audit.domain.merkle import holds, leaf_hash
from services.audit.store import MongoLog
from services.audit.usecases import Desk

NOON = datetime(2023, 12, 1, 18, tzinfo=UTC)
X47 = "xlvii-enarm-2023"
ACT = Act(NOON, Caller("auditor-1", frozenset({"auditor"})), X47)
ALL = Act(NOON, Caller("auditor-1", frozenset({"auditor"})))


def a_fact(number: int, name: str = "FichaIssued", subject: str = "p1", convocatoria: str = X47) -> Fact:
    return decode(
        {
            "id": f"event-{number:06d}",
            "type": f"residencias.validation.v1.{name}",
            "source": "residencias/validation",
            "subject": subject,
            "time": NOON.isoformat(),
            "convocatoria": convocatoria,
            "version": number,
            "actor": "aspirante:p1",
            "data": {"folio": f"F-{number}"},
        }
    )


@pytest.fixture
def database() -> Any:
    return mongomock.MongoClient(tz_aware=True)["residencias_audit"]


@pytest.fixture
def desk(database: Any) -> Desk:
    config: Any = None
    return wiring.build(config, FixedClock(NOON), database)[0]


def exported(desk: Desk) -> list[str]:
    return [entry["event_id"] for entry in usecases.export(desk, ALL)]


def hear(desk: Desk, *numbers: int) -> None:
    for number in numbers:
        usecases.on_any_fact(desk, a_fact(number))


def proves(desk: Desk, number: int, size: int = 0) -> bool:
    """As an auditor would: from the exported text and the proof alone."""
    proof = usecases.prove(desk, ACT, f"event-{number:06d}", size)
    [entry] = [one for one in usecases.export(desk, ALL, proof["index"])][:1]
    path = [bytes.fromhex(one) for one in proof["path"]]
    leaf = leaf_hash(entry["envelope"].encode())
    return holds(leaf, proof["index"], proof["size"], path, bytes.fromhex(proof["root_hash"]))


def test_facts_are_numbered_in_order_of_arrival_without_gaps(desk: Desk) -> None:
    hear(desk, 5, 3, 9)
    assert usecases.sequence(desk) == 3
    hear(desk, 1)
    assert usecases.sequence(desk) == 1
    assert exported(desk) == ["event-000005", "event-000003", "event-000009", "event-000001"]
    assert [entry["index"] for entry in usecases.export(desk, ALL)] == [0, 1, 2, 3]
    assert usecases.get_head(desk)["size"] == 4


def test_a_fact_delivered_twice_stands_once(desk: Desk) -> None:
    hear(desk, 1, 1, 2)
    usecases.sequence(desk)
    hear(desk, 1, 2, 3)
    usecases.sequence(desk)
    assert exported(desk) == ["event-000001", "event-000002", "event-000003"]
    assert desk.log.count_waiting() == 0


def test_every_entry_is_proved_at_every_size(desk: Desk) -> None:
    for number in range(13):
        hear(desk, number)
        usecases.sequence(desk)
    for number in range(13):
        for size in range(number + 1, 14):
            assert proves(desk, number, size)


def test_the_head_of_an_empty_log_is_the_hash_of_nothing(desk: Desk) -> None:
    assert usecases.sequence(desk) == 0
    assert usecases.get_head(desk)["root_hash"].startswith("e3b0c442")


class Killed(Exception):
    """As by kill -9."""


STEPS = ("insert plan", "insert log", "insert nodes", "insert heads", "update pointer", "delete inbox")


@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
def test_a_kill_at_any_step_is_made_up_for(desk: Desk, database: Any, step: int, is_done: bool) -> None:
    """The process dies before or after one of its writes; another starts and finds what the dead one left."""
    hear(desk, 1, 2, 3)
    usecases.sequence(desk)
    hear(desk, 4, 5)
    kinds = {
        "plans": ["insert_one"],
        "log": ["insert_many"],
        "nodes": ["insert_many"],
        "heads": ["insert_many"],
        "pointer": ["update_one"],
        "inbox": ["bulk_write"],
    }
    name, [method] = list(kinds.items())[step]
    collection = getattr(desk.log, f"_{name}")
    real = getattr(collection, method)

    def dying(*args: Any, **kwargs: Any) -> None:
        if is_done:
            real(*args, **kwargs)
        raise Killed

    setattr(collection, method, dying)
    with pytest.raises(Killed):
        usecases.sequence(desk)
    config: Any = None
    again = wiring.build(config, FixedClock(NOON), database)[0]
    setattr(collection, method, real)
    hear(again, 6)
    usecases.sequence(again)
    assert exported(again) == [f"event-{n:06d}" for n in range(1, 7)]
    assert all(proves(again, number) for number in range(1, 7))
    assert again.log.count_waiting() == 0


def test_two_sequencers_at_once_carry_out_one_plan(desk: Desk, database: Any) -> None:
    config: Any = None
    other = wiring.build(config, FixedClock(NOON), database)[0]
    hear(desk, 1, 2)
    head, seen = desk.log.head(), desk.log.waiting(0, 10)
    hear(desk, 3)
    usecases.sequence(other)
    assert desk.log.plan(head, seen) == ["event-000001", "event-000002", "event-000003"]
    assert desk.log.entries_of(desk.log.plan(head, seen), seen) is None
    hear(desk, 4)
    usecases.sequence(desk)
    assert exported(desk) == [f"event-{n:06d}" for n in range(1, 5)]


def test_a_changed_entry_shows(desk: Desk, database: Any) -> None:
    hear(desk, *range(8))
    usecases.sequence(desk)
    kept = database["log"].find_one({"_id": 3})["envelope"]
    database["log"].update_one({"_id": 3}, {"$set": {"envelope": kept.replace("F-3", "F-9")}})
    with pytest.raises(Conflict, match="BITACORA_ALTERADA"):
        usecases.prove(desk, ACT, "event-000003")
    assert proves(desk, 4)


def test_a_changed_tree_shows(desk: Desk, database: Any) -> None:
    hear(desk, *range(8))
    usecases.sequence(desk)
    database["nodes"].update_one({"_id": "1:0"}, {"$set": {"hash": b"0" * 32}})
    with pytest.raises(Conflict, match="BITACORA_ALTERADA"):
        usecases.prove(desk, ACT, "event-000003")


def test_a_removed_entry_shows(desk: Desk, database: Any) -> None:
    hear(desk, *range(8))
    usecases.sequence(desk)
    database["log"].delete_one({"_id": 3})
    with pytest.raises(Conflict, match="BITACORA_ALTERADA"):
        exported(desk)
    with pytest.raises(NotFound, match="HECHO_NO_EXISTE"):
        usecases.prove(desk, ACT, "event-000003")


def test_what_is_not_numbered_or_not_there_is_not_proved(desk: Desk) -> None:
    hear(desk, 1)
    with pytest.raises(Conflict, match="HECHO_SIN_NUMERO"):
        usecases.prove(desk, ACT, "event-000001")
    usecases.sequence(desk)
    with pytest.raises(NotFound, match="HECHO_NO_EXISTE"):
        usecases.prove(desk, ACT, "event-000002")
    with pytest.raises(Invalid, match="TAMANO_INVALIDO"):
        usecases.prove(desk, ACT, "event-000001", 9)


def test_search_shows_the_newest_first_by_person_and_by_fact(desk: Desk) -> None:
    for number in range(6):
        subject, name = ("p1", "FichaIssued") if number % 2 else ("p2", "RegistroSaved")
        usecases.on_any_fact(desk, a_fact(number, name, subject))
    usecases.on_any_fact(desk, a_fact(9, convocatoria="otra"))
    usecases.sequence(desk)
    first = usecases.search(desk, ACT, "p1", "", {"limit": 2, "after": ""})
    assert [entry["index"] for entry in first["entries"]] == [5, 3]
    rest = usecases.search(desk, ACT, "p1", "", {"limit": 2, "after": first["next"]})
    assert [entry["index"] for entry in rest["entries"]] == [1]
    assert (first["total"], rest["next"]) == (3, "")
    assert [entry["index"] for entry in usecases.search(desk, ACT, "", "RegistroSaved")["entries"]] == [
        4,
        2,
        0,
    ]
    assert [e["index"] for e in usecases.search(desk, ALL, "", "", {"limit": 3})["entries"]] == [6, 5, 4]


def at(
    number: int, moment: str, name: str = "FichaIssued", subject: str = "p1", convocatoria: str = X47
) -> Fact:
    return decode({**a_fact(number, name, subject, convocatoria).envelope, "time": moment})


def shown(desk: Desk, act: Act = ACT, **wanted: Any) -> list[int]:
    return [entry["index"] for entry in usecases.search(desk, act, **wanted)["entries"]]


@pytest.fixture
def looked_at(desk: Desk) -> Desk:
    """Twelve facts, one each hour: every third is an act, about p0 or p1 in turn; the others are readings."""
    for number in range(12):
        envelope = dict(
            at(number, f"2023-12-01T{number:02d}:00:00+00:00", "RegistroSaved", f"p{number % 2}").envelope
        )
        if number % 3:
            envelope |= {"type": "residencias.validation.v1.DossierRead", "data": {"what": "expediente"}}
        usecases.on_any_fact(desk, decode(envelope))
    usecases.sequence(desk)
    return desk


def test_what_was_done_is_shown_without_what_was_only_looked_at(looked_at: Desk) -> None:
    assert shown(looked_at) == shown(looked_at, group="ACTOS") == [9, 6, 3, 0]
    assert shown(looked_at, group="CONSULTAS") == [11, 10, 8, 7, 5, 4, 2, 1]
    assert shown(looked_at, group="TODO") == list(range(11, -1, -1))
    assert shown(looked_at, subject="p1", group="CONSULTAS") == [11, 7, 5, 1]
    afternoon = {"since": "2023-12-01T04:00:00+00:00", "until": "2023-12-01T10:00:00+00:00"}
    assert shown(looked_at, **afternoon) == [9, 6]
    assert shown(looked_at, **afternoon, group="TODO") == [9, 8, 7, 6, 5, 4]
    with pytest.raises(Invalid, match="GRUPO_DESCONOCIDO"):
        shown(looked_at, group="actos")


def test_a_name_says_of_itself_which_group_it_is_of(looked_at: Desk) -> None:
    assert shown(looked_at, name="DossierRead") == shown(looked_at, name="DossierRead", group="ACTOS")
    assert len(shown(looked_at, name="DossierRead")) == 8
    assert shown(looked_at, name="RegistroSaved", group="CONSULTAS") == [9, 6, 3, 0]


def test_who_looked_at_somebody_is_found_by_their_folio_too(looked_at: Desk) -> None:
    """A reading names no folio; the act number 9 says that F-9 is p1's."""
    assert shown(looked_at, folio="F-9") == [9]
    assert shown(looked_at, folio="F-9", group="CONSULTAS") == [11, 7, 5, 1]
    assert shown(looked_at, folio="F-9", group="TODO") == [11, 9, 7, 5, 1]
    assert shown(looked_at, folio="nobody", group="TODO") == []


@pytest.mark.parametrize("group", ["ACTOS", "CONSULTAS", "TODO"])
def test_pages_hold_while_facts_go_on_arriving(looked_at: Desk, group: str) -> None:
    """What comes in between stands before the pages that were read; nothing is told twice or left out."""
    expected, after, told = shown(looked_at, group=group), "", []
    for number in range(20, 40):
        page = usecases.search(looked_at, ACT, group=group, page={"limit": 3, "after": after})
        told += [entry["index"] for entry in page["entries"]]
        name = "DossierRead" if number % 2 else "FichaIssued"
        usecases.on_any_fact(looked_at, at(number, "2023-12-01T20:00:00+00:00", name))
        usecases.sequence(looked_at)
        if not (after := page["next"]):
            break
    assert told == expected


@pytest.mark.parametrize("days", [0, 3, 200])
def test_what_is_long_past_is_found_though_nothing_happened_since(desk: Desk, days: int) -> None:
    usecases.on_any_fact(desk, at(1, (NOON - timedelta(days=days + 400)).isoformat()))
    usecases.on_any_fact(desk, at(2, (NOON - timedelta(days=days)).isoformat()))
    usecases.sequence(desk)
    assert shown(desk) == [1, 0]
    assert shown(desk, page={"limit": 1}) == [1]


def test_a_whole_group_is_counted_as_it_is_numbered(looked_at: Desk) -> None:
    usecases.on_any_fact(looked_at, a_fact(50, convocatoria="otra"))
    usecases.sequence(looked_at)

    def total(act: Act, **wanted: Any) -> int:
        return int(usecases.search(looked_at, act, **wanted)["total"])

    assert (total(ACT), total(ACT, group="CONSULTAS"), total(ACT, group="TODO")) == (4, 8, 12)
    assert (total(ALL), total(ALL, group="TODO")) == (5, 13)
    assert total(ACT, group="CONSULTAS", until="2023-12-01T03:00:00+00:00") == 2


def test_looking_up_a_person_is_a_fact(desk: Desk) -> None:
    usecases.search(desk, ACT, "", "")
    assert desk.reads.count({}) == 0
    usecases.search(desk, ACT, "p1", "")
    [waiting] = desk.reads.collection.find({"relay": 1})
    envelope = waiting["outbox"][0]
    assert (envelope["type"], envelope["subject"]) == ("residencias.audit.v1.DossierRead", "p1")
    assert envelope["actor"] == "auditor:auditor-1"


def test_no_code_changes_or_deletes_what_stands_in_the_log() -> None:
    source = Path(wiring.__file__).with_name("store.py").read_text(encoding="utf-8")
    writes = set(
        re.findall(r"self\.(_\w+)\.((?:update|delete|replace|find_one_and|bulk|drop|rename)\w*)\(", source)
    )
    assert writes == {("_pointer", "update_one"), ("_inbox", "bulk_write")}
    verbs = {name for name in vars(MongoLog) if not name.startswith("_")}
    assert not {
        name for name in verbs if re.match(r"(update|delete|remove|replace|clear|set|truncate)", name)
    }


def test_the_log_is_searched_by_folio_by_who_acted_and_by_day(desk: Desk) -> None:
    """Days bound the fact's own time, a page after another, whatever the order of arrival."""
    days = {1: "2023-12-03", 2: "2023-12-01", 3: "2023-12-02", 4: "2023-12-01", 5: "2023-12-01"}
    for number, day in days.items():
        envelope = {**a_fact(number).envelope, "time": f"{day}T18:00:00+00:00", "actor": f"ces:c{number % 2}"}
        usecases.on_any_fact(desk, decode(envelope))
    usecases.sequence(desk)

    def found(**wanted: Any) -> list[str]:
        return [entry["event_id"][-1] for entry in usecases.search(desk, ACT, **wanted)["entries"]]

    assert found(folio="F-3") == ["3"]
    assert found(actor="ces:c0") == ["4", "2"]
    assert found(since="2023-12-02") == ["1", "3"]
    december_1 = {"since": "2023-12-01T00:00:00-06:00", "until": "2023-12-02T00:00:00-06:00"}
    first = usecases.search(desk, ACT, **december_1, page={"limit": 2})
    assert [entry["event_id"][-1] for entry in first["entries"]] == ["5", "4"]
    assert first["total"] == 3
    assert found(**december_1, page={"limit": 2, "after": first["next"]}) == ["2"]
    assert found(**december_1, actor="ces:c1") == ["5"]
    with pytest.raises(Invalid, match="FECHA_INVALIDA"):
        found(since="ayer")
