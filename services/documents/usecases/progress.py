"""How many papers come in, hour by hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from plumbing.deadlines import convocatoria_of
from plumbing.events import Act
from services.documents.usecases.desk import Desk

UPLOADS = "subidas"
HOURS = 24


def get_progress(desk: Desk, act: Act) -> dict[str, Any]:
    """Uploads of each of the last hours, this one included, and of all of them since the call began."""
    call = convocatoria_of(desk.registry, act).id
    first = act.at - timedelta(hours=HOURS - 1)
    counted = desk.hours.by_hour(call, UPLOADS, first, HOURS)
    return {
        "hours": [{"at": hour, "uploads": count} for hour, count in counted.items()],
        "uploads": desk.hours.total(call, UPLOADS),
    }
