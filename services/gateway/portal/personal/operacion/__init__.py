"""The operator's area: how each service runs, and the facts that wait for a person."""

from __future__ import annotations

from fastapi import APIRouter

from services.gateway.portal.personal.operacion import apartados, servicios
from services.gateway.portal.views import Views


def routes(made: APIRouter, views: Views) -> None:
    """`/operacion` and what is below it."""
    for page in (servicios, apartados):
        page.routes(made, views)
