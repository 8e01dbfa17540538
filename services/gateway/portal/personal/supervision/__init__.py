"""Supervision: the queue and its pace, annulments to decide, every expediente, and the rezago."""

from __future__ import annotations

from fastapi import APIRouter

from services.gateway.portal.personal.supervision import anulaciones, expedientes, rezago, ritmo
from services.gateway.portal.views import Views


def routes(made: APIRouter, views: Views) -> None:
    """`/supervision` and everything below it."""
    for part in (ritmo, anulaciones, rezago, expedientes):
        part.routes(made, views)
