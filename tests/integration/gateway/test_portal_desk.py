"""The validador's desk: who may sit there, what a dossier shows, and what a form rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import httpx
import pytest

from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from services.gateway.sessions import COOKIE
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import browser, hidden, refusing

WHERE = f"/mesa/{X47}/e9"


@contextmanager
def desk(world: World, *roles: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        if roles:
            client.cookies.set(COOKIE, world.session(*roles)[0])
        yield client


@pytest.fixture
def expediente(world: World) -> validation.Expediente:
    """Somebody who sent two papers and claims an internado in the IMSS."""
    found = validation.Expediente(
        expediente_id="e9", folio_enarm="E47-9", sends=1, claimed_until="2023-11-20T18:30:00+00:00"
    )
    found.documents.add(slot="CURP", version=2)
    found.documents.add(slot="CERTIFICADO", version=1)
    found.snapshot.datos.nombre = "ANA"
    found.snapshot.datos.calificacion.base_100 = "88.8"
    found.snapshot.datos.reclamos.internado_imss = True
    world.answers.said["GetExpediente"] = lambda request: found
    return found


def ruled(world: World, method: str) -> list:
    seen: list = []

    def answer(request):
        seen.append(request)
        return validation.Expediente()

    world.answers.said[method] = answer
    return seen


@pytest.mark.parametrize("path", ["/mesa", WHERE, f"{WHERE}/documentos/CURP"])
def test_only_validadores_sit_at_the_desk(world: World, path):
    with desk(world) as client:
        answer = client.get(path)
        entrance = f"/personal/entrar?volver={quote(path, safe='')}"
        assert (answer.status_code, answer.headers["location"]) == (303, entrance)
    for role in ("ooad", "auditor", "ces"):
        with desk(world, role) as client:
            assert client.get(path).status_code == 403
    with browser(world) as aspirante:
        assert aspirante.get(path).headers["location"] == entrance
    assert not world.answers.acts


def test_the_next_of_the_queue_is_taken_or_there_is_none(world: World, expediente):
    with desk(world, "validador") as client:
        form = hidden(client.get("/mesa"))
        assert client.post(f"/mesa/{X47}", data=form).headers["location"] == "/mesa?vacia=1"
        world.answers.said["ClaimNext"] = lambda request: expediente
        assert client.post(f"/mesa/{X47}", data=form).headers["location"] == WHERE
        assert client.post(f"/mesa/{X47}", data={**form, "_csrf": "otro"}).status_code == 403


def test_a_paper_stands_beside_what_was_typed_of_it(world: World, expediente):
    with desk(world, "validador") as client:
        page = client.get(WHERE)
    assert page.status_code == 200
    assert f"{WHERE}/documentos/CURP?version=2" in page.text
    assert "88.8" in page.text
    assert 'name="motivo-CERTIFICADO"' in page.text
    assert 'name="motivo-TITULO1"' not in page.text, "only what was sent is ruled on"
    assert 'name="reclamo-internado_imss"' in page.text


def test_what_is_marked_is_checked_and_then_observed(world: World, expediente):
    seen = ruled(world, "Observe")
    with desk(world, "validador") as client:
        marked = {
            **hidden(client.get(WHERE)),
            "motivo-CERTIFICADO": "DOCUMENTO_ILEGIBLE",
            "nota-CERTIFICADO": "La segunda hoja.",
            "motivo-calificacion.base_100": "CALIFICACION_DISTINTA",
        }
        check = client.post(WHERE, data=marked)
        assert "2 observaciones" in check.text
        assert not seen, "nothing is signed before it is checked"
        answer = client.post(WHERE, data={**marked, **hidden(check)})
    assert answer.headers["location"] == "/mesa?hecho=observado"
    told = {(one.target, one.target_kind, one.reason, one.note) for one in seen[0].observations}
    assert told == {
        ("CERTIFICADO", "DOCUMENTO", "DOCUMENTO_ILEGIBLE", "La segunda hoja."),
        ("calificacion.base_100", "CAMPO", "CALIFICACION_DISTINTA", ""),
    }


def test_with_nothing_marked_it_is_valid_with_a_verdict_per_claim(world: World, expediente):
    seen = ruled(world, "Validate")
    with desk(world, "validador") as client:
        form = {**hidden(client.get(WHERE)), "reclamo-internado_imss": "ACREDITADO", "_paso": "2"}
        answer = client.post(WHERE, data=form)
    assert answer.headers["location"] == "/mesa?hecho=validado"
    assert [(one.claim, one.verdict) for one in seen[0].claims] == [("internado_imss", "ACREDITADO")]


def test_a_lost_lease_is_said_and_what_was_marked_stays(world: World, expediente):
    world.answers.said["Observe"] = refusing(errors.NotAllowed("NO_ES_TU_EXPEDIENTE"))
    with desk(world, "validador") as client:
        form = {**hidden(client.get(WHERE)), "motivo-CURP": "DOCUMENTO_ILEGIBLE", "_paso": "2"}
        answer = client.post(WHERE, data=form)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert '<option value="DOCUMENTO_ILEGIBLE" selected' in answer.text


def test_a_wrong_password_opens_nothing(world: World):
    with desk(world) as client:
        refused = client.post("/personal/entrar", data={"usuario": "nadie", "password": "nada"})
    assert refused.status_code == 401
    assert "set-cookie" not in refused.headers


def test_everybody_is_led_to_their_area_or_chooses_one(world: World):
    with desk(world, "operador") as client:
        assert client.get("/personal").headers["location"] == "/operacion"
    with desk(world, "supervisor_validacion") as client:
        page = client.get("/personal")
        assert 'href="/mesa"' in page.text
        assert 'href="/supervision"' in page.text
        assert 'href="/ces"' not in page.text
    with desk(world) as client:
        assert client.get("/personal").headers["location"] == "/personal/entrar"
        assert "//otra.parte" not in client.get("/personal/entrar?volver=//otra.parte").text
