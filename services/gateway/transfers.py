"""What is not JSON: files in, files out, and the live status of an expediente."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.datastructures import UploadFile as FormFile

from plumbing.errors import Invalid, NotAllowed, Unavailable
from plumbing.events import as_plain
from services.gateway.edge import Edge
from services.gateway.shapes import model_of
from services.gateway.surface import C, E
from services.gateway.watching import LIFETIME_S

JPEG = "image/jpeg"
MOST_ORIGINALS = 24
CONVERSION_S = 90.0
ORIGINALS = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "maxItems": MOST_ORIGINALS,
        },
        "kind": {"type": "string", "description": "Tipo de documento, como en la carga"},
        "pages": {"type": "string", "description": "Páginas que se toman, en orden: 1,3; vacío: todas"},
    },
}


def router(edge: Edge) -> APIRouter:
    """Imports, documents, letters, bundles, the oferta left over, the audit's export and server-sent events."""
    made = APIRouter()
    _imports(made, edge)
    _documents(made, edge)
    _conversions(made, edge)
    _letters(made, edge)
    _plazas(made, edge)
    _papers(made, edge)
    _streams(made, edge)
    return made


def _call(edge: Edge, request: Request, service: str, method: str, **values: Any) -> Any:
    message = edge.upstream.request(service, method, **values)
    return edge.upstream.call(service, method, message, edge.circumstances(request))


def _imports(made: APIRouter, edge: Edge) -> None:
    @made.post(C + "/rosters", tags=["Registro"], summary="Importa la lista CIFRHS (CSV) y la concilia")
    def import_roster(request: Request, convocatoria: str, file: Annotated[UploadFile, File()]) -> Any:
        content = file.file.read()
        values = {"convocatoria": convocatoria, "filename": file.filename or "", "content": content}
        return as_plain(_call(edge, request, "registration", "ImportRoster", **values))

    @made.post(C + "/calificaciones", tags=["Puntaje"], summary="Carga el corte de calificaciones (CSV)")
    def import_calificaciones(
        request: Request, convocatoria: str, file: Annotated[UploadFile, File()]
    ) -> Any:
        content = file.file.read()
        values = {"convocatoria": convocatoria, "filename": file.filename or "", "content": content}
        return as_plain(_call(edge, request, "scoring", "ImportCalificaciones", **values))

    @made.post(C + "/ofertas", tags=["Asignación"], summary="Carga la oferta de plazas (CSV) y la revisa")
    def load_oferta(request: Request, convocatoria: str, file: Annotated[UploadFile, File()]) -> Any:
        content = file.file.read()
        values = {"convocatoria": convocatoria, "filename": file.filename or "", "content": content}
        return as_plain(_call(edge, request, "allocation", "LoadOferta", **values))


def _documents(made: APIRouter, edge: Edge) -> None:
    @made.post(C + "/documentos/revision", tags=["Documentos"], summary="Revisa una imagen sin guardarla")
    def check_image(
        request: Request, convocatoria: str, slot: Annotated[str, Form()], file: Annotated[UploadFile, File()]
    ) -> Any:
        values = {"slot": slot, "filename": file.filename or "", "content": file.file.read()}
        return as_plain(_call(edge, request, "documents", "CheckImage", convocatoria=convocatoria, **values))

    @made.post(
        E + "/documentos/{slot}", tags=["Documentos"], summary="Sube un documento; guarda cada versión"
    )
    def upload(
        request: Request,
        convocatoria: str,
        expediente_id: str,
        slot: str,
        file: Annotated[UploadFile, File()],
        kind: Annotated[str, Form()] = "",
    ) -> Any:
        values = {"slot": slot, "filename": file.filename or "", "kind": kind, "content": file.file.read()}
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id}
        return as_plain(_call(edge, request, "documents", "UploadDocument", **where, **values))

    @made.get(E + "/documentos/{slot}", tags=["Documentos"], summary="El documento tal como se subió")
    def download(
        request: Request,
        convocatoria: str,
        expediente_id: str,
        slot: str,
        version: Annotated[int, Query(ge=0)] = 0,
        original: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id, "slot": slot}
        found = _call(edge, request, "documents", "GetDocument", **where, version=version, original=original)
        return document(request, found, original)


def document(request: Request, found: Any, original: int = 0) -> Response:
    """The bytes, tagged by their SHA-256; an original is handed out to be kept, not to be opened here."""
    sha256 = found.version.originals[original - 1].sha256 if original else found.version.sha256
    headers = {"ETag": f'"{sha256}"'} | ({"Content-Disposition": "attachment"} if original else {})
    if headers["ETag"] in request.headers.get("if-none-match", "").split(", "):
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type or JPEG, headers=headers)


def _conversions(made: APIRouter, edge: Edge) -> None:
    @made.post(
        E + "/documentos/{slot}/conversion",
        tags=["Documentos"],
        summary="Hace de fotos, escaneos o un PDF el JPG que pide la tabla; no lo sube",
        response_model=model_of(edge.upstream.methods["documents"]["Comply"].output_type),
        openapi_extra={
            "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": ORIGINALS}}}
        },
    )
    async def comply(request: Request, convocatoria: str, expediente_id: str, slot: str) -> Response:
        await run_in_threadpool(_require_session, edge, request)  # before a body this large is read
        async with request.form(max_files=MOST_ORIGINALS, max_fields=MOST_ORIGINALS) as form:
            sent = [part for part in form.getlist("file") if isinstance(part, FormFile)]
            values = {
                "slot": slot,
                "kind": str(form.get("kind", "")),
                "files": [await part.read() for part in sent],
                "pages": page_numbers(str(form.get("pages", ""))),
            }
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id}
        message = edge.upstream.request("documents", "Comply", **where, **values)
        circumstances = await run_in_threadpool(edge.circumstances, request)
        answer = await run_in_threadpool(
            edge.upstream.call, "documents", "Comply", message, circumstances, CONVERSION_S
        )
        return JSONResponse(as_plain(answer))


def _require_session(edge: Edge, request: Request) -> None:
    if edge.session(request) is None:
        raise NotAllowed("SIN_SESION")


def page_numbers(text: str) -> list[int]:
    """`1,3` as numbers. Raises Invalid(PAGINAS_ILEGIBLES)."""
    parts = text.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise Invalid("PAGINAS_ILEGIBLES", texto=text[:40])
    return [int(part) for part in parts]


def _letters(made: APIRouter, edge: Edge) -> None:
    @made.post(
        E + "/cartas/{kind}",
        tags=["Cartas y correos"],
        summary="El PDF de una carta o forma; sus datos van en los encabezados",
        response_class=Response,
    )
    def print_letter(
        request: Request,
        convocatoria: str,
        expediente_id: str,
        kind: str,
        ref: Annotated[str, Query()] = "",
    ) -> Response:
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id}
        letter = _call(edge, request, "notifications", "PrintLetter", **where, kind=kind, ref=ref)
        headers = {
            "Content-Disposition": f'attachment; filename="{letter.filename}"',
            "X-Letter-Id": letter.letter_id,
            "X-Letter-Code": letter.code,
            "X-Letter-Sha256": letter.sha256,
        }
        return Response(letter.pdf, media_type="application/pdf", headers=headers)

    @made.get(
        C + "/rondas/{round_id}/paquete",
        tags=["Asignación"],
        summary="Entrada y salida de la corrida, para repetirla byte por byte",
    )
    def bundle(request: Request, convocatoria: str, round_id: str) -> Response:
        found = _call(edge, request, "allocation", "GetBundle", convocatoria=convocatoria, round_id=round_id)
        plain = gzip.decompress if found.encoding == "gzip" else bytes
        body = b'{"input":' + plain(found.input) + b',"output":' + plain(found.output) + b"}"
        digests = {"X-Input-Sha256": found.input_sha256, "X-Output-Sha256": found.output_sha256}
        return Response(body, media_type="application/json", headers=digests)


def _plazas(made: APIRouter, edge: Edge) -> None:
    @made.get(
        C + "/oferta-sobrante",
        tags=["Asignación"],
        summary="La oferta de este periodo: las plazas que dejó el anterior, en el archivo que se carga",
        response_class=Response,
    )
    def leftover(request: Request, convocatoria: str) -> Response:
        found = _call(edge, request, "allocation", "GetLeftoverOferta", convocatoria=convocatoria)
        headers = {
            "Content-Disposition": f'attachment; filename="{found.filename}"',
            "X-Oferta-Sha256": found.sha256,
            "X-Origin": found.origin,
            "X-Origin-Rules-Digest": found.origin_rules_digest,
            "X-Origin-Output-Sha256": found.origin_output_sha256,
        }
        return Response(found.content, media_type="text/csv; charset=utf-8", headers=headers)


def _papers(made: APIRouter, edge: Edge) -> None:
    @made.post(
        E + "/papeles",
        tags=["Asignación"],
        summary="Guarda un documento que la persona entregó firmado: renuncia, dictamen o constancia de abandono",
        response_model=model_of(edge.upstream.methods["allocation"]["ReceivePaper"].output_type),
    )
    def receive(
        request: Request,
        convocatoria: str,
        expediente_id: str,
        kind: Annotated[str, Form()],
        file: Annotated[UploadFile, File()],
    ) -> Any:
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id}
        content = file.file.read()
        received = _call(edge, request, "allocation", "ReceivePaper", **where, kind=kind, content=content)
        return JSONResponse(as_plain(received))

    @made.get(
        E + "/papeles/{sha256}",
        tags=["Asignación"],
        summary="Un documento que la persona entregó, tal como se recibió",
        response_class=Response,
    )
    def read(request: Request, convocatoria: str, expediente_id: str, sha256: str) -> Response:
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id}
        return scan(_call(edge, request, "allocation", "GetPaper", **where, sha256=sha256))


def scan(found: Any) -> Response:
    """A received paper: a picture opens in its place, a PDF is kept by the browser."""
    is_picture = found.paper.media_type.startswith("image/")
    name = f"{found.paper.kind.lower()}.{found.paper.media_type.rpartition('/')[2]}"
    headers = {
        "ETag": f'"{found.paper.sha256}"',
        "Content-Disposition": f'{"inline" if is_picture else "attachment"}; filename="{name}"',
    }
    return Response(found.content, media_type=found.paper.media_type, headers=headers)


def _streams(made: APIRouter, edge: Edge) -> None:
    @made.get(
        E + "/eventos", tags=["Validación"], summary="El estado ahora y en cada cambio (server-sent events)"
    )
    def watch(request: Request, convocatoria: str, expediente_id: str) -> StreamingResponse:
        where = {"convocatoria": convocatoria, "expediente_id": expediente_id}
        message = edge.upstream.request("validation", "WatchStatus", **where)
        states = edge.upstream.stream(
            "validation", "WatchStatus", message, edge.circumstances(request), LIFETIME_S
        )
        first = next(states, None)
        if first is None:
            raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="validation")
        return StreamingResponse(
            edge.watchers.events(first, states),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    @made.get(
        "/auditoria/exportacion", tags=["Auditoría"], summary="La bitácora en orden, una entrada por línea"
    )
    def export(request: Request, convocatoria: str = "", from_index: int = 0) -> StreamingResponse:
        message = edge.upstream.request("audit", "Export", convocatoria=convocatoria, from_index=from_index)
        entries = edge.upstream.stream("audit", "Export", message, edge.circumstances(request))
        first = list(islice(entries, 1))  # a refusal is a problem, not half an export

        def lines() -> Iterator[str]:
            try:
                for entry in chain(first, entries):
                    yield json.dumps(as_plain(entry), ensure_ascii=False) + "\n"
            finally:
                entries.close()

        return StreamingResponse(lines(), media_type="application/x-ndjson")
