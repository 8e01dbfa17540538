"""What every route needs, and who is calling: a session by cookie or bearer token, or nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import Request, Response

from plumbing.auth import ANONYMOUS
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Invalid, NotAllowed
from plumbing.messages import Messages
from plumbing.tracing import TRACEPARENT
from services.gateway.attempts import Attempts
from services.gateway.drafts import Drafts
from services.gateway.oidc import Provider
from services.gateway.sessions import COOKIE, Session, Sessions, check_csrf
from services.gateway.staff import Staff
from services.gateway.upstream import Circumstances, Upstream
from services.gateway.watching import Watchers

SAFE = {"GET", "HEAD", "OPTIONS"}
KEY = re.compile(r"[!-~]{1,128}")


@dataclass(frozen=True)
class Edge:
    """What the routes need."""

    config: Config
    clock: Clock
    registry: Registry
    sessions: Sessions
    drafts: Drafts
    attempts: Attempts
    staff: Staff
    provider: Provider | None  # the institution's; None: local accounts only
    upstream: Upstream
    watchers: Watchers
    messages: Messages

    def calls(self) -> list[Convocatoria]:
        """Every convocatoria that can be opened, each by the rules in force now."""
        now = self.clock.now()
        return [newest.at(now) for newest in self.registry.values()]

    def session(self, request: Request) -> Session | None:
        """The session of the request, if it brings one. Raises NotAllowed when it is over or the page is not ours."""
        bearer = bearer_of(request)
        token = bearer or request.cookies.get(COOKIE, "")
        if not token:
            return None
        session = self.sessions.find(token)
        if not bearer and request.method not in SAFE:
            check_csrf(session, request.headers.get("x-csrf-token", ""))
        return session

    def circumstances(self, request: Request, *, public: bool = False) -> Circumstances:
        """Who, when, under which key and trace.

        Whoever brings a session that is over, or no CSRF token, is nobody: enough for what is `public`.
        """
        try:
            session = self.session(request)
        except NotAllowed:
            if not public:
                raise
            session = None
        return self.anonymous(request) if session is None else _circumstances(request, session)

    def anonymous(self, request: Request) -> Circumstances:
        """The circumstances of a request whose session does not matter."""
        return _circumstances(request, None)

    def give_cookie(self, response: Response, name: str, value: str, seconds: int, path: str = "/") -> None:
        """The browser brings it back to pages below `path`. `lax`: also to whoever comes by a link of an e-mail."""
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path=path,
            httponly=True,
            secure=self.config.environment == "production",
            samesite="lax",
        )


def bearer_of(request: Request) -> str:
    """The token of the Authorization header, or nothing."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _circumstances(request: Request, session: Session | None) -> Circumstances:
    key = request.headers.get("idempotency-key", "")
    if key and not KEY.fullmatch(key):
        raise Invalid("CLAVE_INVALIDA")
    return Circumstances(
        caller=session.caller if session else ANONYMOUS,
        received_at=request.scope["received_at"],
        key=key,
        traceparent=request.scope[TRACEPARENT],
    )
