"""Coming in and going out, what convocatorias there are, and the server's clock."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict

from plumbing.auth import Caller
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import find
from plumbing.errors import NotAllowed
from services.gateway.edge import Edge, bearer_of
from services.gateway.sessions import COOKIE, LIFETIME, Session


class Entrance(BaseModel):
    """Credentials: `aspirante` by CURP (or CURP temporal), `personal` by user."""

    model_config = ConfigDict(extra="forbid")

    tipo: Literal["aspirante", "personal"]
    usuario: str
    password: str
    convocatoria: str = ""


def router(edge: Edge) -> APIRouter:
    """Sessions and general information."""
    made = APIRouter()
    _sessions(made, edge)
    _information(made, edge)
    return made


def _sessions(made: APIRouter, edge: Edge) -> None:
    @made.post("/sesiones", tags=["Sesiones"], summary="Inicia sesión; devuelve el token y deja la cookie")
    def open_session(
        request: Request, response: Response, body: Annotated[Entrance, Body()]
    ) -> dict[str, Any]:
        token, session = enter(edge, request, body)
        keep(edge, response, token)
        return {"token": token, **described(session)}

    @made.get("/sesiones/actual", tags=["Sesiones"], summary="Quién soy y hasta cuándo")
    def current(request: Request) -> dict[str, Any]:
        session = edge.session(request)
        if session is None:
            raise NotAllowed("SIN_SESION")
        return described(session)

    @made.delete("/sesiones/actual", tags=["Sesiones"], summary="Cierra la sesión", status_code=204)
    def leave(request: Request, response: Response) -> None:
        edge.session(request)
        edge.sessions.close(bearer_of(request) or request.cookies.get(COOKIE, ""))
        response.delete_cookie(COOKIE)


def address_of(request: Request) -> str:
    """Where the request comes from (the proxy's word, when FORWARDED_ALLOW_IPS trusts that proxy)."""
    return request.client.host if request.client else ""


def enter(edge: Edge, request: Request, body: Entrance) -> tuple[str, Session]:
    """A token and its session for whoever these name. Raises NotAllowed(CREDENCIALES, …); refusals count."""
    account = f"{body.tipo} {body.convocatoria} {body.usuario}"
    with edge.attempts.counted(address_of(request), account):
        caller, name = _who(edge, request, body)
    return edge.sessions.open(caller, name, body.convocatoria if body.tipo == "aspirante" else "")


def keep(edge: Edge, response: Response, token: str) -> None:
    """The browser holds the token: whoever follows a link of an e-mail is still in; forms bring a CSRF token."""
    edge.give_cookie(response, COOKIE, token, int(LIFETIME.total_seconds()))


def _who(edge: Edge, request: Request, body: Entrance) -> tuple[Caller, str]:
    if body.tipo == "personal":
        return edge.staff.enter(body.usuario, body.password)
    message = edge.upstream.request(
        "registration",
        "Authenticate",
        convocatoria=body.convocatoria,
        curp=body.usuario,
        password=body.password,
    )
    account = edge.upstream.call("registration", "Authenticate", message, edge.anonymous(request))
    caller = Caller(
        subject=account.expediente_id, roles=frozenset({"aspirante"}), expediente_id=account.expediente_id
    )
    return caller, account.nombre_completo


def described(session: Session) -> dict[str, Any]:
    """What a program is told of its session."""
    return {
        "roles": sorted(session.caller.roles),
        "expediente_id": session.caller.expediente_id or "",
        "nombre": session.name,
        "scope": session.caller.scope,
        "csrf": session.csrf,
        "expires_at": session.expires_at.isoformat(),
    }


def _information(made: APIRouter, edge: Edge) -> None:
    @made.get("/convocatorias", tags=["Convocatorias"], summary="Convocatorias publicadas")
    def convocatorias() -> list[dict[str, Any]]:
        now = edge.clock.now()
        known = (*edge.registry.values(), *edge.registry.templates.values())
        return [_summary(edge, newest.at(now)) for newest in known]

    @made.get(
        "/convocatorias/{convocatoria}", tags=["Convocatorias"], summary="Calendario, reglas y supuestos"
    )
    def one(convocatoria: str) -> dict[str, Any]:
        found = find(edge.registry, convocatoria).at(edge.clock.now())
        supuestos = [supuesto.model_dump(mode="json") for supuesto in found.supuestos]
        amendments = [one.model_dump(mode="json") for one in found.amendments]
        versions = [
            {
                "digest": version.digest,
                "since": version.amendments[-1].in_force_from.isoformat() if version.amendments else "",
            }
            for version in found.versions
        ]
        return {
            **_summary(edge, found),
            "supuestos": supuestos,
            "enmiendas": amendments,
            "versiones": versions,
        }

    @made.get("/reloj", tags=["Convocatorias"], summary="La hora del servidor, que es la que cuenta")
    def clock() -> dict[str, str]:
        return {"now": edge.clock.now().isoformat(), "zone": "America/Mexico_City"}


def _summary(edge: Edge, convocatoria: Convocatoria) -> dict[str, Any]:
    now = edge.clock.now()
    return {
        "id": convocatoria.id,
        "title": convocatoria.title.value,
        "digest": convocatoria.digest,
        "waiting_for_dates": [window.label for window in convocatoria.pending_windows.values()],
        "calendar_source": convocatoria.calendar_source.value if convocatoria.calendar_source else "",
        "windows": {
            name: {
                "label": window.label,
                "concerns": window.concerns,
                "text": window.text_for_people,
                "opens_at": window.opens_at.isoformat() if window.opens_at else "",
                "closes_at": window.closes_at.isoformat() if window.closes_at else "",
                "is_open": window.contains(now),
                "clause": window.clause,
            }
            for name, window in convocatoria.windows.items()
        },
    }
