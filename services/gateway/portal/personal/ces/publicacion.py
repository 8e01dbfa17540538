"""The gate: one person proposes the official result, another one approves it, and the hour of the call opens it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.forms import Posted
from services.gateway.portal.personal.ces.rondas import ONE
from services.gateway.portal.personal.ces.sitio import Site, led, site
from services.gateway.portal.views import Views

WHERE = f"{ONE}/publicacion"
RPC = {"CORRIDA": "ProposePublication", "PUBLICACION_PROPUESTA": "ApprovePublication"}
DONE = {"CORRIDA": "propuesta", "PUBLICACION_PROPUESTA": "publicacion"}


def routes(made: APIRouter, views: Views) -> None:
    @made.get(WHERE)
    def check(request: Request, convocatoria: str, round_id: str) -> Response:
        return _page(site(views, request, convocatoria), round_id)

    @made.post(WHERE)
    def acted(request: Request, convocatoria: str, round_id: str, typed: Posted) -> Response:
        """What was seen is what is done: the state and the digest of the result go along with the click."""
        here = site(views, request, convocatoria, typed)
        seen = typed.text("estado")
        run = here.plain("allocation", "GetRound", round_id=round_id)
        try:
            if seen not in RPC or typed.text("huella") != run["output_sha256"]:
                raise Invalid("HUELLA_DISTINTA")
            here.ask("allocation", RPC[seen], typed.act_key(), round_id=round_id)
        except ResidenciasError as error:
            return _page(here, round_id, error)
        return led(f"{here.home}/rondas/{round_id}/publicacion", DONE[seen])


def _page(here: Site, round_id: str, error: ResidenciasError | None = None) -> Response:
    values = {
        "run": here.plain("allocation", "GetRound", round_id=round_id),
        "gate": here.call.windows[here.call.allocation.embargo_until].first_instant,
    }
    return (
        here.refused("publicacion.html", error, **values)
        if error
        else here.page("publicacion.html", **values)
    )
