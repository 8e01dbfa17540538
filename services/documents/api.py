"""Process 1 of documents: proto in, use case, proto out."""

from __future__ import annotations

from typing import Any

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.documents.v1 import service_pb2 as pb
from contracts.residencias.documents.v1 import service_pb2_grpc
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.documents import usecases, wiring
from services.documents.upstream import Registration


class Api(service_pb2_grpc.DocumentsServicer):
    """Documents, answered."""

    def __init__(self, built: wiring.Built) -> None:
        self._desk = built.desk
        self._store = built.store

    def CheckImage(self, request: Any, context: Any) -> Any:
        verdict = usecases.check_image(self._desk, act(), request.slot, request.filename, request.content)
        return reply(pb.Verdict, verdict)

    def UploadDocument(self, request: Any, context: Any) -> Any:
        slot = usecases.upload_document(
            self._desk,
            act(),
            expediente_id=request.expediente_id,
            slot=request.slot,
            filename=request.filename,
            kind=request.kind,
            content=request.content,
        )
        return reply(pb.Slot, slot)

    def GetDocument(self, request: Any, context: Any) -> Any:
        version, content = usecases.get_document(self._desk, act(), **fields(request))
        media = usecases.media_type(version, request.original)
        return pb.Document(version=reply(pb.Version, version), content=content, media_type=media)

    def Comply(self, request: Any, context: Any) -> Any:
        view, made = usecases.comply(
            self._desk,
            act(),
            expediente_id=request.expediente_id,
            slot=request.slot,
            kind=request.kind,
            files=tuple(request.files),
            pages=tuple(request.pages),
        )
        answer = reply(pb.Complied, view)
        answer.content, answer.before, answer.after = made.content, made.before, made.after
        return answer

    def ViewLink(self, request: Any, context: Any) -> Any:
        return reply(pb.ViewLinkAnswer, usecases.view_link(self._desk, act(), **fields(request)))

    def GetManifest(self, request: Any, context: Any) -> Any:
        return reply(pb.Manifest, usecases.get_manifest(self._desk, act(), **fields(request)))

    def GetProgress(self, request: Any, context: Any) -> Any:
        return reply(pb.Progress, usecases.get_progress(self._desk, act()))

    def GetBacklog(self, request: Any, context: Any) -> Any:
        """Documents has no deadline of its own to sweep: it is always through."""
        waiting = sum(backlog(collection) for collection in self._store.outboxes)
        return reply(
            access_pb2.Backlog,
            outbox=waiting,
            oldest_s=oldest_s(self._store.outboxes),
            swept_through=self._desk.clock.now(),
        )


def register(rpc: Rpc, config: Config, clock: Clock, registry: Registry) -> None:
    """The service is answered by `rpc`."""
    asks = Registration(config)
    built = wiring.build(config, clock, registry, current_print=asks.current_print, typed=asks.typed)
    descriptor = pb.DESCRIPTOR.services_by_name["Documents"]
    rpc.add(descriptor, service_pb2_grpc.add_DocumentsServicer_to_server, Api(built))
