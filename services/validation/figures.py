"""What an operator watches of validation: how many wait, for how long, and how long the windows still last."""

from __future__ import annotations

from functools import partial

from prometheus_client import Gauge

from plumbing.figures import Figure, Values
from services.validation.domain.model import TERMINAL, Estado
from services.validation.usecases import Desk

EXPEDIENTES = Gauge("residencias_expedientes", "Expedientes by estado", ["convocatoria", "estado"])
WAITING = Gauge("residencias_queue_waiting", "Expedientes that no validador has taken", ["convocatoria"])
OLDEST = Gauge("residencias_queue_oldest_seconds", "How long the oldest of them has waited", ["convocatoria"])
CLOSES = Gauge(
    "residencias_window_closes_seconds",
    "Until a window of the calendar closes, while it is open",
    ["convocatoria", "window"],
)
SWEPT = Gauge(
    "residencias_sweep_lag_seconds", "How far the deadlines acted on are behind the clock", ["service"]
)


def figures(desk: Desk) -> tuple[Figure, ...]:
    """Those of the convocatorias that have dates."""
    look = _Look(desk)
    return (
        Figure(EXPEDIENTES, look.expedientes),  # first: what waits is asked of those that it found alive
        Figure(WAITING, look.waiting),
        Figure(OLDEST, look.oldest),
        Figure(CLOSES, partial(_windows, desk)),
        Figure(SWEPT, partial(_swept, desk)),
    )


class _Look:
    """One look at every expediente. `living`: somebody takes part, and the process is not over for everybody."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._living: list[str] = []

    def expedientes(self) -> Values:
        """By estado, of the convocatorias that have any."""
        counted = {code: self._by_estado(code) for code in self._desk.registry}
        self._living = [
            code for code, counts in counted.items() if any(n for e, n in counts.items() if e not in TERMINAL)
        ]
        return {
            (code, estado.value): count
            for code, counts in counted.items()
            if any(counts.values())
            for estado, count in counts.items()
        }

    def waiting(self) -> Values:
        """Of the living."""
        return {(code,): float(self._desk.expedientes.count({"waiting": code})) for code in self._living}

    def oldest(self) -> Values:
        """Nobody waits: nothing has waited, 0."""
        now = self._desk.clock.now()
        found: dict[tuple[str, ...], float] = {}
        for code in self._living:
            first = next(iter(self._desk.oldest_waiting(code, 1, "")), None)
            since = first.value.submitted_at if first else None
            found[(code,)] = (now - since).total_seconds() if since else 0.0
        return found

    def _by_estado(self, code: str) -> dict[Estado, float]:
        return {
            estado: float(self._desk.expedientes.count({"convocatoria": code, "estado": estado.value}))
            for estado in Estado
        }


def _windows(desk: Desk) -> Values:
    now = desk.clock.now()
    return {
        (code, name): (window.closes_at - now).total_seconds()
        for code, rules in desk.registry.items()
        for name, window in rules.at(now).windows.items()
        if window.closes_at and window.contains(now)
    }


def _swept(desk: Desk) -> Values:
    through = desk.sweeps.through()
    return {("validation",): max((desk.clock.now() - through).total_seconds(), 0.0)} if through else {}
