"""How fast the desks work, and whether that is fast enough: what each validador did on each day, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from plumbing.clock import MEXICO_CITY, local_date
from plumbing.deadlines import convocatoria_of
from plumbing.events import Act, Fact, system_act
from plumbing.shapes import to_plain
from services.validation.domain.model import Estado, Expediente, Tally
from services.validation.usecases.desk import Content, Desk
from services.validation.usecases.rezago import rezago_criteria
from services.validation.usecases.views import desk_line

OBSERVED, VALIDATED, ANNULMENT = "OBSERVADO", "VALIDADO", "ANULACION"
DECISIONS = {
    "ExpedienteObserved": OBSERVED,
    "ExpedienteValidated": VALIDATED,
    "AnnulmentProposed": ANNULMENT,
}
RETURNED = "LIBERADO"
DAY_S = 86400
DAYS_SHOWN = 21


def on_ruled(desk: Desk, fact: Fact) -> None:
    """What a validador decided, or gave back, counts on their day; what was decided without a claim does not."""
    if fact.name == "ClaimReleased" and fact.data["reason"] != RETURNED:
        return
    stored = desk.expedientes.load(fact.subject)
    began = _claimed_at(stored.value, fact) if stored else None
    if began is None:
        return
    on = local_date(fact.at).isoformat()

    def change(current: Tally | None) -> tuple[Tally, Sequence[object]]:
        return _with(current or Tally(fact.convocatoria, fact.by, on), fact, began), ()

    act = system_act("validation", desk.clock.now(), fact)
    desk.tallies.absorb(fact, _id(fact.convocatoria, fact.by, on), act, change)


def _claimed_at(expediente: Expediente, fact: Fact) -> datetime | None:
    """When the one who acted took it last."""
    taken = (e.at for e in expediente.history if e.what == "RESERVADO" and e.by == fact.by)
    return max((at for at in taken if at <= fact.at), default=None)


def _with(tally: Tally, fact: Fact, began: datetime) -> Tally:
    decision = DECISIONS.get(fact.name)
    if decision is None:
        return replace(tally, returned=tally.returned + 1)
    hour = f"{fact.at.astimezone(MEXICO_CITY).hour:02}"
    return replace(
        tally,
        ruled={**tally.ruled, decision: tally.ruled.get(decision, 0) + 1},
        hours={**tally.hours, hour: tally.hours.get(hour, 0) + 1},
        seconds=(*tally.seconds, int((fact.at - began).total_seconds())),
    )


def _id(convocatoria: str, by: str, on: str) -> str:
    return f"{convocatoria}:{on}:{by}"


def get_desk_figures(desk: Desk, act: Act) -> Content:
    """How many wait and since when the oldest does, and what the caller did today."""
    convocatoria_of(desk.registry, act)
    by, on = act.actor.subject, local_date(act.at).isoformat()
    stored = desk.tallies.load(_id(act.convocatoria, by, on))
    held = desk.expedientes.first({"held": act.convocatoria, "claimed_by": by})
    until = held.value.claimed_until if held else None
    return _queue(desk, act) | {
        "today": _told(stored.value if stored else Tally(act.convocatoria, by, on)),
        "held_id": held.id if held and until and until > act.at else "",
        "held_until": to_plain(until) if until and until > act.at else "",
    }


def _queue(desk: Desk, act: Act) -> dict[str, Any]:
    oldest = next(iter(desk.oldest_waiting(act.convocatoria, 1, "")), None)
    since = oldest.value.submitted_at if oldest else None
    waiting = desk.expedientes.count({"waiting": act.convocatoria})
    return {"waiting": waiting, "oldest_at": to_plain(since) if since else ""}


def _told(tally: Tally) -> dict[str, Any]:
    return {
        "by": tally.by,
        "on": tally.on,
        "observed": tally.ruled.get(OBSERVED, 0),
        "validated": tally.ruled.get(VALIDATED, 0),
        "annulments": tally.ruled.get(ANNULMENT, 0),
        "returned": tally.returned,
        "median_s": int(median(tally.seconds)) if tally.seconds else 0,
    }


def get_pace(desk: Desk, act: Act) -> Content:
    """What waits, who holds what until when, what each did on each day, and what the close will leave."""
    convocatoria_of(desk.registry, act)
    since = (local_date(act.at) - timedelta(days=DAYS_SHOWN)).isoformat()
    tallies = [
        stored.value
        for stored in desk.tallies.find(
            {"convocatoria": act.convocatoria, "on": {"$gte": since}}, sort=[("on", 1), ("by", 1)]
        )
    ]
    held = desk.expedientes.find({"held": act.convocatoria}, sort=[("claimed_until", 1)])
    queue = _queue(desk, act)
    pending = queue["waiting"] + len(held)
    return queue | {
        "held": [desk_line(stored) for stored in held],
        "proposed": desk.expedientes.count({"proposed": act.convocatoria}),
        "rezago": desk.expedientes.count(rezago_criteria(desk, act)),
        "tallies": [_told(tally) for tally in tallies],
        "forecast": _forecast(desk, act, pending, _last_day(tallies, act.at)),
    }


def _last_day(tallies: Sequence[Tally], at: datetime) -> int:
    """Decisions of the last 24 hours, by whole hours."""
    local = at.astimezone(MEXICO_CITY)
    from_there = (local - timedelta(days=1)).strftime("%Y-%m-%d %H")
    return sum(
        count for tally in tallies for hour, count in tally.hours.items() if from_there < f"{tally.on} {hour}"
    )


def _forecast(desk: Desk, act: Act, pending: int, per_day: int) -> Mapping[str, Any]:
    """Whether the pace of the last 24 hours suffices until the review closes."""
    convocatoria = convocatoria_of(desk.registry, act)
    window = convocatoria.windows.get("revision") if convocatoria.has_validation else None
    closes_at = window.closes_at if window else None
    if closes_at is None or act.at >= closes_at:
        return {"pending": pending, "per_day": per_day}
    left_s = (closes_at - act.at).total_seconds()
    can = int(per_day * left_s / DAY_S)
    of = {"convocatoria": act.convocatoria}
    unsent = (Estado.PENDIENTE, Estado.CON_OBSERVACIONES)
    envio = convocatoria.windows["envio"]
    may_arrive = (
        0 if envio.closed(act.at) else sum(desk.expedientes.count({**of, "estado": e.value}) for e in unsent)
    )
    return {
        "pending": pending,
        "per_day": per_day,
        "closes_at": to_plain(closes_at),
        "can": can,
        "left": max(pending - can, 0),
        "may_arrive": may_arrive,
        "needed_per_day": ceil(pending / max(left_s / DAY_S, 1.0)),
    }
