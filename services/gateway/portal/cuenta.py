"""Opening an account, confirming the e-mail, coming in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import FieldError, Invalid, ResidenciasError
from services.gateway.entrance import Entrance, address_of, enter, keep
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.fields import label_of
from services.gateway.portal.forms import WITH_FILES, Posted, Typed, fresh_key
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of, session_of
from services.gateway.portal.words import word, words
from services.gateway.problems import status_of
from services.gateway.surface import SENDS_MAIL

C = "/convocatorias/{convocatoria}"
GIVEN = ("curp", "folio_enarm", "correo")
TWO_PASSWORDS = FieldError("password_otra", "CONTRASENAS_DISTINTAS")
RECALLED = "residencias_curp"
RECALLED_S = 30 * 60
UNCONFIRMED = "CORREO_SIN_CONFIRMAR"


def routes(made: APIRouter, views: Views) -> None:
    _account(made, views)
    _correo(made, views)
    _entrance(made, views)


def _account(made: APIRouter, views: Views) -> None:
    @made.get(C + "/cuenta")
    def ask(request: Request, convocatoria: str) -> Response:
        return _account_page(views, request, call_of(views.edge, convocatoria), dict.fromkeys(GIVEN, ""))

    @made.post(C + "/cuenta")
    def opened(request: Request, convocatoria: str, typed: Posted) -> Response:
        call = call_of(views.edge, convocatoria)
        given = {name: typed.text(name) for name in GIVEN}
        try:
            if typed.text("password") != typed.text("password_otra"):
                raise Invalid("CONTRASENAS_DISTINTAS", fields=(TWO_PASSWORDS,))
            command(views, request, call, "OpenAccount", typed, **given, password=typed.text("password"))
        except ResidenciasError as error:
            told = views.told(error, words()["cuenta"])
            return _account_page(views, request, call, given, status=status_of(error), problems=told)
        where = f"/convocatorias/{call.id}/cuenta/correo?hecho=cuenta"
        return recalling(views, call, RedirectResponse(where, 303), given["curp"])


def _account_page(
    views: Views, request: Request, call: Convocatoria, given: dict[str, str], **more: Any
) -> Response:
    window = entry_of(call, "registro", views.edge.clock.now())
    return views.page("cuenta.html", request, call=call, given=given, window=window, key=fresh_key(), **more)


def command(
    views: Views, request: Request, call: Convocatoria, method: str, typed: Typed, **values: str
) -> Any:
    """A command that anybody may call; attempts are counted as REST counts them."""
    edge = views.edge
    message = edge.upstream.request("registration", method, convocatoria=call.id, **values)
    account, always = f"{call.id} {values['curp']}", method in SENDS_MAIL
    with edge.attempts.counted(address_of(request), account, always=always):
        circumstances = replace(edge.anonymous(request), key=typed.act_key())
        return edge.upstream.call("registration", method, message, circumstances)


def recalling(views: Views, call: Convocatoria, answer: Response, curp: str) -> Response:
    """The next page of this browser has the CURP filled in; it never stands in an address."""
    views.edge.give_cookie(answer, RECALLED, curp, RECALLED_S, f"/convocatorias/{call.id}")
    return answer


def _correo(made: APIRouter, views: Views) -> None:
    @made.get(C + "/cuenta/correo")
    def ask(request: Request, convocatoria: str) -> Response:
        call, curp = call_of(views.edge, convocatoria), request.cookies.get(RECALLED, "")
        return views.page("correo.html", request, call=call, curp=curp, key=fresh_key())

    @made.post(C + "/cuenta/correo")
    def confirmed(request: Request, convocatoria: str, typed: Posted) -> Response:
        call = call_of(views.edge, convocatoria)
        curp = typed.text("curp")
        try:
            command(views, request, call, "ConfirmCorreo", typed, curp=curp, code=typed.text("code"))
        except ResidenciasError as error:
            status, told = status_of(error), views.told(error)
            return views.page(
                "correo.html", request, call=call, curp=curp, key=fresh_key(), status=status, problems=told
            )
        where = f"/convocatorias/{call.id}/entrar?hecho=correo"
        return recalling(views, call, RedirectResponse(where, 303), curp)


def _entrance(made: APIRouter, views: Views) -> None:
    @made.get(C + "/entrar")
    def ask(request: Request, convocatoria: str, volver: str = "") -> Response:
        call = call_of(views.edge, convocatoria)
        session = session_of(views.edge, request)
        if session and session.convocatoria == convocatoria:
            return RedirectResponse(own_address(call, volver), 303)
        return _entrance_page(views, request, call, curp=request.cookies.get(RECALLED, ""), back=volver)

    @made.post(C + "/entrar")
    def entered(request: Request, convocatoria: str, typed: Posted) -> Response:
        call = call_of(views.edge, convocatoria)
        curp, back, carried = typed.text("curp"), typed.text("volver"), typed.text("escrito")
        came = typed.text("desde")
        body = Entrance(
            tipo="aspirante",
            usuario=curp.upper(),
            password=typed.text("password"),
            convocatoria=call.id,
        )
        try:
            token, session = enter(views.edge, request, body)
        except ResidenciasError as error:
            more = {
                "status": status_of(error),
                "problems": views.told(error),
                "unconfirmed": error.code == UNCONFIRMED,
            }
            return _entrance_page(
                views, request, call, curp=curp, back=back, came=came, carried=carried, **more
            )
        page = own_address(call, came or back)
        answer: Response = RedirectResponse(page, 303)
        kept = carried_fields(carried)
        if any(value and not name.startswith("_") for name, value in kept):
            answer = views.page(
                "recuperado.html",
                request,
                session=session,
                call=call,
                action=own_address(call, back),
                page=page,
                carried=[(name, value, word("llevados", label_of(call, name))) for name, value in kept],
            )
        keep(views.edge, answer, token)
        return answer


def _entrance_page(
    views: Views,
    request: Request,
    call: Convocatoria,
    *,
    curp: str = "",
    back: str = "",
    came: str = "",
    carried: str = "",
    **more: Any,
) -> Response:
    values = {
        "curp": curp,
        "back": back,
        "came": came,
        "carried": carried,
        "is_over": False,
        "lost_file": False,
        "unconfirmed": False,
    }
    return views.page("entrar.html", request, call=call, **{**values, **more})


def over(views: Views, request: Request, call: Convocatoria) -> Response:
    """The page for who has no session any more: what was typed goes along and comes back after entering.

    A file cannot go along, and an act without typed fields is not repeated: both lead back to the page they stood on.
    """
    if request.method == "GET":
        back = quote(request.url.path)
        return RedirectResponse(f"/convocatorias/{call.id}/entrar?volver={back}", 303)
    typed: Typed | None = getattr(request.state, "typed", None)
    had_file = request.headers.get("content-type", "").startswith(WITH_FILES)
    carried = json.dumps(typed.carried(), ensure_ascii=False) if typed and not had_file else ""
    return _entrance_page(
        views,
        request,
        call,
        back=request.url.path,
        came=urlsplit(request.headers.get("referer", "")).path,
        carried=carried,
        is_over=True,
        lost_file=had_file,
        status=401,
    )


def own_address(call: Convocatoria, wanted: str) -> str:
    """`wanted` if it is a page of this convocatoria; the process otherwise."""
    base = f"/convocatorias/{call.id}/"
    is_ours = wanted.startswith(base) and not set(wanted) & set("\\\r\n?#") and ".." not in wanted
    return wanted if is_ours else f"{base}proceso"


def carried_fields(text: str) -> list[tuple[str, str]]:
    """What an earlier page had typed; nothing when it is not readable."""
    try:
        found = json.loads(text) if text else []
        return [(str(name), str(value)) for name, value in found]
    except (ValueError, TypeError):
        return []
