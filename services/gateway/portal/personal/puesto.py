"""Where each of the institution's people works: which area their roles open, and how its pages ask and answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotAllowed
from plumbing.rpc.calling import DEADLINE_S
from services.gateway.edge import SAFE
from services.gateway.portal.forms import Typed
from services.gateway.portal.views import Views
from services.gateway.portal.visits import session_of
from services.gateway.portal.words import words
from services.gateway.sessions import Session, check_csrf


@dataclass(frozen=True)
class Area:
    """The pages below `path`, for whoever has one of `roles`; `name` is its entry in words.yaml."""

    name: str
    path: str
    roles: frozenset[str]


MESA = Area("mesa", "/mesa", frozenset({"validador", "supervisor_validacion"}))
SUPERVISION = Area("supervision", "/supervision", frozenset({"supervisor_validacion", "ces"}))
DICTAMEN = Area("dictamen", "/dictamen", frozenset({"revisor_investigacion"}))
CES = Area("ces", "/ces", frozenset({"ces"}))
OOAD = Area("ooad", "/ooad", frozenset({"ooad", "ces"}))
AUDITORIA = Area("auditoria", "/auditoria", frozenset({"auditor"}))
OPERACION = Area("operacion", "/operacion", frozenset({"operador"}))
AREAS = (MESA, SUPERVISION, DICTAMEN, CES, OOAD, AUDITORIA, OPERACION)
HOME = "/personal"
ENTRANCE = f"{HOME}/entrar"


def areas_of(session: Session | None) -> tuple[Area, ...]:
    """What is open to this person."""
    return tuple(area for area in AREAS if session and area.roles & session.caller.roles)


def is_personal(path: str) -> bool:
    """A page for the institution's people."""
    return any(path == own or path.startswith(f"{own}/") for own in (HOME, *(area.path for area in AREAS)))


def _called(area: Area) -> str:
    return str(words()["areas"][area.name][0])


@dataclass(frozen=True)
class Seat:
    """One of the institution's people in an area."""

    views: Views
    request: Request
    session: Session
    area: Area
    deadline_s: float = DEADLINE_S

    def ask(self, call: Convocatoria | None, service: str, method: str, key: str = "", **values: Any) -> Any:
        """The answer of the RPC, about `call` unless it knows none; commands bring their `key`."""
        edge = self.views.edge
        about = {"convocatoria": call.id} if call else {}
        message = edge.upstream.request(service, method, **about, **values)
        circumstances = replace(edge.anonymous(self.request), caller=self.session.caller, key=key)
        return edge.upstream.call(service, method, message, circumstances, self.deadline_s)

    def page(self, template: str, **values: Any) -> Response:
        """A page of templates/personal."""
        return self.views.page(
            f"personal/{template}",
            self.request,
            session=self.session,
            area=self.area,
            areas=areas_of(self.session),
            **values,
        )


def seat(views: Views, request: Request, area: Area, typed: Typed | None = None) -> Seat:
    """Whoever works in `area`. Raises NotAllowed: SIN_SESION, AREA_DE_OTROS, CSRF."""
    session = session_of(views.edge, request)
    if session is None or session.convocatoria:
        raise NotAllowed("SIN_SESION")
    if not area.roles & session.caller.roles:
        own = ", ".join(_called(one) for one in areas_of(session)) or "ninguna"
        raise NotAllowed("AREA_DE_OTROS", area=_called(area), tuyas=own)
    if request.method not in SAFE:
        check_csrf(session, typed.text("_csrf") if typed else "")
    return Seat(views, request, session, area)
