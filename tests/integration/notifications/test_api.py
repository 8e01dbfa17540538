"""Notifications over gRPC, with its letters in a real object store and a real database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.notifications.v1 import service_pb2 as pb
from contracts.residencias.notifications.v1 import service_pb2_grpc
from plumbing import auth, messages
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import ROOT, Config
from plumbing.deadlines import digest_of
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound
from plumbing.rpc import Rpc
from plumbing.rpc.calling import channel, invoke
from residencias import local_settings
from services.notifications import api, files
from tests.integration.notifications.earlier import serve
from tests.usecases.notifications.world import OTHER, PERSON, X47, Answers, local, the_registry

PRINTED = {
    "SOLICITUD": "",
    "FICHA": "",
    "ACUSE_ENVIO": "",
    "CARTA_COMPROMISO": "TITULO",
    "RESULTADO": "",
    "PUNTAJE": "",
    "PREACEPTACION": "",
    "PRESENTACION": "",
    "ACUSE_DECISION": "a2",
    "PERMUTA": "",
}


@dataclass
class Client:
    """Calls as somebody."""

    stub: Any
    config: Config
    clock: FixedClock
    callers: list[str]

    def call(
        self, method: str, request: Any, role: str = "aspirante", me: str = PERSON, scope: str = ""
    ) -> Any:
        own = me if role == "aspirante" else None
        metadata = []
        if role != "publico":
            caller = Caller(own or role, frozenset({role}), own, "sesion", scope)
            token = auth.sign(caller, self.config.token_private_key, self.clock)
            metadata.append(("authorization", f"Bearer {token}"))
        return invoke("notifications", getattr(self.stub, method), request, metadata)

    def print(self, kind: str, ref: str = "", **who: str) -> Any:
        request = pb.PrintLetterRequest(convocatoria=X47, expediente_id=PERSON, kind=kind, ref=ref)
        return self.call("PrintLetter", request, **who)


@pytest.fixture
def config(stores: dict[str, str], tmp_path: Path) -> Config:
    return plumbing_config.from_environment({**local_settings.local(tmp_path), **stores})


@pytest.fixture
def client(config: Config) -> Iterator[Client]:
    clock, registry, callers = FixedClock(local("2023-12-14T18:43")), the_registry(), []
    texts = messages.load(ROOT / "services/notifications/messages.yaml")
    rpc = Rpc(config, clock, partial(digest_of, registry), texts)
    serve(rpc, Answers(), callers)
    api.register(rpc, config, clock, registry)
    address = config.rpc_addresses["notifications"]
    rpc.start(address)
    yield Client(service_pb2_grpc.NotificationsStub(channel(address)), config, clock, callers)
    rpc.stop(0)


def test_every_kind_is_printed_with_the_callers_own_token(client: Client, config: Config) -> None:
    made = {kind: client.print(kind, ref) for kind, ref in PRINTED.items()}
    for kind, letter in made.items():
        assert letter.pdf.startswith(b"%PDF"), kind
        assert hashlib.sha256(letter.pdf).hexdigest() == letter.sha256
        assert letter.filename.endswith(".pdf")
    assert {who.partition(":")[0] for who in client.callers} == {"aspirante"}
    asked = len(client.callers)
    again = client.print("PUNTAJE")
    assert again.pdf == made["PUNTAJE"].pdf
    assert again.deliveries == 2
    assert len(client.callers) == asked
    listed = client.call("ListLetters", pb.ListLettersRequest(convocatoria=X47, expediente_id=PERSON))
    assert dict(listed.counts) == dict.fromkeys(PRINTED, 1)
    names = list(files.LetterFiles(config)._client.list_objects(config.bucket("cartas"), recursive=True))
    assert len(names) == len(PRINTED)
    assert not [name for name in names if PERSON in str(name.object_name)]


def test_an_ooad_prints_a_presentation_with_its_own_rights_alone(client: Client) -> None:
    letter = client.print("PRESENTACION", role="ooad", scope="CDMX-S")
    assert letter.pdf.startswith(b"%PDF")
    assert {who.partition(":")[0] for who in client.callers} == {"ooad"}


def test_anybody_verifies_without_a_token_and_learns_initials(client: Client) -> None:
    letter = client.print("FICHA")
    found = client.call("VerifyLetter", pb.VerifyLetterRequest(code=letter.code), "publico")
    assert (found.status, found.masked_name, found.sha256) == ("VIGENTE", "A. M. Ñ. P.", letter.sha256)
    revoked = pb.RevokeLetterRequest(convocatoria=X47, letter_id=letter.letter_id, reason="Dato equivocado")
    assert client.call("RevokeLetter", revoked, "ces").status == "REVOCADA"
    found = client.call("VerifyLetter", pb.VerifyLetterRequest(code=letter.code), "publico")
    assert (found.status, "equivocado" in found.status_reason) == ("REVOCADA", False)


def test_refusals_come_with_their_words(client: Client) -> None:
    client.print("PREACEPTACION")
    client.clock.move_to(local("2023-12-14T19:30"))
    with pytest.raises(Conflict) as refused:
        client.print("PREACEPTACION")
    assert refused.value.code == "CARTA_YA_ENTREGADA"
    assert refused.value.text is not None
    assert refused.value.facts["sha256"] in refused.value.text["porque"]
    with pytest.raises(Invalid, match="CODIGO_INVALIDO"):
        client.call("VerifyLetter", pb.VerifyLetterRequest(code="x"), "publico")


@pytest.mark.parametrize(
    ("method", "request_", "role"),
    [
        (
            "PrintLetter",
            pb.PrintLetterRequest(convocatoria=X47, expediente_id=PERSON, kind="FICHA"),
            "auditor",
        ),
        (
            "PrintLetter",
            pb.PrintLetterRequest(convocatoria=X47, expediente_id=PERSON, kind="FICHA"),
            "publico",
        ),
        ("ListLetters", pb.ListLettersRequest(convocatoria=X47), "validador"),
        ("ListMessages", pb.ListMessagesRequest(convocatoria=X47), "ooad"),
        ("RevokeLetter", pb.RevokeLetterRequest(convocatoria=X47, letter_id="x", reason="y"), "aspirante"),
        ("GetBacklog", access_pb2.Empty(), "aspirante"),
    ],
)
def test_who_may_not_is_refused(client: Client, method: str, request_: Any, role: str) -> None:
    with pytest.raises(NotAllowed):
        client.call(method, request_, role)


def test_another_aspirante_finds_nothing(client: Client) -> None:
    with pytest.raises(NotFound):
        client.print("FICHA", me=OTHER)
    with pytest.raises(NotFound):
        client.call("ListMessages", pb.ListMessagesRequest(convocatoria=X47, expediente_id=PERSON), me=OTHER)
    assert client.callers == []


def test_the_backlog_counts_facts_that_wait(client: Client) -> None:
    assert client.call("GetBacklog", access_pb2.Empty(), "operador").outbox == 0
    client.print("FICHA")
    assert client.call("GetBacklog", access_pb2.Empty(), "operador").outbox == 1
