"""One person at the OOAD: where they stand, what there is to do, their letters and what they handed in."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.cartas import pdf
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.personal.ooad.sitio import PERSONA
from services.gateway.portal.personal.ooad.tareas import WITH_LETTER, tareas_of
from services.gateway.portal.personal.puesto import OOAD, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.transfers import scan

ENDS = {"renuncia": "RegisterRenuncia", "abandono": "RecordAbandono"}
LETTER = "PRESENTACION"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(PERSONA)
    def person(request: Request, convocatoria: str, expediente_id: str, carta: str = "") -> Response:
        here, call = seat(views, request, OOAD), call_of(views.edge, convocatoria)
        result = result_of(here, call, expediente_id)
        listed = here.ask(call, "notifications", "ListLetters", expediente_id=expediente_id)
        return here.page(
            "ooad/persona.html",
            call=call,
            result=result,
            tasks=tareas_of(call, result),
            letters=as_plain(listed)["letters"],
            checked=_checked(here, carta),
            validity=entry_of(call, call.acceptance.validity_window, views.edge.clock.now()),
            over={one.outcome: one for one in call.consequences}.get(result["outcome"]),
            may=acts_of(here, call),
            is_in=result["estado"] in WITH_LETTER,
            where=f"/ooad/{call.id}/{expediente_id}",
            key=fresh_key(),
        )

    @made.get(PERSONA + "/papeles/{sha256}")
    def paper(request: Request, convocatoria: str, expediente_id: str, sha256: str) -> Response:
        here, call = seat(views, request, OOAD), call_of(views.edge, convocatoria)
        return scan(here.ask(call, "allocation", "GetPaper", expediente_id=expediente_id, sha256=sha256))

    @made.post(PERSONA + "/carta")
    def letter(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, OOAD, typed), call_of(views.edge, convocatoria)
        key = typed.content_key(LETTER)
        return pdf(
            here.ask(call, "notifications", "PrintLetter", key, expediente_id=expediente_id, kind=LETTER)
        )


def result_of(here: Seat, call: Convocatoria, expediente_id: str) -> dict[str, Any]:
    """The person's result as allocation tells it. Raises NotFound for people of another OOAD."""
    found: dict[str, Any] = as_plain(here.ask(call, "allocation", "GetResult", expediente_id=expediente_id))
    return found


def acts_of(here: Seat, call: Convocatoria) -> frozenset[str]:
    """The methods that this person's roles open; a renuncia is received by the office that the convocatoria names."""
    roles, upstream = here.session.caller.roles, here.views.edge.upstream
    found = {name for name in upstream.methods["allocation"] if roles & upstream.roles("allocation", name)}
    receiver = "ces" if call.acceptance.renuncia_to == "division" else "ooad"
    return frozenset(found if receiver in roles else found - {ENDS["renuncia"]})


def _checked(here: Seat, code: str) -> dict[str, Any] | None:
    """What is known of the letter by whose code one came here; nothing for a code that is none."""
    if not code:
        return None
    try:
        found: dict[str, Any] = as_plain(here.ask(None, "notifications", "VerifyLetter", code=code))
    except ResidenciasError:
        return None
    return found
