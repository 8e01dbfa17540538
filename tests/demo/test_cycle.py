"""The oracle's word on what goes from one period to the next."""

from __future__ import annotations

from collections import Counter

import pytest

from plumbing.errors import NotFound
from residencias.demo.cycle import later_periods
from residencias.demo.oferta import OfertaRow
from residencias.demo.oracle.assignment import Place
from residencias.demo.oracle.cycle import as_of_the_end, door, left_over
from residencias.demo.oracle.predict import Expected, Prediction
from residencias.demo.scenarios import script
from tests.demo.crowd import X47, people

A, B, C = (Place("pediatria", sede, sede, "nacional") for sede in "ABC")
STILL_OPEN, BANNED, NO_RIGHT = "PERIODO_ANTERIOR_ABIERTO", "VETO_VIGENTE", "SIN_DERECHO_AL_PERIODO"
SOMEBODY = people(1)[0]


def end(state: str, place: Place | None = None) -> Expected:
    return Expected(SOMEBODY, state, "", None, 0, place, {}, {})


def prediction(*ends: Expected, free: dict[Place, int] | None = None) -> Prediction:
    return Prediction({str(n): one for n, one in enumerate(ends)}, {}, Counter(), free or {}, {}, {})


def test_what_is_left_is_what_nobody_took_and_what_came_back_in_time() -> None:
    """A baja comes after the count: its place is not in the next period."""
    ends = [end("NO_ACEPTA", A), end("ABANDONO", A), end("PRESENTADO_A_SEDE", B), end("BAJA", C)]
    left = left_over(prediction(*ends, end("NO_ASIGNADO"), free={A: 1, B: 2, C: 0}))
    assert left == (
        OfertaRow("pediatria", "A", "A", "nacional", 3),
        OfertaRow("pediatria", "B", "B", "nacional", 2),
    )


@pytest.mark.parametrize(
    ("ended", "second", "third"),
    [
        ("NO_ASIGNADO", "", ""),
        ("NO_ACEPTA", "", ""),
        ("RECHAZO_IMPLICITO", "", ""),
        ("FUERA_DE_PROCESO", "", ""),
        ("SIN_REGISTRO", "", ""),
        ("RENUNCIA", BANNED, ""),
        ("ABANDONO", BANNED, BANNED),
        ("ANULADO", BANNED, BANNED),
        ("BAJA", NO_RIGHT, NO_RIGHT),
        ("PRESENTADO_A_SEDE", STILL_OPEN, STILL_OPEN),
    ],
)
def test_how_somebody_ended_in_the_first_opens_or_closes_the_others(ended, second, third) -> None:
    assert [door([(1, end(ended))], period) for period in (2, 3)] == [second, third]


def test_who_took_part_in_two_institutions_waits_for_the_release() -> None:
    ended = [(1, Expected(SOMEBODY, "CANCELADO", "DOS_INSTITUCIONES", None, 0, None, {}, {}))]
    assert [door(ended, 2), door(ended, 2, is_released=True)] == ["FALTA_LIBERACION", ""]


def test_the_worst_of_two_periods_decides() -> None:
    assert door([(1, end("NO_ACEPTA")), (2, end("PRESENTADO_A_SEDE"))], 3) == STILL_OPEN
    assert door([(1, end("ABANDONO")), (2, end("SIN_REGISTRO"))], 3) == BANNED
    assert door([(1, end("NO_ACEPTA")), (2, end("RENUNCIA"))], 3) == ""


def test_a_ban_of_a_later_period_is_on_record_where_the_person_was_before() -> None:
    first, second = as_of_the_end([prediction(end("NO_ACEPTA", A)), prediction(end("ABANDONO", A))])
    assert [one["people"]["0"]["is_banned"] for one in (first, second)] == [True, True]


def test_the_third_period_leaves_no_right() -> None:
    *_, third = as_of_the_end([prediction(), prediction(), prediction(end("NO_ACEPTA", A))])
    assert third["people"]["0"]["later_right"] == "NINGUNO"


def test_the_later_periods_are_found_by_where_their_plazas_come_from() -> None:
    second, third = later_periods(X47, 3)
    assert later_periods(X47, 2) == [second]
    assert later_periods(second, 2) == [third]
    with pytest.raises(NotFound, match="CONVOCATORIA_SIN_PERIODOS"):
        later_periods(third, 2)


def test_a_later_period_tells_its_own_scenarios_with_the_usual_steps_and_facts() -> None:
    first, (second, third) = script(X47), map(script, later_periods(X47, 3))
    for later in (second, third):
        assert later.facts == first.facts
        assert later.scenarios["returns"].phases == first.scenarios["clean"].phases
        assert later.calendar["loaded"] < later.calendar["opens"]
        refused = [one for one in later.scenarios.values() if one.id.isupper()]
        assert {one.phases["registro"][0].expect for one in refused} == {
            f"refused:{one.id}" for one in refused
        }
