"""Process 1: `python -m plumbing.rpc services.scoring.api`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.scoring.v1 import service_pb2 as pb
from contracts.residencias.scoring.v1 import service_pb2_grpc
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.scoring import usecases, wiring
from services.scoring.store import Store
from services.scoring.usecases import Desk


class Api(service_pb2_grpc.ScoringServicer):
    """Proto in → use case → proto out."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store

    def ComputePuntaje(self, request: Any, context: Any) -> Any:
        return reply(pb.Puntaje, usecases.compute_puntaje(self._desk, act(), **fields(request)))

    def ExplainPuntaje(self, request: Any, context: Any) -> Any:
        return reply(pb.Puntaje, usecases.explain_puntaje(self._desk, act(), **fields(request)))

    def SimulatePuntaje(self, request: Any, context: Any) -> Any:
        return reply(pb.Puntaje, usecases.simulate_puntaje(self._desk, act(), **fields(request)))

    def ListPuntajes(self, request: Any, context: Any) -> Any:
        page = fields(request).get("page")
        return reply(pb.ListPuntajesResponse, usecases.list_puntajes(self._desk, act(), page))

    def ImportCalificaciones(self, request: Any, context: Any) -> Any:
        corte = usecases.import_calificaciones(self._desk, act(), request.filename, request.content)
        return reply(pb.Corte, corte)

    def AcceptCalificaciones(self, request: Any, context: Any) -> Any:
        return reply(pb.Corte, usecases.accept_calificaciones(self._desk, act(), request.corte_id))

    def GetCalificaciones(self, request: Any, context: Any) -> Any:
        return reply(pb.Corte, usecases.get_calificaciones(self._desk, act(), request.corte_id))

    def ListCalificaciones(self, request: Any, context: Any) -> Any:
        return reply(pb.ListCalificacionesResponse, usecases.list_calificaciones(self._desk, act()))

    def ListRevisiones(self, request: Any, context: Any) -> Any:
        asked = (fields(request).get("page"), request.is_ruled)
        return reply(pb.ListRevisionesResponse, usecases.list_revisiones(self._desk, act(), *asked))

    def RuleArticles(self, request: Any, context: Any) -> Any:
        return reply(pb.Dictamen, usecases.rule_articles(self._desk, act(), **fields(request)))

    def GetDictamen(self, request: Any, context: Any) -> Any:
        return reply(pb.Dictamen, usecases.get_dictamen(self._desk, act(), **fields(request)))

    def GetBacklog(self, request: Any, context: Any) -> Any:
        waiting = sum(backlog(one) for one in self._store.outboxes)
        return reply(access_pb2.Backlog, outbox=waiting, oldest_s=oldest_s(self._store.outboxes))


def register(rpc: Rpc, config: Config, clock: Clock, registry: Mapping[str, Convocatoria]) -> None:
    """Scoring is answered by `rpc`."""
    servicer = Api(*wiring.build(config, clock, registry))
    rpc.add(
        pb.DESCRIPTOR.services_by_name["Scoring"], service_pb2_grpc.add_ScoringServicer_to_server, servicer
    )
