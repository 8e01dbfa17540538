"""The portal: pages for aspirantes and for the institution's people, over the calls of REST; no rules of their own."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from services.gateway.portal import (
    calculadora,
    cartas,
    cuenta,
    documentos,
    envio,
    plazas,
    proceso,
    publico,
    registro,
    reglas,
    resultado,
    sedes,
    solicitud,
)
from services.gateway.portal.personal import auditoria, entrada, mesa, operacion, supervision
from services.gateway.portal.views import Views
from services.gateway.portal.visits import same_site

AREAS = (
    publico,
    reglas,
    plazas,
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
    supervision,
    auditoria,
    operacion,
)


def router(views: Views) -> APIRouter:
    """Every page of the portal."""
    made = APIRouter(include_in_schema=False, dependencies=[Depends(same_site)])
    for area in AREAS:
        area.routes(made, views)
    return made
