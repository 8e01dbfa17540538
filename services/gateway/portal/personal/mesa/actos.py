"""What else a validador does with a dossier: keep it longer, give it back, excuse themselves, propose its annulment."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, ResidenciasError
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.mesa.dictamen import E
from services.gateway.portal.personal.mesa.fila import DESK
from services.gateway.portal.personal.puesto import MESA, Area, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

PIECE = "x-pieza"
ASKS = {
    "conflicto": ("DeclareConflict", "conflicto"),
    "anulacion": ("ProposeAnnulment", "anulacion_propuesta"),
}


def routes(made: APIRouter, views: Views) -> None:
    @made.post(E + "/devolucion")
    def released(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        here.ask(call, "validation", "ReleaseClaim", typed.act_key(), expediente_id=expediente_id)
        return RedirectResponse(f"{DESK}?hecho=devuelto", 303)

    @made.post(E + "/reserva")
    def renewed(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        """For a script, only the piece of the page that says so."""
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        found = here.ask(call, "validation", "RenewClaim", typed.act_key(), expediente_id=expediente_id)
        where = f"{DESK}/{call.id}/{expediente_id}"
        if PIECE in request.headers:
            return here.page("mesa/reserva.html", where=where, until=found.claimed_until, key=fresh_key())
        return RedirectResponse(f"{where}?hecho=renovada", 303)

    acts(made, views, MESA, E, DESK)


def acts(made: APIRouter, views: Views, area: Area, path: str, home: str) -> None:
    """The pages below `path` on which somebody of `area` excuses themselves or proposes an annulment, and says why."""

    @made.get(path + "/{act}")
    def asked(request: Request, convocatoria: str, expediente_id: str, act: str) -> Response:
        here, call = seat(views, request, area), call_of(views.edge, convocatoria)
        return _form(here, call, expediente_id, act)

    @made.post(path + "/{act}")
    def done(request: Request, convocatoria: str, expediente_id: str, act: str, typed: Posted) -> Response:
        here, call = seat(views, request, area, typed), call_of(views.edge, convocatoria)
        method, hecho = ASKS[_known(act)]
        values = {"expediente_id": expediente_id, "note": typed.text("nota")}
        if act == "anulacion":
            values["cause"] = typed.text("causa")
        try:
            here.ask(call, "validation", method, typed.act_key(), **values)
        except ResidenciasError as error:
            return _form(here, call, expediente_id, act, typed, error)
        return RedirectResponse(f"{home.format(convocatoria=call.id)}?hecho={hecho}", 303)


def _known(act: str) -> str:
    """Raises NotFound(PAGINA_DESCONOCIDA)."""
    if act not in ASKS:
        raise NotFound("PAGINA_DESCONOCIDA")
    return act


def _form(
    here: Seat,
    call: Convocatoria,
    expediente_id: str,
    act: str,
    typed: Typed | None = None,
    error: ResidenciasError | None = None,
) -> Response:
    return here.page(
        f"mesa/{_known(act)}.html",
        call=call,
        expediente=dossier.read(here, call, expediente_id),
        causes=[reason for reason in call.observation_reasons if reason.effect == "anula"],
        where=here.request.url.path,
        back=here.request.url.path.rpartition("/")[0],
        given=dict(typed.carried()) if typed else {},
        key=fresh_key(),
        problems=here.views.told(error) if error else (),
        status=status_of(error) if error else 200,
    )
