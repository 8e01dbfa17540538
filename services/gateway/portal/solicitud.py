"""The solicitud: what it will say, a numbered print of it, and the PDF to sign."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import ResidenciasError
from services.gateway.portal import fields
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.envio import links
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.registro import answers, by_section, registro_of, sections_of
from services.gateway.portal.sedes import offered_to
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}/solicitud"
PRINTED_IN = "solicitud_print"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def ask(request: Request, convocatoria: str) -> Response:
        return _page(visit(views, request, convocatoria))

    @made.post(C)
    def printed(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        try:
            visitor.ask("registration", "PrintSolicitud", typed.act_key())
        except ResidenciasError as error:
            told = links(visitor, views.told(error, fields.labels(visitor.call)))
            return _page(visitor, told, status_of(error))
        return RedirectResponse(f"{visitor.base}/solicitud?hecho=impresion", 303)


def _page(visitor: Visit, problems: tuple[object, ...] = (), status: int = 200) -> Response:
    registro = registro_of(visitor)
    number, now = registro["print_number"], visitor.views.edge.clock.now()
    names = {sede["sede"]: sede["nombre"] for sede in offered_to(visitor)["sedes"]}
    return visitor.page(
        "solicitud.html",
        title=next((one.title for one in visitor.call.letters if one.window == PRINTED_IN), "Mi solicitud"),
        status=status,
        problems=problems,
        registro=registro,
        sections=sections_of(visitor),
        wrong=by_section(visitor, registro),
        answers=answers,
        names=names,
        window=entry_of(visitor.call, "solicitud_reprint" if number else "solicitud_print", now),
        key=fresh_key(),
    )
