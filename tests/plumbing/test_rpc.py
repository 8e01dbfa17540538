"""RPCs: only declared roles come in, errors arrive whole, the server refuses methods without a declaration."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from contracts.residencias.scoring.v1 import service_pb2 as pb
from contracts.residencias.scoring.v1 import service_pb2_grpc
from plumbing import auth, messages
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.errors import FieldError, Invalid, Kind, NotAllowed, ResidenciasError, Rule, Unavailable
from plumbing.revocation import Revoked
from plumbing.rpc import Rpc, act, reply
from plumbing.rpc.calling import channel, invoke
from tests.plumbing.ledger import NOON
from tests.waiting import PATIENCE_S

PRIVATE, PUBLIC = auth.generate_keys()
SERVICE = pb.DESCRIPTOR.services_by_name["Scoring"]


class Scoring(service_pb2_grpc.ScoringServicer):
    def ExplainPuntaje(self, request, context):
        act().actor.may_see(request.expediente_id)
        return reply(
            pb.Puntaje, expediente_id=request.expediente_id, folio=act().key, rules_digest=act().rules_digest
        )

    def SimulatePuntaje(self, request, context):
        wrong = FieldError("telefonos[1]", "DATO_OBLIGATORIO")
        clause = Rule.GRADES if request.convocatoria else "000§2.1"
        raise Invalid("CALIFICACION_RARA", clause=clause, fields=(wrong,), valor="8.88")

    def ListPuntajes(self, request, context):
        raise ZeroDivisionError


@pytest.fixture
def clock():
    return FixedClock(NOON)


@pytest.fixture
def stub(clock):
    rpc = Rpc(
        SimpleNamespace(token_public_key=PUBLIC, tls=None, revoked_file=None),
        clock,
        lambda code, at: f"digest of {code}",
        messages.load(),
        clauses=lambda code, at: {"c1": {Rule.GRADES: "003§2.1 d"}}.get(code, {}),
    )
    rpc.add(SERVICE, service_pb2_grpc.add_ScoringServicer_to_server, Scoring())
    port = rpc.start("127.0.0.1:0")
    with channel(f"127.0.0.1:{port}") as open_channel:
        yield service_pb2_grpc.ScoringStub(open_channel)
    rpc.stop(0)


def token(clock, *roles, expediente_id=None):
    return auth.sign(Caller("p1", frozenset(roles), expediente_id), PRIVATE, clock)


def call(method, request, bearer="", **metadata):
    pairs = [(name.replace("_", "-"), value) for name, value in metadata.items()]
    if bearer:
        pairs.append(("authorization", f"Bearer {bearer}"))
    return invoke("scoring", method, request, pairs)


def test_the_owner_is_answered_with_the_circumstances_of_the_act(stub, clock):
    request = pb.ExpedienteRef(convocatoria="c1", expediente_id="e1")
    answer = call(
        stub.ExplainPuntaje, request, token(clock, "aspirante", expediente_id="e1"), idempotency_key="k9"
    )
    assert (answer.folio, answer.rules_digest) == ("k9", "digest of c1")


def test_another_persons_dossier_is_not_found(stub, clock):
    request = pb.ExpedienteRef(convocatoria="c1", expediente_id="e2")
    with pytest.raises(ResidenciasError) as refused:
        call(stub.ExplainPuntaje, request, token(clock, "aspirante", expediente_id="e1"))
    assert (refused.value.kind, refused.value.code) == (Kind.NOT_FOUND, "NO_ES_TUYO")


@pytest.mark.parametrize("bearer", ["", "no.es.token"])
def test_without_a_good_token_nobody_comes_in(stub, bearer):
    with pytest.raises(NotAllowed, match="SIN_SESION"):
        call(stub.ExplainPuntaje, pb.ExpedienteRef(), bearer)


def test_a_token_of_another_key_or_too_old_is_refused(stub, clock):
    forged = auth.sign(Caller("p1", frozenset({"ces"})), auth.generate_keys()[0], clock)
    with pytest.raises(NotAllowed, match="SIN_SESION"):
        call(stub.ExplainPuntaje, pb.ExpedienteRef(), forged)
    old = token(clock, "ces")
    clock.advance(timedelta(hours=1))
    with pytest.raises(NotAllowed, match="SIN_SESION"):
        call(stub.ExplainPuntaje, pb.ExpedienteRef(), old)


def test_a_role_that_is_not_declared_is_refused(stub, clock):
    with pytest.raises(NotAllowed, match="ROL_NO_AUTORIZADO"):
        call(stub.ExplainPuntaje, pb.ExpedienteRef(), token(clock, "validador"))


def test_an_error_arrives_with_code_clause_facts_fields_and_text(stub):
    with pytest.raises(Invalid) as refused:
        call(stub.SimulatePuntaje, pb.SimulatePuntajeRequest())
    error = refused.value
    assert (error.code, error.clause, error.facts["valor"]) == ("CALIFICACION_RARA", "000§2.1", "8.88")
    assert error.text["que"]
    assert error.text["arreglo"]
    assert [(f.field, f.code) for f in error.fields] == [("telefonos[1]", "DATO_OBLIGATORIO")]
    assert "telefonos[1]" in messages.load().text(error.fields[0])["que"]


@pytest.mark.parametrize(("convocatoria", "clause"), [("c1", "003§2.1 d"), ("a call without it", None)])
def test_a_rule_is_cited_by_the_clause_of_the_call_it_was_asked_under(stub, convocatoria, clause):
    with pytest.raises(Invalid) as refused:
        call(stub.SimulatePuntaje, pb.SimulatePuntajeRequest(convocatoria=convocatoria))
    assert refused.value.clause == clause


def test_a_defect_of_ours_says_so_without_details_and_is_not_repeated(stub, clock):
    with pytest.raises(Unavailable, match="ERROR_INTERNO") as refused:
        call(stub.ListPuntajes, pb.ListPuntajesRequest(), token(clock, "ces"))
    assert "ZeroDivision" not in str(refused.value.text)


def test_a_dead_server_is_unavailable():
    with channel("127.0.0.1:1") as dead, pytest.raises(Unavailable, match="scoring"):
        call(service_pb2_grpc.ScoringStub(dead).SimulatePuntaje, pb.SimulatePuntajeRequest())


def test_a_method_without_declared_roles_is_refused_at_start():
    from contracts.residencias.common.v1 import access_pb2

    bare = SimpleNamespace(
        full_name="x.Y",
        methods=[
            SimpleNamespace(
                name="Z",
                GetOptions=lambda: SimpleNamespace(Extensions={access_pb2.access: access_pb2.Access()}),
            )
        ],
    )
    rpc = Rpc(
        SimpleNamespace(token_public_key=PUBLIC, tls=None, revoked_file=None),
        FixedClock(NOON),
        str,
        messages.load(),
    )
    with pytest.raises(ValueError, match=r"x\.Y\.Z"):
        rpc.add(bare, lambda servicer, server: None, object())


def test_every_method_of_every_contract_declares_its_roles():
    from contracts.residencias.common.v1 import access_pb2
    from plumbing.config import SERVICES

    for service in SERVICES:
        module = __import__(f"contracts.residencias.{service}.v1.service_pb2", fromlist=["x"])
        for descriptor in module.DESCRIPTOR.services_by_name.values():
            for method in descriptor.methods:
                roles = method.GetOptions().Extensions[access_pb2.access].roles
                assert roles, method.full_name
                assert set(roles) <= {*auth.ROLES, auth.PUBLIC_ROLE}, method.full_name


def test_health_answers(clock):
    rpc = Rpc(
        SimpleNamespace(token_public_key=PUBLIC, tls=None, revoked_file=None), clock, str, messages.load()
    )
    rpc.add(SERVICE, service_pb2_grpc.add_ScoringServicer_to_server, Scoring())
    port = rpc.start("127.0.0.1:0")
    with grpc.insecure_channel(f"127.0.0.1:{port}") as open_channel:
        answer = health_pb2_grpc.HealthStub(open_channel).Check(
            health_pb2.HealthCheckRequest(service=SERVICE.full_name), timeout=PATIENCE_S
        )
    rpc.stop(0)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_a_credential_of_another_system_is_revoked_while_the_server_runs(clock, tmp_path):
    file = tmp_path / "revoked.txt"
    file.write_text("# nobody\n", encoding="utf-8")
    settings = SimpleNamespace(token_public_key=PUBLIC, tls=None, revoked_file=file)
    rpc = Rpc(settings, clock, lambda code, at: "", messages.load())
    rpc.add(SERVICE, service_pb2_grpc.add_ScoringServicer_to_server, Scoring())
    method = frozenset({"scoring.ImportCalificaciones"})
    lost, kept = (
        auth.sign(
            Caller("siices", frozenset({auth.SYSTEM_ROLE}), methods=method, credential=name), PRIVATE, clock
        )
        for name in ("a1", "b2")
    )

    def code(bearer):
        with pytest.raises(ResidenciasError) as refused:
            call(stub.ImportCalificaciones, pb.ImportCalificacionesRequest(convocatoria="c1"), bearer)
        return refused.value.code

    with channel(f"127.0.0.1:{rpc.start('127.0.0.1:0')}") as open_channel:
        stub = service_pb2_grpc.ScoringStub(open_channel)
        passed = code(lost)  # this servicer does not answer the method: whoever gets in hears so
        assert "CREDENCIAL" not in passed
        file.write_text("a1  # a laptop that was lost\n", encoding="utf-8")
        assert (code(lost), code(kept)) == ("CREDENCIAL_REVOCADA", passed)
        file.write_text("siices\n", encoding="utf-8")
        assert code(kept) == "CREDENCIAL_REVOCADA"
        file.unlink()
        assert code(kept) == "CREDENCIAL_REVOCADA"
        file.write_text("", encoding="utf-8")
        assert (code(lost), code(kept)) == (passed, passed)
    rpc.stop(0)


def test_a_list_of_revoked_credentials_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(OSError, match="missing"):
        Revoked(tmp_path / "missing")


def test_only_another_system_is_looked_up(tmp_path):
    file = tmp_path / "revoked.txt"
    file.write_text("p1\n\n", encoding="utf-8")
    revoked = Revoked(file)
    revoked.check(Caller("p1", frozenset({"ces"})))
    revoked.check(Caller("otro", frozenset({auth.SYSTEM_ROLE})))
    with pytest.raises(NotAllowed):
        revoked.check(Caller("p1", frozenset({auth.SYSTEM_ROLE})))
