"""Staff come in by the institution's identity provider: to it, back from it, and with its token from a program."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import BaseModel, ConfigDict

from plumbing.errors import NotAllowed, NotFound
from services.gateway.edge import Edge
from services.gateway.entrance import address_of, described, keep
from services.gateway.oidc import Errand, Provider
from services.gateway.portal.personal.puesto import HOME, is_personal

START = "/sesiones/institucional"
RETURN = START + "/regreso"
ERRAND = "residencias_ida"
ERRAND_S = 10 * 60


class Identity(BaseModel):
    """An ID token that the provider issued to us."""

    model_config = ConfigDict(extra="forbid")

    id_token: str


def provider_of(edge: Edge) -> Provider:
    """The identity provider. Raises NotFound(SIN_ACCESO_INSTITUCIONAL) when none is configured."""
    if edge.provider is None:
        raise NotFound("SIN_ACCESO_INSTITUCIONAL")
    return edge.provider


def pages(edge: Edge) -> APIRouter:
    """The browser's way to the provider and back."""
    made = APIRouter(include_in_schema=False)
    signer = URLSafeTimedSerializer(edge.config.secret_key, salt=ERRAND)
    returns_to = edge.config.public_url + RETURN

    @made.get(START)
    def leave(volver: str = HOME) -> Response:
        errand = Errand.new()
        answer = RedirectResponse(provider_of(edge).address(errand, returns_to), 303)
        to = volver if is_personal(volver) else HOME
        kept = signer.dumps([errand.state, errand.nonce, errand.verifier, to])
        edge.give_cookie(answer, ERRAND, kept, ERRAND_S, START)
        return answer

    @made.get(RETURN)
    def back(request: Request, code: str = "", state: str = "") -> Response:
        errand, to = _errand(signer, request.cookies.get(ERRAND, ""), state)
        if not code:
            raise NotAllowed("ENTRADA_CANCELADA")
        caller, name, id_token = provider_of(edge).exchange(code, errand, returns_to)
        token, _ = edge.sessions.open(caller, name, id_token=id_token)
        answer = RedirectResponse(to, 303)
        keep(edge, answer, token)
        answer.delete_cookie(ERRAND, path=START)
        return answer

    return made


def _errand(signer: URLSafeTimedSerializer, cookie: str, state: str) -> tuple[Errand, str]:
    """What this browser left with. Raises NotAllowed(ENTRADA_CADUCA) when it is another's, or too old."""
    try:
        *own, to = signer.loads(cookie, max_age=ERRAND_S)
    except BadSignature:
        raise NotAllowed("ENTRADA_CADUCA") from None
    errand = Errand(*own)
    if errand.state != state:
        raise NotAllowed("ENTRADA_CADUCA")
    return errand, to


def router(edge: Edge) -> APIRouter:
    """The same for a program."""
    made = APIRouter()

    @made.post(
        START,
        tags=["Sesiones"],
        summary="Inicia sesión del personal con un ID token del proveedor de identidad",
    )
    def enter(request: Request, response: Response, body: Annotated[Identity, Body()]) -> dict[str, Any]:
        provider, address = provider_of(edge), address_of(request)
        with edge.attempts.counted(address, f"institucional {address}"):
            caller, name = provider.person(body.id_token)
        token, session = edge.sessions.open(caller, name)
        keep(edge, response, token)
        return {"token": token, **described(session)}

    return made
