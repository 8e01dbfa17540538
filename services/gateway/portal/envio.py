"""Sending the expediente: everything to check once more, the acuse, the place in the queue, the ficha."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal import fields
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.documentos import filed
from services.gateway.portal.expediente import acuse_of, expediente_of, status_of_expediente
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.registro import answers, by_section, registro_of, sections_of
from services.gateway.portal.sedes import offered_to
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}"
PAPER = "documentos."


def sender(views: Views, request: Request, convocatoria: str, typed: Typed | None = None) -> Visit:
    """The aspirante of a call in which expedientes are sent. Raises NotFound where nobody validates."""
    visitor = visit(views, request, convocatoria, typed)
    if not visitor.call.has_validation:
        raise NotFound("PAGINA_DESCONOCIDA")
    return visitor


def routes(made: APIRouter, views: Views) -> None:
    _sending(made, views)
    _status(made, views)
    _ficha(made, views)


def _sending(made: APIRouter, views: Views) -> None:
    @made.get(C + "/envio")
    def check(request: Request, convocatoria: str) -> Response:
        return _check_page(sender(views, request, convocatoria))

    @made.post(C + "/envio")
    def sent(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor = sender(views, request, convocatoria, typed)
        try:
            visitor.ask("validation", "SubmitExpediente", typed.act_key())
        except ResidenciasError as error:
            told = links(visitor, views.told(error, fields.labels(visitor.call)))
            return _check_page(visitor, told, status_of(error))
        return RedirectResponse(f"{visitor.base}/acuse", 303)

    @made.get(C + "/acuse")
    def receipt(request: Request, convocatoria: str) -> Response:
        visitor = sender(views, request, convocatoria)
        labels = {row.slot: row.label for row in visitor.call.documents.rows}
        return visitor.page("acuse.html", acuse=acuse_of(visitor), labels=labels)


def _check_page(visitor: Visit, problems: Sequence[Any] = (), status: int = 200) -> Response:
    registro = registro_of(visitor)
    name = "primer_envio" if registro["estado"] == "PENDIENTE" else "envio"
    window = entry_of(visitor.call, name, visitor.views.edge.clock.now())
    return visitor.page(
        "envio.html",
        status=status,
        problems=tuple(problems),
        registro=registro,
        sections=sections_of(visitor),
        wrong=by_section(visitor, registro),
        answers=answers,
        papers=filed(visitor, registro),
        names={sede["sede"]: sede["nombre"] for sede in offered_to(visitor)["sedes"]},
        window=window or entry_of(visitor.call, "envio", visitor.views.edge.clock.now()),
        key=fresh_key(),
    )


def links(visitor: Visit, told: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Each entry of an error summary with the address where it is mended; papers go by their names."""
    return tuple({**_named(visitor, one), "href": page_of(visitor, str(one["field"]))} for one in told)


def _named(visitor: Visit, one: Mapping[str, Any]) -> Mapping[str, Any]:
    field = str(one["field"])
    if not field.startswith(PAPER):
        return one
    slot = field.removeprefix(PAPER)
    name = f"«{fields.called(visitor.call, slot)}»"
    return {**one, "que": re.sub(rf"\b{re.escape(slot)}\b", name, str(one["que"]))}


def page_of(visitor: Visit, field: str) -> str:
    """Where `documentos.CURP`, `solicitud`, `opciones[2]` or `telefonos[0]` is mended; empty for nowhere."""
    if field.startswith(PAPER):
        return f"{visitor.base}/documentos/{field.removeprefix(PAPER)}"
    if field in ("registro", "solicitud"):
        return f"{visitor.base}/{field}"
    section = fields.section_of(visitor.call, field) if field else ""
    if section == "sedes":
        return f"{visitor.base}/sedes"
    return f"{visitor.base}/registro/{section}?revisar=1#{visitor.views.anchor_of(field)}" if section else ""


def _status(made: APIRouter, views: Views) -> None:
    @made.get(C + "/estado")
    def status(request: Request, convocatoria: str) -> Response:
        visitor = sender(views, request, convocatoria)
        registro, expediente = registro_of(visitor), expediente_of(visitor)
        return visitor.page(
            "estado.html",
            registro=registro,
            expediente=expediente,
            estado=status_of_expediente(visitor, registro, expediente),
            observed=_observed(visitor, registro, expediente),
            stream=f"/api/v1{visitor.base}/expedientes/{visitor.session.caller.expediente_id}/eventos",
        )


def _observed(
    visitor: Visit, registro: dict[str, Any], expediente: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Each observation with its name, the page on which it is mended, and whether it was."""
    found = expediente.get("observations", ())
    papers = {paper.row.slot: paper for paper in filed(visitor, registro)} if found else {}
    return [
        {
            **one,
            "label": fields.called(visitor.call, one["target"]),
            "href": page_of(visitor, f"{PAPER}{one['target']}" if one["target"] in papers else one["target"]),
            "is_attended": one["is_attended"]
            or (one["target"] in papers and papers[one["target"]].state != "atender"),
        }
        for one in found
    ]


def _ficha(made: APIRouter, views: Views) -> None:
    @made.get(C + "/ficha")
    def ask(request: Request, convocatoria: str) -> Response:
        return _ficha_page(sender(views, request, convocatoria))

    @made.post(C + "/ficha")
    def issued(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor = sender(views, request, convocatoria, typed)
        try:
            visitor.ask("validation", "IssueFicha", typed.act_key())
        except ResidenciasError as error:
            return _ficha_page(visitor, views.told(error), status_of(error))
        return RedirectResponse(f"{visitor.base}/ficha?hecho=ficha", 303)


def _ficha_page(visitor: Visit, problems: Sequence[Any] = (), status: int = 200) -> Response:
    expediente = expediente_of(visitor)
    ficha = as_plain(visitor.ask("validation", "GetFicha")) if expediente.get("folio") else {}
    return visitor.page(
        "ficha.html",
        status=status,
        problems=tuple(problems),
        expediente=expediente,
        ficha=ficha,
        window=entry_of(visitor.call, "ficha", visitor.views.edge.clock.now()),
        gate=entry_of(visitor.call, visitor.call.allocation.embargo_until, visitor.views.edge.clock.now()),
        key=fresh_key(),
    )
