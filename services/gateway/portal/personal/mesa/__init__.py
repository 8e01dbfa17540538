"""The validador's desk: the queue, one dossier at a time with its ruling, and what else is done with it."""

from __future__ import annotations

from fastapi import APIRouter

from services.gateway.portal.personal.mesa import actos, dictamen, fila
from services.gateway.portal.views import Views


def routes(made: APIRouter, views: Views) -> None:
    """`/mesa` and everything below it."""
    for part in (fila, dictamen, actos):
        part.routes(made, views)
