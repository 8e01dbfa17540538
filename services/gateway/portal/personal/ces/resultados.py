"""Results: who has which place, found by folio or name, and the last puntaje admitted to each sede."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request, Response

from services.gateway.portal.personal.ces.sitio import C, Site, a_csv, after_of, site
from services.gateway.portal.views import Views

COLUMNS = ("especialidad", "sede", "subsede", "categoria", "plazas", "filled", "last_admitted_puntaje")


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C + "/resultados")
    def results(request: Request, convocatoria: str, q: str = "", estado: str = "") -> Response:
        here = site(views, request, convocatoria)
        asked = {"search": q.strip(), "estado": estado, "page": after_of(request)}
        found = here.known("allocation", "ListResults", **asked)
        return here.page(
            "resultados.html",
            found=found,
            search=q.strip(),
            estado=estado,
            opens=_gate(here),
            is_out=_is_out(here),
        )

    @made.get(C + "/cortes")
    def cutoffs(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        found = here.known("allocation", "GetCutoffs").get("cutoffs", [])
        ordered = sorted(
            found, key=lambda one: (views.course(one["especialidad"]), one["sede"], one["subsede"])
        )
        groups = [
            (code, list(cells)) for code, cells in groupby(ordered, key=lambda one: one["especialidad"])
        ]
        return here.page("cortes.html", groups=groups, opens=_gate(here), is_out=_is_out(here))

    @made.get(C + "/cortes.csv")
    def as_file(request: Request, convocatoria: str) -> Response:
        found = site(views, request, convocatoria).plain("allocation", "GetCutoffs")["cutoffs"]
        return a_csv(f"cortes-{convocatoria}.csv", COLUMNS, found)


def _gate(here: Site):
    return here.call.windows[here.call.allocation.embargo_until].first_instant


def _is_out(here: Site) -> bool:
    opens = _gate(here)
    return bool(opens and opens <= here.now)
