"""The api over gRPC and the real database: the main story, who may call, refusals with their text, races."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.validation.v1 import service_pb2 as pb
from plumbing.auth import ROLES
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, ResidenciasError
from services.validation import usecases
from tests.integration.validation.conftest import Office
from tests.usecases.validation.world import X47, a_fact

METHODS = pb.DESCRIPTOR.services_by_name["Validation"].methods


def roles_of(method: Any) -> set[str]:
    return set(method.GetOptions().Extensions[access_pb2.access].roles)


def request_of(method: Any) -> Any:
    message = getattr(pb, method.input_type.name, None) or getattr(access_pb2, method.input_type.name)
    return message(**({"convocatoria": X47} if "convocatoria" in message.DESCRIPTOR.fields_by_name else {}))


def validated(office: Office, expediente_id: str) -> None:
    office.world.an_aspirante(expediente_id)
    office("SubmitExpediente", office.ref(expediente_id), subject=expediente_id)
    office.world.clock.advance(timedelta(seconds=1))
    assert office.claim().expediente_id == expediente_id
    office("Validate", pb.ValidateRequest(convocatoria=X47, expediente_id=expediente_id), "validador", "v1")


def test_the_whole_story_from_the_first_send_to_the_ficha(office: Office) -> None:
    person = office.world.an_aspirante("a", "hijo_trabajador")
    acuse = office("SubmitExpediente", office.ref("a"), key="k1")
    assert office("SubmitExpediente", office.ref("a"), key="k1") == acuse
    assert office("GetAcuse", office.ref("a")).snapshot_sha256 == acuse.snapshot_sha256
    claimed = office.claim()
    assert (claimed.expediente_id, claimed.claimed_by, len(claimed.documents)) == ("a", "v1", 13)
    assert claimed.snapshot.datos.reclamos.hijo_trabajador
    observation = pb.Observation(target="ACTADENACIMIENTO", reason="ACTA_ANTIGUA")
    request = pb.ObserveRequest(convocatoria=X47, expediente_id="a", observations=[observation])
    assert office("Observe", request, "validador", "v1").estado == "CON_OBSERVACIONES"
    person.upload("ACTADENACIMIENTO")
    person.print_and_sign()
    assert office("SubmitExpediente", office.ref("a"), key="k2").send_number == 2
    assert office.claim("v2").expediente_id == "a"
    verdict = pb.ClaimVerdict(claim="hijo_trabajador", verdict="ACREDITADO")
    request = pb.ValidateRequest(convocatoria=X47, expediente_id="a", claims=[verdict])
    assert office("Validate", request, "validador", "v2").estado == "VALIDADO"
    ficha = office("IssueFicha", office.ref("a"))
    assert (ficha.folio, ficha.nombre_completo) == ("XLVII-000001-R", "ANA PÉREZ LÓPEZ")
    own = office("GetExpediente", office.ref("a"))
    assert (own.estado, own.folio, own.claimed_by) == ("INSCRITO", ficha.folio, "")
    assert not own.HasField("snapshot")
    inscritos = office("ListInscritos", pb.ConvocatoriaRef(convocatoria=X47), "ces", "c1")
    assert [(i.expediente_id, i.folio) for i in inscritos.inscritos] == [("a", ficha.folio)]
    listed = office("ListExpedientes", pb.ListExpedientesRequest(convocatoria=X47), "ces", "c1")
    assert dict(listed.counts) == {"INSCRITO": 1}
    backlog = office("GetBacklog", access_pb2.Empty(), "operador", "o1")
    assert (backlog.outbox, backlog.swept_through) == (1, "")
    usecases.sweep_deadlines(office.world.desk)
    swept = office("GetBacklog", access_pb2.Empty(), "operador", "o1").swept_through
    assert swept == office.world.clock.now().isoformat()


def test_two_people_annul(office: Office) -> None:
    office.world.an_aspirante("a")
    office("SubmitExpediente", office.ref("a"))
    office.claim()
    request = pb.AnnulmentRequest(convocatoria=X47, expediente_id="a", cause="INCONSISTENCIA_GRAVE")
    office("ProposeAnnulment", request, "validador", "v1")
    assert not office.claim("v2").expediente_id
    annulled = office("ConfirmAnnulment", office.ref("a"), "supervisor_validacion", "s1")
    assert (annulled.estado, annulled.cause) == ("ANULADO", "INCONSISTENCIA_GRAVE")


def test_ces_resolves_a_rezago(office: Office) -> None:
    office.world.an_aspirante("a")
    office("SubmitExpediente", office.ref("a"))
    office.world.clock.advance(timedelta(days=20))  # the review has closed: 2023-12-12 10:00
    usecases.sweep_deadlines(office.world.desk)
    listed = office("ListRezago", pb.ConvocatoriaRef(convocatoria=X47), "ces", "c1")
    assert [line.expediente_id for line in listed.expedientes] == ["a"]
    request = pb.ResolveRezagoRequest(
        convocatoria=X47, expediente_id="a", resolution="VALIDAR", reason="Nadie alcanzó a revisarlo"
    )
    resolved = office("ResolveRezago", request, "ces", "c1")
    assert (resolved.estado, resolved.folio) == ("INSCRITO", "XLVII-000001-R")
    assert office("GetFicha", office.ref("a")).downloads == 0


def test_only_the_declared_roles_may_call(office: Office) -> None:
    for method in METHODS:
        for role in set(ROLES) - roles_of(method):
            with pytest.raises(NotAllowed) as refused:
                office.drained(method.name, request_of(method), role)
            assert refused.value.code == "ROL_NO_AUTORIZADO", (method.name, role)


def test_a_refused_send_tells_each_field_in_words(office: Office) -> None:
    person = office.world.an_aspirante("a")
    person.slots.pop("CEDULA")
    person.save(telefonos=[])
    with pytest.raises(Invalid) as refused:
        office("SubmitExpediente", office.ref("a"))
    assert refused.value.code == "DOCUMENTOS_FALTANTES"
    texts = {wrong.field: wrong.facts["texto"] for wrong in refused.value.fields}
    assert texts["documentos.CEDULA"].splitlines()[0] == "Falta el documento CEDULA."
    assert texts["solicitud"].splitlines()[0] == "Entraste a tu registro después de tu impresión número 1."


def test_an_error_of_an_earlier_service_arrives_as_it_is(office: Office) -> None:
    with pytest.raises(NotFound) as refused:
        office("SubmitExpediente", office.ref("nobody"), subject="nobody")
    assert refused.value.code == "NO_ES_TUYO"


def test_another_persons_expediente_does_not_exist(office: Office) -> None:
    validated(office, "a")
    for method in ("SubmitExpediente", "GetExpediente", "IssueFicha", "GetFicha", "GetAcuse"):
        with pytest.raises(NotFound):
            office(method, office.ref("a"), subject="b")
    with pytest.raises(NotFound):
        list(office.watch(office.ref("a"), "b"))


def test_a_change_is_seen_live_without_asking_again(office: Office) -> None:
    usecases.on_account_opened(office.world.desk, a_fact("AccountOpened", "a"))
    office.world.an_aspirante("a")
    watched = office.watch(office.ref("a"), "a")
    assert next(watched).estado == "PENDIENTE"
    office("SubmitExpediente", office.ref("a"))
    assert next(watched).estado == "EN_VALIDACION"
    watched.close()


def test_a_double_click_sends_once(office: Office) -> None:
    office.world.an_aspirante("a")

    def click(_: int) -> str:
        try:
            return str(office("SubmitExpediente", office.ref("a"), key="same").acuse_id)
        except ResidenciasError as error:
            return error.code

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert office.world.names("a") == ["ExpedienteSubmitted"]


def test_a_double_click_without_a_key_sends_once_too(office: Office) -> None:
    office.world.an_aspirante("a")

    def click(_: int) -> str:
        try:
            office("SubmitExpediente", office.ref("a"))
        except Conflict as error:
            return error.code
        return "sent"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, range(4))) == ["ENVIO_NO_PROCEDE"] * 3 + ["sent"]


def test_validadores_in_a_rush_never_share_an_expediente(office: Office) -> None:
    for number in range(10):
        office.world.sent(f"e{number}")
    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda n: office.claim(f"v{n}").expediente_id, range(10)))
    assert sorted(got) == [f"e{number}" for number in range(10)]


def test_desks_in_a_rush_each_have_one_put_aside_and_take_it(office: Office) -> None:
    for number in range(13):
        office.world.sent(f"e{number:02}")
    of_call = pb.ConvocatoriaRef(convocatoria=X47)

    def put_aside(name: str) -> str:
        return str(office("SetAsideNext", of_call, "validador", name).expediente_id)

    names = [f"v{n}" for n in range(6)]
    held = {name: office.claim(name).expediente_id for name in names}
    with ThreadPoolExecutor(12) as pool:
        aside = list(pool.map(put_aside, names * 2))  # two windows of each, at once
    assert aside[:6] == aside[6:]
    assert len(set(aside)) == 6
    assert not set(aside) & {"", *held.values()}
    assert office.claim("stranger").expediente_id == "e12", "the only one that is put aside for nobody"
    for name, expediente_id in held.items():
        office(
            "Validate", pb.ValidateRequest(convocatoria=X47, expediente_id=expediente_id), "validador", name
        )
    with ThreadPoolExecutor(6) as pool:
        took = list(pool.map(lambda name: office.claim(name).expediente_id, names))
    assert took == aside[:6]


def test_folios_taken_at_once_are_all_different(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: office.world.desk.next_folio(X47), range(40)))
    assert sorted(numbers) == list(range(1, 41))


def test_two_downloads_at_once_are_one_ficha(office: Office) -> None:
    validated(office, "a")
    with ThreadPoolExecutor(4) as pool:
        folios = set(pool.map(lambda _: office("IssueFicha", office.ref("a")).folio, range(4)))
    assert len(folios) == 1
    assert office.world.names("a").count("FichaIssued") == 1
    assert office("GetFicha", office.ref("a")).downloads == 4
