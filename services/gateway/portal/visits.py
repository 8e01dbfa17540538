"""Who visits a page, and how that person's pages call the services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import find
from plumbing.errors import NotAllowed
from plumbing.rpc.calling import DEADLINE_S
from services.gateway.edge import SAFE, Edge
from services.gateway.portal.forms import Typed
from services.gateway.portal.views import Views
from services.gateway.sessions import COOKIE, Session, check_csrf

ASPIRANTE = "aspirante"
OWN_PAGES = ("same-origin", "none")


@dataclass(frozen=True)
class Visit:
    """An aspirante inside their own convocatoria."""

    views: Views
    request: Request
    call: Convocatoria
    session: Session

    @property
    def base(self) -> str:
        return f"/convocatorias/{self.call.id}"

    def ask(
        self, service: str, method: str, key: str = "", deadline_s: float = DEADLINE_S, **values: Any
    ) -> Any:
        """The answer of the RPC about this person's own expediente; commands bring their `key`."""
        edge = self.views.edge
        message = edge.upstream.request(service, method, convocatoria=self.call.id, **values)
        if "expediente_id" in message.DESCRIPTOR.fields_by_name:
            message.expediente_id = self.session.caller.expediente_id or ""
        circumstances = replace(edge.anonymous(self.request), caller=self.session.caller, key=key)
        return edge.upstream.call(service, method, message, circumstances, deadline_s)

    def page(self, template: str, **values: Any) -> HTMLResponse:
        return self.views.page(template, self.request, session=self.session, call=self.call, **values)


def call_of(edge: Edge, convocatoria: str) -> Convocatoria:
    """The rules in force now. Raises NotFound(CONVOCATORIA_DESCONOCIDA), Conflict(CONVOCATORIA_SIN_CALENDARIO)."""
    return find(edge.registry, convocatoria).at(edge.clock.now())


def visit(views: Views, request: Request, convocatoria: str, typed: Typed | None = None) -> Visit:
    """The aspirante whose session this is. Raises NotAllowed: SIN_SESION, CSRF when the form is not ours."""
    visitor = inside(views, request, convocatoria)
    if request.method not in SAFE:
        check_csrf(visitor.session, typed.text("_csrf") if typed else "")
    return visitor


def inside(views: Views, request: Request, convocatoria: str) -> Visit:
    """The aspirante whose session this is, before any form is read. Raises NotAllowed(SIN_SESION)."""
    call = call_of(views.edge, convocatoria)
    session = session_of(views.edge, request)
    if session is None or ASPIRANTE not in session.caller.roles or session.convocatoria != convocatoria:
        raise NotAllowed("SIN_SESION")
    return Visit(views, request, call, session)


def session_of(edge: Edge, request: Request) -> Session | None:
    """The open session of the browser's cookie, or nobody."""
    token = request.cookies.get(COOKIE, "")
    try:
        return edge.sessions.find(token) if token else None
    except NotAllowed:
        return None


def same_site(request: Request) -> None:
    """Passes when the browser says that the form stood on a page of ours. Raises NotAllowed(CSRF).

    For the forms of who has no session yet; what has a session carries its token besides.
    """
    if request.method in SAFE:
        return
    fetched = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if fetched and fetched not in OWN_PAGES:
        raise NotAllowed("CSRF")
    if not fetched and origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise NotAllowed("CSRF")
