"""One fact with the proof that it stands in the log, and the file with which anybody checks it elsewhere."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.events import as_plain
from services.gateway.portal.personal.auditoria.hechos import hecho
from services.gateway.portal.personal.puesto import AUDITORIA, seat
from services.gateway.portal.views import Views

FACT = AUDITORIA.path + "/hechos/{event_id}"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(FACT)
    def proof(request: Request, event_id: str) -> Response:
        here = seat(views, request, AUDITORIA)
        proved = as_plain(here.ask(None, "audit", "Prove", event_id=event_id))
        return here.page(
            "auditoria/prueba.html",
            proof=proved,
            one=hecho(proved["entry"], views.edge.registry),
            envelope=_indented(proved["entry"]["envelope"]),
        )

    @made.get(FACT + "/prueba.json")
    def file(request: Request, event_id: str) -> Response:
        here = seat(views, request, AUDITORIA)
        proved = as_plain(here.ask(None, "audit", "Prove", event_id=event_id))
        name = f'attachment; filename="prueba-{proved["index"]}.json"'
        return Response(
            json.dumps(proved, ensure_ascii=False, indent=1),
            media_type="application/json",
            headers={"Content-Disposition": name},
        )


def _indented(envelope: str) -> str:
    found: Any = json.loads(envelope or "{}")
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)
