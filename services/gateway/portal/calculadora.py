"""What puntaje one would get: asked of scoring, nothing kept, nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.views import Views, named
from services.gateway.portal.visits import call_of, session_of
from services.gateway.portal.words import word
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}/calculadora"
LICENCIATURA, ESCALA = "licenciatura", "escala"
UNITS = "unidades-"
AS_TYPED = {"calificacion_valor": LICENCIATURA, "given": LICENCIATURA, "base_100": LICENCIATURA}
"""What scoring calls a grade that is still in the scale of its certificate."""


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def calculate(request: Request, convocatoria: str) -> Response:
        call, query = call_of(views.edge, convocatoria), request.query_params
        if not call.scoring.components:
            raise NotFound("PAGINA_DESCONOCIDA")
        counted = [f"{UNITS}{one.code}" for one in call.scoring.extras if one.counted]
        asked = [one.code for one in call.scoring.components]
        given = {name: query.get(name, "").strip() for name in (*asked, ESCALA, *counted)}
        claims = [one.code for one in call.scoring.extras if one.code in query.getlist("claims")]
        more = _answer(views, request, call, given, claims) if any(given[name] for name in asked) else {}
        return views.page(
            "calculadora.html",
            request,
            session=session_of(views.edge, request),
            call=call,
            given=given,
            claims=claims,
            **{"puntaje": None, "lines": (), **more},
        )


def _answer(
    views: Views, request: Request, call: Convocatoria, given: Mapping[str, str], claims: list[str]
) -> dict[str, Any]:
    """The puntaje with its lines, or what is wrong with which grade."""
    edge = views.edge
    message = edge.upstream.request(
        "scoring",
        "SimulatePuntaje",
        convocatoria=call.id,
        claims=claims,
        units={code: int(text) for code in claims if (text := given.get(UNITS + code, "")).isdecimal()},
        grades={one.code: given[one.code] for one in call.scoring.components if one.code != LICENCIATURA},
        calificacion_valor=given.get(LICENCIATURA, ""),
        calificacion_escala=given[ESCALA],
    )
    try:
        found = edge.upstream.call("scoring", "SimulatePuntaje", message, edge.anonymous(request))
    except ResidenciasError as error:
        return {"problems": _problems(views, call, error), "status": status_of(error)}
    puntaje = as_plain(found)
    return {"puntaje": puntaje, "lines": lines_of(call, puntaje)}


def lines_of(call: Convocatoria, puntaje: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The puntaje's lines as people read them: what each is called, how it counted, what bears it out."""
    names: dict[str, str] = {one.code: one.label for one in call.scoring.components}
    names |= {one.code: one.label for one in call.scoring.extras}
    papers = {row.slot: row.label for row in call.documents.rows}
    return [
        {
            **line,
            "label": names.get(line["concept"]) or word("puntos", line["concept"]),
            "evidence": papers.get(line["evidence"], line["evidence"]),
        }
        for line in puntaje["lines"]
    ]


def _problems(views: Views, call: Convocatoria, error: ResidenciasError) -> tuple[Any, ...]:
    """The refusal at the grade it is about."""
    said = str(error.facts.get("component") or error.facts.get("dato") or "")
    code = AS_TYPED.get(said, said)
    label = next((one.label for one in call.scoring.components if one.code == code), "")
    (told,) = views.told(error)
    return ({**named({**told, "field": said}, label), "field": code if label else ""},)
