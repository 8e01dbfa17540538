"""The CURP temporal of each foreigner who has none."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import ResidenciasError
from services.gateway.portal.forms import Posted
from services.gateway.portal.personal.ces.sitio import C, Site, after_of, led, site
from services.gateway.portal.views import Views

WHERE = f"{C}/curp-temporales"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(WHERE)
    def people(request: Request, convocatoria: str) -> Response:
        return _page(site(views, request, convocatoria), request)

    @made.post(WHERE)
    def assigned(request: Request, convocatoria: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        folio = typed.text("folio_enarm")
        try:
            here.ask("registration", "AssignCurpTemporal", typed.content_key(folio), folio_enarm=folio)
        except ResidenciasError as error:
            return _page(here, request, error)
        return led(f"{here.home}/curp-temporales", "curp_temporal")


def _page(here: Site, request: Request, error: ResidenciasError | None = None) -> Response:
    found = here.plain("registration", "ListCurpTemporales", page=after_of(request))
    values = {"people": found["temporales"], "following": found["next"]}
    return (
        here.refused("temporales.html", error, **values) if error else here.page("temporales.html", **values)
    )
