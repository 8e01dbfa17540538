"""What there is to do with one person at the OOAD, in order. It reads what allocation answered; it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.words import letter_title, word

DONE, TO_DO, NOT_YET, CLOSED, WRONG = "hecha", "por_hacer", "no_disponible", "cerrada", "mal"
WITH_LETTER = ("PREACEPTADO", "EN_OOAD", "PRESENTADO_A_SEDE")
CAME = ("EN_OOAD", "PRESENTADO_A_SEDE")
OBLIGATION = {"CUMPLIDA": DONE, "VENCIDA": WRONG}


@dataclass(frozen=True)
class Tarea:
    """One thing: what it is called, how it stands, the act that does it, and what is known of it."""

    label: str
    state: str
    act: str
    due_on: str = ""
    met_on: str = ""
    note: str = ""
    clause: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == TO_DO


def tareas_of(call: Convocatoria, result: Mapping[str, Any]) -> tuple[Tarea, ...]:
    """From the presentation to the letter to the sede, and what is owed afterwards."""
    owed = [(one, _obligation(call, result, one)) for one in result["obligations"]]
    before = [_presentation(result)]
    before += [_exam(result, exam) for exam in result["exams_due"]]
    before += [task for one, task in owed if one["is_before_sede"]]
    return (
        *before,
        _letter(call, result, before),
        *(task for one, task in owed if not one["is_before_sede"]),
    )


def _presentation(result: Mapping[str, Any]) -> Tarea:
    state = DONE if result["estado"] in CAME else TO_DO if result["estado"] == "PREACEPTADO" else NOT_YET
    return Tarea(word("ooad_tareas", "presentacion"), _unless_out(result, state), "presentacion")


def _exam(result: Mapping[str, Any], exam: str) -> Tarea:
    label, act = word("examenes", exam), f"examen-{exam}"
    for one in result["exams"]:
        if one["exam"] == exam:
            state = DONE if one["is_favourable"] else WRONG
            return Tarea(
                label,
                state,
                act,
                note=word("examenes", "favorable" if one["is_favourable"] else "no_favorable"),
            )
    return Tarea(label, _unless_out(result, TO_DO if result["estado"] == "EN_OOAD" else NOT_YET), act)


def _obligation(call: Convocatoria, result: Mapping[str, Any], one: Mapping[str, Any]) -> Tarea:
    known = {duty.code: duty.label for duty in call.obligations}
    state = OBLIGATION.get(one["state"], TO_DO if result["estado"] in WITH_LETTER else CLOSED)
    label = known.get(one["kind"], one["kind"])
    return Tarea(
        label,
        state,
        f"obligacion-{one['kind']}",
        due_on=one["due_on"],
        met_on=one["met_on"],
        note=one["evidence"],
        clause=one["clause"],
    )


def _letter(call: Convocatoria, result: Mapping[str, Any], before: Sequence[Tarea]) -> Tarea:
    if result["estado"] == "PRESENTADO_A_SEDE":
        state = DONE
    else:
        is_ready = result["estado"] == "EN_OOAD" and all(task.state == DONE for task in before)
        state = TO_DO if is_ready else NOT_YET
    title = letter_title(call, "PRESENTACION")
    return Tarea(word("ooad_tareas", "carta"), _unless_out(result, state), "carta", note=title)


def _unless_out(result: Mapping[str, Any], state: str) -> str:
    """What a person who is out has not done stays undone."""
    return state if state == DONE or result["estado"] in WITH_LETTER or not result["outcome"] else CLOSED
