"""An aspirante who uploads: a good scan of the CERTIFICADO unless the test says otherwise."""

from __future__ import annotations

from typing import Any

from services.documents import usecases
from services.documents.usecases.views import SlotView
from tests.usecases.documents.desks import PERSON, Bench
from tests.usecases.documents.scans import a_scan


def upload(bench: Bench, slot: str = "CERTIFICADO", content: bytes = b"", **more: Any) -> SlotView:
    act = bench.act(more.pop("key", ""), who=more.pop("who", PERSON))
    expediente_id = more.pop("expediente_id", PERSON)
    sent = {"filename": f"{slot}.jpg", "kind": "", "content": content or a_scan(), **more}
    return usecases.upload_document(bench.desk, act, expediente_id, slot, **sent)
