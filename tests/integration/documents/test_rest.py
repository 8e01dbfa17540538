"""The whole way of an aspirante with a telephone: a photo through REST, the answer looked at, the file uploaded."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from plumbing.auth import Caller
from plumbing.clock import SimClock, set_simulated
from plumbing.store import connect
from residencias import local_settings
from residencias.demo.papers.photo import Shot, photograph
from residencias.embedded.ports import HOST, choose
from services.gateway.sessions import Sessions
from tests.integration.documents.conftest import PRIVATE, PUBLIC, Office, Settings
from tests.processes import gateway
from tests.usecases.documents.desks import CALL, OPEN, PERSON, QR
from tests.usecases.documents.scans import a_page

E = f"/api/v1/convocatorias/{CALL}/expedientes/{PERSON}/documentos"
PAGE = a_page(mode="RGB", lines=34, qr=QR)


@pytest.fixture
def aspirante(
    open_office: Callable[..., Office], settings: Settings, database_prefix: str, tmp_path: Path
) -> Iterator[httpx.Client]:
    """Somebody with a session at a gateway process, in front of the real api of documents."""
    port, clock_file = choose(), tmp_path / "clock.json"
    office = open_office()
    set_simulated(clock_file, OPEN, rate=0)
    config = settings(0)
    own = {
        **local_settings.local(tmp_path),
        **dict.fromkeys(("AMQP_URI", "SMTP_URL", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY"), "unused:1"),
        "RESIDENCIAS_TOKEN_PRIVATE_KEY": PRIVATE,
        "RESIDENCIAS_TOKEN_PUBLIC_KEY": PUBLIC,
        "MONGO_URI": config.mongo_uri,
        "MONGO_DATABASE_PREFIX": database_prefix,
        "HTTP_BIND": f"{HOST}:{port}",
        "RPC_ADDRESS_DOCUMENTS": office.address,
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock_file),
    }  # fmt: skip
    sessions = Sessions(
        connect(config.mongo_uri)[config.database("gateway")]["sessions"], SimClock(clock_file)
    )
    token, _ = sessions.open(Caller(PERSON, frozenset({"aspirante"}), PERSON), "Persona de prueba")
    headers = {"authorization": f"Bearer {token}"}
    address = f"http://{HOST}:{port}"
    with gateway(own), httpx.Client(base_url=address, headers=headers, timeout=120) as client:
        yield client


def test_a_photo_of_several_megabytes_ends_as_an_accepted_version(aspirante: httpx.Client) -> None:
    photo = photograph(PAGE, Shot(noise=17, exif_rotated=True))
    assert 3_000_000 < len(photo) < 5_000_000
    files = {"file": ("IMG_2041.jpg", photo, "image/jpeg")}
    answer = aspirante.post(f"{E}/SOLICITUD/conversion", files=files)
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert (made["filename"], made["verdict"]["verdict"]) != ("", "RECHAZADO")
    assert made["verdict"]["qr"] == [QR]
    assert all(step["que"] and step["porque"] and step["arreglo"] for step in made["steps"])
    legal = b64decode(made["content"])
    assert len(legal) <= 400 * 1024
    assert made["margin_bytes"] == 400 * 1024 - len(legal)
    assert max(Image.open(BytesIO(b64decode(made["before"]))).size) <= 900
    assert not any(slot["versions"] for slot in aspirante.get(E).json()["slots"])
    sent = aspirante.post(f"{E}/SOLICITUD", files={"file": (made["filename"], legal, "image/jpeg")})
    assert sent.status_code == 200, sent.text
    (version,) = sent.json()["versions"]
    assert version["print_number"] == 2
    assert [original["sha256"] for original in version["originals"]] == [sha256(photo).hexdigest()]
    original = aspirante.get(f"{E}/SOLICITUD", params={"original": 1})
    assert (original.content, original.headers["content-disposition"]) == (photo, "attachment")
    link = aspirante.get(f"{E}/SOLICITUD/vista").json()
    assert Image.open(BytesIO(httpx.get(link["url"], timeout=60).content)).format == "JPEG"


def test_what_is_too_much_or_no_ones_is_refused_in_words(aspirante: httpx.Client) -> None:
    large = {"file": ("a.pdf", b"x" * (26 * 1024 * 1024), "application/pdf")}
    answer = aspirante.post(f"{E}/CURP/conversion", files=large)
    assert (answer.status_code, answer.json()["code"]) == (413, "CUERPO_DEMASIADO_GRANDE")
    stranger = httpx.post(
        f"{aspirante.base_url}{E}/CURP/conversion", files={"file": ("a.jpg", b"x", "image/jpeg")}
    )
    assert (stranger.status_code, stranger.json()["code"]) == (401, "SIN_SESION")
    nothing = aspirante.post(f"{E}/CURP/conversion", data={"kind": ""})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "ORIGINALES_FALTAN")
    wrong = aspirante.post(
        f"{E}/CURP/conversion", files={"file": ("a.jpg", b"x", "image/jpeg")}, data={"pages": "uno"}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "PAGINAS_ILEGIBLES")
    text = aspirante.post(f"{E}/CURP/conversion", files={"file": ("a.jpg", b"hola", "image/jpeg")}).json()
    assert text["code"] == "ORIGINAL_DESCONOCIDO"
    assert "{" not in text["title"] + text["detail"] + text["arreglo"]
