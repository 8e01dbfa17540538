"""A convocatoria's calendar as people read it: what is over, what is open and until when, what comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.windows import Window

EVERYBODY = "todos"


@dataclass(frozen=True)
class Entry:
    """One window. `state`: abierta | cerrada | por_abrir | sin_fecha; ocurrio: it opened and has no end."""

    name: str
    label: str
    text: str
    clause: str
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    concerns: str = EVERYBODY

    @property
    def is_open(self) -> bool:
        """Something can be done in it now."""
        return self.state in ("abierta", "ocurrio")

    @property
    def is_running(self) -> bool:
        """It opened on its day and will close: what has only a last day does not make a call current."""
        return self.state == "abierta" and self.opens_at is not None


def calendar_of(call: Convocatoria, now: datetime, category: str = "") -> tuple[Entry, ...]:
    """Every window in the calendar's order; the ones that wait for dates come last.

    Of a person whose `category` is known, only what concerns them.
    """
    dated = tuple(_entry(name, window, now) for name, window in call.windows.items())
    waiting = (
        Entry(name, window.label, "", window.clause or "", "sin_fecha", None, None, window.concerns)
        for name, window in call.pending_windows.items()
    )
    found = (*dated, *waiting)
    return tuple(one for one in found if not category or one.concerns in (EVERYBODY, category))


def entry_of(call: Convocatoria, name: str, now: datetime) -> Entry | None:
    """One window by name, if this call has it."""
    window = call.windows.get(name)
    return _entry(name, window, now) if window else None


def _entry(name: str, window: Window, now: datetime) -> Entry:
    state = "abierta" if window.contains(now) else "cerrada" if window.closed(now) else "por_abrir"
    if state == "abierta" and window.closes is None:
        state = "ocurrio"
    return Entry(
        name,
        window.label,
        window.text_for_people,
        window.clause or "",
        state,
        window.first_instant,
        window.last_instant,
        window.concerns,
    )
