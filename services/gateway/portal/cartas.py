"""Letters and receipts as PDFs: what there is, and each of them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.events import as_plain
from services.gateway.portal.expediente import result_of
from services.gateway.portal.forms import Posted
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit

C = "/convocatorias/{convocatoria}/cartas"
PDF = "application/pdf"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def letters(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        found = as_plain(visitor.ask("notifications", "ListLetters", page={"limit": 200}))
        return visitor.page("cartas.html", letters=found["letters"], result=result_of(visitor))

    @made.post(C + "/{kind}")
    def printed(request: Request, convocatoria: str, kind: str, typed: Posted, ref: str = "") -> Response:
        visitor = visit(views, request, convocatoria, typed)
        return delivered(visitor, kind, typed.content_key(kind, ref), ref=ref)


def delivered(visitor: Visit, kind: str, key: str, **values: Any) -> Response:
    """The PDF, to be kept under its own name."""
    return pdf(visitor.ask("notifications", "PrintLetter", key, kind=kind, **values))


def pdf(letter: Any) -> Response:
    """The letter's bytes, to be kept under its name."""
    headers = {"Content-Disposition": f'attachment; filename="{letter.filename}"'}
    return Response(letter.pdf, media_type=PDF, headers=headers)
