"""How the review goes against its deadline, for whoever watches it."""

from __future__ import annotations

from datetime import datetime, timedelta

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.events import Act
from services.validation.domain import rules
from services.validation.domain.model import Estado
from services.validation.usecases.desk import RULINGS, SENDERS, SENDS, Content, Desk
from services.validation.usecases.reading import counts_of

HOURS = 24


def get_progress(desk: Desk, act: Act) -> Content:
    """Where everybody stands, the last 24 hours one by one, and what would be left at the close.

    Source: supuesto rezago (G-11).
    """
    convocatoria = convocatoria_of(desk.registry, act)
    call, first = convocatoria.id, act.at - timedelta(hours=HOURS - 1)
    counts = counts_of(desk, call)
    sent = desk.hours.by_hour(call, SENDS, first, HOURS)
    ruled = desk.hours.by_hour(call, RULINGS, first, HOURS)
    oldest = next(iter(desk.oldest_waiting(call, 1)), None)
    review = _review_closes(convocatoria)
    pace = rules.pace(
        counts.get(Estado.EN_VALIDACION.value, 0),
        tuple(sent.values()),
        tuple(ruled.values()),
        now=act.at,
        sending_until=convocatoria.windows["envio"].last_instant if convocatoria.has_validation else None,
        review_until=review,
    )
    return {
        "counts": counts,
        "senders": desk.hours.total(call, SENDERS),
        "waiting": desk.expedientes.count({"waiting": call}),
        "held": desk.expedientes.count({"held": call}),
        "oldest_at": oldest.value.submitted_at if oldest else "",
        "hours": [{"at": hour, "sent": sent[hour], "ruled": ruled[hour]} for hour in sent],
        "review_closes_at": review or "",
        "pace": str(pace.given),
        "needed": "" if pace.needed is None else str(pace.needed),
        "forecast_rezago": pace.left,
    }


def _review_closes(convocatoria: Convocatoria) -> datetime | None:
    return convocatoria.windows["revision"].last_instant if convocatoria.has_validation else None
