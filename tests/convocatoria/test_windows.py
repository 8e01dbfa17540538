"""Windows at their edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import Convocatoria, Window
from plumbing.convocatoria.results import add_months

TICK = timedelta(microseconds=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY).astimezone(UTC)


# name, first accepted instant, last accepted instant (local time); None: no edge
EDGES = [
    ("publicacion", "2023-11-06T16:00:00", None),
    ("registro", "2023-11-18T12:00:00", "2023-11-23T23:59:59.999999"),
    ("solicitud_print", "2023-11-18T12:00:00", "2023-11-23T23:59:59.999999"),
    ("solicitud_reprint", "2023-11-18T12:00:00", "2023-12-11T12:00:00"),
    ("envio", "2023-11-18T12:00:00", "2023-12-11T12:00:00"),
    ("revision", "2023-11-18T12:00:00", "2023-12-12T08:00:00"),
    ("ficha", "2023-11-18T12:00:00", "2023-12-12T08:00:00"),
    ("asignacion", "2023-12-12T08:00:00.000001", "2023-12-14T17:59:59.999999"),
    ("resultados", "2023-12-14T18:00:00", None),
    ("aceptacion", "2023-12-14T18:00:00", "2023-12-17T23:59:59.999999"),
    ("compromiso", "2023-12-14T18:00:00", "2023-12-17T23:59:59.999999"),
    ("preaceptacion", "2023-12-14T18:00:00", "2023-12-17T23:59:59.999999"),
    ("vigencia_preaceptacion", "2023-12-18T00:00:00", "2024-01-02T23:59:59.999999"),
    ("renuncia", "2023-12-14T18:00:00", "2024-02-29T23:59:59.999999"),
    ("pago_extranjeros", None, "2024-04-13T23:59:59.999999"),
    ("ciclo", "2024-03-01T00:00:00", "2025-02-28T23:59:59.999999"),
]


def test_every_window_of_x47_is_in_the_table_of_edges(x47: Convocatoria) -> None:
    assert {name for name, _, _ in EDGES} == set(x47.windows)


@pytest.mark.parametrize(("name", "first", "last"), EDGES)
def test_a_window_holds_its_first_and_last_instant_and_not_the_next(
    x47: Convocatoria, name: str, first: str | None, last: str | None
) -> None:
    window = x47.windows[name]
    if first:
        assert window.contains(local(first))
        assert not window.contains(local(first) - TICK)
        assert not window.closed(local(first) - TICK)
    if last:
        assert window.contains(local(last))
        assert not window.contains(local(last) + TICK)
        assert window.closed(local(last) + TICK)
        assert not window.closed(local(last))
    else:
        assert not window.closed(local("2099-01-01T00:00:00"))


@pytest.mark.parametrize(
    ("instant", "accepted"),
    [
        ("2023-11-18T11:59:59", False),
        ("2023-11-18T12:00:00", True),
        ("2023-11-23T23:59:30", True),
        ("2023-11-24T00:00:00", False),
    ],
)
def test_registration_is_refused_a_second_early_and_a_second_late(
    x47: Convocatoria, instant: str, accepted: bool
) -> None:
    assert x47.windows["registro"].contains(local(instant)) is accepted


def test_mexico_city_is_six_hours_behind_utc_on_every_edge_even_after_april_2024(x47: Convocatoria) -> None:
    assert x47.windows["registro"].opens_at == datetime(2023, 11, 18, 18, 0, tzinfo=UTC)
    assert x47.windows["pago_extranjeros"].closes_at == datetime(2024, 4, 14, 6, 0, tzinfo=UTC)


def test_the_ficha_closes_before_the_allocation_window_opens(x47: Convocatoria) -> None:
    ficha, allocation = x47.windows["ficha"], x47.windows["asignacion"]
    assert ficha.last_instant is not None
    assert allocation.first_instant is not None
    assert allocation.first_instant - ficha.last_instant == TICK


def test_the_letter_is_valid_for_ten_business_days_without_christmas_and_new_year(x47: Convocatoria) -> None:
    window = x47.windows["vigencia_preaceptacion"]
    day, counted = date(2023, 12, 18), []
    while day <= date(2024, 1, 2):
        if day.weekday() < 5 and day not in (date(2023, 12, 25), date(2024, 1, 1)):
            counted.append(day)
        day += timedelta(days=1)
    assert len(counted) == 10
    assert window.closes == "2024-01-02"
    assert "vigencia-de-la-carta" in window.supuestos


def test_an_instant_without_zone_is_refused(x47: Convocatoria) -> None:
    with pytest.raises(ValueError, match="zone"):
        x47.windows["registro"].contains(datetime(2023, 11, 20))


def test_people_read_the_weekday_and_the_hour(x47: Convocatoria) -> None:
    assert x47.windows["registro"].text_for_people == (
        "de las 12:00 del sábado 18 de noviembre de 2023 a las 23:59 del jueves 23 de noviembre de 2023"
    )
    assert x47.windows["registro"].closing_text == "23:59 del jueves 23 de noviembre de 2023"
    assert x47.windows["pago_extranjeros"].text_for_people == "antes del domingo 14 de abril de 2024"
    assert x47.windows["resultados"].text_for_people == "desde las 18:00 del jueves 14 de diciembre de 2023"
    assert x47.windows["ciclo"].text_for_people == (
        "del viernes 1 de marzo de 2024 al viernes 28 de febrero de 2025"
    )


def test_a_close_with_hasta_a_bare_day_runs_to_the_end_of_that_day() -> None:
    window = Window(label="x", closes="2025-02-28", clause="002§5.5")
    assert window.contains(local("2025-02-28T23:59:59.999999"))
    assert not window.contains(local("2025-03-01T00:00:00"))


def test_months_are_counted_to_the_same_day_or_the_last_of_the_month() -> None:
    assert add_months(date(2023, 12, 17), 12) == date(2024, 12, 17)
    assert add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
