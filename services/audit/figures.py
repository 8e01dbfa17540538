"""What an operator watches of audit: how long the log is, and how many facts wait for their number."""

from __future__ import annotations

from prometheus_client import Gauge

from plumbing.figures import Figure
from services.audit.usecases import Desk

SIZE = Gauge("residencias_audit_size", "Facts in the log", ["service"])
WAITING = Gauge("residencias_audit_waiting", "Facts that wait for their number", ["service"])


def figures(desk: Desk) -> tuple[Figure, ...]:
    """The head and the inbox; neither is looked for."""
    return (
        Figure(SIZE, lambda: {("audit",): float(desk.log.head().size)}),
        Figure(WAITING, lambda: {("audit",): float(desk.log.count_waiting())}),
    )
