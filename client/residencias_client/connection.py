"""One connection to a service: who we are, how long we wait, what we try again, and refusals as exceptions."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

Reply = TypeVar("Reply")
DEADLINE_S = 20.0
ATTEMPTS = 5
FIRST_PAUSE_S = 0.5
LARGEST_BYTES = 8 * 1024 * 1024
# Lost races and parts that are away pass by themselves; the idempotency key makes a repetition harmless.
PASSING = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}
LOST_RACE = "VERSION_PERDIDA"


@dataclass(frozen=True)
class Files:
    """PEM files of mutual TLS: our certificate and key, and the authority of Residencias."""

    certificate: Path
    key: Path
    authority: Path


@dataclass(frozen=True)
class WrongField:
    """What is wrong with one field, and how to correct it (es-MX)."""

    field: str
    code: str
    text: str


class Problem(Exception):
    """Residencias said no. `code` is stable; `que`, `porque` and `arreglo` are es-MX for a person."""

    def __init__(
        self,
        code: str,
        texts: Mapping[str, str],
        fields: tuple[WrongField, ...] = (),
        facts: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {texts.get('que', '')}")
        self.code = code
        self.que, self.porque, self.arreglo = (texts.get(name, "") for name in ("que", "porque", "arreglo"))
        self.fields = fields
        self.facts = dict(facts or {})


class Residencias:
    """A channel to one service of Residencias, e.g. `scoring-api:50051`. Safe for many threads; close it, or `with`.

    `token` gives the credential an operator made for this system; it is asked anew at each call, so that a file
    that is renewed counts at once. Without `tls` nothing is encrypted: only for rehearsals on one machine.
    """

    def __init__(
        self,
        address: str,
        token: Callable[[], str],
        tls: Files | None = None,
        *,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        options = [
            ("grpc.max_send_message_length", LARGEST_BYTES),
            ("grpc.max_receive_message_length", LARGEST_BYTES),
            ("grpc.lb_policy_name", "round_robin"),
            ("grpc.keepalive_time_ms", 60_000),
        ]
        self._token = token
        self._deadline_s = deadline_s
        self.channel = (
            grpc.secure_channel(address, _credentials(tls), options=options)
            if tls
            else grpc.insecure_channel(address, options=options)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.channel.close()

    def call(self, method: Callable[..., Reply], request: Any, *, key: str = "") -> Reply:
        """The answer of a stub's method. Raises Problem when it is no, or when nobody answers after all attempts.

        `key` names the intention: calling again with the same one, even tomorrow, gives the first answer again.
        """
        metadata = (("authorization", f"Bearer {self._token()}"), ("idempotency-key", key or str(uuid4())))
        for attempt in range(ATTEMPTS):
            try:
                return method(request, metadata=metadata, timeout=self._deadline_s)
            except grpc.RpcError as error:
                problem = _problem(error)
                passes = error.code() in PASSING or problem.code == LOST_RACE
                if not passes or attempt == ATTEMPTS - 1:
                    raise problem from error
            time.sleep(FIRST_PAUSE_S * 2**attempt * random.uniform(0.8, 1.2))
        raise AssertionError("unreachable")


def _credentials(tls: Files) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(
        tls.authority.read_bytes(), tls.key.read_bytes(), tls.certificate.read_bytes()
    )


def _problem(error: grpc.RpcError) -> Problem:
    """What the service said; when it did not get to say anything, what the network said."""
    status = rpc_status.from_call(error)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    if not any([detail.Unpack(info) for detail in status.details] if status else []):
        return Problem(error.code().name, {"que": error.details() or "Nadie contesta."})
    for detail in status.details:
        detail.Unpack(bad)
    fields = tuple(WrongField(v.field, v.reason, v.description) for v in bad.field_violations)
    return Problem(info.reason, info.metadata, fields, info.metadata)
