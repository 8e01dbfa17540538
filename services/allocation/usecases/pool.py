"""Who competes: learned from validation's and scoring's facts, compared with the inscritos before a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from plumbing.deadlines import convocatoria_of, known_at
from plumbing.events import Act, Fact, system_act
from plumbing.store import Stored
from services.allocation.domain import salida
from services.allocation.domain.model import Option
from services.allocation.domain.record import Candidato, Participacion, Puntaje
from services.allocation.usecases.desk import Desk, Sources
from services.allocation.usecases.terms import terms_of, traits_of

NAMED = 200  # folios listed by name


def on_ficha_issued(desk: Desk, fact: Fact) -> None:
    """The person is in the concurso with their frozen preferences. Source: 000§3.4."""
    data = fact.data
    convocatoria = known_at(desk.registry, fact, desk.clock.now())
    traits = traits_of(
        convocatoria,
        data["categoria"],
        data["cartas_compromiso"],
        bool(data.get("trabajador")),
        data.get("relacion_laboral", ""),
    )
    chosen = data.get("seleccion_on", "")
    candidato = Candidato(
        nombre_completo=data["nombre_completo"],
        especialidad=data["especialidad"],
        categoria=data["categoria"],
        opciones=tuple(Option(one["sede"], tuple(one["subsedes"])) for one in data["opciones"]),
        traits=traits,
        selected_on=date.fromisoformat(chosen) if chosen else None,
    )

    def change(known: Participacion | None) -> tuple[Participacion, tuple[object, ...]]:
        return replace(known or _blank(fact), folio=data["folio"], candidato=candidato), ()

    _absorb(desk, fact, change)


def on_puntaje_computed(desk: Desk, fact: Fact) -> None:
    """The person's puntaje is known; it may come before the ficha."""
    data = fact.data
    puntaje = Puntaje(Decimal(data["total"]), Decimal(data["puntaje_enarm"]), Decimal(data["calificacion"]))

    def change(known: Participacion | None) -> tuple[Participacion, tuple[object, ...]]:
        return replace(known or _blank(fact), folio=data["folio"], puntaje=puntaje), ()

    _absorb(desk, fact, change)


def on_left(desk: Desk, fact: Fact, estado: str) -> None:
    """The person is out of the concurso; a place they held is free. Source: 000§1.4, 3.3 b, 9.3, 9.4."""
    convocatoria = known_at(desk.registry, fact, desk.clock.now())
    cause, clause = fact.data["cause"], fact.data["clause"]

    def change(known: Participacion | None) -> tuple[Participacion, tuple[object, ...]]:
        one = replace(known or _blank(fact), salida=cause, salida_estado=estado, salida_clause=clause)
        return salida.leave_concurso(one, terms_of(convocatoria), desk.clock.now())

    _absorb(desk, fact, change)


def _blank(fact: Fact) -> Participacion:
    return Participacion(convocatoria=fact.convocatoria)


def _absorb(desk: Desk, fact: Fact, change: Any) -> None:
    act = system_act("allocation", desk.clock.now(), fact)
    desk.participaciones.absorb(fact, fact.subject, act, change)


def get_pool(desk: Desk, sources: Sources, act: Act) -> dict[str, Any]:
    """The inscritos, who of them has a puntaje, and what is missing before a run. Source: 000§3.4, G-11."""
    convocatoria_of(desk.registry, act)
    inscritos = sources.inscritos_of(act.convocatoria)
    known = {stored.id: stored.value for stored in competing(desk, act.convocatoria)}
    asked = inscritos["inscritos"]
    missing = [one["folio"] for one in asked if one["expediente_id"] not in known]
    strangers = known.keys() - {one["expediente_id"] for one in asked}
    return {
        "inscritos": len(asked),
        "with_puntaje": len(asked) - len(missing),
        "missing_puntaje": sorted(missing)[:NAMED],
        "rezago": inscritos["rezago"],
        "inscritos_sha256": inscritos["sha256"],
        "is_ready": not missing and not strangers and not inscritos["rezago"] and bool(asked),
    }


def competing(desk: Desk, convocatoria: str) -> list[Stored[Participacion]]:
    """Everybody in the concurso with ficha and puntaje whom nothing has taken out."""
    found = desk.participaciones.find({"convocatoria": convocatoria, "salida": ""})
    return [stored for stored in found if stored.value.candidato and stored.value.puntaje]
