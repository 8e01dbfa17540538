"""The validador's desk: who may sit there, what a dossier shows, and what a form rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from services.gateway.sessions import COOKIE
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import browser, checked, hidden, refusing

WHERE = f"/mesa/{X47}/e9"
SURE = f"{WHERE}/revision"


@contextmanager
def desk(world: World, *roles: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        if roles:
            client.cookies.set(COOKIE, world.session(*roles)[0])
        yield client


@pytest.fixture(autouse=True)
def figures(world: World) -> validation.DeskFigures:
    """Three wait, the oldest since two days; a day with work in it."""
    found = validation.DeskFigures(waiting=3, oldest_at="2023-11-18T15:00:00+00:00")
    found.today.MergeFrom(validation.Tally(validated=2, observed=1, returned=1, median_s=372))
    world.answers.said["GetDeskFigures"] = lambda request: found
    return found


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
        assert client.post(f"/mesa/{X47}", data=form).headers["location"] == f"{WHERE}?nuevo=1"
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
            "motivo-CERTIFICADO": "DOCUMENTO_ILEGIBLE",
            "nota-CERTIFICADO": "La segunda hoja.",
            "motivo-calificacion.base_100": "CALIFICACION_DISTINTA",
        }
        check = checked(client, WHERE, marked)
        assert "2 observaciones" in check.text
        assert not seen, "nothing is signed before it is checked"
        answer = client.post(SURE, data=hidden(check))
    assert answer.headers["location"] == "/mesa?hecho=observado"
    told = {(one.target, one.target_kind, one.reason, one.note) for one in seen[0].observations}
    assert told == {
        ("CERTIFICADO", "DOCUMENTO", "DOCUMENTO_ILEGIBLE", "La segunda hoja."),
        ("calificacion.base_100", "CAMPO", "CALIFICACION_DISTINTA", ""),
    }


def test_while_one_is_checked_the_next_is_put_aside_and_its_papers_are_fetched_ahead(
    world: World, expediente
):
    following = validation.SetAside(expediente_id="e10", until="2023-11-20T18:05:00+00:00")
    following.papers.add(slot="CURP", version=3)
    asked: list = []
    world.answers.said["SetAsideNext"] = lambda request: asked.append(request) or following
    world.answers.said["GetSetAside"] = lambda request: following if asked else validation.SetAside()
    with desk(world, "validador") as client:
        assert "ya está apartado" not in checked(client, WHERE, {}).text
        assert not asked, "only who holds one has another put aside"
        expediente.claimed_by = "p1"
        assert "ya está apartado" not in client.get(SURE).text
        assert not asked, "reading puts nothing aside"
        check = checked(client, WHERE, {}).text
        assert [one.convocatoria for one in asked] == [X47]
        where = f"/mesa/{X47}/e10/documentos/CURP?version=3"
        assert f'<link rel="prefetch" as="image" href="{where}">' in check
        assert "El siguiente ya está apartado para ti" in check
        for question in ("SetAsideNext", "GetSetAside"):
            world.answers.said[question] = refusing(errors.Unavailable("BASE_NO_DISPONIBLE"))
            without = checked(client, WHERE, {})
            assert without.status_code == 200
    assert "ya está apartado" not in without.text


@pytest.mark.parametrize(("aside", "is_ahead"), [("e9", True), ("e10", False), ("", False)])
def test_documents_is_told_whether_a_paper_is_fetched_before_its_dossier_is_taken(
    world: World, aside: str, is_ahead: bool
):
    world.answers.said["GetSetAside"] = lambda request: validation.SetAside(expediente_id=aside)
    seen: list = []
    world.answers.said["GetDocument"] = lambda request: (
        seen.append(request) or documents.Document(content=b"jpg")
    )
    with desk(world, "validador") as client:
        answer = client.get(f"{WHERE}/documentos/CURP?version=2")
    assert answer.headers["cache-control"] == "private, max-age=600"
    assert "vary" not in answer.headers, "the page of the dossier finds it in the browser"
    assert [(one.slot, one.version, one.is_ahead) for one in seen] == [("CURP", 2, is_ahead)]


def test_with_nothing_marked_it_is_valid_with_a_verdict_per_claim(world: World, expediente):
    seen = ruled(world, "Validate")
    with desk(world, "validador") as client:
        check = checked(client, WHERE, {"reclamo-internado_imss": "ACREDITADO"})
        answer = client.post(SURE, data=hidden(check))
    assert answer.headers["location"] == "/mesa?hecho=validado"
    assert [(one.claim, one.verdict) for one in seen[0].claims] == [("internado_imss", "ACREDITADO")]


def test_a_lost_lease_is_said_and_what_was_marked_stays(world: World, expediente):
    world.answers.said["Observe"] = refusing(errors.NotAllowed("NO_ES_TU_EXPEDIENTE"))
    with desk(world, "validador") as client:
        check = checked(client, WHERE, {"motivo-CURP": "DOCUMENTO_ILEGIBLE"})
        answer = client.post(SURE, data=hidden(check))
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    chosen = r'name="motivo-CURP" value="DOCUMENTO_ILEGIBLE"[^>]* checked'
    assert re.search(chosen, answer.text)


def test_the_queue_tells_its_age_the_close_and_the_own_day(world: World, figures):
    with desk(world, "validador") as client:
        page = client.get("/mesa").text
        figures.held_id, figures.held_until = "e9", "2023-11-20T18:30:00+00:00"
        holding = client.get("/mesa").text
    assert "2 días y 3 horas" in page, "how old the oldest is"
    assert "En tiempo" in page, "never by colour alone"
    assert "6 minutos" in page, "the median"
    assert "Seguir con el que tengo" in holding


def test_what_was_not_marked_is_said_before_it_is_signed(world: World, expediente):
    with desk(world, "validador") as client:
        check = checked(client, WHERE, {"motivo-CURP": "CONFORME"}).text
    assert "Queda <b>validado</b>" in check
    assert "No marcaste 1 documento</b>" in check
    assert 'href="#i-CERTIFICADO"' in check


def test_the_text_for_the_person_stands_beside_each_reason(world: World, expediente):
    with desk(world, "validador") as client:
        page = client.get(WHERE).text
    world.clock.set(datetime(2023, 12, 11, 19, tzinfo=UTC), rate=0)
    with desk(world, "validador") as client:
        late = client.get(WHERE).text
    assert "<b>La persona leerá:</b> No se puede leer este documento. La imagen está borrosa" in page
    assert 'value="DOCUMENTO_ILEGIBLE"' not in late, "nobody could attend it any more"
    assert "El envío ya cerró" in late


def test_what_documents_sees_today_stands_beside_the_paper(world: World, expediente):
    """The same picture in another carpeta, and what the QR says, are no part of what was frozen."""
    manifest = documents.Manifest()
    version = manifest.slots.add(slot="CURP").versions.add(number=2)
    version.verdict.qr.append("||PELA900101||")
    finding = version.verdict.findings.add(level="ADVIERTE", que="Esta misma imagen está en otro expediente.")
    finding.areas.add(left=0.1, top=0.1, right=0.3, bottom=0.2)
    world.answers.said["GetManifest"] = lambda _: manifest
    with desk(world, "validador") as client:
        page = client.get(WHERE).text
    assert "Esta misma imagen está en otro expediente." in page
    assert "||PELA900101||" in page
    assert page.count("<rect") == 2, "its place is marked on the picture"


def test_signing_goes_on_to_the_next_and_says_what_was_signed(world: World, expediente):
    ruled(world, "Validate")
    world.answers.said["ClaimNext"] = lambda _: validation.Expediente(expediente_id="e10")
    with desk(world, "validador") as client:
        form = {**hidden(checked(client, WHERE, {})), "_luego": "siguiente"}
        assert client.post(SURE, data=form).headers["location"] == f"/mesa/{X47}/e10?nuevo=1&hecho=validado"
        world.answers.said["ClaimNext"] = refusing(errors.OutsideWindow("VALIDACION_CERRADA"))
        form = {**hidden(checked(client, WHERE, {})), "_luego": "siguiente"}
        assert client.post(SURE, data=form).headers["location"] == "/mesa?hecho=validado"


def test_a_lease_is_renewed_by_a_button_or_in_place(world: World, expediente):
    expediente.claimed_by = "p1"
    seen = ruled(world, "RenewClaim")
    with desk(world, "validador") as client:
        page = client.get(WHERE)
        assert 'data-quedan="1800"' in page.text
        form = hidden(page)
        answer = client.post(f"{WHERE}/reserva", data=form)
        assert answer.headers["location"] == f"{WHERE}?hecho=renovada"
        piece = client.post(f"{WHERE}/reserva", data=form, headers={"X-Pieza": "1"})
    assert piece.text.strip().startswith('<div class="reserva')
    assert "<html" not in piece.text
    assert len(seen) == 2


def test_a_conflict_and_an_annulment_are_said_with_their_note(world: World, expediente):
    excused, proposed = ruled(world, "DeclareConflict"), ruled(world, "ProposeAnnulment")
    with desk(world, "validador") as client:
        form = {**hidden(client.get(f"{WHERE}/conflicto")), "nota": "Es mi alumna."}
        answer = client.post(f"{WHERE}/conflicto", data=form)
        assert answer.headers["location"] == "/mesa?hecho=conflicto"
        page = client.get(f"{WHERE}/anulacion")
        assert 'value="INCONSISTENCIA_GRAVE"' in page.text
        form = {**hidden(page), "causa": "INCONSISTENCIA_GRAVE", "nota": "Dos CURP."}
        answer = client.post(f"{WHERE}/anulacion", data=form)
        assert answer.headers["location"] == "/mesa?hecho=anulacion_propuesta"
        world.answers.said["ProposeAnnulment"] = refusing(errors.Invalid("CAUSA_DESCONOCIDA"))
        refused = client.post(f"{WHERE}/anulacion", data=form)
        assert client.get(f"{WHERE}/otra").status_code == 404
    assert [one.note for one in excused] == ["Es mi alumna."]
    assert [(one.cause, one.note) for one in proposed] == [("INCONSISTENCIA_GRAVE", "Dos CURP.")]
    assert (refused.status_code, "Dos CURP." in refused.text) == (422, True)


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


def test_the_entrance_leads_to_the_institutions_provider_and_back(world: World):
    with desk(world) as client:
        page = client.get("/personal/entrar?volver=/mesa").text
    assert 'href="/sesiones/institucional?volver=/mesa"' in page
    assert "<h2>Cuenta local</h2>" in page, "this gateway has local accounts besides"
