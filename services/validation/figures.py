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
    return (
        Figure(EXPEDIENTES, partial(_expedientes, desk)),
        Figure(WAITING, partial(_waiting, desk)),
        Figure(OLDEST, partial(_oldest, desk)),
        Figure(CLOSES, partial(_windows, desk)),
        Figure(SWEPT, partial(_swept, desk)),
    )


def _expedientes(desk: Desk) -> Values:
    counted = {
        (code, estado.value): float(desk.expedientes.count({"convocatoria": code, "estado": estado.value}))
        for code in desk.registry
        for estado in Estado
    }
    living = {code for (code, estado), count in counted.items() if count}
    return {key: count for key, count in counted.items() if key[0] in living}


def _waiting(desk: Desk) -> Values:
    return {(code,): float(desk.expedientes.count({"waiting": code})) for code in _living(desk)}


def _oldest(desk: Desk) -> Values:
    """Nobody waits: nothing has waited, 0."""
    now = desk.clock.now()
    found: dict[tuple[str, ...], float] = {}
    for code in _living(desk):
        first = next(iter(desk.oldest_waiting(code, 1, "")), None)
        since = first.value.submitted_at if first else None
        found[(code,)] = (now - since).total_seconds() if since else 0.0
    return found


def _living(desk: Desk) -> list[str]:
    """The convocatorias somebody takes part in, and whose process is not over for everybody."""
    going = [estado.value for estado in Estado if estado not in TERMINAL]
    return [
        code
        for code in desk.registry
        if any(desk.expedientes.first({"convocatoria": code, "estado": estado}) for estado in going)
    ]


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
