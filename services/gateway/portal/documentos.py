"""The papers, one slot at a time: upload from a file or the camera, the verdict at once, every version to look at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import Invalid, NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.expediente import expediente_of
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.papers import Paper, kinds_of, papers_of
from services.gateway.portal.registro import registro_of
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.problems import status_of
from services.gateway.transfers import JPEG

A_REPETITION = timedelta(minutes=1)
C = "/convocatorias/{convocatoria}/documentos"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def table(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        registro = registro_of(visitor)
        return visitor.page("documentos.html", registro=registro, papers=filed(visitor, registro))

    @made.get(C + "/{slot}")
    def ask(request: Request, convocatoria: str, slot: str) -> Response:
        return _page(visit(views, request, convocatoria), slot)

    @made.post(C + "/{slot}")
    def uploaded(request: Request, convocatoria: str, slot: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        try:
            hecho = _upload(visitor, slot, typed)
        except ResidenciasError as error:
            told = tuple({**one, "field": "archivo"} for one in views.told(error))
            return _page(visitor, slot, kind=typed.text("kind"), problems=told, status=status_of(error))
        return RedirectResponse(f"{visitor.base}/documentos/{slot}?hecho={hecho}", 303)

    @made.get(C + "/{slot}/archivo")
    def file(request: Request, convocatoria: str, slot: str, version: int = 0) -> Response:
        visitor = visit(views, request, convocatoria)
        found = visitor.ask("documents", "GetDocument", slot=slot, version=version)
        tag = f'"{found.version.sha256}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in request.headers.get("if-none-match", "").split(", "):
            return Response(status_code=304, headers=headers)
        return Response(found.content, media_type=JPEG, headers=headers)


def filed(visitor: Visit, registro: dict[str, Any]) -> tuple[Paper, ...]:
    """This person's papers as they stand, with what was observed of each."""
    manifest = as_plain(visitor.ask("documents", "GetManifest"))
    observations = expediente_of(visitor).get("observations", ())
    return papers_of(visitor.call, registro, manifest, observations)


def _page(visitor: Visit, slot: str, *, kind: str = "", **more: Any) -> Response:
    registro = registro_of(visitor)
    papers = filed(visitor, registro)
    paper = next((one for one in papers if one.row.slot == slot), None)
    if paper is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    order = [one.row.slot for one in papers]
    place = order.index(slot)
    return visitor.page(
        "documento.html",
        paper=paper,
        kinds=kinds_of(visitor.call, registro, paper.row),
        kind=kind or (paper.versions[0]["kind"] if paper.is_filed else ""),
        file=visitor.call.documents.file,
        file_name=visitor.call.documents.file_name(slot),
        following=next(
            (one for one in (*papers[place + 1 :], *papers[:place]) if one.state == "por_hacer"), None
        ),
        key=fresh_key(),
        **more,
    )


def _upload(visitor: Visit, slot: str, typed: Typed) -> str:
    """The file is judged and kept, or was there already. A photo has no name yet: it gets the one of its row."""
    field, name, content = typed.file("archivo", "foto")
    if not field:
        raise Invalid("FALTA_ARCHIVO")
    if field == "foto":
        name = visitor.call.documents.file_name(slot)
    kind = typed.text("kind")
    key = typed.content_key(slot, kind, name, content)
    given = {"slot": slot, "filename": name, "kind": kind, "content": content}
    found = as_plain(visitor.ask("documents", "UploadDocument", key, **given))
    kept = datetime.fromisoformat(found["versions"][0]["uploaded_at"]) if found["versions"] else None
    received = datetime.fromisoformat(visitor.request.scope["received_at"])
    return "igual" if kept and received - kept > A_REPETITION else "subido"
