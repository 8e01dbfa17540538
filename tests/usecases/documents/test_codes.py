"""The QR of a paper against the registro: read or not is advice, another datum is a flag, nothing is refused."""

from __future__ import annotations

from functools import lru_cache

import pytest

from services.documents.usecases.views import FindingView
from tests.usecases.documents.desks import CURP, Bench
from tests.usecases.documents.scans import a_scan
from tests.usecases.documents.senders import upload

OTHER_CURP = "QUWZ960506MDFNNN01"


@lru_cache
def with_code(text: str) -> bytes:
    return a_scan(qr=text)


def said(bench: Bench, slot: str, text: str, kind: str = "") -> list[FindingView]:
    found = upload(bench, slot, with_code(text), kind=kind).versions[0].verdict.findings
    return [finding for finding in found if finding.code.startswith("QR_")]


@pytest.mark.parametrize(
    ("slot", "kind", "text", "expected"),
    [
        ("CURP", "", f"{CURP}||ROBLEDO|CHAVEZ|GABRIELA|MUJER|06/05/1996", []),
        ("CURP", "", f"curp-ejemplo:{CURP.lower()}:1996", []),
        ("CURP", "", f"{OTHER_CURP}||QUINTANILLA|WENCES|ZENOBIA", ["QR_DISTINTO"]),
        ("CURP", "", "https://www.gob.mx/curp", []),
        ("CURP", "", "", ["QR_SIN_LEER"]),
        ("CEDULA", "CEDULA_ELECTRONICA", "https://cedula.example/v?idCedula=12761123", []),
        ("CEDULA", "CEDULA_ELECTRONICA", "https://cedula.example/v?idCedula=12761124", ["QR_DISTINTO"]),
        ("CEDULA", "CEDULA_ELECTRONICA", "Cédula: 7654321", ["QR_DISTINTO"]),
        ("CEDULA", "CEDULA_ELECTRONICA", "emitida el 20231120, folio 99887766", []),
        ("CEDULA", "CEDULA_ELECTRONICA", "", ["QR_SIN_LEER"]),
        ("CEDULA", "CEDULA_CREDENCIAL", "", []),
        ("TITULO1", "TITULO_ELECTRONICO", f"titulo:{OTHER_CURP}", ["QR_DISTINTO"]),
        ("CERTIFICADO", "", f"{OTHER_CURP}", []),
    ],
)
def test_a_code_is_compared_with_what_was_typed(slot: str, kind: str, text: str, expected: list[str]) -> None:
    found = said(Bench(), slot, text, kind)
    assert [finding.code for finding in found] == expected
    assert all(
        finding.level == ("ADVIERTE" if finding.code == "QR_DISTINTO" else "INFORMA") for finding in found
    )
    assert all(OTHER_CURP not in finding.que + finding.porque + finding.arreglo for finding in found)


def test_a_code_waits_for_nobody_when_the_registro_cannot_be_asked_or_is_empty() -> None:
    bench = Bench()
    bench.registro = None
    assert said(bench, "CURP", OTHER_CURP) == []
    bench.registro = {}
    assert said(bench, "CURP", OTHER_CURP) == []
