"""What one person and the people who attend them will do, in order, each step with its simulated hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from residencias.demo.kinds import rules_of
from residencias.demo.people import Person, scenario_of
from residencias.demo.rama.form import does_apply, hours_of
from residencias.demo.scenarios import AFTER_RESULTS, PHASES, Intent, Scenario, script

ZONE = ZoneInfo("America/Mexico_City")
BETWEEN_STEPS = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Step:
    """One intention with its hour.

    Shapes: `facts` hold literal values (a promedio is a decimal string); `expect` as in Intent; `only_if_assigned`
    marks what happens only to people who got a place; `twice` asks for a double click (the same idempotency key
    sent two times at once).
    """

    at: datetime
    index: int
    phase: str
    actor: str
    do: str
    facts: Mapping[str, Any]
    expect: str
    only_if_assigned: bool
    twice: bool


def local(value: datetime) -> datetime:
    """The same wall clock, in Mexico City."""
    return value.replace(tzinfo=ZONE)


def desk_sessions(book: Mapping[str, Any]) -> tuple[datetime, ...]:
    """When validators sit down to work the queue to its end (the last session is before the ficha closes)."""
    day, last = book["desk_first_day"], local(book["desk_last"])
    sessions = []
    while (base := datetime(day.year, day.month, day.day, tzinfo=ZONE)) < last:
        sessions += [base + timedelta(hours=h) for h in book["desk_hours"]]
        day += timedelta(days=1)
    return (*(s for s in sessions if s < last), last)


def next_session(book: Mapping[str, Any], after: datetime) -> datetime:
    """The first desk session after an instant. Raises ValueError when the desk has closed."""
    found = next((s for s in desk_sessions(book) if s > after), None)
    if found is None:
        raise ValueError(f"no desk session after {after}")
    return found


def plan_of(person: Person, seed: int) -> tuple[Step, ...]:
    """Every step of this person's story, in order of time."""
    scenario = scenario_of(person)
    hours = _hours(person, scenario, Random(f"{seed}/{person.index}/hours"))
    steps: list[Step] = []
    for phase in PHASES:
        for nth, intent in enumerate(_phase_intents(person, scenario, phase)):
            steps.append(_step(person, scenario, phase, intent, hours[phase] + nth * BETWEEN_STEPS))
    return tuple(steps)


def timeline(people: Sequence[Person], seed: int) -> tuple[Step, ...]:
    """Every step of everybody, in order of time; equal times keep the roster's order."""
    steps = [step for person in people for step in plan_of(person, seed)]
    return tuple(sorted(steps, key=lambda s: (s.at, s.index)))


def backlog_size(people: Sequence[Person]) -> int:
    """How many of the last arrivals the desk must leave unreviewed at its last session."""
    return sum(p.scenario == "backlog" for p in people)


def uploads(person: Person, step: Step) -> tuple[tuple[str, str], ...]:
    """(slot, defect) of every file that this step sends, SOLICITUD included; () for a step that sends none."""
    if step.do == "upload":
        return ((step.facts["slot"], step.facts.get("defect", "")),)
    if step.do == "upload_solicitud":
        return (("SOLICITUD", ""),)
    if step.do == "upload_all":
        left_out = {"SOLICITUD", *step.facts.get("except", ())}
        return tuple(
            (slot, person.first_papers.get(slot, "")) for slot in person.papers if slot not in left_out
        )
    return ()


def _phase_intents(person: Person, scenario: Scenario, phase: str) -> tuple[Intent, ...]:
    intents = scenario.phases[phase]
    if phase == "cuenta" and not person.curp and not intents:
        return (Intent("ces", "assign_curp_temporal", {}, "ok"),)
    if person.residente:
        return tuple(intent for intent in intents if does_apply(person.residente, intent))
    if is_exempt(person):
        return tuple(intent for intent in intents if intent.do != "record_exam")
    return intents


def is_exempt(person: Person) -> bool:
    """Whether a contract in force, base or eventual, spares this person the exams. Source: 003§4.3."""
    is_employed = "trabajador" in person.claimed or bool(person.relacion_laboral)
    return is_employed and bool(rules_of(person.convocatoria).presentation.exempt_from_exams)


def _step(person: Person, scenario: Scenario, phase: str, intent: Intent, at: datetime) -> Step:
    facts = dict(intent.facts)
    if intent.do == "save_registro" and not person.residente:
        facts = _registro(person, facts)
    return Step(
        at=at,
        index=person.index,
        phase=phase,
        actor=intent.actor,
        do=intent.do,
        facts=facts,
        expect=intent.expect,
        only_if_assigned=phase in AFTER_RESULTS,
        twice=scenario.twice,
    )


def _registro(person: Person, declared: Mapping[str, Any]) -> dict[str, Any]:
    """The fields typed in this save: the person's own, with what the scenario declares different.

    Shapes: `only` leaves the grade alone in the answer, with its true values (a correction after observations).
    """
    facts: dict[str, Any] = {
        "telefono_1": person.telefonos[0],
        "telefono_2": person.telefonos[1],
        "correo_1": person.correos[0],
        "correo_2": person.correos[1],
        "categoria": person.typed_categoria,
        "escala": person.grade.scale,
        "promedio_certificado": f"{person.typed_promedio * person.grade.scale / 100:f}",
        "promedio": f"{person.typed_promedio:f}",
        "claims": sorted(person.claimed),
    }
    facts.update(declared)
    if declared.get("promedio") == "shown":
        facts["promedio"] = str(person.grade.shown)
    if declared.get("only") == "promedio":
        return {"promedio": f"{person.grade.registered:f}", "promedio_certificado": str(person.grade.shown)}
    if declared.get("telefono_2") == "other":
        facts["telefono_2"] = "550" + person.telefonos[1][:2:-1]
    return facts


def _hours(person: Person, scenario: Scenario, rng: Random) -> dict[str, datetime]:
    """The first instant of each phase: drawn inside its window, or the scenario's own."""
    book = script(person.convocatoria).calendar

    def pick(start: datetime, minutes: int) -> datetime:
        return local(start) + timedelta(minutes=rng.randrange(minutes), seconds=rng.randrange(60))

    def office(start: datetime, days: int) -> datetime:
        return pick(start + timedelta(days=rng.randrange(days)), 7 * 60)

    own = {phase: local(at) for phase, at in scenario.at.items()}
    if person.residente:
        days = {name: local(at) for name, at in book.items() if isinstance(at, datetime)}
        return hours_of(person.index, rng, own, days)
    if person.seleccion_on:
        return _staggered_hours(person, scenario, rng, own)
    hours: dict[str, datetime] = {}
    hours["registro"] = own.get("registro") or pick(book["opens"], book.get("registro_days", 5) * 24 * 60)
    hours["cuenta"] = local(book["opens"]) - timedelta(days=1, minutes=rng.randrange(180))
    hours["documentos"] = own.get("documentos") or pick(
        book["documentos_from"], book.get("documentos_days", 5) * 24 * 60
    )
    hours["envio"] = own.get("envio") or pick(book["envio_from"], book.get("envio_days", 5) * 24 * 60)
    if own.get("envio", local(book["envio_closes"])) < local(book["envio_closes"]):
        hours["envio"] += timedelta(seconds=person.index % 60)
    was_sent = bool(scenario.phases["revision"])
    hours["revision"] = own.get("revision") or (
        next_session(book, hours["envio"]) if was_sent else hours["envio"]
    )
    hours["correccion"] = pick(book["correccion_from"], book.get("correccion_days", 3) * 24 * 60)
    hours["revision_2"] = next_session(book, hours["correccion"] + 5 * BETWEEN_STEPS)
    seen = hours["revision_2"] if scenario.phases["revision_2"] else hours["revision"]
    hours["ficha"] = seen + timedelta(hours=2, minutes=rng.randrange(120))
    hours["resultado"] = pick(book["results"] + timedelta(minutes=5), 3 * 24 * 60)
    hours["ooad"] = office(book["ooad_from"], 3)
    hours["sede"] = local(book["sede_letter"]) + timedelta(minutes=person.index % 480)
    if "obligaciones_from" in book:
        hours["obligaciones"] = office(book["obligaciones_from"], 20)
    return hours


def _staggered_hours(
    person: Person, scenario: Scenario, rng: Random, own: Mapping[str, datetime]
) -> dict[str, datetime]:
    """The hours where each person's registro opens by the day of the DGCES, and everything takes a few days."""
    book = script(person.convocatoria).calendar

    def after(start: datetime, minutes: int) -> datetime:
        return start + timedelta(minutes=rng.randrange(minutes), seconds=rng.randrange(60))

    opens = local(book["opens_by_selection"][person.seleccion_on])
    first = after(opens + timedelta(minutes=5), 300)
    hours = {
        "cuenta": opens - timedelta(minutes=3),
        "registro": own.get("registro", first),
        "documentos": own.get("documentos", after(first + timedelta(minutes=20), 300)),
    }
    hours["envio"] = own.get("envio") or after(hours["documentos"] + timedelta(minutes=20), 240)
    was_sent = bool(scenario.phases["revision"])
    hours["revision"] = own.get("revision") or (
        next_session(book, hours["envio"]) if was_sent else hours["envio"]
    )
    hours["correccion"] = own.get("correccion") or after(local(book["correccion_from"]), 12 * 60)
    hours["revision_2"] = own.get("revision_2") or next_session(book, hours["correccion"] + 5 * BETWEEN_STEPS)
    seen = hours["revision_2"] if scenario.phases["revision_2"] else hours["revision"]
    hours["ficha"] = own.get("ficha") or seen + timedelta(minutes=15 + rng.randrange(30))
    hours["resultado"] = own.get("resultado") or after(local(book["results"]) + timedelta(minutes=5), 13 * 60)
    day = local(book["ooad_from"]) + timedelta(days=rng.randrange(2))
    hours["ooad"] = own.get("ooad") or after(day, 7 * 60)
    hours["sede"] = local(book["sede_letter"]) + timedelta(minutes=person.index % 300)
    hours["obligaciones"] = hours["sede"] + timedelta(days=1)
    return hours
