"""Gauges computed from a service's store, by one replica of its workers: cheap counts over indexes, never a scan.

Whoever does not hold the lease shows nothing, so that a figure has one series whatever the replicas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import Gauge

Values = Mapping[tuple[str, ...], float]
EVERY_S = 15.0


@dataclass
class Figure:
    """`read()` gives the values of `gauge` by the values of its labels; what it does not give is not shown."""

    gauge: Gauge
    read: Callable[[], Values]
    shown: set[tuple[str, ...]] = field(default_factory=set)

    def refresh(self) -> None:
        """The gauge shows the state of now."""
        values = self.read()
        self._forget(self.shown - values.keys())
        for labels, value in values.items():
            self.gauge.labels(*labels).set(value)
        self.shown = set(values)

    def forget(self) -> None:
        """The gauge shows nothing of this figure; other figures may share it."""
        self._forget(self.shown)
        self.shown = set()

    def _forget(self, gone: set[tuple[str, ...]]) -> None:
        for labels in gone:
            self.gauge.remove(*labels)


def refresh(figures: Sequence[Figure]) -> None:
    """All figures show the state of now; when one cannot be read none is shown rather than an old one."""
    try:
        for figure in figures:
            figure.refresh()
    except Exception:
        forget(figures)
        raise


def forget(figures: Sequence[Figure]) -> None:
    """They are another replica's to show."""
    for figure in figures:
        figure.forget()
