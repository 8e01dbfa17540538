"""What allocation really says of the first period, heard by registration, decides the second and the third."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from contracts.residencias.allocation.v1 import events_pb2 as allocation
from plumbing.errors import NotAllowed
from plumbing.events import decode
from services.allocation import usecases as a
from services.registration import usecases as u
from tests.usecases.allocation.concurso import CLOSED, GATE, INSIDE, MX, Concurso, accepted, four
from tests.usecases.registration.calls import P2, P3, a_cycle, opens_in
from tests.usecases.registration.steps import at
from tests.usecases.registration.world import X47, row

HEARD = {
    "ResultPublished": u.on_result_published,
    "PlazaReleased": u.on_plaza_released,
    "AbandonoRecorded": u.on_abandono_recorded,
    "RenunciaRegistered": u.on_renuncia_registered,
}
PEOPLE = {name: row(number) for number, name in enumerate("abcdx", start=1)}


def may_open(world, code, person) -> bool:
    try:
        return bool(opens_in(world, code, person))
    except NotAllowed:
        return False


def told(concurso: Concurso) -> list:
    """The facts of the people, the newest first: registration has to take them in any order."""
    named = [one for one in concurso.facts() if one["type"].rsplit(".", 1)[-1] in HEARD]
    return [decode(one, getattr(allocation, one["type"].rsplit(".", 1)[-1])) for one in reversed(named)]


@pytest.fixture
def concurso() -> Concurso:
    """«a» renounces in writing, «b» says no, «c» says nothing, «d» got no plaza, «x» prints and never comes."""
    concurso = four(Concurso())
    concurso.publish()
    concurso.at(GATE)
    a.sweep(concurso.desk)
    for who in ("a", "x"):
        accepted(concurso, who)
    a.reject_plaza(concurso.desk, concurso.at(INSIDE).own("b"), "b", "F-B")
    a.register_renuncia(concurso.desk, concurso.ooad("CDMX-S"), "a", "2023-12-15", concurso.paper("a"))
    a.sweep(concurso.at(CLOSED).desk)
    a.sweep(concurso.at(datetime(2024, 1, 3, 0, 1, tzinfo=MX)).desk)
    return concurso


def test_each_persons_end_of_the_first_period_decides_their_second_and_third(concurso):
    world = a_cycle(*PEOPLE.values())
    expedientes = {name: opens_in(world, X47, person) for name, person in PEOPLE.items()}
    for fact in told(concurso):
        HEARD[fact.name](world.desk, replace(fact, subject=expedientes[fact.subject]))
    ends = {
        name: [one.outcome for one in world.desk.expedientes.load(expediente).value.desenlaces]
        for name, expediente in expedientes.items()
    }
    assert ends == {
        "a": ["RENUNCIA"], "b": ["NO_ACEPTA"], "c": ["RECHAZO_IMPLICITO"], "d": ["NO_ASIGNADO"], "x": ["ABANDONO"],
    }  # fmt: skip
    may_in = {}
    for code, local in ((P3, "2024-02-20T10:00:00"), (P2, "2024-01-20T10:00:00")):
        at(world, local)
        may_in[code] = {name for name, person in PEOPLE.items() if may_open(world, code, person)}
    assert may_in == {P2: {"b", "c", "d"}, P3: {"a", "b", "c", "d"}}
