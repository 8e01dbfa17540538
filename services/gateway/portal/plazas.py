"""The plazas of a call, for anybody: what is offered by state and specialty; after the gate, the cut-offs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, OutsideWindow, ResidenciasError
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
        title, before = _cut_offs_before(views, request, call)
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


def _cut_offs_before(
    views: Views, request: Request, call: Convocatoria
) -> tuple[str, dict[tuple[str, str], str]]:
    """The lowest puntaje admitted to each sede and specialty the time before, by the same formula; nothing else."""
    now, own = views.edge.clock.now(), _gate(call)
    calls = [newest.at(now) for newest in views.edge.registry.values()]
    earlier = [
        (gate, one.id, one)
        for one in calls
        if (gate := _gate(one)) and gate < min(now, own or now) and _formula(one) == _formula(call)
    ]
    if not earlier:
        return "", {}
    _, _, last = max(earlier)
    try:
        cells = _ask(views, request, last, "GetCutoffs")["cutoffs"]
    except ResidenciasError:
        return "", {}
    lowest: dict[tuple[str, str], str] = {}
    for cell in cells:
        key, text = (cell["sede"], cell["especialidad"]), cell["last_admitted_puntaje"]
        if text and (key not in lowest or Decimal(text) < Decimal(lowest[key])):
            lowest[key] = text
    return last.short_title.value, lowest


def _gate(call: Convocatoria) -> datetime | None:
    window = call.windows.get(call.allocation.embargo_until)
    return window.first_instant if window else None


def _formula(call: Convocatoria) -> tuple[Any, ...]:
    """Puntajes compare only where they are computed alike."""
    return (call.allocation.algorithm, *((one.code, one.weight) for one in call.scoring.components))


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
