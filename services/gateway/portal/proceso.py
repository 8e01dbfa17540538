"""«Mi proceso»: everything on one page. What is next and how long is left, and the whole way with its dates."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.events import as_plain
from services.gateway.portal.calendar import calendar_of
from services.gateway.portal.camino import camino
from services.gateway.portal.expediente import expediente_of, result_of, status_of_expediente
from services.gateway.portal.papers import papers_of
from services.gateway.portal.registro import by_section, registro_of
from services.gateway.portal.tasks import Standing, next_task, tasks_of
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit

C = "/convocatorias/{convocatoria}"
NOTICES = 8


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C + "/proceso")
    def process(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        standing = standing_of(visitor)
        tasks = tasks_of(standing)
        category = standing.registro.get("categoria_roster", "")
        entries = calendar_of(visitor.call, views.edge.clock.now(), category)
        return visitor.page(
            "proceso.html",
            registro=standing.registro,
            status=200,
            estado=status_of_expediente(visitor, standing.registro, standing.expediente),
            expediente=standing.expediente,
            result=standing.result,
            tasks=tasks,
            following=None if standing.is_out else next_task(tasks),
            entries=entries,
            stops=camino(visitor.call, tasks, entries),
            notices=notices_of(visitor),
        )


def standing_of(visitor: Visit) -> Standing:
    """All that is known of the person, each thing asked of the service that knows it."""
    registro, expediente = registro_of(visitor), expediente_of(visitor)
    manifest = as_plain(visitor.ask("documents", "GetManifest"))
    return Standing(
        visitor.call,
        registro,
        papers_of(visitor.call, registro, manifest, expediente),
        expediente,
        result_of(visitor),
        by_section(visitor, registro),
        visitor.views.edge.clock.now(),
    )


def notices_of(visitor: Visit) -> list[dict[str, Any]]:
    """The last e-mails that were sent to the person, newest first."""
    found = as_plain(visitor.ask("notifications", "ListMessages", page={"limit": 100}))
    sent = sorted(found["messages"], key=lambda one: one["sent_at"] or "9999", reverse=True)
    return sent[:NOTICES]
