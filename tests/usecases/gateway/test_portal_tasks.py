"""What the list of things to do says at each moment, and how time is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from starlette.datastructures import FormData

from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from services.gateway.portal import moments
from services.gateway.portal.calendar import calendar_of
from services.gateway.portal.camino import camino
from services.gateway.portal.cortes import lowest_of
from services.gateway.portal.forms import Typed
from services.gateway.portal.papers import kinds_of, papers_of
from services.gateway.portal.ranking import change
from services.gateway.portal.tasks import Standing, next_task, tasks_of
from services.gateway.portal.words import letter_title, persona, words

REGISTRY = Registry.load(ROOT / "convocatorias")
X47 = REGISTRY["xlvii-enarm-2023"]
CER = REGISTRY["cer-rama-2025"]
OPEN = datetime(2023, 11, 20, 18, tzinfo=UTC)
RESULTS = datetime(2023, 12, 15, 18, tzinfo=UTC)


def registro(**more: Any) -> dict[str, Any]:
    plain = {
        "estado": "PENDIENTE", "datos": None, "opciones": [], "editable": ["*"], "print_number": 0,
        "is_print_current": False, "is_complete": False, "categoria_roster": "nacional",
    }  # fmt: skip
    return {**plain, **more}


def manifest(call: Any, filed: tuple[str, ...] = ()) -> dict[str, Any]:
    version = {"number": 1, "kind": "X", "verdict": {"verdict": "CON_ADVERTENCIAS"}}
    return {
        "slots": [
            {"slot": row.slot, "versions": [version] if row.slot in filed else [], "is_open": True}
            for row in call.documents.rows
        ]
    }


def standing(now: datetime = OPEN, call: Any = X47, filed: tuple[str, ...] = (), **more: Any) -> Standing:
    given = registro(**more.pop("registro", {}))
    expediente = more.pop("expediente", {"estado": given["estado"]})
    papers = papers_of(call, given, manifest(call, filed), expediente)
    return Standing(call, given, papers, expediente, more.pop("result", {}), more.pop("wrong", {}), now)


def states(one: Standing) -> dict[str, str]:
    return {task.code: task.state for task in tasks_of(one)}


WRONG = {"identidad": [{}], "sedes": [{}]}
READY = {"datos": {"nombre": "Ana"}, "print_number": 1, "is_print_current": True, "is_complete": True}


def test_who_begins_is_led_to_the_registro():
    one = standing(wrong=WRONG)
    assert next_task(tasks_of(one)).code == "registro"
    assert states(one)["envio"] == states(one)["solicitud"] == states(one)["ficha"] == "no_disponible"


def test_who_has_everything_is_led_to_send():
    every = tuple(row.slot for row in X47.documents.rows)
    one = standing(registro=READY, filed=every)
    assert next_task(tasks_of(one)).code == "envio"
    assert states(one)["documentos"] == "hecha"


def test_a_print_that_is_spent_asks_for_attention():
    one = standing(registro={**READY, "is_print_current": False})
    assert states(one)["solicitud"] == "atender"


def test_what_was_observed_goes_first():
    observation = {"target": "CERTIFICADO", "is_attended": False}
    expediente = {"estado": "CON_OBSERVACIONES", "observations": [observation]}
    one = standing(
        registro={**READY, "estado": "CON_OBSERVACIONES"}, expediente=expediente, filed=("CERTIFICADO",)
    )
    assert next_task(tasks_of(one)).code == "validacion"
    assert states(one)["documentos"] == "atender"


def test_nothing_waits_for_who_is_in_the_queue_or_out():
    waiting = standing(registro={**READY, "estado": "EN_VALIDACION"}, filed=("CURP",))
    assert states(waiting)["validacion"] == "espera"
    out = standing(registro={**READY, "estado": "FUERA_DE_PROCESO"}, now=RESULTS)
    assert next_task(tasks_of(out)) is None
    assert states(out)["aceptacion"] == "cerrada"


def test_nothing_is_asked_outside_its_window():
    late = standing(wrong=WRONG, now=RESULTS)
    assert states(late)["registro"] == "cerrada"
    early = standing(wrong=WRONG, now=OPEN - timedelta(days=10))
    assert states(early)["registro"] == "no_disponible"


def test_who_has_a_place_is_led_to_accept_it():
    one = standing(registro={**READY, "estado": "INSCRITO"}, now=RESULTS, result={"estado": "ASIGNADO"})
    assert next_task(tasks_of(one)).code == "aceptacion"
    owing = {"estado": "PREACEPTADO", "obligations": [{"state": "PENDIENTE"}]}
    assert states(standing(registro=READY, now=RESULTS, result=owing))["obligaciones"] == "por_hacer"


def names(one: Standing) -> list[str]:
    stops = camino(one.call, tasks_of(one), calendar_of(one.call, one.now))
    return [stop.task.code if stop.task else stop.entry.name for stop in stops]


def test_the_way_tells_each_thing_once_in_order_of_time():
    found = names(standing(wrong=WRONG))
    assert found == [
        "publicacion", "registro", "sedes", "solicitud", "documentos", "envio", "validacion", "ficha", "asignacion",
        "resultado", "aceptacion", "vigencia_preaceptacion", "renuncia", "pago_extranjeros", "ciclo",
    ]  # fmt: skip


def test_a_date_of_others_is_told_to_them_and_to_who_has_not_said_who_they_are():
    told = {
        category: {entry.name for entry in calendar_of(X47, OPEN, category)}
        for category in ("", "nacional", "extranjero")
    }
    assert told[""] == told["extranjero"] == {*told["nacional"], "pago_extranjeros"}
    assert "pago_extranjeros" not in told["nacional"]
    concerned = {entry.name: entry.concerns for entry in calendar_of(X47, OPEN) if entry.concerns != "todos"}
    assert concerned == {"pago_extranjeros": "extranjero"}


@pytest.mark.parametrize("call", list(REGISTRY.values()), ids=lambda call: call.id)
def test_no_date_of_the_calendar_is_lost_on_the_way(call):
    one = standing(call=call, wrong=WRONG, registro={"categoria_roster": call.categories[0].roster})
    stops = camino(call, tasks_of(one), calendar_of(call, OPEN))
    told = {stop.entry.name for stop in stops if stop.entry}
    assert len(stops) == len(
        {(stop.task and stop.task.code, stop.entry and stop.entry.name) for stop in stops}
    )
    assert {entry.name for entry in calendar_of(call, OPEN)} - told <= {
        "solicitud_print", "solicitud_reprint", "envio", "primer_envio", "revision", "compromiso", "preaceptacion",
    }  # fmt: skip


def test_the_lowest_of_each_sede_counts_in_the_persons_categories():
    rows = [
        {"especialidad": "MI", "sede": sede, "categoria": cat, "last_admitted_puntaje": low}
        for sede, cat, low in (("A", "nacional", "80.5"), ("A", "nacional", "79.25"), ("B", "nacional", ""))
    ]
    assert lowest_of(rows) == {("MI", "nacional"): {"A": Decimal("79.25")}}


def test_where_nobody_validates_nothing_is_sent():
    one = standing(
        call=CER, registro={"categoria_roster": "residente"}, now=datetime(2024, 12, 1, tzinfo=UTC)
    )
    assert not {"envio", "validacion", "ficha"} & states(one).keys()


@pytest.mark.parametrize("call", list(REGISTRY.values()), ids=lambda call: call.id)
def test_every_task_and_window_has_its_words(call):
    one = standing(call=call, wrong=WRONG, registro={"categoria_roster": call.categories[0].roster})
    for task in tasks_of(one):
        assert task.code in words()["tareas"]
        assert task.state in words()["estados"]
    for entry in calendar_of(call, OPEN):
        assert entry.state in words()["ventanas"]
    assert {row.audience for row in call.documents.rows} <= words()["quienes"].keys()


def test_a_person_files_the_papers_of_their_category_and_claims():
    datos = {"estudios": "MEXICO", "reclamos": {"trabajador": True, "hijo_trabajador": False}}
    found = {
        paper.row.slot: paper
        for paper in papers_of(X47, registro(datos=datos), manifest(X47, ("SOLVENCIA",)), {})
    }
    assert found["BT09"].is_required
    assert "TARJETONPADRE" not in found
    assert not found["SOLVENCIA"].is_required, "what was filed is shown, asked for or not"
    assert ("VISA", "Visa vigente") not in kinds_of(
        X47, registro(datos=datos), X47.documents.row("IDENTIFICACION1")
    )


@pytest.mark.parametrize(
    ("pressed", "codes", "anchor"),
    [
        ({"subir": "b"}, "bac", "fila-b"),
        ({"bajar": "a"}, "bac", "fila-a"),
        ({"subir": "a"}, "abc", "fila-a"),
        ({"mover": "a", "lugar-a": "3"}, "bca", "fila-a"),
        ({"mover": "a", "lugar-a": "99"}, "bca", "fila-a"),
        ({"mover": "a", "lugar-a": "tres"}, "abc", "fila-a"),
        ({"primero": "c"}, "cab", "fila-c"),
        ({"ultimo": "a"}, "bca", "fila-a"),
        ({"quitar": "b"}, "ac", "fila-c"),
        ({"agregar_una": "d"}, "abcd", "disponibles"),
        ({"agregar_una": "a"}, "abc", "disponibles"),
        ({"elegir": "z"}, "z", "fila-z"),
        ({}, "abc", "lista"),
    ],
)
def test_a_button_changes_the_order(pressed, codes, anchor):
    moved = change(["a", "b", "c"], Typed(FormData(pressed)))
    assert ("".join(moved.codes), moved.anchor) == (codes, anchor)


def test_many_are_added_at_once_and_none_twice():
    marked = Typed(FormData([("marcadas", "d"), ("marcadas", "a"), ("marcadas", "e"), ("marcadas", "d")]))
    assert "".join(change(["a"], marked).codes) == "ade"
    assert change([], Typed(FormData([("quitar", "x")]))).codes == ()
    jalisco = Typed(FormData([("agregar_grupo", "Jalisco"), ("marcadas", "z")]))
    assert "".join(change(["a"], jalisco, {"Jalisco": ["b", "a", "c"]}).codes) == "abc"
    assert "".join(change(["a"], jalisco).codes) == "a"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=2, hours=4, minutes=3), ((2, "dia"), (4, "hora"))),
        (timedelta(hours=1), ((1, "hora"),)),
        (timedelta(minutes=59, seconds=59), ((59, "minuto"),)),
        (timedelta(seconds=10), ((1, "minuto"),)),
        (timedelta(0), ()),
    ],
)
def test_how_long_is_left_is_told_in_two_units(left, said):
    assert moments.time_left(OPEN + left, OPEN) == said
    assert moments.time_left(None, OPEN) == ()


def test_instants_are_told_with_weekday_and_hour_of_mexico_city():
    assert moments.in_words("2023-11-21T05:59:00+00:00") == "23:59 del lunes 20 de noviembre de 2023"
    assert moments.in_words("2023-11-20") == "lunes 20 de noviembre de 2023"
    assert moments.in_words("") == ""


@pytest.mark.parametrize("typed", ["Calle 5", "14011220", "2023-W47-1", "2023-02-30", ""])
def test_only_a_day_is_told_as_one(typed):
    """A cédula of eight digits is no date."""
    assert moments.day_in_words(typed) == typed


def test_an_observed_paper_is_attended_as_soon_as_another_version_is_there():
    observed = {"target": "CURP", "target_kind": "DOCUMENTO", "is_attended": False}
    out = {"estado": "CON_OBSERVACIONES", "since_at": "2023-11-20T15:00:00+00:00", "observations": [observed]}
    for uploaded_at, state in (
        ("2023-11-20T14:59:00+00:00", "atender"),
        ("2023-11-20T15:00:01.5+00:00", "hecha"),
    ):
        held = manifest(X47, ("CURP",))
        for slot in held["slots"]:
            for version in slot["versions"]:
                version["uploaded_at"] = uploaded_at
        papers = {paper.row.slot: paper for paper in papers_of(X47, registro(), held, out)}
        assert papers["CURP"].state == state


@pytest.mark.parametrize(
    ("written", "said"),
    [("ANA DE LA PEÑA Y RUIZ", "Ana de la Peña y Ruiz"), ("DE LA O, LUZ", "De la O, Luz"), ("", "")],
)
def test_a_person_is_called_as_people_write_it(written: str, said: str) -> None:
    assert persona(written) == said


def test_a_letter_goes_by_the_name_that_its_call_gives_it() -> None:
    assert letter_title(X47, "PREACEPTACION") == "Carta de Pre-aceptación"
    assert letter_title(CER, "PREACEPTACION") not in ("Carta de Pre-aceptación", "PREACEPTACION")
    assert letter_title(X47, "FICHA") == words()["cartas"]["FICHA"]
