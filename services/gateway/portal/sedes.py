"""The ranking of sedes: moved by buttons, found by search, added one by one or many at once. Every step is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import Conflict, NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.forms import Posted, Typed, fingerprint, fresh_key
from services.gateway.portal.mapa import tiles
from services.gateway.portal.ranking import Ranking, change
from services.gateway.portal.registro import asks_first, by_section, registro_of
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}/sedes"
KEPT_FILTERS = ("q", "entidad")
ALL = "*"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def ask(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        return _page(visitor, registro_of(visitor))

    @made.post(C)
    def ranked(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        return _ranked(
            visitor, typed, "sedes", lambda registro: [one["sede"] for one in registro["opciones"]]
        )

    @made.get(C + "/{sede}")
    def inside(request: Request, convocatoria: str, sede: str) -> Response:
        visitor = visit(views, request, convocatoria)
        return _inside_page(visitor, registro_of(visitor), sede)

    @made.post(C + "/{sede}")
    def ordered(request: Request, convocatoria: str, sede: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        return _ranked(visitor, typed, f"sedes/{sede}", lambda registro: _subsedes(registro, sede))


def offered_to(visitor: Visit) -> dict[str, Any]:
    """What this person must rank, with places and advertencia."""
    found: dict[str, Any] = as_plain(visitor.ask("registration", "ListOpciones"))
    return found


def _page(
    visitor: Visit, registro: Mapping[str, Any], problems: tuple[Any, ...] = (), status: int = 200
) -> Response:
    offered = offered_to(visitor)
    known = {sede["sede"]: sede for sede in offered["sedes"]}
    chosen = [one["sede"] for one in registro["opciones"]]
    rest = [sede for code, sede in known.items() if code not in chosen]
    query = visitor.request.query_params
    text, state = query.get("q", "").strip(), query.get("entidad", "")
    matching = [sede for sede in rest if _matches(sede, text, state)]
    before, cutoffs = visitor.views.cortes.of(visitor.request, visitor.call, registro)
    return visitor.page(
        "sedes.html",
        status=status,
        registro=registro,
        asks_first=asks_first(visitor, registro),
        problems=problems,
        wrong=by_section(visitor, registro).get("sedes", []),
        ranked=[known.get(code, {"sede": code, "nombre": code}) for code in chosen],
        ordered={one["sede"]: one["subsedes"] for one in registro["opciones"]},
        open=is_open(registro) and not asks_first(visitor, registro),
        groups=by_state(matching),
        everything=ALL,
        before=before,
        cutoffs=cutoffs,
        left=len(rest),
        spaces=offered["spaces"],
        advertencia=offered["advertencia"] or registro["advertencia"],
        states=sorted({sede["entidad"] for sede in known.values()}),
        tiles=tiles(Counter(sede["entidad"] for sede in rest), state, {"q": text}, "#disponibles"),
        q=text,
        state=state,
        filters=_filters(query),
        base_list=fingerprint(chosen),
        key=fresh_key(),
    )


def _matches(sede: Mapping[str, Any], text: str, state: str) -> bool:
    places = " ".join((sede["nombre"], sede["ciudad"], sede["entidad"], sede["sede"])).casefold()
    return all(part in places for part in text.casefold().split()) and state in ("", sede["entidad"])


def is_open(registro: Mapping[str, Any]) -> bool:
    """The order may be changed now."""
    return not {"*", "opciones"}.isdisjoint(registro["editable"])


def by_state(sedes: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """State → its sedes, both in alphabetical order."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for sede in sorted(sedes, key=lambda one: (one["entidad"], one["ciudad"], one["nombre"])):
        found.setdefault(sede["entidad"], []).append(sede)
    return found


def _filters(query: Mapping[str, str]) -> str:
    return urlencode({name: query[name] for name in KEPT_FILTERS if query.get(name)})


def _subsedes(registro: Mapping[str, Any], sede: str) -> list[str]:
    for one in registro["opciones"]:
        if one["sede"] == sede:
            return list(one["subsedes"])
    raise NotFound("PAGINA_DESCONOCIDA")


def _inside_page(
    visitor: Visit, registro: Mapping[str, Any], sede: str, problems: tuple[Any, ...] = (), status: int = 200
) -> Response:
    chosen = _subsedes(registro, sede)
    found = next((one for one in offered_to(visitor)["sedes"] if one["sede"] == sede), None)
    if found is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    known = {one["subsede"]: one for one in found["subsedes"]}
    return visitor.page(
        "subsedes.html",
        status=status,
        problems=problems,
        sede=found,
        ranked=[known.get(code, {"subsede": code, "nombre": code, "plazas": 0}) for code in chosen],
        rest=[one for code, one in known.items() if code not in chosen],
        base_list=fingerprint(chosen),
        key=fresh_key(),
    )


def _ranked(
    visitor: Visit, typed: Typed, where: str, current: Callable[[Mapping[str, Any]], list[str]]
) -> Response:
    """The list is changed as asked, kept, and shown again at the sede that moved."""
    registro = registro_of(visitor)
    before = current(registro)
    try:
        if asks_first(visitor, registro):
            raise Conflict("ENTRADA_SIN_CONFIRMAR", impresion=registro["print_number"])
        if typed.text("_base") != fingerprint(before):
            raise Conflict("CAMBIO_EN_OTRA_VENTANA")
        moved = change(before, typed, _groups(visitor, typed))
        if list(moved.codes) != before:
            _keep(visitor, registro, typed, where, moved)
    except ResidenciasError as error:
        told, status, fresh = visitor.views.told(error), status_of(error), registro_of(visitor)
        if where == "sedes":
            return _page(visitor, fresh, told, status)
        return _inside_page(visitor, fresh, where.partition("/")[2], told, status)
    filters = _filters({name: typed.text(name) for name in KEPT_FILTERS})
    query = f"?{filters}" if filters else ""
    return RedirectResponse(f"{visitor.base}/{where}{query}#{moved.anchor}", 303)


def _groups(visitor: Visit, typed: Typed) -> dict[str, list[str]]:
    """What can be added at once: the sedes that match the search, by state and all together under an asterisk."""
    if not typed.text("agregar_grupo"):
        return {}
    text, state = typed.text("q"), typed.text("entidad")
    groups = by_state(sede for sede in offered_to(visitor)["sedes"] if _matches(sede, text, state))
    codes = {name: [str(sede["sede"]) for sede in found] for name, found in groups.items()}
    return {**codes, ALL: [code for found in codes.values() for code in found]}


def _keep(visitor: Visit, registro: Mapping[str, Any], typed: Typed, where: str, moved: Ranking) -> None:
    by_sede = {one["sede"]: one for one in registro["opciones"]}
    if where == "sedes":
        opciones = [by_sede.get(code, {"sede": code, "subsedes": []}) for code in moved.codes]
    else:
        inside = where.partition("/")[2]
        changed = {"sede": inside, "subsedes": list(moved.codes)}
        opciones = [changed if code == inside else one for code, one in by_sede.items()]
    key = typed.content_key(*moved.codes)
    version = registro["version"]
    visitor.ask("registration", "RankSedes", key, expected_version=version, opciones=opciones)
