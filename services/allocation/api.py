"""Process 1: proto in, use case, proto out."""

from __future__ import annotations

from typing import Any

from contracts.residencias.allocation.v1 import service_pb2 as pb
from contracts.residencias.allocation.v1 import service_pb2_grpc
from contracts.residencias.common.v1 import access_pb2
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.allocation import usecases, wiring
from services.allocation.upstream import Earlier
from services.allocation.usecases import Sources
from services.allocation.wiring import Built


class Api(service_pb2_grpc.AllocationServicer):
    """Every method of the contract, in its order."""

    def __init__(self, built: Built, sources: Sources) -> None:
        self._desk = built.desk
        self._store = built.store
        self._sources = sources

    def LoadOferta(self, request: pb.LoadOfertaRequest, context: Any) -> pb.OfertaReport:
        report = usecases.load_oferta(self._desk, act(), request.filename, request.content)
        return reply(pb.OfertaReport, report)

    def AcceptOferta(self, request: pb.OfertaRef, context: Any) -> pb.OfertaReport:
        return reply(pb.OfertaReport, usecases.accept_oferta(self._desk, act(), **fields(request)))

    def ListOfertas(self, request: pb.ConvocatoriaRef, context: Any) -> pb.ListOfertasResponse:
        return reply(pb.ListOfertasResponse, usecases.list_ofertas(self._desk, act()))

    def GetOferta(self, request: pb.OfertaRef, context: Any) -> pb.Oferta:
        return reply(pb.Oferta, usecases.get_oferta(self._desk, act(), **fields(request)))

    def GetPool(self, request: pb.ConvocatoriaRef, context: Any) -> pb.Pool:
        return reply(pb.Pool, usecases.get_pool(self._desk, self._sources, act()))

    def RehearseRound(self, request: pb.RunRequest, context: Any) -> pb.Round:
        return reply(pb.Round, usecases.rehearse_round(self._desk, act(), **fields(request)))

    def RunRound(self, request: pb.RunRequest, context: Any) -> pb.Round:
        return reply(pb.Round, usecases.run_round(self._desk, self._sources, act(), **fields(request)))

    def GetRound(self, request: pb.RoundRef, context: Any) -> pb.Round:
        return reply(pb.Round, usecases.get_round(self._desk, act(), **fields(request)))

    def ListRounds(self, request: pb.ConvocatoriaRef, context: Any) -> pb.ListRoundsResponse:
        return reply(pb.ListRoundsResponse, usecases.list_rounds(self._desk, act()))

    def CompareRounds(self, request: pb.CompareRoundsRequest, context: Any) -> pb.Comparison:
        return reply(pb.Comparison, usecases.compare_rounds(self._desk, act(), **fields(request)))

    def GetBundle(self, request: pb.RoundRef, context: Any) -> pb.Bundle:
        return pb.Bundle(**usecases.get_bundle(self._desk, act(), **fields(request)))

    def VerifyRound(self, request: pb.RoundRef, context: Any) -> pb.RoundCheck:
        return reply(pb.RoundCheck, usecases.verify_round(self._desk, act(), **fields(request)))

    def ProposePublication(self, request: pb.RoundRef, context: Any) -> pb.Round:
        return reply(pb.Round, usecases.propose_publication(self._desk, act(), **fields(request)))

    def ApprovePublication(self, request: pb.RoundRef, context: Any) -> pb.Round:
        return reply(pb.Round, usecases.approve_publication(self._desk, act(), **fields(request)))

    def GetResult(self, request: pb.ExpedienteRef, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.get_result(self._desk, act(), **fields(request)))

    def ExplainResult(self, request: pb.ExpedienteRef, context: Any) -> pb.Explanation:
        return reply(pb.Explanation, usecases.explain_result(self._desk, act(), **fields(request)))

    def GetCutoffs(self, request: pb.ConvocatoriaRef, context: Any) -> pb.Cutoffs:
        return reply(pb.Cutoffs, usecases.get_cutoffs(self._desk, act()))

    def ListResults(self, request: pb.ListResultsRequest, context: Any) -> pb.ListResultsResponse:
        asked = fields(request)
        page, search = asked.get("page"), asked["search"]
        rows = usecases.list_results(self._desk, act(), asked["estado"], asked["ooad"], page, search=search)
        return reply(pb.ListResultsResponse, rows)

    def AcceptAdscripcion(self, request: pb.ExpedienteRef, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.accept_adscripcion(self._desk, act(), **fields(request)))

    def AcceptCompromiso(self, request: pb.ExpedienteRef, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.accept_compromiso(self._desk, act(), **fields(request)))

    def IssuePreaceptacion(self, request: pb.ExpedienteRef, context: Any) -> pb.Issuance:
        return reply(pb.Issuance, usecases.issue_preaceptacion(self._desk, act(), **fields(request)))

    def RejectPlaza(self, request: pb.RejectRequest, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.reject_plaza(self._desk, act(), **fields(request)))

    def GetIssuance(self, request: pb.IssuanceRef, context: Any) -> pb.Issuance:
        return reply(pb.Issuance, usecases.get_issuance(self._desk, act(), **fields(request)))

    def RegisterPresentation(self, request: pb.PresentationRequest, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.register_presentation(self._desk, act(), **fields(request)))

    def RecordExam(self, request: pb.ExamRequest, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.record_exam(self._desk, act(), **fields(request)))

    def IssuePresentacion(self, request: pb.ExpedienteRef, context: Any) -> pb.Issuance:
        return reply(pb.Issuance, usecases.issue_presentacion(self._desk, act(), **fields(request)))

    def ReceivePaper(self, request: pb.ReceivePaperRequest, context: Any) -> pb.Paper:
        asked = (request.expediente_id, request.kind, request.content)
        return reply(pb.Paper, usecases.receive_paper(self._desk, act(), *asked))

    def GetPaper(self, request: pb.PaperRef, context: Any) -> pb.PaperContent:
        found = usecases.get_paper(self._desk, act(), **fields(request))
        return pb.PaperContent(paper=reply(pb.Paper, found["paper"]), content=found["content"])

    def RegisterRenuncia(self, request: pb.RenunciaRequest, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.register_renuncia(self._desk, act(), **fields(request)))

    def RecordAbandono(self, request: pb.AbandonoRequest, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.record_abandono(self._desk, act(), **fields(request)))

    def RecordObligation(self, request: pb.ObligationRequest, context: Any) -> pb.Result:
        return reply(pb.Result, usecases.record_obligation(self._desk, act(), **fields(request)))

    def ListFreedPlazas(self, request: pb.ConvocatoriaRef, context: Any) -> pb.FreedPlazas:
        return reply(pb.FreedPlazas, usecases.list_freed(self._desk, act()))

    def GetLeftoverOferta(self, request: pb.ConvocatoriaRef, context: Any) -> pb.LeftoverOferta:
        return pb.LeftoverOferta(**usecases.get_leftover(self._desk, act()))

    def RequestPermuta(self, request: pb.PermutaRequest, context: Any) -> pb.Permuta:
        return reply(pb.Permuta, usecases.request_permuta(self._desk, act(), **fields(request)))

    def AgreePermuta(self, request: pb.PermutaRef, context: Any) -> pb.Permuta:
        return reply(pb.Permuta, usecases.agree_permuta(self._desk, act(), **fields(request)))

    def RejectPermuta(self, request: pb.PermutaRef, context: Any) -> pb.Permuta:
        return reply(pb.Permuta, usecases.reject_permuta(self._desk, act(), **fields(request)))

    def WithdrawPermuta(self, request: pb.PermutaRef, context: Any) -> pb.Permuta:
        return reply(pb.Permuta, usecases.withdraw_permuta(self._desk, act(), **fields(request)))

    def ApprovePermuta(self, request: pb.PermutaRef, context: Any) -> pb.Permuta:
        return reply(pb.Permuta, usecases.approve_permuta(self._desk, act(), request.permuta_id))

    def ListPermutas(self, request: pb.ConvocatoriaRef, context: Any) -> pb.ListPermutasResponse:
        return reply(pb.ListPermutasResponse, usecases.list_permutas(self._desk, act()))

    def GetBacklog(self, request: access_pb2.Empty, context: Any) -> access_pb2.Backlog:
        through = self._desk.sweeps.through()
        return access_pb2.Backlog(
            outbox=sum(backlog(collection) for collection in self._store.outboxes),
            oldest_s=oldest_s(self._store.outboxes),
            swept_through=through.isoformat() if through else "",
        )


def register(rpc: Rpc, config: Config, clock: Clock, registry: Registry) -> None:
    """`rpc` answers for Allocation."""
    api = Api(wiring.build(config, clock, registry), Earlier(config))
    descriptor = pb.DESCRIPTOR.services_by_name["Allocation"]
    rpc.add(descriptor, service_pb2_grpc.add_AllocationServicer_to_server, api)
