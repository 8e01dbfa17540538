"""The plazas of a call, for anybody: what is offered by state and specialty; after the gate, the cut-offs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, OutsideWindow
from plumbing.events import as_plain
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.mapa import tiles
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of, session_of

C = "/convocatorias/{convocatoria}"
FILTERS = ("entidad", "especialidad")


@dataclass(frozen=True)
class Place:
    """A sede in a specialty, with its plazas by category; after the gate, line by line what became of them."""

    sede: str
    name: str
    city: str
    state: str
    especialidad: str
    by_category: Mapping[str, int]
    lines: tuple[Mapping[str, Any], ...]

    @property
    def plazas(self) -> int:
        return sum(self.by_category.values())


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C + "/oferta")
    def offered(request: Request, convocatoria: str) -> Response:
        call = call_of(views.edge, convocatoria)
        try:
            cells = _ask(views, request, call, "GetOferta")["cells"]
        except NotFound:
            cells = []
        title, before = views.cortes.of_all(request, call)
        more = {"before_title": title, "before": before}
        return _page(views, request, call, "oferta.html", places(views, cells), **more)

    @made.get(C + "/resultados")
    def cut_offs(request: Request, convocatoria: str) -> Response:
        call = call_of(views.edge, convocatoria)
        try:
            cells, is_open = _ask(views, request, call, "GetCutoffs")["cutoffs"], True
        except OutsideWindow:
            cells, is_open = [], False
        now = views.edge.clock.now()
        subsedes = {one.code: one.name for sede in views.catalog.sedes for one in sede.subsedes}
        gate = entry_of(call, call.allocation.embargo_until, now)
        more = {"is_open": is_open, "gate": gate, "subsedes": subsedes}
        return _page(views, request, call, "resultados.html", places(views, cells), **more)


def _ask(views: Views, request: Request, call: Convocatoria, method: str) -> dict[str, Any]:
    """What anybody may ask, as nobody in particular."""
    edge = views.edge
    message = edge.upstream.request("allocation", method, convocatoria=call.id)
    found: dict[str, Any] = as_plain(
        edge.upstream.call("allocation", method, message, edge.anonymous(request))
    )
    return found


def places(views: Views, cells: Iterable[Mapping[str, Any]]) -> list[Place]:
    """The cells by sede and specialty, in the catalogue's names, by state and city."""
    known = {sede.code: sede for sede in views.catalog.sedes}
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for cell in cells:
        grouped.setdefault((cell["sede"], cell["especialidad"]), []).append(cell)
    found = []
    for (code, especialidad), lines in grouped.items():
        sede = known.get(code)
        name, city, state = (sede.name, sede.city, sede.state) if sede else (code, "", "")
        found.append(Place(code, name, city, state, especialidad, _summed(lines, "categoria"), tuple(lines)))
    return sorted(found, key=lambda one: (one.state, one.city, one.name, views.course(one.especialidad)))


def _summed(lines: Iterable[Mapping[str, Any]], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in lines:
        found[one[name]] = found.get(one[name], 0) + one["plazas"]
    return found


def _page(
    views: Views, request: Request, call: Convocatoria, template: str, everything: list[Place], **more: Any
) -> Response:
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    of_specialty = [one for one in everything if asked["especialidad"] in ("", one.especialidad)]
    chosen = [one for one in of_specialty if asked["entidad"] in ("", one.state)]
    by_state = _totals((one.state, one.plazas) for one in of_specialty)
    courses = {one.especialidad for one in everything}
    return views.page(
        template,
        request,
        session=session_of(views.edge, request),
        call=call,
        asked=asked,
        is_filtered=any(asked.values()),
        total=sum(one.plazas for one in everything),
        chosen=chosen,
        categories=list(dict.fromkeys(name for one in everything for name in one.by_category)),
        by_state=by_state,
        by_course=_totals((one.especialidad, one.plazas) for one in chosen),
        courses=sorted(courses, key=views.course),
        states=sorted({one.state for one in everything}),
        tiles=tiles(by_state, asked["entidad"], asked),
        **more,
    )


def _totals(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Plazas by name, most first."""
    found: dict[str, int] = {}
    for name, plazas in counted:
        found[name] = found.get(name, 0) + plazas
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
