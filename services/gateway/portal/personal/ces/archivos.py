"""Files that come from elsewhere: uploaded, reconciled, looked at, and accepted whole by a person, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.errors import Invalid, NotFound, ResidenciasError
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.personal.ces.reporte import Report, report_of
from services.gateway.portal.personal.ces.sitio import C, Site, a_csv, a_file, led, site
from services.gateway.portal.views import Views

SHOWN = 50


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name in addresses and words, and the RPCs of the service that takes it."""

    name: str
    service: str
    load: str
    accept: str
    lists: str
    field: str
    id: str
    get: str = ""


KINDS = {
    "rosters": Kind(
        "rosters",
        "registration",
        "ImportRoster",
        "AcceptRoster",
        "ListRosters",
        "rosters",
        "roster_id",
        "GetRoster",
    ),
    "ofertas": Kind(
        "ofertas", "allocation", "LoadOferta", "AcceptOferta", "ListOfertas", "ofertas", "oferta_id"
    ),
    "calificaciones": Kind(
        "calificaciones",
        "scoring",
        "ImportCalificaciones",
        "AcceptCalificaciones",
        "ListCalificaciones",
        "cortes",
        "corte_id",
        "GetCalificaciones",
    ),
}


def routes(made: APIRouter, views: Views) -> None:
    """The same pages for each kind of file, and the file of a later period's oferta."""
    for kind in KINDS.values():
        _list(made, views, kind)
        _report(made, views, kind)
    _leftover(made, views)


def _list(made: APIRouter, views: Views, kind: Kind) -> None:
    @made.get(f"{C}/{kind.name}")
    def files(request: Request, convocatoria: str) -> Response:
        return _files(site(views, request, convocatoria), kind)

    @made.post(f"{C}/{kind.name}")
    def loaded(request: Request, convocatoria: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        given = typed.files("archivo")
        try:
            if not given:
                raise Invalid("FALTA_ARCHIVO")
            return _load(here, kind, typed, *given[0])
        except ResidenciasError as error:
            return _files(here, kind, error)


def _report(made: APIRouter, views: Views, kind: Kind) -> None:
    where = f"{C}/{kind.name}/{{file_id}}"

    @made.get(where)
    def report(request: Request, convocatoria: str, file_id: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page("reporte.html", kind=kind, report=_found(here, kind, file_id), shown=SHOWN)

    @made.get(f"{where}/rechazados.csv")
    def refused(request: Request, convocatoria: str, file_id: str) -> Response:
        found = _found(site(views, request, convocatoria), kind, file_id)
        columns = ("renglon", "folio_enarm", "codigo", "que", "arreglo")
        return a_csv(
            f"rechazados-{kind.name}-{found.sha256[:8]}.csv", columns, (row.__dict__ for row in found.refused)
        )

    @made.get(f"{where}/aceptacion")
    def check(request: Request, convocatoria: str, file_id: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page("aceptacion.html", kind=kind, report=_found(here, kind, file_id))

    @made.post(f"{where}/aceptacion")
    def accepted(request: Request, convocatoria: str, file_id: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        found = _found(here, kind, file_id)
        try:
            if typed.text("huella") != found.sha256:
                raise Invalid("HUELLA_DISTINTA")
            here.ask(kind.service, kind.accept, typed.act_key(), **{kind.id: file_id})
        except ResidenciasError as error:
            return here.refused("aceptacion.html", error, kind=kind, report=found)
        return led(f"{here.home}/{kind.name}/{file_id}", "aceptado")


def _leftover(made: APIRouter, views: Views) -> None:
    """A later period offers what the one before left: its file is made here, and loaded by one button."""
    where = f"{C}/oferta-sobrante"

    @made.get(where)
    def download(request: Request, convocatoria: str) -> Response:
        found = site(views, request, convocatoria).ask("allocation", "GetLeftoverOferta")
        return a_file(found.filename, found.content, "text/csv; charset=utf-8")

    @made.post(where)
    def loaded(request: Request, convocatoria: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        try:
            found = here.ask("allocation", "GetLeftoverOferta")
            return _load(here, KINDS["ofertas"], typed, found.filename, found.content)
        except ResidenciasError as error:
            return _files(here, KINDS["ofertas"], error)


def _load(here: Site, kind: Kind, typed: Typed, name: str, content: bytes) -> Response:
    key = typed.content_key(content)
    report = here.ask(kind.service, kind.load, key, filename=name, content=content)
    return led(f"{here.home}/{kind.name}/{getattr(report, kind.id)}")


def _files(here: Site, kind: Kind, error: ResidenciasError | None = None) -> Response:
    listed = here.plain(kind.service, kind.lists)[kind.field]
    values = {"kind": kind, "files": [report_of(kind.name, kind.id, one) for one in listed]}
    return here.refused("archivos.html", error, **values) if error else here.page("archivos.html", **values)


def _found(here: Site, kind: Kind, file_id: str) -> Report:
    """The report of one file. Raises NotFound."""
    if kind.get:
        found = here.plain(kind.service, kind.get, **{kind.id: file_id})
    else:
        listed: list[dict[str, Any]] = here.plain(kind.service, kind.lists)[kind.field]
        known = [one for one in listed if one[kind.id] == file_id]
        if not known:
            raise NotFound("PAGINA_DESCONOCIDA")
        found = known[0]
    return report_of(kind.name, kind.id, found)
