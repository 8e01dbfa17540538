"""One person's story from the roster to the letter, told by the log alone: who, when, under which rules."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.events import as_plain
from services.gateway.portal.personal.auditoria.hechos import Hecho, hecho
from services.gateway.portal.personal.puesto import AUDITORIA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of

PERSON = AUDITORIA.path + "/{convocatoria}/expedientes/{expediente_id}"
OF_THE_CALL = ("RosterAccepted", "OfertaAccepted", "RoundFrozen", "RoundRun", "RoundPublished")
AT_MOST = 500
REHEARSAL = "ENSAYO"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(PERSON)
    def story(request: Request, convocatoria: str, expediente_id: str) -> Response:
        here, call = seat(views, request, AUDITORIA), call_of(views.edge, convocatoria)
        own = [
            hecho(one, views.edge.registry)
            for one in _entries(here, call, subject=expediente_id, group="TODO")
        ]
        told = [one for one in own if not one.is_reading]
        return here.page(
            "auditoria/historia.html",
            call=call,
            expediente_id=expediente_id,
            folio=_said(told, "folio") or _said(told, "folio_enarm"),
            story=sorted(
                [*told, *_around(here, call)] if told else [], key=lambda one: (one.time, one.index)
            ),
            own={one.event_id for one in told},
            readings=[one for one in own if one.is_reading],
            digests=list(dict.fromkeys(one.rules_digest for one in reversed(told) if one.rules_digest)),
            is_cut=len(own) == AT_MOST,
        )


def _around(here: Seat, call: Convocatoria) -> list[Hecho]:
    """What was decided for everybody: the roster, the oferta, the official round."""
    calls = here.views.edge.registry
    found = [hecho(one, calls) for name in OF_THE_CALL for one in _entries(here, call, name=name)]
    return [one for one in found if one.value("kind") != REHEARSAL]


def _entries(here: Seat, call: Convocatoria, **wanted: str) -> list[dict[str, Any]]:
    found = here.ask(call, "audit", "Search", **wanted, page={"limit": AT_MOST})
    entries: list[dict[str, Any]] = as_plain(found)["entries"]
    return entries


def _said(story: list[Hecho], name: str) -> str:
    return next((value for one in story if (value := one.value(name))), "")
