"""The portal: pages for aspirantes and for the institution's people, over the calls of REST; no rules of their own."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from services.gateway.portal import (
    calculadora,
    cartas,
    cuenta,
    documentos,
    envio,
    proceso,
    publico,
    registro,
    resultado,
    sedes,
    solicitud,
)
from services.gateway.portal.personal import entrada, mesa
from services.gateway.portal.views import Views
from services.gateway.portal.visits import same_site

AREAS = (
    publico,
    cuenta,
    calculadora,
    proceso,
    registro,
    sedes,
    documentos,
    solicitud,
    envio,
    resultado,
    cartas,
    entrada,
    mesa,
)


def router(views: Views) -> APIRouter:
    """Every page of the portal."""
    made = APIRouter(include_in_schema=False, dependencies=[Depends(same_site)])
    for area in AREAS:
        area.routes(made, views)
    return made
