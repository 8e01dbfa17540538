"""One dossier on the desk: each paper beside what was typed of it, what is marked, the check, and the signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Typed, fresh_key
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.mesa import siguiente
from services.gateway.portal.personal.mesa.fila import DESK, to_next
from services.gateway.portal.personal.puesto import MESA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of

E = DESK + "/{convocatoria}/{expediente_id}"
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
SECONDS_TO_UNDO = 10


@dataclass(frozen=True)
class Sitting:
    """Somebody at the desk with one dossier."""

    here: Seat
    call: Convocatoria
    expediente: dict[str, Any]

    @property
    def where(self) -> str:
        return f"{DESK}/{self.call.id}/{self.expediente['expediente_id']}"

    @property
    def is_mine(self) -> bool:
        return bool(self.expediente["claimed_by"] == self.here.session.caller.subject)


def routes(made: APIRouter, views: Views) -> None:
    @made.get(E + "/documentos/{slot}")
    def paper(
        request: Request, convocatoria: str, expediente_id: str, slot: str, version: int = 0
    ) -> Response:
        here, call = seat(views, request, MESA), call_of(views.edge, convocatoria)
        is_ahead = siguiente.is_ahead(here, call, expediente_id)
        return dossier.picture(here, call, expediente_id, slot, version, is_ahead)

    RULING.routes(made, views, E)


def _sitting(views: Views, request: Request, typed: Typed | None) -> Sitting:
    asked = request.path_params
    here, call = seat(views, request, MESA, typed), call_of(views.edge, asked["convocatoria"])
    return Sitting(here, call, dossier.read(here, call, asked["expediente_id"]))


def _which_sending(one: Sitting) -> str:
    """What was marked of one sending says nothing of the next."""
    return str(one.expediente["sends"])


def _marked(one: Sitting, typed: Typed) -> Typed:
    """All of it; while whoever holds it checks it, the next dossier is put aside."""
    if one.is_mine:
        siguiente.set_aside(one.here, one.call)
    return typed


def _rule(one: Sitting, typed: Typed) -> Response:
    """Observed, if something was marked; valid otherwise."""
    ruling, key = dossier.ruling(one.call, one.expediente, typed), typed.act_key()
    about = {"expediente_id": one.expediente["expediente_id"]}
    hecho = "observado"
    if ruling.observations:
        one.here.ask(one.call, "validation", "Observe", key, **about, observations=ruling.observations)
    else:
        ruled = one.here.ask(one.call, "validation", "Validate", key, **about, claims=ruling.claims)
        hecho = "anulacion_propuesta" if ruled.proposed_annulment_cause else "validado"
    return _onwards(one.here, one.call, hecho, goes_on=typed.text("_luego") == "siguiente")


def _onwards(here: Seat, call: Convocatoria, hecho: str, *, goes_on: bool) -> Response:
    """To the next dossier if so asked; what was signed is said even when no next one can be had."""
    if goes_on:
        try:
            return to_next(here, call, fresh_key(), hecho)
        except ResidenciasError:
            return RedirectResponse(f"{DESK}?hecho={hecho}", 303)
    return RedirectResponse(f"{DESK}?hecho={hecho}", 303)


def _page(one: Sitting, shown: Shown) -> Response:
    """The dossier; with `is_check`, over it what is about to be signed, and the next one's papers fetched ahead."""
    here, call, expediente, typed = one.here, one.call, one.expediente, shown.typed
    seen = dossier.seen_today(here, call, expediente["expediente_id"])
    papers = dossier.papers(call, expediente, seen)
    return here.page(
        "mesa/expediente.html",
        **shown.values(here.views),
        call=call,
        expediente=expediente,
        papers=papers,
        answers=dossier.answers(call, expediente),
        claims=dossier.claims(call, expediente),
        ruling=dossier.ruling(call, expediente, typed),
        unmarked=[item for item in papers if not typed.text(f"motivo-{item.target}")],
        given=dict(typed.carried()),
        reasons={reason.code: reason for reason in call.observation_reasons},
        where=one.where,
        keys=KEYS,
        seconds=SECONDS_TO_UNDO,
        is_mine=one.is_mine,
        following=siguiente.following(here, call) if shown.is_check else {},
        can_observe=not call.windows["envio"].closed(here.views.edge.clock.now()),
    )


RULING = Checked(_sitting, _page, _rule, _marked, about=_which_sending)
