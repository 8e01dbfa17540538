"""Facts of the log as an auditor reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from plumbing.config import ROOT
from plumbing.convocatoria import Convocatoria, load
from services.gateway.portal.personal.auditoria.hechos import hecho

CALL = load(ROOT / "convocatorias" / "xlvii-enarm-2023")
CALLS = {CALL.id: CALL}
ROW = CALL.documents.rows[0]
KIND = ROW.kinds[0]


def told(name: str, calls: Mapping[str, Convocatoria], **data: object) -> dict[str, str]:
    """What the fact says, label by label."""
    entry = {
        "event_id": "1",
        "index": 1,
        "type": f"documents.{name}",
        "time": "2023-11-20T18:00:00+00:00",
        "actor": "aspirante:e1",
        "subject": "e1",
        "convocatoria": CALL.id,
        "envelope": json.dumps({"data": data}),
    }
    return {detail.label: detail.text for detail in hecho(entry, calls).details}


def test_a_paper_goes_by_the_name_that_its_call_gives_it() -> None:
    assert told("DocumentUploaded", CALLS, kind=KIND.kind) == {"Tipo": KIND.label}
    assert told("DocumentUploaded", {}, kind=KIND.kind) == {"Tipo": KIND.kind}, (
        "no call at hand leaves the code"
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("RoundRun", {"kind": "OFICIAL"}, {"Tipo": "Corrida oficial"}),
        ("ExamRecorded", {"exam": "MEDICO"}, {"Examen": "Examen físico-médico"}),
        ("ExpedienteOutOfProcess", {"cause": "FICHA_NO_DESCARGADA"}, {"Causa": "No descargó su ficha"}),
        ("MessageSent", {"kind": "FichaIssued"}, {"Sobre": "Obtuvo su ficha y quedó inscrito"}),
        ("LetterIssued", {"kind": "PRESENTACION"}, {"Carta": "Carta de presentación a la sede"}),
        ("LetterRevoked", {"reason": "RenunciaRegistered"}, {"Motivo": "Se registró su renuncia por escrito"}),
        ("ObligationMet", {"kind": CALL.obligations[0].code}, {"Cuál": CALL.obligations[0].label}),
        ("PaperReceived", {"kind": "RENUNCIA"}, {"Tipo": "Renuncia por escrito"}),
        ("DocumentUploaded", {"bytes": 103342}, {"Tamaño en bytes": "103,342"}),
        ("PlazaReleased", {"destination": "SIGUIENTE_PERIODO"}, {"Destino": "Siguiente periodo"}),
        ("DossierRead", {"what": "carta:PRESENTACION"}, {"Qué se consultó": "Carta de presentación a la sede"}),
        ("DossierRead", {"what": f"documento {ROW.slot} v2"}, {"Qué se consultó": f"{ROW.label}, versión 2"}),
        (
            "DossierRead",
            {"what": f"documento {ROW.slot} v2", "purpose": "ADELANTO"},
            {
                "Qué se consultó": f"{ROW.label}, versión 2",
                "Para qué": "Adelantado a su mesa, antes de que tomara el expediente",
            },
        ),
        ("DossierRead", {"what": "papel RENUNCIA"}, {"Qué se consultó": "Renuncia por escrito"}),
        ("DossierRead", {"what": "explicacion"}, {"Qué se consultó": "La explicación del resultado"}),
    ],
)  # fmt: skip
def test_what_a_fact_says_is_said_in_words(name: str, data: dict[str, object], says: dict[str, str]) -> None:
    assert told(name, CALLS, **data) == says
