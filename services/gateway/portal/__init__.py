"""The portal: pages for aspirantes and for the institution's people, over the calls of REST; no rules of their own."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from services.gateway.portal import (
    calculadora,
    cartas,
    clave,
    cuenta,
    desistimiento,
    dictamen,
    documentos,
    envio,
    permutas,
    plazas,
    proceso,
    publico,
    registro,
    reglas,
    resultado,
    salida,
    sedes,
    solicitud,
)
from services.gateway.portal.personal import auditoria, ces, entrada, mesa, operacion, supervision
from services.gateway.portal.personal import dictamen as revision
from services.gateway.portal.personal.ooad import actos, persona, personas
from services.gateway.portal.views import Views
from services.gateway.portal.visits import same_site

AREAS = (
    publico,
    reglas,
    plazas,
    cuenta,
    salida,
    clave,
    calculadora,
    proceso,
    registro,
    sedes,
    documentos,
    solicitud,
    envio,
    resultado,
    permutas,
    desistimiento,
    dictamen,
    cartas,
    entrada,
    mesa,
    ces,
    supervision,
    revision,
    personas,
    persona,
    actos,
    auditoria,
    operacion,
)


def router(views: Views) -> APIRouter:
    """Every page of the portal."""
    made = APIRouter(include_in_schema=False, dependencies=[Depends(same_site)])
    for area in AREAS:
        area.routes(made, views)
    return made
