"""What is said of a page, and where, reaches whoever validates: through the contract, the frozen snapshot and back."""

from __future__ import annotations

from PIL import ImageFilter

from contracts.residencias.documents.v1 import service_pb2 as documents_pb
from contracts.residencias.validation.v1 import service_pb2 as validation_pb
from plumbing.events import as_plain
from plumbing.rpc import reply
from services.documents import usecases
from services.validation.usecases import contents
from tests.usecases.documents.desks import PERSON, Bench
from tests.usecases.documents.scans import a_page, jpg
from tests.usecases.documents.senders import upload


def test_findings_travel_to_the_desk_of_validation_with_their_places() -> None:
    bench = Bench()
    upload(bench, content=jpg(a_page(lines=30).filter(ImageFilter.GaussianBlur(8))))
    manifest = reply(documents_pb.Manifest, usecases.get_manifest(bench.desk, bench.act(), PERSON))
    (paper,) = contents.papers_of(as_plain(manifest)).values()
    text, _ = contents.canonical({"documents": [contents.entry(paper)]})
    shown = reply(validation_pb.ManifestEntry, contents.entry(paper))
    (found,) = shown.findings
    assert found.code == "BORROSA"
    assert found.que
    assert found.arreglo
    assert found.areas
    assert all(
        0 <= side <= 1 for area in found.areas for side in (area.left, area.top, area.right, area.bottom)
    )
    assert all(area.left < area.right and area.top < area.bottom for area in found.areas)
    assert '"areas":[{' in text
