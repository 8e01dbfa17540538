"""What a person did before: the right an outcome leaves in the cycle, and bans that follow a person everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound
from residencias.demo import curp as independent
from services.registration import usecases as u
from services.registration.usecases.bans import require_no_ban
from tests.usecases.registration.calls import (
    LATER,
    P2,
    P3,
    a_cycle,
    opens_in,
    out,
    released,
    result,
    under,
)
from tests.usecases.registration.steps import at
from tests.usecases.registration.world import BORN, X47, datos, foreigner, row

IN_WINDOW = {
    P2: "2024-01-20T10:00:00",
    P3: "2024-02-20T10:00:00",
    LATER: "2028-11-20T10:00:00",
}


@pytest.fixture
def world():
    return a_cycle()


@pytest.fixture
def who(world):
    """The expediente of the first person in the first period."""
    return opens_in(world, X47)


def refusal(world, code, person=None):
    """The code with which the person is kept out of the call, "" when they are not."""
    at(world, IN_WINDOW[code])
    try:
        opens_in(world, code, person)
    except NotAllowed as error:
        return error.code
    return ""


def not_assigned(world, who):
    result(world, who, is_assigned=False)


def renounces(world, who):
    data = {"later_right": "TERCER_PERIODO", "folio": "F1", "received_on": "2023-12-20"}
    u.on_renuncia_registered(world.desk, world.fact("RenunciaRegistered", who, 21, data, "allocation"))
    released(world, who, "RENUNCIA")


def abandons(world, who):
    data = {"clause": "000§4.6", "reason": "NO_SE_PRESENTO"}
    u.on_abandono_recorded(world.desk, world.fact("AbandonoRecorded", who, 21, data, "allocation"))
    released(world, who, "ABANDONO")


def annulled(world, who, cause="INCONSISTENCIA_GRAVE"):
    data = {"cause": cause, "clause": "000§3.3 b"}
    u.on_expediente_annulled(world.desk, world.fact("ExpedienteAnnulled", who, 9, data))


def left(cause):
    return lambda world, who: released(world, who, cause)


def taken_out(cause, estado):
    return lambda world, who: out(world, who, cause, estado)


LOST, BANNED = "SIN_DERECHO_AL_PERIODO", "VETO_VIGENTE"
ENDS = {  # what happens in the first period; the refusals of the second, the third, and another cycle
    "never registered": (None, "", "", ""),
    "no plaza": (not_assigned, "", "", ""),
    "said no": (left("NO_ACEPTA"), "", "", ""),
    "said nothing": (left("RECHAZO_IMPLICITO"), "", "", ""),
    "unfavourable exam": (left("EXAMEN_NO_FAVORABLE"), "", "", ""),
    "no ficha": (taken_out("FICHA_NO_DESCARGADA", "FUERA_DE_PROCESO"), "", "", ""),
    "illegible papers": (taken_out("ILEGIBLE", "CANCELADO"), "", "", ""),
    "written renuncia": (renounces, BANNED, "", ""),
    "left the course": (left("BAJA"), LOST, LOST, ""),
    "abandono": (abandons, BANNED, BANNED, BANNED),
    "annulled": (annulled, BANNED, BANNED, BANNED),
    "two institutions": (taken_out("DOS_INSTITUCIONES", "CANCELADO"), "FALTA_LIBERACION", "FALTA_LIBERACION", ""),
    "still competing": (lambda *_: None, "PERIODO_ANTERIOR_ABIERTO", "PERIODO_ANTERIOR_ABIERTO", ""),
    "holds a plaza": (
        lambda world, who: result(world, who, is_assigned=True),
        "PERIODO_ANTERIOR_ABIERTO",
        "PERIODO_ANTERIOR_ABIERTO",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_the_outcome_of_a_period_decides_who_may_register_later(world, end):
    """G-08; 000§3.2.3, 4.8, 4.9, 4.10: the next period, the third only, never again, or once released."""
    happens, *expected = ENDS[end]
    if happens is not None:
        happens(world, opens_in(world, X47))
    latest_first = [refusal(world, code) for code in (LATER, P3, P2)]
    assert latest_first[::-1] == expected


def test_every_earlier_period_has_to_leave_the_right(world, who):
    not_assigned(world, who)
    at(world, IN_WINDOW[P2])
    second = opens_in(world, P2)
    assert refusal(world, P3) == "PERIODO_ANTERIOR_ABIERTO"
    released(world, second, "NO_ACEPTA")
    assert refusal(world, P3) == ""


def test_a_renuncia_of_the_second_period_still_leaves_the_third(world, who):
    not_assigned(world, who)
    at(world, IN_WINDOW[P2])
    released(world, opens_in(world, P2), "RENUNCIA")
    assert refusal(world, P3) == ""


def test_a_refusal_says_where_and_how_the_person_ended(world, who):
    out(world, who, "DOS_INSTITUCIONES", "CANCELADO")
    at(world, IN_WINDOW[P2])
    with pytest.raises(NotAllowed) as refused:
        opens_in(world, P2)
    said = world.desk.texts.text(refused.value)["porque"]
    assert "XLVII ENARM (periodo 1)" in said
    assert "dos instituciones en el mismo periodo (000§3.2.3, 9.4 d)" in said
    assert "si la otra institución libera tu expediente" in said


RELEASE = {"institucion": "ISSSTE", "oficio": "OF/2024/17", "released_on": "2024-01-10"}


def releases(world, who, **changes):
    return u.release_expediente(world.desk, under(world, X47, "ces"), who, **{**RELEASE, **changes})


def test_who_took_part_in_two_institutions_comes_back_once_the_other_one_has_released_them(world, who):
    out(world, who, "DOS_INSTITUCIONES", "CANCELADO")
    at(world, "2024-01-19T09:00:00")
    assert releases(world, who) == releases(world, who) == RELEASE
    assert world.said("expedientes", "ExpedienteReleased") == [RELEASE]
    assert refusal(world, P2) == ""
    shown = u.get_registro(world.desk, under(world, X47, "ces"), who)
    assert shown["liberado"] == RELEASE
    assert [(one["outcome"], one["right"]) for one in shown["desenlaces"]] == [
        ("DOS_INSTITUCIONES", "NEXT_PERIOD_IF_RELEASED")
    ]


def test_a_release_does_not_open_what_another_outcome_closed(world, who):
    out(world, who, "DOS_INSTITUCIONES", "CANCELADO")
    released(world, who, "BAJA")
    at(world, "2024-01-19T09:00:00")
    releases(world, who)
    assert refusal(world, P2) == LOST


def test_a_release_is_refused_where_there_is_nothing_to_release(world, who):
    at(world, "2024-01-19T09:00:00")
    with pytest.raises(Conflict, match="LIBERACION_NO_PROCEDE"):
        releases(world, who)
    out(world, who, "DOS_INSTITUCIONES", "CANCELADO")
    with pytest.raises(Invalid) as wrong:
        releases(world, who, institucion=" ", released_on="2024-01-20")
    assert {f.field: f.code for f in wrong.value.fields} == {
        "institucion": "DATO_OBLIGATORIO",
        "released_on": "FECHA_FUTURA",
    }
    releases(world, who)
    with pytest.raises(Conflict, match="LIBERACION_YA_REGISTRADA"):
        releases(world, who, oficio="otro")
    with pytest.raises(NotFound):
        u.release_expediente(world.desk, under(world, P2, "ces"), who, **RELEASE)


def test_facts_that_arrive_late_or_twice_leave_the_last_outcome(world, who):
    released(world, who, "NO_ACEPTA", version=30)
    before = world.desk.expedientes.load(who).value.desenlaces
    result(world, who, is_assigned=False, version=20)
    released(world, who, "NO_ACEPTA", version=30)
    assert world.desk.expedientes.load(who).value.desenlaces == before
    u.on_plaza_released(
        world.desk, world.fact("PlazaReleased", "nobody", 1, {"cause": "NO_ACEPTA"}, "allocation")
    )


def test_a_foreigner_with_another_curp_temporal_is_recognised_in_the_next_period_by_folio():
    world = a_cycle(foreigner(5))
    folio = foreigner(5)["folio_enarm"]

    def temporal(code):
        return u.assign_curp_temporal(world.desk, under(world, code, "ces"), folio)["curp_temporal"]

    first, second = temporal(X47), temporal(P2)
    assert first != second
    released(world, opens_in(world, X47, foreigner(5, curp=first)), "BAJA")
    assert refusal(world, P2, foreigner(5, curp=second)) == LOST


def test_the_print_looks_again(world, who):
    """A ban, or the end of the earlier period, may become known after the account was opened."""
    not_assigned(world, who)
    at(world, IN_WINDOW[P2])
    second = opens_in(world, P2)
    mine = under(world, P2, "aspirante", me=second)
    u.save_registro(world.desk, mine, second, datos=datos())
    sedes = u.list_opciones(world.desk, mine, second)["sedes"]
    u.rank_sedes(world.desk, mine, second, opciones=[{"sede": s["sede"], "subsedes": []} for s in sedes])
    assert u.print_solicitud(world.desk, mine, second)["number"] == 1
    annulled(world, who)
    with pytest.raises(NotAllowed, match=BANNED):
        u.print_solicitud(world.desk, mine, second)
    assert u.get_solicitud_print(world.desk, mine, second)["number"] == 1


def ban(world, code=X47, **changes):
    given = {
        "curp": row(1)["curp"],
        "scope": "",
        "cause": "FRAUDE",
        "clause": "",
        "act": "Resolución 12/2023",
    }
    return u.record_ban(
        world.desk, under(world, code, "ces"), {**given, "from_on": "", "to_on": "", **changes}
    )


def test_a_fraud_bars_five_years_from_the_resolution_in_every_convocatoria(world):
    """002§1.6 C; G-13: scope, clause and term are those of the convocatoria under which it was resolved."""
    made = ban(world, from_on="2023-11-20")
    assert (made["scope"], made["clause"], made["from_on"], made["to_on"]) == (
        "TODAS", "002§1.6 C", "2023-11-20", "2028-11-20",
    )  # fmt: skip
    assert refusal(world, P2) == BANNED
    for local, is_barred in (("2028-11-20T23:59:59", True), ("2028-11-21T00:00:00", False)):
        at(world, local)
        if is_barred:
            with pytest.raises(NotAllowed, match=BANNED):
                opens_in(world, LATER)
        else:
            assert opens_in(world, LATER)


def test_a_ban_resolved_on_a_leap_day_ends_on_the_last_of_february(world):
    assert ban(world, from_on="2024-02-29")["to_on"] == "2029-02-28"


def test_the_term_of_a_fact_is_that_of_the_convocatoria_that_caused_it(world, who):
    annulled(world, who, cause="FRAUDE")
    (kept,) = u.list_bans(world.desk, world.act("ces"), row(1)["curp"])["bans"]
    assert (kept["cause"], kept["from_on"], kept["to_on"]) == ("FRAUDE", "2023-11-20", "2028-11-20")


def test_what_an_authority_says_of_scope_and_term_holds(world):
    made = ban(world, scope=P2, clause="002§1.6", from_on="2023-11-20", to_on="2024-01-20")
    assert (made["scope"], made["clause"], made["to_on"]) == (P2, "002§1.6", "2024-01-20")
    assert refusal(world, P3) == ""
    assert refusal(world, P2) == BANNED


def test_a_ban_tells_its_cause_act_day_and_end(world, who):
    ban(world, from_on="2023-11-20")
    at(world, IN_WINDOW[LATER])
    with pytest.raises(NotAllowed) as refused:
        opens_in(world, LATER)
    assert world.desk.texts.text(refused.value)["porque"] == (
        "Tienes un impedimento vigente: Fraude o corrupción (002§1.6 C), por el acto Resolución 12/2023 del lunes 20 "
        "de noviembre de 2023. Hasta: lunes 20 de noviembre de 2028."
    )


@pytest.mark.parametrize(
    ("happens", "code", "until"),
    [
        (annulled, LATER, "Hasta: sin fecha de término."),
        (renounces, P2, "Hasta: el tercer periodo del ciclo 2024-2025."),
    ],
)
def test_a_ban_without_a_last_day_says_what_ends_it(world, who, happens, code, until):
    happens(world, who)
    at(world, IN_WINDOW[code])
    with pytest.raises(NotAllowed) as refused:
        opens_in(world, code)
    assert world.desk.texts.text(refused.value)["porque"].endswith(until)


def test_a_banned_foreigner_does_not_come_back_as_a_mexican_with_another_curp():
    """000§1.4 «aunque tengas doble nacionalidad»: names and birth date, where one CURP was temporal."""
    mexican = row(5)
    world = a_cycle(foreigner(5))
    temporal = u.assign_curp_temporal(world.desk, under(world, X47, "ces"), mexican["folio_enarm"])
    who = opens_in(world, X47, foreigner(5, curp=temporal["curp_temporal"]))
    annulled(world, who, cause="FALSO_DE_INFORMACION")
    again = a_cycle(mexican)
    for stored in world.desk.vetos.find({}):
        again.desk.vetos.create(stored.id, stored.value, under(again, X47, "ces"))
    assert refusal(again, LATER, mexican) == BANNED


def test_two_people_of_one_name_and_birth_date_with_lasting_curps_are_two(world):
    """Both have a CURP that lasts: the ban of one is not the other's."""
    first, second = row(1), row(2)
    assert first["curp"] != second["curp"]
    assert (first["nombre"], first["fecha_nacimiento"]) == (second["nombre"], second["fecha_nacimiento"])
    annulled(world, opens_in(world, X47))
    assert refusal(world, LATER, second) == ""


def test_a_ban_by_an_authority_on_a_curp_temporal_follows_the_person():
    real = independent.build("García", "Núñez", "María Fernanda", BORN, "M", "NE", 7)
    world = a_cycle(foreigner(5), foreigner(8, curp=real, folio_enarm="E52-000001"))
    temporal = u.assign_curp_temporal(world.desk, under(world, X47, "ces"), foreigner(5)["folio_enarm"])
    opens_in(world, X47, foreigner(5, curp=temporal["curp_temporal"]))
    ban(world, curp=temporal["curp_temporal"])
    assert refusal(world, LATER, foreigner(8, curp=real, folio_enarm="E52-000001")) == BANNED


def test_a_ban_declared_under_a_convocatoria_that_cannot_be_opened_bars_all_the_same():
    """A call without calendar is no key of the registry: asking for it is an error, and a ban must not be one."""
    registry = Registry.load(ROOT / "convocatorias")
    (without_calendar, *_) = registry.templates
    world = a_cycle()
    desk = replace(world.desk, registry=registry)
    u.record_ban(
        desk,
        under(world, without_calendar, "ces"),
        {"curp": row(1)["curp"], "scope": "TODAS", "cause": "LISTA", "clause": "001 IMPORTANTE", "act": "oficio 9",
         "from_on": "2023-11-01", "to_on": ""},
    )  # fmt: skip
    (person,) = desk.roll.find(X47, row(1)["folio_enarm"]).values()
    with pytest.raises(NotAllowed, match=BANNED) as refused:
        require_no_ban(desk, under(world, X47), row(1)["curp"], person)
    assert refused.value.facts["causa"] == "LISTA"
