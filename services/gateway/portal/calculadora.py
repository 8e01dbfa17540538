"""What puntaje one would get: asked of scoring, nothing kept, nobody named."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.errors import NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of, session_of
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}/calculadora"
TYPED = ("puntaje_enarm", "calificacion_valor", "calificacion_escala")
ANSWERED = {"enarm", "licenciatura"}


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def calculate(request: Request, convocatoria: str) -> Response:
        call = call_of(views.edge, convocatoria)
        if {one.code for one in call.scoring.components} != ANSWERED:
            raise NotFound("PAGINA_DESCONOCIDA")
        given = {name: request.query_params.get(name, "").strip() for name in TYPED}
        claims = [
            one.code for one in call.scoring.extras if one.code in request.query_params.getlist("claims")
        ]
        more: dict[str, Any] = {}
        if any(given[name] for name in TYPED[:2]):
            more = _answer(views, request, call.id, given, claims)
        return views.page(
            "calculadora.html",
            request,
            session=session_of(views.edge, request),
            call=call,
            given=given,
            claims=claims,
            **{"puntaje": None, **more},
        )


def _answer(
    views: Views, request: Request, convocatoria: str, given: dict[str, str], claims: list[str]
) -> dict[str, Any]:
    edge = views.edge
    message = edge.upstream.request(
        "scoring", "SimulatePuntaje", convocatoria=convocatoria, claims=claims, **given
    )
    try:
        found = edge.upstream.call("scoring", "SimulatePuntaje", message, edge.anonymous(request))
    except ResidenciasError as error:
        return {"problems": views.told(error), "status": status_of(error)}
    return {"puntaje": as_plain(found)}
