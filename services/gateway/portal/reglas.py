"""The rules of a call, section by section, each beside its clause; one long page that prints well."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.reading import Reading, read
from plumbing.deadlines import find
from services.gateway.portal.views import Views
from services.gateway.portal.visits import session_of

READ: dict[str, Reading] = {}  # by digest: as many as there are versions of calls


def routes(made: APIRouter, views: Views) -> None:
    @made.get("/convocatorias/{convocatoria}/reglas")
    def rules(request: Request, convocatoria: str) -> Response:
        call = readable(views, convocatoria)
        session = session_of(views.edge, request)
        reading = _reading(call)
        return views.page("reglas.html", request, session=session, call=call, reading=reading)


def readable(views: Views, convocatoria: str) -> Convocatoria:
    """The call in force now, also one that waits for its dates. Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
    known = views.edge.registry
    newest = known.templates.get(convocatoria) or find(known, convocatoria)
    return newest.at(views.edge.clock.now())


def _reading(call: Convocatoria) -> Reading:
    if call.digest not in READ:
        READ[call.digest] = read(call)
    return READ[call.digest]
