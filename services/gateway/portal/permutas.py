"""A permuta from the aspirante's side: asked with the other's folio, agreed to, and where each one stands."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import NotFound, ResidenciasError
from services.gateway.portal.expediente import result_of
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}/permutas"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def read(request: Request, convocatoria: str) -> Response:
        return _page(visit(views, request, convocatoria))

    @made.post(C)
    def asked(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor, folio = visit(views, request, convocatoria, typed), typed.text("folio")
        if typed.text("_paso") != "2":
            return _page(visitor, folio=folio, is_check=bool(folio))
        try:
            visitor.ask("allocation", "RequestPermuta", typed.act_key(), other_folio=folio)
        except ResidenciasError as error:
            told = tuple({**one, "field": "folio"} for one in views.told(error))
            return _page(visitor, folio=folio, problems=told, status=status_of(error))
        return RedirectResponse(f"{visitor.base}/permutas?hecho=permuta", 303)

    @made.post(C + "/{permuta_id}")
    def agreed(request: Request, convocatoria: str, permuta_id: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        try:
            visitor.ask("allocation", "AgreePermuta", typed.act_key(), permuta_id=permuta_id)
        except ResidenciasError as error:
            return _page(visitor, problems=views.told(error), status=status_of(error))
        return RedirectResponse(f"{visitor.base}/permutas?hecho=convenida", 303)


def _page(visitor: Visit, *, folio: str = "", is_check: bool = False, **more: Any) -> Response:
    """Raises NotFound(PAGINA_DESCONOCIDA) where the convocatoria has no permutas."""
    if visitor.call.permutas is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    result = result_of(visitor)
    own = [
        {**one, "is_mine": one["folio_a"] == result["folio"], "other": _other(one, result["folio"])}
        for one in result.get("permutas", ())
    ]
    return visitor.page(
        "permutas.html",
        rules=visitor.call.permutas,
        result=result,
        permutas=own,
        folio=folio,
        is_check=is_check,
        key=fresh_key(),
        **more,
    )


def _other(one: dict[str, Any], folio: str) -> str:
    return str(one["folio_b"] if one["folio_a"] == folio else one["folio_a"])
