"""A gRPC server that knows who calls, lets only declared roles in, and answers every error the same way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar

import grpc
from cattrs.errors import BaseValidationError
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.json_format import ParseDict
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from pymongo.errors import PyMongoError

from contracts.residencias.common.v1 import access_pb2
from plumbing import auth, tracing
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.errors import Invalid, NotAllowed, ResidenciasError, Unavailable
from plumbing.events import Act, as_plain
from plumbing.messages import Messages
from plumbing.revocation import Revoked
from plumbing.rpc import tls
from plumbing.rpc.faults import to_status
from plumbing.rpc.traced import BROKEN, attributes, short
from plumbing.shapes import to_plain
from plumbing.telemetry import RPC_SECONDS, follow, log, trace_id
from plumbing.tracing import TRACEPARENT, Step

M = TypeVar("M", bound=Message)
THREADS = 24
MAX_MESSAGE = 26 * 1024 * 1024  # originals to convert; the edge caps each kind of body below it
CLOCK_SKEW = timedelta(minutes=15)
Clauses = Callable[[str, datetime], Mapping[str, str]]
"""(convocatoria, instant) → the clause of each rule."""

_act: ContextVar[Act] = ContextVar("act")
_token: ContextVar[str] = ContextVar("token", default="")


def act() -> Act:
    """The circumstances of the RPC being answered."""
    return _act.get()


def token() -> str:
    """The caller's token, to go with queries upstream on their behalf."""
    return _token.get()


def fields(message: Message, *leave_out: str) -> dict[str, Any]:
    """The message as keyword arguments, defaults included, without `convocatoria` and `leave_out`."""
    plain = as_plain(message)
    for name in ("convocatoria", *leave_out):
        plain.pop(name, None)
    return plain


def reply(message_class: type[M], value: Any = None, **more: Any) -> M:
    """A message from a dataclass, a dict or keywords. Names the message does not have are an error."""
    plain = to_plain(value) if value is not None else {}
    return ParseDict({**plain, **to_plain(more)}, message_class())


class Rpc:
    """One server for the servicers of one or more services."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        digests: Callable[[str, datetime], str],
        messages: Messages,
        of_service: Mapping[str, Messages] | None = None,
        clauses: Clauses = lambda convocatoria, at: {},
    ) -> None:
        """`messages` are the common texts; `of_service` those of each service, by its name; `clauses` of each call."""
        self._gate = _Gate(config, clock, digests, clauses)
        self._credentials = tls.server(config.tls) if config.tls else None
        self._messages = messages
        self._of_service = of_service or {}
        self._server = grpc.server(
            futures.ThreadPoolExecutor(THREADS),
            interceptors=(self._gate,),
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE),
                ("grpc.max_send_message_length", MAX_MESSAGE),
                ("grpc.so_reuseport", 0),
            ],
        )
        self._health = health.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        self._names = [health.SERVICE_NAME, reflection.SERVICE_NAME]

    def add(
        self, descriptor: ServiceDescriptor, add_to_server: Callable[[Any, Any], None], servicer: Any
    ) -> None:
        """The service is answered. Raises ValueError for a method whose proto does not say who may call it."""
        for method in descriptor.methods:
            roles: list[str] = list(method.GetOptions().Extensions[access_pb2.access].roles)  # type: ignore[index]
            if not roles:
                raise ValueError(f"{descriptor.full_name}.{method.name} does not declare who may call it")
            texts = self._of_service.get(descriptor.full_name.split(".")[1], self._messages)
            self._gate.allow(f"/{descriptor.full_name}/{method.name}", frozenset(roles), texts)
        add_to_server(servicer, self._server)
        self._names.append(descriptor.full_name)
        self._health.set(descriptor.full_name, health_pb2.HealthCheckResponse.SERVING)

    def start(self, address: str) -> int:
        """Answering at `address`; returns the port. Raises OSError when the address is taken."""
        reflection.enable_server_reflection(self._names, self._server)
        try:
            if self._credentials:
                port = int(self._server.add_secure_port(address, self._credentials))
            else:
                port = int(self._server.add_insecure_port(address))
        except RuntimeError as error:
            raise OSError(f"cannot listen at {address}: is the port in use?") from error
        self._server.start()
        self._health.set("", health_pb2.HealthCheckResponse.SERVING)
        return port

    def stop(self, grace_s: float = 10.0) -> None:
        """No new calls; those under way are finished, up to `grace_s`."""
        self._health.enter_graceful_shutdown()
        self._server.stop(grace_s).wait()

    def wait(self) -> None:
        self._server.wait_for_termination()


def _step(method: str, metadata: Mapping[str, str]) -> Step:
    """The answer, under the call; what is logged meanwhile carries its trace."""
    step = tracing.begin("server", short(method), metadata.get(TRACEPARENT, ""), attributes(method))
    follow(step.traceparent)
    return step


class _Gate(grpc.ServerInterceptor):
    """Identity, access, circumstances and errors, around every method."""

    def __init__(
        self, config: Config, clock: Clock, digests: Callable[[str, datetime], str], clauses: Clauses
    ) -> None:
        self._clauses = clauses
        self._config = config
        self._clock = clock
        self._digests = digests
        self._revoked = Revoked(config.revoked_file)
        self._roles: dict[str, frozenset[str]] = {}
        self._texts: dict[str, Messages] = {}

    def allow(self, method: str, roles: frozenset[str], texts: Messages) -> None:
        self._roles[method] = roles
        self._texts[method] = texts

    def intercept_service(self, continuation: Any, details: grpc.HandlerCallDetails) -> Any:
        handler = continuation(details)
        if handler is None or details.method not in self._roles:
            return handler
        metadata = {name: str(value) for name, value in details.invocation_metadata or ()}
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                self._streaming(handler.unary_stream, details.method, metadata),
                handler.request_deserializer,
                handler.response_serializer,
            )
        return grpc.unary_unary_rpc_method_handler(
            self._unary(handler.unary_unary, details.method, metadata),
            handler.request_deserializer,
            handler.response_serializer,
        )

    def _unary(self, behavior: Any, method: str, metadata: Mapping[str, str]) -> Callable[[Any, Any], Any]:
        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            began = time.perf_counter()
            outcome = "ok"
            with _step(method, metadata) as step:
                try:
                    self._enter(method, metadata, request, step.traceparent)
                    return behavior(request, context)
                except Exception as error:
                    outcome, status = self._refusal(error, method, getattr(request, "convocatoria", ""))
                    step.failed(outcome, is_refusal=status.code not in BROKEN)
                finally:
                    RPC_SECONDS.labels(method, outcome).observe(time.perf_counter() - began)
            return context.abort_with_status(status)

        return answer

    def _streaming(
        self, behavior: Any, method: str, metadata: Mapping[str, str]
    ) -> Callable[[Any, Any], Iterator[Any]]:
        def answer(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            with _step(method, metadata) as step:
                try:
                    self._enter(method, metadata, request, step.traceparent)
                    yield from behavior(request, context)
                    return
                except Exception as error:
                    code, status = self._refusal(error, method, getattr(request, "convocatoria", ""))
                    step.failed(code, is_refusal=status.code not in BROKEN)
            context.abort_with_status(status)

        return answer

    def _enter(self, method: str, metadata: Mapping[str, str], request: Any, traceparent: str) -> None:
        bearer = metadata.get("authorization", "").removeprefix("Bearer ").strip()
        allowed = self._roles[method]
        caller = auth.ANONYMOUS
        if bearer:
            caller = auth.verify(bearer, self._config.token_public_key, self._clock)
            self._revoked.check(caller)
        if auth.PUBLIC_ROLE not in allowed:
            if not bearer:
                raise NotAllowed("SIN_SESION")
            if not caller.has(*allowed):
                raise NotAllowed("ROL_NO_AUTORIZADO", roles=", ".join(sorted(allowed)))
            if not caller.may_call(named := short(method)):
                raise NotAllowed("METODO_NO_AUTORIZADO", metodo=named)
        convocatoria = getattr(request, "convocatoria", "")
        at = self._received(caller)
        _token.set(bearer)
        _act.set(
            Act(
                at=at,
                actor=caller,
                convocatoria=convocatoria,
                rules_digest=self._digests(convocatoria, at) if convocatoria else "",
                key=metadata.get("idempotency-key", ""),
                traceparent=traceparent,
            )
        )

    def _received(self, caller: auth.Caller) -> datetime:
        """When the edge began to receive the command, if it signed that and it is near; else now."""
        now = self._clock.now()
        if caller.received_at:
            received = datetime.fromisoformat(caller.received_at)
            if now - CLOCK_SKEW <= received <= now:
                return received
        return now

    def _refusal(self, error: Exception, method: str, convocatoria: str) -> tuple[str, grpc.Status]:
        texts = self._texts[method]
        if isinstance(error, ResidenciasError):
            clauses = self._clauses(convocatoria, self._clock.now())
            return error.code, to_status(error.citing(clauses), texts)
        if isinstance(error, PyMongoError):
            return "BASE_NO_DISPONIBLE", to_status(Unavailable("BASE_NO_DISPONIBLE"), texts)
        if isinstance(error, BaseValidationError):
            return "DATO_INVALIDO", to_status(
                Invalid(
                    "DATO_INVALIDO", campo=method.rsplit("/", 1)[-1], detalle="El formato no es el esperado."
                ),
                texts,
            )
        trace = trace_id()
        log.exception("rpc failed", method=method, trace=trace)
        return "ERROR_INTERNO", to_status(Unavailable("ERROR_INTERNO", rastro=trace), texts)
