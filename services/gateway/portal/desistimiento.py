"""Stepping back from a permuta: not agreeing, or asking no longer. Each is checked on a page and leaves a receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import NotFound, ResidenciasError
from services.gateway.portal.expediente import result_of
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.permutas import own_of
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.problems import status_of

ONE = "/convocatorias/{convocatoria}/permutas/{permuta_id}"
ENDS = {"rechazo": ("RejectPermuta", False), "retiro": ("WithdrawPermuta", True)}
"""What each page does, and whether it is for who asked."""
Page = Callable[..., Response]


def routes(made: APIRouter, views: Views) -> None:
    for end in ENDS:
        made.get(f"{ONE}/{end}")(_check(views, end))
        made.post(f"{ONE}/{end}")(_ended(views, end))

    @made.get(ONE + "/constancia")
    def receipt(request: Request, convocatoria: str, permuta_id: str) -> Response:
        visitor = visit(views, request, convocatoria)
        return visitor.page("permuta_constancia.html", one=_own(visitor, permuta_id))


def _check(views: Views, end: str) -> Page:
    def check(request: Request, convocatoria: str, permuta_id: str) -> Response:
        return _page(visit(views, request, convocatoria), end, permuta_id)

    return check


def _ended(views: Views, end: str) -> Page:
    def ended(request: Request, convocatoria: str, permuta_id: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        try:
            visitor.ask("allocation", ENDS[end][0], typed.act_key(), permuta_id=permuta_id)
        except ResidenciasError as error:
            return _page(visitor, end, permuta_id, problems=views.told(error), status=status_of(error))
        return RedirectResponse(f"{visitor.base}/permutas/{permuta_id}/constancia?hecho=permuta_{end}", 303)

    return ended


def _page(visitor: Visit, end: str, permuta_id: str, **more: Any) -> Response:
    """What ends, and what stays as it is; its receipt, where it is over already."""
    one = _own(visitor, permuta_id)
    if one["is_mine"] != ENDS[end][1]:
        raise NotFound("PAGINA_DESCONOCIDA")
    if not one["is_open"] and "problems" not in more:
        return RedirectResponse(f"{visitor.base}/permutas/{permuta_id}/constancia", 303)
    return visitor.page("desistimiento.html", one=one, end=end, key=fresh_key(), **more)


def _own(visitor: Visit, permuta_id: str) -> dict[str, Any]:
    """The permuta, if it is one of this person's. Raises NotFound(PAGINA_DESCONOCIDA)."""
    result = result_of(visitor)
    one = next((one for one in own_of(result) if one["permuta_id"] == permuta_id), None)
    if one is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    return {**one, "place": result["place"]}
