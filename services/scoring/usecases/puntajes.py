"""A puntaje at every ficha, explained to its owner, repeatable by CES."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of, find, known_at
from plumbing.errors import Conflict, Invalid, NotFound, Rule
from plumbing.events import Act, Fact, system_act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.scoring.domain import rules
from services.scoring.domain.events import DossierRead, PuntajeComputed
from services.scoring.domain.model import (
    Claim,
    Formula,
    Grade,
    Puntaje,
    Rules,
    Verdict,
)
from services.scoring.domain.record import Read, Record
from services.scoring.domain.worker import Employment, Seniority, holds_conditions
from services.scoring.usecases.desk import Desk
from services.scoring.usecases.integrados import await_grades
from services.scoring.usecases.rules_of import scoring_rules

PAGE = 50
LARGEST_PAGE = 500
ACCREDITED = "ACREDITADO"


def on_ficha_issued(desk: Desk, fact: Fact) -> None:
    """The expediente of the ficha has its puntaje, once, and everybody hears of it; or waits for its grades."""
    now = desk.clock.now()
    convocatoria = known_at(desk.registry, fact, now)
    if convocatoria.scoring.grades is not None:
        await_grades(desk, fact)
        return

    def change(known: Record | None) -> tuple[Record, list[object]] | None:
        record = _computed(convocatoria, fact, now)
        if record is None or known is not None:
            return None
        grades = dict(record.puntaje.components)
        event = PuntajeComputed(
            record.folio,
            record.puntaje.total,
            record.puntaje.lines,
            grades["enarm"],
            grades["licenciatura"],
        )
        return record, [event]

    desk.records.absorb(fact, fact.subject, system_act("scoring", now, fact), change)


def _computed(convocatoria: Convocatoria, fact: Fact, now: datetime) -> Record | None:
    chosen = scoring_rules(convocatoria)
    if chosen.formula is Formula.NO_PUNTAJE:
        return None
    data = fact.data
    grades = (
        Grade("enarm", Decimal(data["puntaje_enarm"]), "PUNTAJENARM"),
        Grade("licenciatura", Decimal(data["calificacion"]), "CERTIFICADO"),
    )
    claims = tuple(
        Claim(
            extra=claim["claim"],
            verdict=Verdict.VALIDATED if claim["verdict"] == ACCREDITED else Verdict.REFUSED,
            evidence=claim["reason"] or _evidence(convocatoria, claim["claim"]),
            holds_worker_conditions=_holds_worker_conditions(convocatoria, data),
            units=int(claim.get("units") or 0),
        )
        for claim in data["claims"]
    )
    puntaje = rules.compute_puntaje(chosen, grades, claims)
    return Record(
        convocatoria.id, data["folio"], grades, claims, puntaje, fact.rules_digest or convocatoria.digest, now
    )


def _evidence(convocatoria: Convocatoria, claim: str) -> str:
    return ", ".join(evidence.slot for evidence in convocatoria.scoring.extra(claim).evidence)


def _holds_worker_conditions(convocatoria: Convocatoria, data: Mapping[str, Any]) -> bool:
    """Judged again here from the frozen data, whatever the validator ticked."""
    employment = data.get("trabajador")
    if not employment or not data["first_submitted_at"]:
        return False
    years = next((c for c in convocatoria.worker_conditions if c.rule == "antiguedad"), None)
    seniority = Seniority((years and years.min_years) or 0, (years and years.max_years) or 100)
    return holds_conditions(
        Employment(
            contratacion=employment["contratacion"],
            marca=employment["marca"],
            is_titular=employment["is_titular"],
            ingreso_on=date.fromisoformat(employment["ingreso_on"]) if employment["ingreso_on"] else None,
            titulo_reverso=data["titulo_reverso"],
            cedula=data["cedula"],
            counted_on=local_date(datetime.fromisoformat(data["first_submitted_at"])),
        ),
        seniority,
    )


def compute_puntaje(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The puntaje computed again from the kept input. Raises Conflict(PUNTAJE_DIFERENTE) when it is not the same."""
    stored = _found(desk, act, expediente_id)
    record = stored.value
    again = rules.compute_puntaje(
        scoring_rules(convocatoria_of(desk.registry, act)), record.grades, record.claims
    )
    if again != record.puntaje:
        raise Conflict("PUNTAJE_DIFERENTE", antes=str(record.puntaje.total), ahora=str(again.total))
    return _shown(desk, stored)


def explain_puntaje(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The puntaje with each line and its clause. A look by anyone but its owner is a fact."""
    act.actor.may_see(expediente_id)
    stored = _found(desk, act, expediente_id)
    if act.actor.expediente_id != expediente_id:
        desk.reads.create(new_id(), Read("puntaje"), act, [DossierRead("puntaje")], subject=expediente_id)
    return _shown(desk, stored)


def simulate_puntaje(
    desk: Desk,
    act: Act,
    puntaje_enarm: str,
    calificacion_valor: str,
    calificacion_escala: str,
    claims: list[str],
    units: Mapping[str, int] | None = None,
    grades: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What these grades and claims would give, if all of them were accredited. Nothing is kept."""
    chosen = scoring_rules(convocatoria_of(desk.registry, act))
    given = {code: _decimal(code, text) for code, text in (grades or {}).items()}
    if puntaje_enarm:
        given["enarm"] = _decimal("puntaje_enarm", puntaje_enarm)
    if calificacion_valor:
        valor = _decimal("calificacion_valor", calificacion_valor)
        given["licenciatura"] = rules.to_base_100(
            chosen, calificacion_escala, valor, has_equivalence_document=True
        )
    supposed = tuple(
        Claim(claim, Verdict.VALIDATED, "", True, int((units or {}).get(claim, 1))) for claim in claims
    )
    found = tuple(Grade(code, value) for code, value in given.items())
    return _plain(chosen, rules.compute_puntaje(chosen, found, supposed))


def list_puntajes(desk: Desk, act: Act, page: Mapping[str, Any] | None) -> dict[str, Any]:
    """The puntajes of the convocatoria by folio, a page at a time."""
    asked = page or {}
    limit = min(int(asked.get("limit") or PAGE), LARGEST_PAGE)
    of_call = {"convocatoria": act.convocatoria}
    after = {**of_call, "folio": {"$gt": asked.get("after") or ""}}
    found = desk.records.find(after, sort=[("folio", 1)], limit=limit)
    return {
        "puntajes": [_shown(desk, stored) for stored in found],
        "next": found[-1].value.folio if len(found) == limit else "",
        "total": desk.records.count(of_call),
    }


def _found(desk: Desk, act: Act, expediente_id: str) -> Stored[Record]:
    stored = desk.records.load(expediente_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("PUNTAJE_SIN_CALCULAR", clause=Rule.PUNTAJE)
    return stored


def _shown(desk: Desk, stored: Stored[Record]) -> dict[str, Any]:
    record = stored.value
    chosen = scoring_rules(find(desk.registry, record.convocatoria))
    return {
        **_plain(chosen, record.puntaje),
        "expediente_id": stored.id,
        "folio": record.folio,
        "computed_at": record.computed_at,
        "rules_digest": record.rules_digest,
    }


def _plain(chosen: Rules, puntaje: Puntaje) -> dict[str, Any]:
    return {"total": puntaje.total, "shown": rules.shown(chosen, puntaje.total), "lines": list(puntaje.lines)}


def _decimal(field: str, text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        raise Invalid("NUMERO_ILEGIBLE", dato=field, valor=text) from None
