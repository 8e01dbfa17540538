"""The CES's area: a convocatoria from the roster to the last letter, one module a part of its work."""

from __future__ import annotations

from fastapi import APIRouter

from services.gateway.portal.personal.ces import (
    archivos,
    cartas,
    inicio,
    personas,
    plazas,
    publicacion,
    resultados,
    rondas,
    tablero,
    temporales,
    vetos,
)
from services.gateway.portal.views import Views

PARTS = (
    vetos,  # before what takes its name for a convocatoria's
    inicio,
    archivos,
    temporales,
    tablero,
    rondas,
    publicacion,
    resultados,
    personas,
    plazas,
    cartas,
)


def routes(made: APIRouter, views: Views) -> None:
    """Every page below `/ces`."""
    for part in PARTS:
        part.routes(made, views)
