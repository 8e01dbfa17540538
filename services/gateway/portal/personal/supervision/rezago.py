"""The rezago: what was sent in time and nobody ruled on before the close. The CES resolves each, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Typed
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.mesa.dictamen import KEYS
from services.gateway.portal.personal.puesto import CES, SUPERVISION, Seat, seat
from services.gateway.portal.personal.supervision.expedientes import listed
from services.gateway.portal.personal.supervision.ritmo import C
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.portal.words import words

LIST = C + "/rezago"
ONE = LIST + "/{expediente_id}"
VALIDATES = "VALIDAR"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(LIST)
    def undecided(request: Request, convocatoria: str, desde: str = "") -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        found = listed(here, call, situation="REZAGO", after=desde)
        window = call.windows[call.allocation.frozen_in]
        return here.page("supervision/rezago.html", call=call, found=found, window=window)

    RESOLVE.routes(made, views, ONE)


@dataclass(frozen=True)
class Undecided:
    """Somebody in front of one expediente that nobody ruled on."""

    here: Seat
    call: Convocatoria
    expediente: dict[str, Any]


def _undecided(views: Views, request: Request, typed: Typed | None) -> Undecided:
    asked = request.path_params
    here, call = seat(views, request, SUPERVISION, typed), call_of(views.edge, asked["convocatoria"])
    return Undecided(here, call, dossier.read(here, call, asked["expediente_id"]))


def _with_reason(one: Undecided, typed: Typed) -> Typed:
    return typed.asking("resolucion", "razon")


def _resolve(one: Undecided, typed: Typed) -> Response:
    resolution, expediente_id = typed.text("resolucion"), one.expediente["expediente_id"]
    claims = dossier.ruling(one.call, one.expediente, typed).claims if resolution == VALIDATES else ()
    said = {"resolution": resolution, "reason": typed.text("razon"), "claims": claims}
    one.here.ask(
        one.call, "validation", "ResolveRezago", typed.act_key(), expediente_id=expediente_id, **said
    )
    return RedirectResponse(f"{LIST.format(convocatoria=one.call.id)}?hecho=rezago_resuelto", 303)


def _page(one: Undecided, shown: Shown) -> Response:
    here, call, expediente = one.here, one.call, one.expediente
    address = {"convocatoria": call.id, "expediente_id": expediente["expediente_id"]}
    seen = dossier.seen_today(here, call, expediente["expediente_id"])
    return here.page(
        "supervision/rezago_uno.html",
        **shown.values(here.views, words()["rezago"]),
        call=call,
        expediente=expediente,
        papers=dossier.papers(call, expediente, seen),
        claims=dossier.claims(call, expediente),
        ruling=dossier.ruling(call, expediente, shown.typed),
        reasons={reason.code: reason for reason in call.observation_reasons},
        given=dict(shown.typed.carried()),
        may_resolve=bool(CES.roles & here.session.caller.roles),
        pictures=(C + "/expedientes/{expediente_id}").format(**address),
        where=ONE.format(**address),
        keys=KEYS,
    )


RESOLVE = Checked(_undecided, _page, _resolve, _with_reason)
