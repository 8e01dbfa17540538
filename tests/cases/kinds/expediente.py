"""The circuit of validation through validation's use cases: who does what, when, and where the expediente stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from plumbing.events import Fact
from services.validation import usecases
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant
from tests.usecases.validation.world import World, a_fact, a_registro

WHO = "a"
NOBODY = "SIN_EXPEDIENTE"
Do = Callable[[World, Mapping[str, Any]], object]


def _corrects(world: World, more: Mapping[str, Any]) -> None:
    person = world.people[WHO]
    for slot in more.get("documentos", ()):
        person.upload(slot, at=world.clock.now().isoformat())
    if more.get("datos"):
        person.save(**more["datos"])
    if more.get("imprime", True):
        person.print_and_sign()


def _validates(world: World, more: Mapping[str, Any]) -> None:
    usecases.claim_next(world.desk, world.validador())
    units = more.get("unidades", {})
    said: list[dict[str, Any]] = [
        {"claim": claim, "verdict": "ACREDITADO", "units": units.get(claim, 0)}
        for claim in more.get("acredita", ())
    ]
    said += [
        {"claim": claim, "verdict": "NO_ACREDITADO", "reason": reason}
        for claim, reason in more.get("no_acredita", {}).items()
    ]
    usecases.validate(world.desk, world.validador(), WHO, said)


def _observes(world: World, more: Mapping[str, Any]) -> None:
    usecases.claim_next(world.desk, world.validador())
    said = [{"target": target, "reason": reason} for target, reason in more["observa"].items()]
    usecases.observe(world.desk, world.validador(), WHO, said)


def _excuses_themselves(world: World, more: Mapping[str, Any]) -> None:
    """Whoever has it in hand declares a conflict of interest; `vuelve_a_dictaminar`: and tries all the same."""
    usecases.claim_next(world.desk, world.validador())
    usecases.declare_conflict(world.desk, world.validador(), WHO)
    if more.get("vuelve_a_dictaminar"):
        usecases.claim_next(world.desk, world.validador())
        usecases.validate(world.desk, world.validador(), WHO, [])


def _annuls(world: World, more: Mapping[str, Any]) -> None:
    """Proposed by the validador who has it in hand, or by `propone: la_ces`, who needs no turn."""
    first = world.act("ces", "ces-1") if more.get("propone") == "la_ces" else world.validador()
    if not more.get("propone"):
        usecases.claim_next(world.desk, first)
    usecases.propose_annulment(world.desk, first, WHO, more["causa"])
    if more.get("confirma", "supervisor"):
        _confirms(world, more)


def _confirms(world: World, more: Mapping[str, Any]) -> None:
    second = more.get("confirma", "supervisor")
    role = "supervisor_validacion" if second == "supervisor" else "validador"
    usecases.confirm_annulment(world.desk, world.act(role, second), WHO)


def _hears(world: World, fact: str, **data: Any) -> Fact:
    told = a_fact(fact, WHO)
    return replace(
        told, convocatoria=world.call.id, time=world.clock.now().isoformat(), data={**told.data, **data}
    )


def _is_excluded(world: World, more: Mapping[str, Any]) -> None:
    """What scoring says of who lacks a grade that the convocatoria demands."""
    cause = more["causa"]
    told = _hears(world, "ParticipantExcluded", cause=cause, clause=world.call.consequence(cause).clause)
    usecases.on_participant_excluded(world.desk, told)


def _prints(world: World, _: Mapping[str, Any]) -> None:
    """What registration says of a solicitud de rama that was generated: it carries the folio."""
    printed = {"folio": "CER-1", "printed_at": world.clock.now().isoformat(), "content": a_registro(WHO)}
    usecases.on_participation_registered(world.desk, _hears(world, "ParticipationRegistered", **printed))


DOES: dict[str, Do] = {
    "abre_su_cuenta": lambda world, _: usecases.on_account_opened(world.desk, _hears(world, "AccountOpened")),
    "genera_su_solicitud": _prints,
    "faltan_sus_calificaciones": _is_excluded,
    "envia": lambda world, _: world.send(WHO),
    "corrige": _corrects,
    "entra_y_cambia_un_dato": lambda world, _: world.people[WHO].save(escuela="Otra"),
    "el_validador_valida": _validates,
    "el_validador_observa": _observes,
    "el_validador_se_excusa": _excuses_themselves,
    "se_anula": _annuls,
    "otra_persona_confirma": _confirms,
    "descarga_su_ficha": lambda world, _: usecases.issue_ficha(world.desk, world.own(WHO), WHO),
    "vencen_los_plazos": lambda world, _: usecases.sweep_deadlines(world.desk),
    "la_ces_cancela": lambda world, more: usecases.cancel_participation(
        world.desk, world.act("ces", "ces-1"), WHO, more["causa"], "Consta en el oficio."
    ),
    "la_ces_resuelve": lambda world, more: usecases.resolve_rezago(
        world.desk, world.act("ces", "ces-1"), WHO, more["resolucion"], "La demora fue del Instituto.", []
    ),
}


@kind("expediente")
def expediente(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: reclamos, sin (documentos que faltan), carta_compromiso (documentos), pasos [{a_las, hace, …}].

    entonces: estado (con su causa, `FUERA_DE_PROCESO:NO_ENVIADO`), tiene_folio, recorrido (los estados por los que
    pasó); o error del primer paso que se rechaza.
    """
    world = World(at="2000-01-01T00:00", call=convocatoria)
    if convocatoria.has_validation:
        _prepared(world, given)
    error, trail = "", [NOBODY]
    try:
        for one in given["pasos"]:
            world.clock.move_to(instant(one["a_las"]))
            DOES[one["hace"]](world, one)
            trail.append(_stands(world))
    except ResidenciasError as refused:
        error = refused.code
    stored = world.desk.expedientes.load(WHO)
    return {
        "estado": _stands(world),
        "recorrido": [now for before, now in pairwise(trail) if now != before],
        "tiene_folio": bool(stored and stored.value.folio),
        "error": error,
    }


def _stands(world: World) -> str:
    return world.estado(WHO) if world.desk.expedientes.load(WHO) else NOBODY


def _prepared(world: World, given: Mapping[str, Any]) -> None:
    """Somebody with everything to send, but for what the case takes away."""
    person = world.an_aspirante(WHO, *given.get("reclamos", ()))
    for slot in given.get("sin", ()):
        person.slots.pop(slot, None)
    for slot in given.get("carta_compromiso", ()):
        person.upload(slot, "CARTA_COMPROMISO")
    if not given.get("solicitud_vigente", True):
        person.registro["is_print_current"] = False
