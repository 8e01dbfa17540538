"""Process 1 of notifications: proto in, use case, proto out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.notifications.v1 import service_pb2 as pb
from contracts.residencias.notifications.v1 import service_pb2_grpc
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.notifications import usecases, wiring
from services.notifications.files import LetterFiles
from services.notifications.upstream import Earlier


class Api(service_pb2_grpc.NotificationsServicer):
    """Letters and e-mails, answered."""

    def __init__(self, built: wiring.Notifications) -> None:
        self._desk = built.desk
        self._store = built.store

    def PrintLetter(self, request: Any, context: Any) -> Any:
        letter = usecases.print_letter(self._desk, act(), **fields(request))
        pdf = letter.pop("pdf")
        answer = reply(pb.Letter, letter)
        answer.pdf = pdf
        return answer

    def VerifyLetter(self, request: Any, context: Any) -> Any:
        return reply(pb.VerifiedLetter, usecases.verify_letter(self._desk, act(), request.code))

    def ListLetters(self, request: Any, context: Any) -> Any:
        return reply(pb.ListLettersResponse, usecases.list_letters(self._desk, act(), **fields(request)))

    def ListMessages(self, request: Any, context: Any) -> Any:
        return reply(pb.ListMessagesResponse, usecases.list_messages(self._desk, act(), **fields(request)))

    def RevokeLetter(self, request: Any, context: Any) -> Any:
        return reply(pb.VerifiedLetter, usecases.revoke_letter(self._desk, act(), **fields(request)))

    def GetBacklog(self, request: Any, context: Any) -> Any:
        facts = sum(backlog(collection) for collection in self._store.outboxes)
        through = self._store.sweeps.through()
        return reply(
            access_pb2.Backlog,
            outbox=facts + usecases.waiting(self._desk),
            oldest_s=oldest_s(self._store.outboxes),
            swept_through=through or "",
        )


def register(rpc: Rpc, config: Config, clock: Clock, registry: Mapping[str, Convocatoria]) -> None:
    """The service is answered by `rpc`."""
    files = wiring.prepare(LetterFiles(config))
    built = wiring.build(config, clock, registry, sources=Earlier(config), files=files)
    descriptor = pb.DESCRIPTOR.services_by_name["Notifications"]
    rpc.add(descriptor, service_pb2_grpc.add_NotificationsServicer_to_server, Api(built))
