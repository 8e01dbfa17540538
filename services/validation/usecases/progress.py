"""Where everybody stands, and what came and was decided hour by hour, for whoever watches."""

from __future__ import annotations

from datetime import timedelta

from plumbing.deadlines import convocatoria_of
from plumbing.events import Act
from services.validation.usecases.desk import RULINGS, SENDERS, SENDS, Content, Desk
from services.validation.usecases.reading import counts_of

HOURS = 24


def get_progress(desk: Desk, act: Act) -> Content:
    """How many stand in each estado, how many ever sent, and the last 24 hours one by one."""
    call, first = convocatoria_of(desk.registry, act).id, act.at - timedelta(hours=HOURS - 1)
    sent = desk.hours.by_hour(call, SENDS, first, HOURS)
    ruled = desk.hours.by_hour(call, RULINGS, first, HOURS)
    return {
        "counts": counts_of(desk, call),
        "senders": desk.hours.total(call, SENDERS),
        "hours": [{"at": hour, "sent": sent[hour], "ruled": ruled[hour]} for hour in sent],
    }
