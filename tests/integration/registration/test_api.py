"""Registration over gRPC on the real store: the main path, roles, errors with their text, races."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from google.protobuf.json_format import ParseDict

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.registration.v1 import service_pb2 as pb
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideWindow
from plumbing.events import Fact
from services.registration import usecases, wiring
from tests.integration.registration.conftest import Client
from tests.usecases.registration.world import REGISTRY, X47, datos, foreigner, oferta_cells, roster_csv, row

CALL = {"convocatoria": X47}


def accepted(client: Client, *rows):
    imported = client.call(
        "ImportRoster", pb.ImportRosterRequest(**CALL, filename="lista.csv", content=roster_csv(*rows)), "ces"
    )
    return client.call("AcceptRoster", pb.RosterRef(**CALL, roster_id=imported.roster_id), "ces")


def publish_oferta(client: Client):
    desk = wiring.build(client.config, client.clock, Registry(REGISTRY)).desk
    fact = Fact(
        id="o1", type="residencias.allocation.v1.OfertaAccepted", source="residencias/allocation", subject="oferta-1",
        time=client.clock.now().isoformat(), convocatoria=X47, rules_digest="", version=1, actor="sistema",
        data={"sha256": "0" * 64, "cells": oferta_cells()},
    )  # fmt: skip
    usecases.on_oferta_accepted(desk, fact)
    return desk


def filled(client: Client, who: str) -> pb.Registro:
    ref = {**CALL, "expediente_id": who}
    typed = ParseDict(datos(), pb.RegistroDatos())
    client.call("SaveRegistro", pb.SaveRegistroRequest(**ref, datos=typed), me=who)
    sedes = client.call("ListOpciones", pb.ExpedienteRef(**ref), me=who).sedes
    ranking = [pb.Opcion(sede=sede.sede, subsedes=[sede.subsedes[0].subsede]) for sede in sedes]
    return client.call("RankSedes", pb.RankSedesRequest(**ref, opciones=ranking), me=who)


def test_from_roster_to_printed_solicitud(client):
    report = accepted(client, row(1), row(2, folio_enarm="E47-000001"), foreigner(5))
    assert (report.state, report.rows, report.admitted) == ("ACEPTADO", 3, 2)
    assert [(r.row, r.code, bool(r.que), bool(r.arreglo)) for r in report.refused] == [
        (2, "FOLIO_REPETIDO", True, True)
    ]
    publish_oferta(client)
    who = client.account(row(1))
    ref = pb.ExpedienteRef(**CALL, expediente_id=who)
    assert not client.call("GetRegistro", ref, me=who).is_complete
    registro = filled(client, who)
    assert registro.is_complete
    assert not registro.errors
    assert registro.datos.domicilio.colonia == "Centro"
    made = client.call("PrintSolicitud", ref, me=who)
    assert made.number == 1
    assert made.is_current
    assert row(1)["curp"] not in made.qr
    again = client.call("GetSolicitudPrint", pb.SolicitudPrintRef(**CALL, expediente_id=who), "validador")
    assert again == made
    snapshot = client.call("GetSnapshot", ref, me=who)
    assert snapshot.is_print_current
    assert snapshot.is_complete
    assert snapshot.print_sha256 == made.sha256
    client.call("OpenRegistro", ref, me=who)
    assert not client.call("GetSnapshot", ref, me=who).is_print_current
    listed = client.call("ListRegistros", pb.ListRegistrosRequest(**CALL), "ces")
    assert [r.expediente_id for r in listed.registros] == [who]
    assert listed.total == 1
    backlog = client.call("GetBacklog", access_pb2.Empty(), "operador")
    assert backlog.outbox > 0
    assert backlog.oldest_s > 0


def test_a_foreigner_is_registered_with_the_curp_temporal_that_ces_assigned(client):
    accepted(client, foreigner(5))
    asked = pb.AssignCurpTemporalRequest(**CALL, folio_enarm="E47-000005")
    temporal = client.call("AssignCurpTemporal", asked, "ces").curp_temporal
    assert temporal == client.call("AssignCurpTemporal", asked, "ces").curp_temporal
    assert client.account({**foreigner(5), "curp": temporal})


def test_roles_are_kept(client):
    accepted(client, row(1), row(2))
    mine, other = client.account(row(1)), client.account(row(2))
    with pytest.raises(NotAllowed, match="ROL_NO_AUTORIZADO"):
        client.call("ImportRoster", pb.ImportRosterRequest(**CALL), "validador")
    with pytest.raises(NotAllowed, match="SIN_SESION"):
        client.call("GetRegistro", pb.ExpedienteRef(**CALL, expediente_id=mine))
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        client.call("GetRegistro", pb.ExpedienteRef(**CALL, expediente_id=other), me=mine)
    with pytest.raises(NotAllowed, match="ROL_NO_AUTORIZADO"):
        client.call("SaveRegistro", pb.SaveRegistroRequest(**CALL, expediente_id=mine), "ces")


def test_errors_come_with_their_text_and_fields(client):
    accepted(client, row(1))
    publish_oferta(client)
    who = client.account(row(1))
    with pytest.raises(Invalid) as refused:
        client.call("PrintSolicitud", pb.ExpedienteRef(**CALL, expediente_id=who), me=who)
    assert (refused.value.code, refused.value.clause) == ("REGISTRO_INCOMPLETO", "000§1.5")
    assert "imprimir" in refused.value.text["que"]
    assert {"nombre", "telefonos[1]", "opciones"} <= {problem.field for problem in refused.value.fields}
    assert all("«" not in str(f.facts["texto"]) or "»" in str(f.facts["texto"]) for f in refused.value.fields)
    client.clock.advance(timedelta(days=10))
    with pytest.raises(OutsideWindow) as late:
        client.call("OpenRegistro", pb.ExpedienteRef(**CALL, expediente_id=who), me=who)
    assert "23 de noviembre" in late.value.text["porque"]


def test_two_windows_at_once_never_overwrite_each_other(client):
    accepted(client, row(1))
    who = client.account(row(1))
    version = client.call("GetRegistro", pb.ExpedienteRef(**CALL, expediente_id=who), me=who).version

    def save(number: int) -> str:
        typed = pb.RegistroDatos(escuela=f"escuela {number}")
        try:
            client.call(
                "SaveRegistro",
                pb.SaveRegistroRequest(**CALL, expediente_id=who, expected_version=version, datos=typed),
                me=who,
            )
        except Conflict as error:
            return error.code
        return f"escuela {number}"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(save, range(8)))
    winners = [outcome for outcome in outcomes if outcome != "VERSION_PERDIDA"]
    assert len(winners) == 1
    kept = client.call("GetRegistro", pb.ExpedienteRef(**CALL, expediente_id=who), me=who)
    assert (kept.datos.escuela, kept.revision, kept.version) == (winners[0], 1, version + 1)


def test_a_double_click_prints_once_and_without_expected_version_all_saves_arrive(client):
    accepted(client, row(1))
    publish_oferta(client)
    who = client.account(row(1))
    filled(client, who)
    ref = pb.ExpedienteRef(**CALL, expediente_id=who)
    with ThreadPoolExecutor(4) as pool:
        prints = list(
            pool.map(lambda _: client.call("PrintSolicitud", ref, me=who, key="k1").number, range(4))
        )
    assert prints == [1, 1, 1, 1]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: client.call("OpenRegistro", ref, me=who), range(4)))
    assert not client.call("GetSnapshot", ref, me=who).is_print_current


def test_simultaneous_accounts_for_one_person_are_one_account(client):
    accepted(client, row(1))
    who = row(1)
    request = pb.OpenAccountRequest(
        **CALL,
        curp=who["curp"],
        folio_enarm=who["folio_enarm"],
        correo="a@example.com",
        password="una frase larga",
    )
    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(lambda _: client.call("OpenAccount", request).expediente_id, range(6)))
    assert len(found) == 1


def test_guessing_a_password_makes_one_wait_and_an_unknown_curp_waits_alike(client):
    accepted(client, row(1))
    client.account(row(1))
    for curp in (row(1)["curp"], row(3)["curp"]):
        request = pb.AuthenticateRequest(**CALL, curp=curp, password="otra")
        codes = []
        for _ in range(7):
            with pytest.raises(NotAllowed) as refused:
                client.call("Authenticate", request)
            codes.append(refused.value.code)
        assert codes == ["CREDENCIALES"] * 5 + ["DEMASIADOS_INTENTOS"] * 2
    right = pb.AuthenticateRequest(**CALL, curp=row(1)["curp"], password="una frase de paso")
    with pytest.raises(NotAllowed, match="DEMASIADOS_INTENTOS"):
        client.call("Authenticate", right)
    client.clock.advance(timedelta(minutes=2))
    assert client.call("Authenticate", right).is_correo_confirmed


def test_bans_are_recorded_once_and_listed(client):
    ban = pb.Ban(
        curp=row(1)["curp"],
        scope="TODAS",
        cause="LISTA",
        clause="000§3.3 b",
        act="oficio 1",
        convocatoria=X47,
    )
    client.call("RecordBan", ban, "ces")
    client.call("RecordBan", ban, "ces")
    listed = client.call("ListBans", pb.ListBansRequest(curp=row(1)["curp"]), "auditor").bans
    assert [(b.cause, b.from_on) for b in listed] == [("LISTA", "2023-11-20")]
    accepted(client, row(1))
    with pytest.raises(NotAllowed, match="VETO_VIGENTE"):
        client.account(row(1))


def test_the_other_institutions_release_is_recorded_by_the_ces_and_shown(client):
    accepted(client, row(1))
    who = client.account(row(1))
    desk = wiring.build(client.config, client.clock, Registry(REGISTRY)).desk
    cancelled = Fact(
        id="c1", type="residencias.validation.v1.ParticipationCancelled", source="residencias/validation", subject=who,
        time=client.clock.now().isoformat(), convocatoria=X47, rules_digest="", version=3, actor="sistema",
        data={"cause": "DOS_INSTITUCIONES", "clause": "000§3.2.3"},
    )  # fmt: skip
    usecases.on_state(desk, cancelled, "CANCELADO")
    release = pb.ReleaseExpedienteRequest(
        **CALL, expediente_id=who, institucion="ISSSTE", oficio="OF/17", released_on="2023-11-20"
    )
    with pytest.raises(NotAllowed, match="ROL_NO_AUTORIZADO"):
        client.call("ReleaseExpediente", release, me=who)
    assert client.call("ReleaseExpediente", release, "ces").oficio == "OF/17"
    shown = client.call("GetRegistro", pb.ExpedienteRef(**CALL, expediente_id=who), me=who)
    assert [(d.source, d.outcome, d.right) for d in shown.desenlaces] == [
        ("validation", "DOS_INSTITUCIONES", "NEXT_PERIOD_IF_RELEASED")
    ]
    assert shown.liberado.institucion == "ISSSTE"
