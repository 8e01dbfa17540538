"""The rounds of a call: what the verifier said, the bundle to take along, and the round run again before one's eyes."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from plumbing.events import as_plain
from services.gateway.portal.personal.paquete import part_of
from services.gateway.portal.personal.puesto import AUDITORIA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of

ROUNDS = AUDITORIA.path + "/{convocatoria}/rondas"
ROUND = ROUNDS + "/{round_id}"
AGAIN_S = 120.0


def routes(made: APIRouter, views: Views) -> None:
    @made.get(ROUNDS)
    def rounds(request: Request, convocatoria: str) -> Response:
        here, call = seat(views, request, AUDITORIA), call_of(views.edge, convocatoria)
        found = as_plain(here.ask(call, "allocation", "ListRounds"))["rounds"]
        return here.page("auditoria/rondas.html", call=call, rounds=found[::-1])

    @made.get(ROUND)
    def one(request: Request, convocatoria: str, round_id: str) -> Response:
        return _page(seat(views, request, AUDITORIA), convocatoria, round_id)

    @made.get(ROUND + "/repeticion")
    def again(request: Request, convocatoria: str, round_id: str) -> Response:
        return _page(seat(views, request, AUDITORIA), convocatoria, round_id, is_again=True)

    @made.get(ROUND + "/{part}.json")
    def part(request: Request, convocatoria: str, round_id: str, part: str) -> Response:
        here, call = seat(views, request, AUDITORIA), call_of(views.edge, convocatoria)
        return part_of(here.ask(call, "allocation", "GetBundle", round_id=round_id), part)


def _page(here: Seat, convocatoria: str, round_id: str, is_again: bool = False) -> Response:
    """The round; with `is_again`, run once more from what is kept of it."""
    call = call_of(here.views.edge, convocatoria)
    ronda = as_plain(here.ask(call, "allocation", "GetRound", round_id=round_id))
    check = None
    if is_again:
        check = as_plain(
            replace(here, deadline_s=AGAIN_S).ask(call, "allocation", "VerifyRound", round_id=round_id)
        )
    return here.page("auditoria/ronda.html", call=call, round=ronda, check=check)
