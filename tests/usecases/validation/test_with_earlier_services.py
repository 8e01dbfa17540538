"""What the real registration and documents answer is what validation asks: one person through all three."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import mongomock
import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents_pb
from contracts.residencias.registration.v1 import service_pb2 as registration_pb
from plumbing.errors import Invalid
from plumbing.events import Fact, as_plain
from plumbing.rpc import reply
from services.documents import usecases as documents
from services.documents import wiring as documents_wiring
from services.documents.domain.model import Print
from services.registration import usecases as registration
from services.validation import usecases, wiring
from tests.usecases.documents.memory_files import MemoryFiles, MemoryViews
from tests.usecases.documents.scans import a_scan
from tests.usecases.registration.world import REGISTRY, X47, a_world, row


class Chain:
    """registration, documents and validation of one convocatoria, with one clock; `Sources` for the last."""

    def __init__(self) -> None:
        self.registration = a_world()
        clock = self.clock = self.registration.clock
        base: Any = mongomock.MongoClient(tz_aware=True)
        config: Any = SimpleNamespace()
        self.papers = documents_wiring.build(
            config, clock, REGISTRY, base["documents"], MemoryFiles(clock), self.current_print,
            views=MemoryViews(clock),
        ).desk  # fmt: skip
        self.desk = wiring.build(config, clock, REGISTRY, base["validation"])
        self.registration.accept(row())
        self.registration.publish_oferta()
        self.who = self.registration.account()

    def act(self, role: str = "aspirante", subject: str = "") -> Any:
        owner = self.who if role == "aspirante" else None
        return self.registration.act(role, me=owner, subject=subject)

    def current_print(self, convocatoria: str, expediente_id: str) -> Print | None:
        found = registration.get_solicitud_print(self.registration.desk, self.act(), expediente_id)
        message = reply(registration_pb.SolicitudPrint, found)
        printed_at = self.clock.now()
        return Print(message.number, printed_at, "", message.qr, message.is_current)

    def registro_of(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        found = registration.get_snapshot(self.registration.desk, self.act(), expediente_id)
        return as_plain(reply(registration_pb.Snapshot, found))

    def manifest_of(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        found = documents.get_manifest(self.papers, self.act(), expediente_id)
        return as_plain(reply(documents_pb.Manifest, found))

    def print_and_sign(self) -> None:
        registration.print_solicitud(self.registration.desk, self.act(), self.who)
        printed = self.current_print(X47, self.who)
        assert printed is not None
        self.clock.advance(timedelta(minutes=1))
        self.upload("SOLICITUD", a_scan(qr=printed.qr))

    def upload(self, slot: str, content: bytes) -> None:
        documents.upload_document(self.papers, self.act(), self.who, slot, f"{slot}.jpg", "", content)

    def tell(self, name: str) -> None:
        """The two earlier services hear what validation has just said."""
        stored = self.desk.expedientes.collection.find_one({"_id": self.who})
        assert stored is not None
        envelope = stored["outbox"][-1]
        assert envelope["type"].endswith(name)
        kept = {key: envelope[key] for key in ("id", "type", "source", "subject", "time", "version", "data")}
        fact = Fact(**kept, convocatoria=X47, rules_digest="", actor="", sequence=envelope["sequence"])
        documents.on_estado(self.papers, fact)
        if name == "ExpedienteObserved":
            registration.on_expediente_observed(self.registration.desk, fact)
        else:
            registration.on_state(self.registration.desk, fact, estado="EN_VALIDACION")

    def submit(self) -> Any:
        return usecases.submit_expediente(self.desk, self, self.act(), self.who)


def test_one_person_goes_through_the_three_services_and_back() -> None:
    chain = Chain()
    with pytest.raises(Invalid) as refused:
        chain.submit()
    assert refused.value.code == "REGISTRO_INCOMPLETO"
    chain.registration.complete(chain.who)
    for slot in REGISTRY[X47].required_slots("nacional"):
        if slot != "SOLICITUD":
            chain.upload(slot, a_scan())
    chain.print_and_sign()
    acuse = chain.submit()
    assert (acuse["print_number"], len(acuse["documents"])) == (1, 12)
    chain.tell("ExpedienteSubmitted")
    validador = chain.act("validador", "v1")
    usecases.claim_next(chain.desk, validador)
    said = [{"target": "CERTIFICADO", "reason": "INCOMPLETO"}]
    usecases.observe(chain.desk, validador, chain.who, said)
    chain.tell("ExpedienteObserved")
    chain.upload("CERTIFICADO", a_scan(quality=44))
    with pytest.raises(Invalid) as again:
        chain.submit()
    assert [wrong.code for wrong in again.value.fields] == ["SOLICITUD_SIN_REIMPRIMIR"]
    chain.print_and_sign()
    assert chain.submit()["send_number"] == 2
    claims = [{"claim": "internado_imss", "verdict": "ACREDITADO"}]
    usecases.claim_next(chain.desk, chain.act("validador", "v1"))
    usecases.validate(chain.desk, chain.act("validador", "v1"), chain.who, claims)
    ficha = usecases.issue_ficha(chain.desk, chain.act(), chain.who)
    assert ficha["nombre_completo"] == "María Fernanda García Núñez"
