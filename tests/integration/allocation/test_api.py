"""The whole story over real gRPC, database and object store; who may call what; errors with their text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from google.protobuf import json_format

from contracts.residencias.allocation.v1 import service_pb2 as pb
from contracts.residencias.common.v1 import access_pb2
from plumbing import messages
from plumbing.auth import ROLES
from plumbing.clock import FixedClock, SystemClock
from plumbing.config import ROOT, Config
from plumbing.errors import Conflict, Kind, NotAllowed, NotFound, OutsideWindow, ResidenciasError
from services.allocation import usecases, verifier
from services.allocation.files import S3Papers
from tests.integration.allocation.conftest import Office
from tests.usecases.allocation.concurso import CLOSED, GATE, INSIDE, MX, REGISTRY, RUN, VALID, X47
from tests.usecases.documents.desks import registry_keeping

SERVICE = pb.DESCRIPTOR.services_by_name["Allocation"]
ALL = pb.ConvocatoriaRef(convocatoria=X47)
OFFICIAL = pb.RoundRef(convocatoria=X47)
NUMBER = pb.RunRequest(convocatoria=X47, public_number="12345", public_source="Lotería Nacional")


def ref(expediente_id: str) -> pb.ExpedienteRef:
    return pb.ExpedienteRef(convocatoria=X47, expediente_id=expediente_id)


def publish(office: Office) -> Any:
    office.concurso.at(RUN)
    shown = office("RunRound", NUMBER, "ces", "ces-1", key="run")
    office("ProposePublication", OFFICIAL, "ces", "ces-1")
    office("ApprovePublication", OFFICIAL, "ces", "ces-2")
    return shown


def test_from_the_run_to_the_sede(office: Office) -> None:
    pool = office("GetPool", ALL, "ces")
    assert (pool.inscritos, pool.is_ready) == (5, True)
    shown = publish(office)
    assert (shown.state, shown.assigned, shown.verification.is_ok) == ("CORRIDA", 4, True)
    kept = office("GetBundle", OFFICIAL, "auditor")
    assert verifier.verify(kept.input, kept.output) == []
    office.concurso.at(GATE)
    mine = office("GetResult", ref("a"))
    assert (mine.estado, mine.place.sede, mine.nombre_completo) == (
        "ASIGNADO",
        "UMAE-PED-SXXI",
        "Persona F-A",
    )
    office.concurso.at(INSIDE)
    for method in ("AcceptAdscripcion", "AcceptCompromiso"):
        first = office(method, ref("a"), key=method)
        assert office(method, ref("a"), key=method) == first == office(method, ref("a"))
    letter = office("IssuePreaceptacion", ref("a"))
    assert office("IssuePreaceptacion", ref("a")) == letter
    assert letter.result.estado == "PREACEPTADO"
    office.concurso.at(VALID)
    ooad = {"role": "ooad", "subject": "o", "scope": "CDMX-S"}
    office(
        "RegisterPresentation",
        pb.PresentationRequest(convocatoria=X47, expediente_id="a", identification="INE"),
        **ooad,
    )
    for exam in ("MEDICO", "PSICOMETRICO"):
        office(
            "RecordExam",
            pb.ExamRequest(convocatoria=X47, expediente_id="a", exam=exam, is_favourable=True),
            **ooad,
        )
    sede = office("IssuePresentacion", ref("a"), **ooad)
    assert (sede.kind, sede.result.estado) == ("PRESENTACION", "PRESENTADO_A_SEDE")
    assert (
        office("GetIssuance", pb.IssuanceRef(convocatoria=X47, expediente_id="a", kind="PRESENTACION"))
        == sede
    )


def test_a_paper_handed_in_is_kept_and_the_renuncia_rests_on_it(office: Office, settings: Config) -> None:
    publish(office)
    office.concurso.at(INSIDE)
    for method in ("AcceptAdscripcion", "AcceptCompromiso", "IssuePreaceptacion"):
        office(method, ref("a"))
    ooad = {"role": "ooad", "subject": "o", "scope": "CDMX-S"}
    scan = b"%PDF-1.7 " + bytes(range(256)) * 4096
    received = pb.ReceivePaperRequest(convocatoria=X47, expediente_id="a", kind="RENUNCIA", content=scan)
    kept = office("ReceivePaper", received, **ooad)
    assert office("ReceivePaper", received, **ooad) == kept
    where = pb.PaperRef(convocatoria=X47, expediente_id="a", sha256=kept.sha256)
    assert office("GetPaper", where, **ooad).content == scan
    said = pb.RenunciaRequest(convocatoria=X47, expediente_id="a", document_sha256=kept.sha256)
    shown = office("RegisterRenuncia", said, **ooad)
    assert (shown.estado, shown.outcome) == ("RENUNCIA", "RENUNCIA")
    assert [(one.kind, one.bytes) for one in shown.papers] == [("RENUNCIA", len(scan))]
    papers = S3Papers(settings, FixedClock(SystemClock().now() + timedelta(days=2)))
    papers.put("perdido.bin", b"x", "x")
    desk = replace(office.concurso.desk, registry=registry_keeping(1), papers=papers)
    assert usecases.sweep_orphans(desk) == 1, "what a command left that died before it saved"
    assert (papers.get("perdido.bin"), office("GetPaper", where, **ooad).content) == (None, scan)
    assert usecases.erase_expired(desk) == 0
    office.concurso.at(REGISTRY[X47].windows["ciclo"].last_instant + timedelta(days=2))
    assert usecases.erase_expired(desk) == 1
    assert usecases.erase_expired(desk) == 0
    with pytest.raises(NotFound, match="PAPEL_DEPURADO") as refused:
        office("GetPaper", where, **ooad)
    assert refused.value.text["porque"]
    assert [one.is_erased for one in office("GetResult", ref("a"), **ooad).papers] == [True]


def test_people_are_searched_by_the_database_itself(office: Office) -> None:
    publish(office)
    office.concurso.at(GATE)
    usecases.sweep(office.concurso.desk)
    ooad = {"role": "ooad", "subject": "o", "scope": "CDMX-S"}
    found = {}
    for search in ("", "f-b", "pers f-a", "ersona", ".*"):
        asked = pb.ListResultsRequest(convocatoria=X47, search=search)
        found[search] = [one.folio for one in office("ListResults", asked, **ooad).results]
    assert found == {"": ["F-A", "F-B", "F-C"], "f-b": ["F-B"], "pers f-a": ["F-A"], "ersona": [], ".*": []}


def test_a_repeated_run_with_its_key_is_the_same_round_and_without_it_is_refused(office: Office) -> None:
    office.concurso.at(RUN)
    first = office("RunRound", NUMBER, "ces", key="k")
    assert office("RunRound", NUMBER, "ces", key="k").round_id == first.round_id
    with pytest.raises(Conflict, match="RONDA_YA_CORRIDA") as refused:
        office("RunRound", NUMBER, "ces", key="other")
    assert refused.value.text["arreglo"]


def test_validations_rezago_and_missing_people_arrive_as_reasons(office: Office) -> None:
    office.concurso.at(RUN)
    office.concurso.inscritos.rezago = 3
    with pytest.raises(Conflict, match="REZAGO_SIN_RESOLVER") as refused:
        office("RunRound", NUMBER, "ces")
    assert "3" in refused.value.text["que"]
    office.concurso.inscritos.rezago = 0
    office.concurso.inscritos.folios["z"] = "F-Z"
    with pytest.raises(Conflict, match="POOL_INCOMPLETO") as refused:
        office("RunRound", NUMBER, "ces")
    assert "F-Z" in refused.value.text["que"]


def test_explanations_cutoffs_lists_and_freed_places(office: Office) -> None:
    publish(office)
    office.concurso.at(GATE)
    why = office("ExplainResult", ref("d"), subject="d")
    assert [one.why for one in why.options] == ["LLENA_ANTES", "LLENA_ANTES"]
    usecases.sweep(office.concurso.desk)
    assert len(office("GetCutoffs", ALL, "publico").cutoffs) == 4
    page = access_pb2.Page(limit=3)
    listed = office("ListResults", pb.ListResultsRequest(convocatoria=X47, page=page), "sistema")
    assert ([one.folio for one in listed.results], listed.next) == (["F-A", "F-B", "F-C"], "F-C")
    assert dict(listed.counts) == {"ASIGNADO": 4, "NO_ASIGNADO": 1}
    office("RejectPlaza", pb.RejectRequest(convocatoria=X47, expediente_id="a", confirmation="F-A"))
    office.concurso.at(CLOSED)
    usecases.sweep(office.concurso.desk)
    freed = office("ListFreedPlazas", ALL, "ces")
    assert sorted(one.cause for one in freed.freed) == ["NO_ACEPTA", *["RECHAZO_IMPLICITO"] * 3]
    assert freed.freed[0].destination == "SIGUIENTE_PERIODO"
    backlog = office("GetBacklog", access_pb2.Empty(), "operador")
    assert backlog.outbox > 0
    assert backlog.swept_through.startswith("2023-12-18T06:00:01")


def requests() -> dict[str, Any]:
    """A well-formed request for every method."""
    content = {
        "convocatoria": X47,
        "expediente_id": "a",
        "confirmation": "F-A",
        "kind": "RESULTADO",
        "identification": "INE",
        "exam": "MEDICO",
        "other_folio": "F-B",
        "permuta_id": "p",
        "public_number": "12345",
        "reason": "ABANDONO",
    }
    made = {}
    for method in SERVICE.methods:
        message = method.input_type._concrete_class()
        known = {name: value for name, value in content.items() if name in method.input_type.fields_by_name}
        made[method.name] = json_format.ParseDict(known, message)
    return made


def declared(method: str) -> set[str]:
    return set(SERVICE.methods_by_name[method].GetOptions().Extensions[access_pb2.access].roles)


def test_every_method_refuses_every_role_it_does_not_name_and_whoever_has_no_token(office: Office) -> None:
    publish(office)
    for method, request in requests().items():
        for role in {*ROLES, "publico"} - declared(method):
            if "publico" in declared(method):
                continue
            with pytest.raises(NotAllowed) as refused:
                office(method, request, role, "a")
            assert refused.value.code == ("SIN_SESION" if role == "publico" else "ROL_NO_AUTORIZADO")


def test_before_the_gate_no_method_tells_any_role_about_a_persons_place(office: Office) -> None:
    publish(office)
    office.concurso.at(GATE.replace(minute=0, hour=17))
    insiders = {"ces", "auditor"}
    without_people = {
        "LoadOferta", "AcceptOferta", "GetOferta", "GetPool", "RehearseRound", "RunRound", "GetRound", "ListRounds",
        "GetBundle", "ProposePublication", "ApprovePublication", "GetBacklog",
    }  # fmt: skip
    for method, request in requests().items():
        if method in without_people:
            assert declared(method) <= {*insiders, "publico", "operador"}
            continue
        for role in declared(method) - insiders:
            with pytest.raises(OutsideWindow) as refused:
                office(method, request, role, "a", scope="CDMX-S")
            assert (refused.value.kind, refused.value.code) == (
                Kind.OUTSIDE_WINDOW,
                "RESULTADOS_NO_PUBLICADOS",
            )
            assert refused.value.facts == {}
            assert "UMAE" not in str(refused.value.text)


def test_every_error_this_service_raises_has_its_three_sentences() -> None:
    folder = ROOT / "services" / "allocation"
    known = messages.load(folder / "messages.yaml").entries
    code = re.compile(r"(?:Conflict|Invalid|NotFound|NotAllowed|OutsideWindow|Unavailable)\(\s*\"([A-Z_]+)\"")
    raised = {c for path in folder.rglob("*.py") for c in code.findall(path.read_text(encoding="utf-8"))}
    assert raised > {"CARTA_YA_EMITIDA", "POOL_INCOMPLETO"}
    assert raised - set(known) == set()


def test_an_error_says_what_why_and_how_to_go_on(office: Office) -> None:
    publish(office)
    office.concurso.at(INSIDE)
    with pytest.raises(ResidenciasError) as refused:
        office("AcceptCompromiso", ref("a"))
    assert refused.value.code == "PASO_NO_PROCEDE"
    assert all(refused.value.text[part] for part in ("que", "porque", "arreglo"))
    office.concurso.at(VALID.astimezone(MX))
    with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_DESPUES") as late:
        office("AcceptAdscripcion", ref("a"))
    assert "aceptar tu adscripción" in late.value.text["que"]


def test_a_permuta_and_the_deadlines_find_their_people_in_the_real_database(office: Office) -> None:
    publish(office)
    office.concurso.at(INSIDE)
    for who in "abx":
        for method in ("AcceptAdscripcion", "AcceptCompromiso", "IssuePreaceptacion"):
            office(method, ref(who), subject=who)
    office.concurso.at(VALID)
    asked = pb.PermutaRequest(convocatoria=X47, expediente_id="a", other_folio="F-B")
    permuta = office("RequestPermuta", asked)
    (waiting,) = office("GetResult", ref("b"), subject="b").permutas
    assert waiting == permuta
    mine = pb.PermutaRef(convocatoria=X47, expediente_id="b", permuta_id=permuta.permuta_id)
    office("AgreePermuta", mine, subject="b")
    assert office("ApprovePermuta", mine, "ces").state == "APROBADA"
    assert office("GetResult", ref("b"), subject="b").place.sede == "UMAE-PED-SXXI"
    paid = pb.ObligationRequest(
        convocatoria=X47, expediente_id="x", kind="ESTATUS_MIGRATORIO", met_on="2023-12-20", evidence="forma"
    )
    jal = {"role": "ooad", "subject": "o", "scope": "JAL"}
    assert office("RecordObligation", paid, **jal).obligations[1].state == "CUMPLIDA"
    office.concurso.at(datetime(2024, 1, 3, 1, tzinfo=MX))
    usecases.sweep(office.concurso.desk)
    listed = office("ListResults", pb.ListResultsRequest(convocatoria=X47, estado="ABANDONO"), "ces")
    assert [one.folio for one in listed.results] == ["F-A", "F-B", "F-X"]
    assert dict(listed.counts) == {"ABANDONO": 3, "NO_ASIGNADO": 1, "RECHAZO_IMPLICITO": 1}
    assert len(office("ListFreedPlazas", ALL, "ces").freed) == 4
