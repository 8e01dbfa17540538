"""A forgotten password: a code by e-mail, then another password with it, and every session of that person is over."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse

from plumbing.events import as_plain
from services.gateway.edge import Edge
from services.gateway.entrance import address_of
from services.gateway.shapes import model_of
from services.gateway.surface import C
from services.gateway.upstream import Circumstances

SERVICE = "registration"
ASK, RESET = "RequestPasswordReset", "ResetPassword"
IN_PATH = frozenset({"convocatoria"})


def ask_code(edge: Edge, request: Request, circumstances: Circumstances, convocatoria: str, curp: str) -> Any:
    """If there is such an account, a code is on its way; the answer does not tell. Every request counts.

    Raises NotAllowed(DEMASIADOS_INTENTOS).
    """
    message = edge.upstream.request(SERVICE, ASK, convocatoria=convocatoria, curp=curp)
    with edge.attempts.counted(address_of(request), f"clave {convocatoria} {curp}", always=True):
        return edge.upstream.call(SERVICE, ASK, message, circumstances)


def reset(edge: Edge, request: Request, circumstances: Circumstances, convocatoria: str, **given: str) -> Any:
    """The account has the new password and no session. Shapes: `given` is curp, code, password. Refusals count."""
    message = edge.upstream.request(SERVICE, RESET, convocatoria=convocatoria, **given)
    with edge.attempts.counted(address_of(request), f"clave {convocatoria} {given['curp']}"):
        account = edge.upstream.call(SERVICE, RESET, message, circumstances)
    edge.sessions.close_all(account.expediente_id)
    return account


def router(edge: Edge) -> APIRouter:
    """The two commands for programs."""
    made = APIRouter(tags=["Registro"])
    methods = edge.upstream.methods[SERVICE]
    asked, given = (model_of(methods[name].input_type, IN_PATH) for name in (ASK, RESET))
    roles = {"x-roles": ["publico"]}

    @made.post(
        C + "/cuentas/clave/codigo",
        summary="Pide por correo un código para cambiar la contraseña; contesta igual haya cuenta o no",
        response_model=model_of(methods[ASK].output_type),
        openapi_extra=roles,
    )
    def ask(request: Request, convocatoria: str, body: Annotated[asked, Body()]) -> Any:  # type: ignore[valid-type]
        circumstances = edge.circumstances(request, public=True)
        return JSONResponse(as_plain(ask_code(edge, request, circumstances, convocatoria, body.curp)))  # type: ignore[attr-defined]

    @made.post(
        C + "/cuentas/clave",
        summary="Cambia la contraseña con el código del correo; cierra todas las sesiones de la persona",
        response_model=model_of(methods[RESET].output_type),
        openapi_extra=roles,
    )
    def change(request: Request, convocatoria: str, body: Annotated[given, Body()]) -> Any:  # type: ignore[valid-type]
        circumstances = edge.circumstances(request, public=True)
        said = body.model_dump()  # type: ignore[attr-defined]
        return JSONResponse(as_plain(reset(edge, request, circumstances, convocatoria, **said)))

    return made
