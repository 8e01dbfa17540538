"""Puntajes that wait for grades of another system and a ruling: computed, or the person excluded, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from plumbing.events import Act, Fact, system_act
from plumbing.store import Stored
from services.scoring.domain import articulos, calificaciones, rules
from services.scoring.domain.events import Component, ParticipantExcluded, PuntajeComputed
from services.scoring.domain.model import Grade
from services.scoring.domain.participante import CALCULADO, EXCLUIDO, PENDIENTE, Participante
from services.scoring.domain.record import Record
from services.scoring.usecases.articulos import checklist_of
from services.scoring.usecases.cortes import accepted_corte, grades_file
from services.scoring.usecases.desk import Desk
from services.scoring.usecases.rules_of import scoring_rules

BATCH = 200


def await_grades(desk: Desk, fact: Fact) -> None:
    """Whoever has a folio waits for the cut of grades. Source: 002§3.1."""

    def change(known: Participante | None) -> tuple[Participante, tuple[object, ...]]:
        one = known or Participante(fact.convocatoria)
        data = fact.data
        return replace(one, folio=data["folio"], curp=data["curp"], rules_digest=fact.rules_digest), ()

    act = system_act("scoring", desk.clock.now(), fact)
    desk.participantes.absorb(fact, fact.subject, act, change)


def sweep_participantes(desk: Desk) -> None:
    """Everybody whose grades and ruling are there has their puntaje, or is out. Source: 002§3.1, 4."""
    for convocatoria in desk.registry.values():
        if convocatoria.scoring.grades is None:
            continue
        corte = accepted_corte(desk, convocatoria.id)
        if corte is None:
            continue
        now = desk.clock.now()
        act = system_act("scoring", now, convocatoria=convocatoria.id, rules_digest=convocatoria.digest)
        ready = {
            "convocatoria": convocatoria.id,
            "estado": PENDIENTE,
            "is_reviewed": True,
            "folio": {"$gt": ""},
        }
        while found := desk.participantes.find(ready, limit=BATCH):
            moved = [_settle(desk, convocatoria, corte.id, act, stored, now) for stored in found]
            if not any(moved) or len(found) < BATCH:
                break


def _settle(
    desk: Desk,
    convocatoria: Convocatoria,
    corte_id: str,
    act: Act,
    stored: Stored[Participante],
    now: datetime,
) -> bool:
    """The participant is CALCULADO or EXCLUIDO; False when somebody else was saving."""
    one, rule = stored.value, grades_file(convocatoria)
    concepts = [component.code for component in convocatoria.scoring.components]
    grades = desk.grades.of(corte_id, one.curp)
    lacking = calificaciones.missing(grades, concepts, rule.cycles_of, rule.required_cycle)
    try:
        if lacking:
            fact = ParticipantExcluded(one.folio, rule.missing_outcome, rule.clause or "", lacking)
            out = replace(one, estado=EXCLUIDO, cause=rule.missing_outcome)
            desk.participantes.save(stored, out, act, [fact])
            return True
        record = _record(convocatoria, one, calificaciones.grades_for(grades, concepts), now)
        _keep(desk, stored.id, record, act)
        desk.participantes.save(stored, replace(one, estado=CALCULADO), act, [])
    except Conflict:
        return False
    return True


def _record(
    convocatoria: Convocatoria, one: Participante, grades: tuple[Grade, ...], now: datetime
) -> Record:
    research = convocatoria.scoring.research
    claims = articulos.claims_of(one.dictamen, checklist_of(research)) if research else ()
    puntaje = rules.compute_puntaje(scoring_rules(convocatoria), grades, claims)
    digest = one.rules_digest or convocatoria.digest
    return Record(convocatoria.id, one.folio, grades, claims, puntaje, digest, now)


def _keep(desk: Desk, expediente_id: str, record: Record, act: Act) -> None:
    """The puntaje and its fact, once: a sweep that was cut short finds it there."""
    given = dict(record.puntaje.components)
    event = PuntajeComputed(
        record.folio,
        record.puntaje.total,
        record.puntaje.lines,
        given["enarm"],
        given.get("licenciatura"),
        tuple(Component(code, value) for code, value in record.puntaje.components),
    )
    try:
        desk.records.create(expediente_id, record, act, [event], subject=expediente_id)
    except Conflict as error:
        if error.code != "YA_EXISTE":
            raise
