"""What an operator watches of allocation: rounds by state, people by estado, and whether the gate is open."""

from __future__ import annotations

from functools import partial

from prometheus_client import Gauge

from plumbing.figures import Figure, Values
from services.allocation.domain.rounds import RoundState
from services.allocation.usecases import Desk
from services.allocation.usecases.terms import gate_of, is_direct

ROUNDS = Gauge("residencias_rounds", "Rounds by state", ["convocatoria", "state"])
PEOPLE = Gauge(
    "residencias_participaciones", "People with a result, by where they stand", ["convocatoria", "estado"]
)
GATE = Gauge("residencias_gate_open", "1 once results may be read, 0 before", ["convocatoria"])
GATE_IN = Gauge(
    "residencias_gate_seconds", "Until the gate of a round opens, while it is closed", ["convocatoria"]
)


def figures(desk: Desk) -> tuple[Figure, ...]:
    """Those of the convocatorias that have dates."""
    return (
        Figure(ROUNDS, partial(_rounds, desk)),
        Figure(PEOPLE, partial(_people, desk)),
        Figure(GATE, partial(_gates, desk)),
        Figure(GATE_IN, partial(_countdowns, desk)),
    )


def _rounds(desk: Desk) -> Values:
    counted = {
        (code, state.value): float(desk.rondas.count({"convocatoria": code, "state": state.value}))
        for code in desk.registry
        for state in RoundState
    }
    return {key: count for key, count in counted.items() if count}


def _people(desk: Desk) -> Values:
    return {
        (code, estado): float(people)
        for code in desk.registry
        for estado, people in desk.estados({"convocatoria": code}).items()
    }


def _until_gates(desk: Desk) -> dict[str, float]:
    now = desk.clock.now()
    return {code: (gate_of(rules.at(now)) - now).total_seconds() for code, rules in desk.registry.items()}


def _gates(desk: Desk) -> Values:
    return {(code,): float(seconds <= 0) for code, seconds in _until_gates(desk).items()}


def _countdowns(desk: Desk) -> Values:
    return {
        (code,): seconds
        for code, seconds in _until_gates(desk).items()
        if seconds > 0 and not is_direct(desk.registry[code])
    }
