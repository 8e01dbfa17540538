"""A paper at the portal without JavaScript: a legal file is kept at once, of anything else one is made and shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.registration.v1 import service_pb2 as registration
from plumbing import errors
from services.gateway.arrival import LARGEST_ORIGINALS
from services.gateway.sessions import LIFETIME
from tests.integration.gateway.conftest import World
from tests.integration.gateway.surfing import BASE, browser, hidden, refusing

CURP = f"{BASE}/documentos/CURP"
JPG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
PHOTO = b"\xff\xd8\xff\xe1" + b"p" * 2_000_000
REFLECTION = documents.Finding(
    code="REFLEJO",
    level="ADVIERTE",
    que="Hay un reflejo.",
    porque="La luz borra.",
    arreglo="Sin flash.",
    areas=[documents.Area(left=0.7, top=0.1, right=0.9, bottom=0.2)],
)
COMPLIED = documents.Complied(
    filename="CURP.jpg",
    content=JPG,
    before=b"before",
    after=b"after",
    legibility=934,
    steps=[
        documents.ComplyStep(
            code="RECORTADA", que="Encontramos sus esquinas.", porque="Así.", arreglo="Mira."
        )
    ],
    verdict=documents.Verdict(
        verdict="CON_ADVERTENCIAS", findings=[REFLECTION], width_px=2550, height_px=3300
    ),
    originals=[documents.Original(sha256="a", bytes=2_000_004, format="HEIC")],
)


@pytest.fixture
def slot(world: World) -> documents.Slot:
    """The slot of the CURP, open and empty."""
    found = documents.Slot(slot="CURP", is_open=True)
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(slots=[found])
    return found


def asked(world: World, method: str, answer: Any = None) -> list[Any]:
    """What the service was asked; it gives `answer`, or what it makes of the request."""
    seen: list[Any] = []
    answers: Callable[[Any], Any] = answer if callable(answer) else lambda request: answer

    def said(request: Any) -> Any:
        seen.append(request)
        return answers(request)

    world.answers.said[method] = said
    return seen


def blocked(*codes: str) -> errors.Invalid:
    fields = tuple(
        errors.FieldError("CURP", code, {"texto": f"Mal: {code}.\nPorque.\nArregla."}) for code in codes
    )
    return errors.Invalid(
        "DOCUMENTO_RECHAZADO", fields=fields, hallazgos=", ".join(codes), cuantas=len(codes)
    )


def send(client: httpx.Client, *files: tuple[str, str, bytes], **typed: str) -> httpx.Response:
    """The slot's form, as a browser sends it."""
    form = hidden(client.get(CURP))
    parts = [(field, (name, content, "image/jpeg")) for field, name, content in files]
    return client.post(CURP, data={**form, **typed}, files=parts)


def test_a_legal_file_is_kept_at_once_under_its_own_name(world: World, slot):
    kept, made = asked(world, "UploadDocument", slot), asked(world, "Comply", COMPLIED)
    with browser(world) as client:
        answer = send(client, ("archivo", "CURP.jpg", JPG), con="archivo")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{CURP}?hecho=subido")
        nothing = send(client, ("archivo", "", b""))
    assert [(one.filename, one.content) for one in kept] == [("CURP.jpg", JPG)]
    assert (nothing.status_code, "Falta elegir el archivo" in nothing.text) == (422, True)
    assert not made


@pytest.mark.parametrize("content", [PHOTO, b"%PDF-1.7", b"\x89PNG"])
def test_what_is_no_legal_file_is_converted_and_shown_and_nothing_is_kept(world: World, slot, content):
    kept, made = asked(world, "UploadDocument", slot), asked(world, "Comply", COMPLIED)
    with browser(world) as client:
        page = send(client, ("archivo", "IMG_2041.jpg", content), con="archivo")
    assert page.status_code == 200
    assert [list(one.files) for one in made] == [[content]]
    assert not kept
    assert page.text.count("data:image/jpeg;base64,") == 2
    for told in ("Encontramos sus esquinas.", "Hay un reflejo.", "muy buena", "93 de 100", "HEIC de 1.9 MB"):
        assert told in page.text
    assert "arriba a la derecha" in page.text


def test_what_was_looked_at_is_kept_once(world: World, slot):
    asked(world, "Comply", COMPLIED)
    kept = asked(world, "UploadDocument", slot)
    with browser(world) as client:
        form = hidden(send(client, ("archivo", "a.png", b"\x89PNG")))
        world.answers.acts.clear()
        for _ in range(2):
            assert client.post(CURP, data=form).headers["location"] == f"{CURP}?hecho=subido"
        seen = client.post(CURP, data={**form, "ver": "1"})
        forged = client.post(CURP, data={**form, "_jpg": "Tm8gZXMgSlBH"})
        stranger = client.post(CURP, data={**form, "_csrf": "otro"})
    assert [(one.filename, one.content) for one in kept] == [("CURP.jpg", JPG)] * 2
    assert len({act.key for act in world.answers.acts if act.key}) == 1
    assert (seen.content, seen.headers["content-type"]) == (JPG, "image/jpeg")
    assert (forged.status_code, "No volvió completa" in forged.text) == (422, True)
    assert stranger.status_code == 403


def test_where_only_the_name_is_wrong_the_very_file_is_offered_under_its_name(world: World, slot):
    def judge(request: Any) -> Any:
        if request.filename != "CURP.jpg":
            raise errors.Invalid("NOMBRE_DE_ARCHIVO", nombre="IMG.jpg", esperado="CURP.jpg")
        return slot

    kept, made = asked(world, "UploadDocument", judge), asked(world, "Comply", COMPLIED)
    asked(world, "CheckImage", documents.Verdict(verdict="ACEPTABLE"))
    with browser(world) as client:
        page = send(client, ("archivo", "IMG.jpg", JPG))
        assert "solo cambia su nombre" in page.text
        client.post(CURP, data=hidden(page))
    assert [(one.filename, one.content) for one in kept] == [("IMG.jpg", JPG), ("CURP.jpg", JPG)]
    assert not made


def test_a_refusal_that_no_conversion_mends_stays_a_refusal(world: World, slot):
    made = asked(world, "Comply", COMPLIED)
    world.answers.said["UploadDocument"] = refusing(blocked("ARCHIVO_DOBLE", "VACIO"))
    with browser(world) as client:
        answer = send(client, ("archivo", "CURP.jpg", JPG))
        assert (answer.status_code, "Mal: VACIO." in answer.text) == (422, True)
        assert not made
        world.answers.said["UploadDocument"] = refusing(blocked("ARCHIVO_DOBLE"))
        assert "Revisa cómo queda" in send(client, ("archivo", "CURP.jpg", JPG)).text
    assert len(made) == 1


def test_sheets_go_in_their_order_and_pages_can_be_chosen(world: World, slot):
    made = asked(world, "Comply", COMPLIED)
    photos = [("fotos", "1.jpg", b"one"), ("fotos", "2.jpg", b"two"), ("foto", "", b"")]
    with browser(world) as client:
        assert send(client, *photos, con="fotos", paginas="2, 1").status_code == 200
        wrong = send(client, *photos, con="fotos", paginas="la segunda")
    assert [(list(one.files), list(one.pages)) for one in made] == [([b"one", b"two"], [2, 1])]
    assert wrong.status_code == 422
    assert 'href="#campo-paginas"' in wrong.text
    assert 'value="la segunda"' in wrong.text


def test_what_cannot_be_converted_is_said_beside_the_photos(world: World, slot):
    world.answers.said["Comply"] = refusing(errors.Unavailable("CONVERSION_OCUPADA"))
    with browser(world) as client:
        answer = send(client, ("foto", "IMG.heic", b"heic"), con="fotos")
    assert answer.status_code == 503
    assert 'href="#campo-fotos"' in answer.text


def test_a_result_that_would_be_refused_cannot_be_used(world: World, slot):
    poor = documents.Complied(
        content=JPG, verdict=documents.Verdict(verdict="RECHAZADO", findings=[REFLECTION])
    )
    asked(world, "Comply", poor)
    with browser(world) as client:
        page = send(client, ("archivo", "a.png", b"\x89PNG")).text
    assert "Así todavía no sirve" in page
    assert "Usar este archivo" not in page
    assert "Probar con otra foto" in page


def test_more_than_fits_is_said_on_the_page_of_the_paper(world: World, slot):
    made = asked(world, "Comply", COMPLIED)
    with browser(world) as client:
        answer = send(client, ("fotos", "a.pdf", b"p" * (LARGEST_ORIGINALS + 1000)), con="fotos")
        assert (answer.status_code, "hasta 25 MB" in answer.text) == (413, True)
        assert 'role="alert"' in answer.text
        assert "Tengo fotos o un PDF" in answer.text
    with browser(world, inside=False) as nobody:
        files = {"archivo": ("a.jpg", PHOTO, "image/jpeg")}
        over = nobody.post(CURP, files=files)
    assert (over.status_code, "elígelo otra vez" in over.text) == (401, True)
    assert not made


def test_what_was_made_outlives_the_session(world: World, slot):
    asked(world, "Comply", COMPLIED)
    kept = asked(world, "UploadDocument", slot)
    world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
    with browser(world) as client:
        form = hidden(send(client, ("archivo", "a.png", b"\x89PNG")))
        world.advance(LIFETIME + timedelta(minutes=1))
        over = client.post(CURP, data=form)
        again = client.post(f"{BASE}/entrar", data={**hidden(over), "curp": "A", "password": "b"})
        assert client.post(CURP, data=hidden(again)).status_code == 303
    assert [one.content for one in kept] == [JPG]


def test_places_are_marked_with_the_number_of_their_finding(world: World, slot):
    verdict = documents.Verdict(
        verdict="CON_ADVERTENCIAS", findings=[documents.Finding(code="SIN_PPP"), REFLECTION]
    )
    version = slot.versions.add(number=1, uploaded_at="2023-11-19T18:00:00+00:00", verdict=verdict)
    version.originals.add(sha256="b", bytes=5_000_000, format="PDF")
    asked(
        world,
        "GetDocument",
        documents.Document(version=version, content=b"%PDF", media_type="application/pdf"),
    )
    with browser(world) as client:
        page = client.get(CURP).text
        (address,) = re.findall(r'href="([^"]*original=1)"', page)
        original = client.get(address.replace("&amp;", "&"))
    assert '<rect x="70.0%" y="10.0%" width="20.0%" height="10.0%"' in page
    assert re.search(r"<text [^>]*>1</text>", page)
    assert "En la página: arriba a la derecha" in page
    assert (original.content, original.headers["content-disposition"]) == (b"%PDF", "attachment")


def test_the_same_file_again_is_said(world: World):
    old = documents.Version(number=1, uploaded_at="2023-11-19T18:00:00+00:00", sha256="a")
    slot = documents.Slot(slot="CURP", is_open=True, versions=[old])
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(slots=[slot])
    world.answers.said["UploadDocument"] = lambda request: slot
    with browser(world) as client:
        form = hidden(client.get(CURP))
        files = {"archivo": ("CURP.jpg", JPG, "image/jpeg")}
        answer = client.post(CURP, data=form, files=files)
        assert answer.headers["location"].endswith("hecho=igual")
        assert "el mismo archivo" in client.get(answer.headers["location"]).text
