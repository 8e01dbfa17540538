"""The papers, one slot at a time: a legal file is kept at once, of anything else one is made and shown first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from plumbing.errors import Invalid, NotAllowed, NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal import conversion
from services.gateway.portal.conversion import BY_NAME, MADE, MENDABLE, Made
from services.gateway.portal.expediente import expediente_of
from services.gateway.portal.forms import WITH_FILES, Typed, fresh_key
from services.gateway.portal.papers import Paper, kinds_of, papers_of
from services.gateway.portal.registro import registro_of
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, inside, visit
from services.gateway.problems import status_of
from services.gateway.sessions import check_csrf
from services.gateway.transfers import JPEG, document, page_numbers

OF_PAGES = ("PAGINAS_ILEGIBLES", "DEMASIADAS_PAGINAS", "PAGINA_INEXISTENTE")
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
    async def posted(request: Request, convocatoria: str, slot: str) -> Response:
        try:
            visitor = await run_in_threadpool(inside, views, request, convocatoria)
        except NotAllowed:
            await _let_go(request)
            raise
        try:
            typed = request.state.typed = Typed(await request.form())
        except Invalid as error:
            return await run_in_threadpool(_refused, visitor, slot, error)
        return await run_in_threadpool(_taken, visitor, slot, typed)

    @made.get(C + "/{slot}/archivo")
    def file(
        request: Request,
        convocatoria: str,
        slot: str,
        version: int = 0,
        original: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        visitor = visit(views, request, convocatoria)
        found = visitor.ask("documents", "GetDocument", slot=slot, version=version, original=original)
        answer = document(request, found, original)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer


async def _let_go(request: Request) -> None:
    """The body of who is not inside is taken, so that the answer reaches them: what was typed stays, files do not."""
    if request.headers.get("content-type", "").startswith(WITH_FILES):
        async for _ in request.stream():
            pass
    else:
        request.state.typed = Typed(await request.form())


def filed(visitor: Visit, registro: dict[str, Any]) -> tuple[Paper, ...]:
    """This person's papers as they stand, with what was observed of each."""
    manifest = as_plain(visitor.ask("documents", "GetManifest"))
    return papers_of(visitor.call, registro, manifest, expediente_of(visitor))


def _page(visitor: Visit, slot: str, *, kind: str = "", pages: str = "", **more: Any) -> Response:
    registro = registro_of(visitor)
    papers = filed(visitor, registro)
    paper = next((one for one in papers if one.row.slot == slot), None)
    if paper is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    kinds = kinds_of(visitor.call, registro, paper.row)
    sheets = [one.sheets.most for one in paper.row.kinds if one.sheets and one.kind in dict(kinds)]
    order = [one.row.slot for one in papers]
    place = order.index(slot)
    return visitor.page(
        "documento.html",
        paper=paper,
        kinds=kinds,
        sheets=max(sheets, default=1),
        pages=pages,
        kind=kind or (paper.versions[0]["kind"] if paper.is_filed else ""),
        file=visitor.call.documents.file,
        file_name=visitor.call.documents.file_name(slot),
        following=next(
            (one for one in (*papers[place + 1 :], *papers[:place]) if one.state == "por_hacer"), None
        ),
        key=fresh_key(),
        **conversion.FORM,
        **more,
    )


def _taken(visitor: Visit, slot: str, typed: Typed) -> Response:
    """What the form brought is in its slot, or is shown as it would be, or is refused on the page it came from."""
    check_csrf(visitor.session, typed.text("_csrf"))
    if slot not in {row.slot for row in visitor.call.documents.rows}:
        raise NotFound("PAGINA_DESCONOCIDA")
    try:
        if MADE in typed.data:
            return _decided(visitor, slot, typed, conversion.carried_back(typed.text(MADE)))
        return _received(visitor, slot, typed)
    except ResidenciasError as error:
        return _refused(visitor, slot, error, typed)


def _decided(visitor: Visit, slot: str, typed: Typed, content: bytes) -> Response:
    """The person looked at what was made: it is theirs to use, or to see at full size."""
    if typed.text("ver"):
        return Response(content, media_type=JPEG)
    name = visitor.call.documents.file_name(slot)
    return _kept(visitor, slot, typed, name, content)


def _received(visitor: Visit, slot: str, typed: Typed) -> Response:
    """A legal file is kept at once; of anything else a legal one is made, to be looked at."""
    by_hand, photos = typed.files("archivo"), typed.files("fotos", "foto")
    files = photos if photos and (typed.text("con") == "fotos" or not by_hand) else by_hand
    if not files:
        raise Invalid("FALTA_ARCHIVO")
    name, content = files[0]
    if files is by_hand and conversion.may_be_legal(visitor.call, content):
        try:
            return _kept(visitor, slot, typed, name, content)
        except ResidenciasError as error:
            blocked = conversion.blocked_by(error)
            if not blocked or not blocked <= MENDABLE:
                raise
            if blocked == {BY_NAME}:
                return _shown(visitor, slot, typed, conversion.renamed(visitor, slot, content))
    pages = page_numbers(typed.text("paginas")) if files is photos else []
    contents = [content for _, content in files]
    return _shown(
        visitor, slot, typed, conversion.complied(visitor, slot, typed.text("kind"), contents, pages)
    )


def _kept(visitor: Visit, slot: str, typed: Typed, name: str, content: bytes) -> Response:
    """The file is judged and kept, or was there already."""
    kind = typed.text("kind")
    key = typed.content_key(slot, kind, name, content)
    given: dict[str, Any] = {"slot": slot, "filename": name, "kind": kind, "content": content}
    found = as_plain(visitor.ask("documents", "UploadDocument", key, **given))
    kept = datetime.fromisoformat(found["versions"][0]["uploaded_at"]) if found["versions"] else None
    received = datetime.fromisoformat(visitor.request.scope["received_at"])
    done = "igual" if kept and received - kept > A_REPETITION else "subido"
    return RedirectResponse(f"{visitor.base}/documentos/{slot}?hecho={done}", 303)


def _shown(visitor: Visit, slot: str, typed: Typed, made: Made) -> Response:
    row = visitor.call.documents.row(slot)
    return visitor.page(
        "revision.html",
        row=row,
        made=made,
        kind=typed.text("kind"),
        file=visitor.call.documents.file,
        key=fresh_key(),
    )


def _refused(visitor: Visit, slot: str, error: ResidenciasError, typed: Typed | None = None) -> Response:
    """The slot's page with what was wrong, leading to the field that brought it."""
    has_photos = typed is not None and typed.text("con") == "fotos"
    field = "paginas" if error.code in OF_PAGES else "fotos" if has_photos else "archivo"
    told = tuple({**one, "field": field} for one in visitor.views.told(error))
    given = {"kind": typed.text("kind"), "pages": typed.text("paginas")} if typed else {}
    return _page(visitor, slot, problems=told, status=status_of(error), **given)
