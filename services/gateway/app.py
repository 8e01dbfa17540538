"""The gateway process: `python -m services.gateway.app` at HTTP_BIND."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from plumbing import clock as clocks
from plumbing import config as configs
from plumbing import messages, probes, telemetry, tracing
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.errors import ResidenciasError, Unavailable
from plumbing.store import connect
from services.gateway import (
    description,
    entrance,
    institutional,
    oidc,
    operation,
    portal,
    problems,
    rest,
    transfers,
)
from services.gateway.arrival import API, OUTCOME, Arrival
from services.gateway.attempts import Attempts
from services.gateway.drafts import Drafts
from services.gateway.edge import Edge
from services.gateway.oidc import Provider
from services.gateway.portal import refusals
from services.gateway.portal.views import Views
from services.gateway.sessions import Sessions
from services.gateway.staff import Staff
from services.gateway.upstream import Upstream
from services.gateway.watching import Watchers

THREADS = 64  # more than the RPC threads behind one api process, so that slow uploads leave room for the rest
GRACE_S = 10
# FastAPI would tell paths and queries, which name people and dossiers; `Arrival` tells routes.
OWN_TRACES: TelemetryConfig = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}


def build(config: Config, clock: Clock, staff_file: Path | None, provider: Provider | None = None) -> FastAPI:
    """The application, its upstreams and its sessions."""
    edge = edge_of(config, clock, staff_file, provider)
    app = FastAPI(
        title="Residencias",
        version="1",
        summary="Una convocatoria de residencias médicas, del roster a la carta",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[Middleware(Arrival, clock=clock)],
        lifespan=_lifespan,
        telemetry=OWN_TRACES,
    )
    app.state.watchers = edge.watchers
    app.include_router(entrance.router(edge), prefix=API, responses=description.REFUSALS)
    app.include_router(institutional.router(edge), prefix=API, responses=description.REFUSALS)
    app.include_router(operation.router(edge), prefix=API, responses=description.REFUSALS)
    app.include_router(transfers.router(edge), prefix=API, responses=description.REFUSALS)
    app.include_router(rest.router(edge), prefix=API, responses=description.REFUSALS)
    views = Views(edge)
    app.include_router(institutional.pages(edge))
    app.include_router(portal.router(views))
    description.describe(app)
    _errors(app, views)
    return app


def edge_of(config: Config, clock: Clock, staff_file: Path | None, provider: Provider | None = None) -> Edge:
    """What every page and route works with."""
    database = connect(config.mongo_uri)[config.database("gateway")]
    sessions = Sessions(database["sessions"], clock)
    sessions.ensure_indexes()
    drafts = Drafts(database["drafts"], clock)
    drafts.ensure_indexes()
    return Edge(
        config=config,
        clock=clock,
        registry=Registry.load(config.convocatorias, config.calendars),
        sessions=sessions,
        drafts=drafts,
        attempts=Attempts(database["attempts"], clock, config.secret_key),
        staff=Staff.read(staff_file),
        provider=provider,
        upstream=Upstream(config, clock),
        watchers=Watchers(),
        messages=messages.load(Path(__file__).with_name("messages.yaml")),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def _errors(app: FastAPI, views: Views) -> None:
    def told(request: Request, error: ResidenciasError) -> Response:
        """Problem details for a program, a page for a person."""
        request.scope[OUTCOME] = error.code
        if refusals.is_page(request):
            return refusals.page(views, request, error)
        return problems.answer(error, views.edge.messages, request)

    @app.exception_handler(ResidenciasError)
    def ours(request: Request, error: ResidenciasError) -> Response:
        return told(request, error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return told(request, problems.of_validation(error))

    @app.exception_handler(HTTPException)
    def unknown(request: Request, error: HTTPException) -> Response:
        return told(request, problems.of_http(error, request))

    @app.exception_handler(Exception)
    def defect(request: Request, error: Exception) -> Response:
        trace = telemetry.trace_id()
        telemetry.log.error("request failed", trace=trace, exc_info=error)
        return told(request, Unavailable("ERROR_INTERNO", rastro=trace))


class Server(uvicorn.Server):
    """Ends live streams at once when it stops: their browsers connect again elsewhere."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.watchers.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def main() -> int:
    """Serves until SIGTERM."""
    telemetry.configure("gateway")
    tracing.configure("gateway")
    settings = configs.from_environment()
    staff_file = os.environ.get("STAFF_FILE")
    identity = oidc.settings_from()
    app = build(
        settings,
        clocks.from_environment(),
        Path(staff_file) if staff_file else None,
        oidc.Provider(identity) if identity else None,
    )
    probes.serve()
    host, _, port = settings.http_bind.rpartition(":")
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again once it has stopped in order
        signal.signal(number, lambda *_: None)
    Server(
        uvicorn.Config(
            app,
            host=host,
            port=int(port),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE_S,
            forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1",
        )
    ).run()
    tracing.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
