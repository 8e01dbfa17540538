"""The queue as a validador sees it: how many wait and for how long, the own day, and the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.windows import Window
from plumbing.events import as_plain
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.moments import soon
from services.gateway.portal.personal.puesto import MESA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of

DESK = MESA.path


@dataclass(frozen=True)
class Queue:
    """What waits in one call. `urgency`: hecha | atender | mal, by how soon the review closes."""

    call: Convocatoria
    figures: Mapping[str, Any]
    review: Window
    sending: Window
    urgency: str

    @property
    def ruled_today(self) -> int:
        today = self.figures["today"]
        return int(today["observed"] + today["validated"] + today["annulments"])


def routes(made: APIRouter, views: Views) -> None:
    @made.get(DESK)
    def queue(request: Request) -> Response:
        here = seat(views, request, MESA)
        now = views.edge.clock.now()
        reviewing = [
            call
            for call in views.edge.calls()
            if call.has_validation and call.windows["revision"].contains(now)
        ]
        queues = [queue_of(here, call, now) for call in reviewing]
        empty = request.query_params.get("vacia", "")
        return here.page("mesa/fila.html", queues=queues, key=fresh_key(), empty=empty)

    @made.post(DESK + "/{convocatoria}")
    def claimed(request: Request, convocatoria: str, typed: Posted) -> Response:
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        return to_next(here, call, typed.act_key())


def queue_of(here: Seat, call: Convocatoria, now: datetime) -> Queue:
    """The figures of one call, beside the windows that end the work."""
    figures = as_plain(here.ask(call, "validation", "GetDeskFigures"))
    review = call.windows["revision"]
    return Queue(call, figures, review, call.windows["envio"], urgency(review.closes_at, now))


def urgency(closes_at: datetime | None, now: datetime) -> str:
    """How little is left, in the portal's states."""
    if soon(closes_at, now, timedelta(days=1)):
        return "mal"
    return "atender" if soon(closes_at, now) else "hecha"


def to_next(here: Seat, call: Convocatoria, key: str, hecho: str = "") -> Response:
    """Off to the next of the queue, or back to the queue when none waits; `hecho` is said there."""
    found = here.ask(call, "validation", "ClaimNext", key)
    said = f"&hecho={hecho}" if hecho else ""
    if not found.expediente_id:
        return RedirectResponse(f"{DESK}?vacia=1{said}", 303)
    return RedirectResponse(f"{DESK}/{call.id}/{found.expediente_id}?nuevo=1{said}", 303)
