"""A permuta from the aspirante's side: asked with the other's folio, agreed to, and where each one stands."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import NotFound, ResidenciasError
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.expediente import result_of
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit

C = "/convocatorias/{convocatoria}/permutas"
REQUESTED = "SOLICITADA"
OPEN = (REQUESTED, "CONVENIDA")


def routes(made: APIRouter, views: Views) -> None:
    REQUEST.routes(made, views, C)

    @made.get(C + "/{permuta_id}")
    def check(request: Request, permuta_id: str) -> Response:
        return _agreement(_visitor(views, request, None), permuta_id, Shown(is_check=True))

    @made.post(C + "/{permuta_id}")
    def agreed(request: Request, permuta_id: str, typed: Posted) -> Response:
        visitor = _visitor(views, request, typed)
        try:
            visitor.ask("allocation", "AgreePermuta", typed.act_key(), permuta_id=permuta_id)
        except ResidenciasError as error:
            return _agreement(visitor, permuta_id, Shown(is_check=True, error=error))
        return RedirectResponse(f"{visitor.base}/permutas?hecho=convenida", 303)


def _visitor(views: Views, request: Request, typed: Typed | None) -> Visit:
    """Raises NotFound(PAGINA_DESCONOCIDA) where the convocatoria has no permutas."""
    visitor = visit(views, request, request.path_params["convocatoria"], typed)
    if visitor.call.permutas is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    return visitor


def _with_folio(visitor: Visit, typed: Typed) -> Typed:
    """Raises Invalid(CUERPO_INVALIDO) without the other's folio."""
    return typed.asking("folio")


def _request(visitor: Visit, typed: Typed) -> Response:
    folio = typed.text("folio")
    visitor.ask("allocation", "RequestPermuta", typed.act_key(), other_folio=folio)
    return RedirectResponse(f"{visitor.base}/permutas?hecho=permuta", 303)


def _page(visitor: Visit, shown: Shown) -> Response:
    result = result_of(visitor)
    return visitor.page(
        "permuta.html" if shown.is_check else "permutas.html",
        **shown.values(visitor.views, field="folio"),
        rules=visitor.call.permutas,
        result=result,
        permutas=own_of(result),
        agreeing=False,
        folio=shown.typed.text("folio"),
    )


def _agreement(visitor: Visit, permuta_id: str, shown: Shown) -> Response:
    """What one is asked to agree to; the list, where nobody waits for it."""
    result = result_of(visitor)
    known = {one["permuta_id"]: one for one in own_of(result) if not one["is_mine"]}
    one = known.get(permuta_id)
    if one is None or one["state"] != REQUESTED:
        return RedirectResponse(f"{visitor.base}/permutas", 303)
    values = shown.values(visitor.views)
    return visitor.page("permuta.html", **values, result=result, agreeing=True, folio=one["other"])


def own_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Each with whether this person asked for it, whether either may still step back, and the other's folio."""
    mine = result["folio"]
    return [
        {
            **one,
            "is_mine": one["folio_a"] == mine,
            "is_open": one["state"] in OPEN,
            "other": one["folio_b"] if one["folio_a"] == mine else one["folio_a"],
        }
        for one in result.get("permutas", ())
    ]


REQUEST = Checked(_visitor, _page, _request, _with_folio, is_mended_in_form=lambda error: True)
