"""Facts of the log as an auditor reads them."""

from __future__ import annotations

import json

from plumbing.config import ROOT
from plumbing.convocatoria import load
from services.gateway.portal.personal.auditoria.hechos import hecho

CALL = load(ROOT / "convocatorias" / "xlvii-enarm-2023")
KIND = CALL.documents.rows[0].kinds[0]


def test_a_paper_goes_by_the_name_that_its_call_gives_it() -> None:
    entry = {
        "event_id": "1",
        "index": 1,
        "type": "documents.DocumentUploaded",
        "time": "2023-11-20T18:00:00+00:00",
        "actor": "aspirante:e1",
        "subject": "e1",
        "convocatoria": CALL.id,
        "envelope": json.dumps({"data": {"kind": KIND.kind}}),
    }
    assert ("Tipo", KIND.label) in hecho(entry, {CALL.id: CALL}).details
    assert ("Tipo", KIND.kind) in hecho(entry, {}).details, "a call that is not at hand leaves the code"
