"""The auditor's area: the log, one person's story in it, proofs, and the rounds run again. Everything is only read."""

from __future__ import annotations

from fastapi import APIRouter

from services.gateway.portal.personal.auditoria import bitacora, historia, pruebas, rondas
from services.gateway.portal.views import Views


def routes(made: APIRouter, views: Views) -> None:
    """`/auditoria` and what is below it."""
    for page in (bitacora, pruebas, rondas, historia):
        page.routes(made, views)
