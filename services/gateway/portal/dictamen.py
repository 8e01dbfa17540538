"""What the reviewer said of one's articles, point by point."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import NotFound
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.expediente import dictamen_of
from services.gateway.portal.views import Views
from services.gateway.portal.visits import visit

C = "/convocatorias/{convocatoria}/dictamen"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def read(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        research = visitor.call.scoring.research
        if research is None:
            raise NotFound("PAGINA_DESCONOCIDA")
        window = entry_of(visitor.call, research.window, views.edge.clock.now())
        return visitor.page("dictamen.html", research=research, dictamen=dictamen_of(visitor), window=window)
