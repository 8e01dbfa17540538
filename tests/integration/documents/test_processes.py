"""The api as a real process beside registration's: it starts, answers, asks registration, and ends when told."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from contracts.residencias.documents.v1 import service_pb2 as pb
from contracts.residencias.documents.v1 import service_pb2_grpc
from plumbing import auth
from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock, set_simulated
from plumbing.errors import Invalid
from plumbing.rpc.calling import channel, invoke
from residencias.embedded.ports import HOST, remembered
from tests.processes import ended
from tests.usecases.documents.desks import CALL, PERSON, QR
from tests.usecases.documents.scans import a_scan
from tests.waiting import PATIENCE_S

OPEN = datetime(2023, 11, 20, 12, 0, tzinfo=MEXICO_CITY)


def test_the_api_runs_beside_registration_and_asks_it(environment: dict[str, str], tmp_path: Path) -> None:
    clock = tmp_path / "clock.json"
    set_simulated(clock, OPEN, rate=0.0)
    address = f"{HOST}:{remembered(tmp_path / 'ports.json', ('rpc',))['rpc']}"
    simulated = {
        **environment,
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock),
        "RESIDENCIAS_ENV": "development",
        "RPC_BIND": address,
        "RPC_ADDRESS": address,
        "RPC_ADDRESS_REGISTRATION": address,
        "RPC_ADDRESS_DOCUMENTS": address,
    }
    argv = [sys.executable, "-m", "plumbing.rpc", "services.registration.api", "services.documents.api"]
    child = subprocess.Popen(argv, env=simulated)
    try:
        stub = service_pb2_grpc.DocumentsStub(channel(address))
        caller = Caller(PERSON, frozenset({"aspirante"}), PERSON)
        token = auth.sign(caller, environment["RESIDENCIAS_TOKEN_PRIVATE_KEY"], FixedClock(OPEN))
        metadata = [("authorization", f"Bearer {token}")]
        place = {"convocatoria": CALL, "expediente_id": PERSON}
        manifest = stub.GetManifest(
            pb.ManifestRequest(**place), metadata=metadata, wait_for_ready=True, timeout=PATIENCE_S
        )
        assert len(manifest.slots) == 17
        request = pb.UploadDocumentRequest(
            **place, slot="SOLICITUD", filename="SOLICITUD.jpg", content=a_scan(qr=QR)
        )
        with pytest.raises(Invalid) as refused:
            invoke("documents", stub.UploadDocument, request, metadata)
        assert [field.code for field in refused.value.fields] == ["SOLICITUD_AJENA"]
    finally:
        assert ended(child) == 0
