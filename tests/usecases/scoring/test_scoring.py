"""A ficha gives a puntaje, once, exact; only accredited claims count; strangers' looks leave a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import mongomock
import pytest

from contracts.residencias.validation.v1 import events_pb2
from plumbing import config as configs
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Conflict, Invalid, NotFound
from plumbing.events import Act, decode
from services.scoring import usecases, wiring

X47 = "xlvii-enarm-2023"
X45 = "xlv-enarm-2021"
CER = "cer-rama-2025"
NOW = datetime(2023, 12, 5, 18, tzinfo=UTC)
WORKER = {
    "matricula": "99123456", "contratacion": "BASE", "marca": "00", "regimen": "ORDINARIO", "is_titular": True,
    "ingreso_on": "2015-05-01",
}  # fmt: skip


@pytest.fixture(scope="module")
def registry():
    return Registry.load(configs.ROOT / "convocatorias")


@pytest.fixture
def desk(registry):
    return wiring.build(None, FixedClock(NOW), registry, mongomock.MongoClient(tz_aware=True)["scoring"])[0]


def ficha(version=7, claims=(), **data):
    envelope = {
        "id": f"id-{version}", "type": "residencias.validation.v1.FichaIssued", "source": "residencias/validation",
        "subject": "e1", "time": NOW.isoformat(), "convocatoria": X47, "rules_digest": "d", "version": version,
        "data": {
            "folio": "X47-000001-A", "puntaje_enarm": "71.4286", "calificacion": "88.8",
            "first_submitted_at": "2023-11-20T18:00:00+00:00", "titulo_reverso": "TITULO_REVERSO", "cedula": "FEDERAL",
            "claims": [{"claim": claim, "verdict": verdict, "reason": ""} for claim, verdict in claims], **data,
        },
    }  # fmt: skip
    return decode(envelope, events_pb2.FichaIssued)


def act(*roles, expediente_id=None):
    return Act(at=NOW, actor=Caller("p", frozenset(roles), expediente_id), convocatoria=X47)


def outbox(collection):
    return [envelope for document in collection.find({}) for envelope in document["outbox"]]


def test_the_puntaje_is_the_exact_mean_of_both_grades(desk):
    usecases.on_ficha_issued(desk, ficha())
    puntaje = usecases.explain_puntaje(desk, act("aspirante", expediente_id="e1"), "e1")
    assert puntaje["total"] == Decimal("80.1143")
    assert [line.clause for line in puntaje["lines"]]


def test_the_same_ficha_heard_twice_gives_one_fact(desk):
    for _ in range(2):
        usecases.on_ficha_issued(desk, ficha())
    totals = [Decimal(envelope["data"]["total"]) for envelope in outbox(desk.records.collection)]
    assert totals == [Decimal("80.1143")]


def test_child_and_servicio_social_add_one_and_a_half(desk):
    claims = (
        ("hijo_trabajador", "ACREDITADO"),
        ("servicio_social_imss", "ACREDITADO"),
        ("internado_imss", "NO_ACREDITADO"),
    )
    usecases.on_ficha_issued(desk, ficha(claims=claims))
    assert desk.records.load("e1").value.puntaje.total == Decimal("81.6143")


@pytest.mark.parametrize(
    ("change", "extra"),
    [
        ({}, "1.0"),
        ({"contratacion": "EVENTUAL"}, "0"),
        ({"marca": "08"}, "0"),
        ({"is_titular": False}, "0"),
        ({"ingreso_on": "2007-05-01"}, "0"),
        ({"ingreso_on": "2008-11-20"}, "1.0"),
        ({"ingreso_on": "2008-11-19"}, "0"),
        ({"ingreso_on": "2022-11-20"}, "1.0"),
        ({"ingreso_on": "2022-11-21"}, "0"),
    ],
)
def test_a_worker_who_fails_a_condition_gets_no_point_whatever_was_ticked(desk, change, extra):
    claims = (("trabajador", "ACREDITADO"),)
    usecases.on_ficha_issued(desk, ficha(claims=claims, trabajador={**WORKER, **change}))
    assert desk.records.load("e1").value.puntaje.total == Decimal("80.1143") + Decimal(extra)


def test_a_worker_with_a_carta_compromiso_gets_no_point(desk):
    usecases.on_ficha_issued(
        desk, ficha(claims=(("trabajador", "ACREDITADO"),), trabajador=WORKER, cedula="CARTA_COMPROMISO")
    )
    assert desk.records.load("e1").value.puntaje.total == Decimal("80.1143")


def test_nobody_reads_another_persons_puntaje(desk):
    usecases.on_ficha_issued(desk, ficha())
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.explain_puntaje(desk, act("aspirante", expediente_id="e2"), "e1")


def test_a_look_by_staff_is_a_fact_and_by_the_owner_is_not(desk):
    usecases.on_ficha_issued(desk, ficha())
    usecases.explain_puntaje(desk, act("aspirante", expediente_id="e1"), "e1")
    assert outbox(desk.reads.collection) == []
    usecases.explain_puntaje(desk, act("auditor"), "e1")
    [read] = outbox(desk.reads.collection)
    assert (read["subject"], read["actor"], read["data"]) == ("e1", "auditor:p", {"what": "puntaje"})


def test_computing_again_gives_the_same(desk):
    usecases.on_ficha_issued(desk, ficha())
    assert usecases.compute_puntaje(desk, act("ces"), "e1")["total"] == Decimal("80.1143")


def test_the_calculator_converts_and_keeps_nothing(desk):
    answer = usecases.simulate_puntaje(desk, act(), "70", "4.1", desk_scale(desk, "5"), ["internado_imss"])
    assert answer["total"] == Decimal("76.25")
    assert desk.records.count({}) == 0


def test_the_calculator_takes_every_component_of_the_call(desk):
    asked = Act(at=NOW, actor=Caller("p", frozenset(["publico"])), convocatoria=CER)
    grades = {"efiser": "80", "posgrado": "90", "enarm": "70"}
    answer = usecases.simulate_puntaje(desk, asked, "", "", "", ["articulo_primer_autor"], grades=grades)
    assert answer["total"] == Decimal("2.4") + Decimal("24.3") + Decimal("49") + Decimal("0.5")
    with pytest.raises(Invalid, match="GRADE_MISSING"):
        usecases.simulate_puntaje(desk, asked, "70", "", "", [])


def test_the_calculator_explains_a_number_it_cannot_read(desk):
    with pytest.raises(Invalid, match="NUMERO_ILEGIBLE"):
        usecases.simulate_puntaje(desk, act(), "setenta", "88.8", desk_scale(desk, "100"), [])


def test_listing_goes_page_by_page(desk):
    usecases.on_ficha_issued(desk, ficha())
    first = usecases.list_puntajes(desk, act("ces"), {"limit": 1})
    assert (first["total"], first["next"]) == (1, "X47-000001-A")
    assert usecases.list_puntajes(desk, act("ces"), {"limit": 1, "after": first["next"]})["puntajes"] == []


def desk_scale(desk, top: str) -> str:
    return next(s.code for s in desk.registry[X47].grade_scales if s.top == Decimal(top))


def test_accredited_units_reach_the_puntaje_with_their_line(desk):
    units = {"docencia": 3, "publicaciones": 1}
    claims = [{"claim": c, "verdict": "ACREDITADO", "reason": "", "units": n} for c, n in units.items()]
    fact = replace(ficha(), convocatoria=X45)
    usecases.on_ficha_issued(desk, replace(fact, data={**fact.data, "claims": claims}))
    [stored] = desk.records.find({"convocatoria": X45})
    lines = {line.concept: line for line in stored.value.puntaje.lines}
    assert stored.value.puntaje.total == Decimal("80.1143") + Decimal("1.0") + Decimal("0.5")
    assert (lines["docencia"].given, lines["docencia"].weight) == (Decimal("0.5"), Decimal(2))
    assert lines["publicaciones"].evidence == "PUBLICACIONES"


def test_the_calculator_takes_units_and_supposes_one(desk):
    asked = Act(at=NOW, actor=Caller("p", frozenset(["publico"])), convocatoria=X45)
    one = usecases.simulate_puntaje(desk, asked, "70", "90", "100", ["publicaciones"])
    four = usecases.simulate_puntaje(desk, asked, "70", "90", "100", ["publicaciones"], {"publicaciones": 4})
    assert (one["total"], four["total"]) == (Decimal("80.5"), Decimal("81.0"))


def test_a_call_without_calendar_is_refused_whole(desk):
    asked = Act(at=NOW, actor=Caller("p", frozenset(["publico"])), convocatoria="xlviii-extraordinario")
    with pytest.raises(Conflict, match="CONVOCATORIA_SIN_CALENDARIO"):
        usecases.simulate_puntaje(desk, asked, "70", "90", "100", [])
