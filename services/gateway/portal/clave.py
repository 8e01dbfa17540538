"""A forgotten password: the CURP, the code of the e-mail, another password."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.cuenta import RECALLED, TWO_PASSWORDS, command, recalling
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.portal.words import words
from services.gateway.problems import status_of
from services.gateway.sessions import COOKIE

C = "/convocatorias/{convocatoria}/cuenta/clave"


def routes(made: APIRouter, views: Views) -> None:
    _asking(made, views)
    _changing(made, views)


def _asking(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def ask(request: Request, convocatoria: str) -> Response:
        return _page(views, request, "clave.html", convocatoria, request.cookies.get(RECALLED, ""))

    @made.post(C)
    def asked(request: Request, convocatoria: str, typed: Posted) -> Response:
        call, curp = call_of(views.edge, convocatoria), typed.text("curp").upper()
        try:
            command(views, request, call, "RequestPasswordReset", typed, curp=curp)
        except ResidenciasError as error:
            return _page(views, request, "clave.html", convocatoria, curp, error)
        where = f"/convocatorias/{call.id}/cuenta/clave/nueva?hecho=clave_pedida"
        return recalling(views, call, RedirectResponse(where, 303), curp)


def _changing(made: APIRouter, views: Views) -> None:
    @made.get(C + "/nueva")
    def ask(request: Request, convocatoria: str) -> Response:
        return _page(views, request, "clave_nueva.html", convocatoria, request.cookies.get(RECALLED, ""))

    @made.post(C + "/nueva")
    def changed(request: Request, convocatoria: str, typed: Posted) -> Response:
        call, curp = call_of(views.edge, convocatoria), typed.text("curp").upper()
        given = {"curp": curp, "code": typed.text("code"), "password": typed.text("password")}
        try:
            if given["password"] != typed.text("password_otra"):
                raise Invalid("CONTRASENAS_DISTINTAS", fields=(TWO_PASSWORDS,))
            account = command(views, request, call, "ResetPassword", typed, **given)
        except ResidenciasError as error:
            return _page(views, request, "clave_nueva.html", convocatoria, curp, error)
        views.edge.sessions.close_all(account.expediente_id)
        answer = RedirectResponse(f"/convocatorias/{call.id}/entrar?hecho=clave", 303)
        answer.delete_cookie(COOKIE)
        return recalling(views, call, answer, curp)


def _page(
    views: Views,
    request: Request,
    template: str,
    convocatoria: str,
    curp: str,
    error: ResidenciasError | None = None,
) -> Response:
    told = views.told(error, words()["cuenta"]) if error else ()
    status = status_of(error) if error else 200
    call = call_of(views.edge, convocatoria)
    return views.page(template, request, call=call, curp=curp, key=fresh_key(), problems=told, status=status)
