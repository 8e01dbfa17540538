"""What becomes of plazas after the results: given back, left over, told to the DGCES, or exchanged."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import NotFound, ResidenciasError
from services.gateway.portal.forms import Posted
from services.gateway.portal.personal.ces.sitio import C, Site, a_csv, a_file, led, site
from services.gateway.portal.views import Views

FREED = ("especialidad", "sede", "subsede", "categoria", "cause", "freed_at", "destination")


def routes(made: APIRouter, views: Views) -> None:
    _freed(made, views)
    _released(made, views)
    _permutas(made, views)


def _freed(made: APIRouter, views: Views) -> None:
    @made.get(C + "/plazas")
    def freed(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        found = here.known("allocation", "ListFreedPlazas")
        return here.page("plazas.html", found=found, later=_later(here))

    @made.get(C + "/plazas.csv")
    def as_file(request: Request, convocatoria: str) -> Response:
        found = site(views, request, convocatoria).plain("allocation", "ListFreedPlazas")
        return a_csv(f"plazas-liberadas-{convocatoria}.csv", FREED, found["freed"])


def _later(here: Site) -> list[str]:
    """The periods whose oferta comes from this one."""
    registry = here.seat.views.edge.registry
    calls = (*registry.values(), *registry.templates.values())
    return [
        call.short_title.value
        for call in calls
        if call.oferta_origin and call.oferta_origin.convocatoria == here.call.id
    ]


def _released(made: APIRouter, views: Views) -> None:
    @made.get(C + "/liberaciones")
    def released(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page("liberaciones.html", found=here.plain("registration", "ListLiberaciones"))

    @made.get(C + "/liberaciones.csv")
    def as_file(request: Request, convocatoria: str) -> Response:
        found = site(views, request, convocatoria).ask("registration", "ListLiberaciones")
        return a_file(f"liberaciones-{convocatoria}.csv", found.csv.encode(), "text/csv; charset=utf-8")


def _permutas(made: APIRouter, views: Views) -> None:
    @made.get(C + "/permutas")
    def listed(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page("permutas.html", permutas=here.plain("allocation", "ListPermutas")["permutas"])

    @made.get(C + "/permutas/{permuta_id}")
    def check(request: Request, convocatoria: str, permuta_id: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page("permuta.html", permuta=_permuta(here, permuta_id))

    @made.post(C + "/permutas/{permuta_id}")
    def approved(request: Request, convocatoria: str, permuta_id: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        try:
            here.ask("allocation", "ApprovePermuta", typed.act_key(), permuta_id=permuta_id)
        except ResidenciasError as error:
            return here.refused("permuta.html", error, permuta=_permuta(here, permuta_id))
        return led(f"{here.home}/permutas/{permuta_id}", "permuta_aprobada")


def _permuta(here: Site, permuta_id: str) -> dict[str, object]:
    listed = here.plain("allocation", "ListPermutas")["permutas"]
    found = next((one for one in listed if one["permuta_id"] == permuta_id), None)
    if found is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    return dict(found)
