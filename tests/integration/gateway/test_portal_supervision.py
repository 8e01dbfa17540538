"""Supervision: who may look, what the pace foretells, and what each decision sends."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import browser, checked, hidden, refusing
from tests.integration.gateway.test_portal_desk import desk, ruled

BASE = f"/supervision/{X47}"
PAGES = ("", "/anulaciones", "/anulaciones/e9", "/expedientes", "/expedientes/e9", "/rezago", "/rezago/e9")


@pytest.fixture(autouse=True)
def expediente(world: World) -> validation.Expediente:
    """Somebody whose annulment a validador proposed, with one paper."""
    found = validation.Expediente(
        expediente_id="e9",
        folio_enarm="E47-9",
        sends=1,
        estado="EN_VALIDACION",
        since_at="2023-11-20T15:00:00+00:00",
        submitted_at="2023-11-20T15:00:00+00:00",
        proposed_annulment_by="validador1",
        proposed_annulment_cause="INCONSISTENCIA_GRAVE",
        proposed_annulment_note="La CURP es de otra persona.",
        proposed_annulment_at="2023-11-20T16:00:00+00:00",
        snapshot_sha256="abcdef0123456789" * 4,
    )
    found.documents.add(slot="CURP", version=2)
    found.snapshot.datos.nombre = "ANA"
    found.snapshot.datos.reclamos.internado_imss = True
    found.history.add(at="2023-11-20T15:00:00+00:00", what="ENVIADO", by="e9")
    found.history.add(at="2023-11-20T16:00:00+00:00", what="ANULACION_PROPUESTA", by="validador1")
    listed = validation.ListExpedientesResponse(expedientes=[found], next="e9", counts={"EN_VALIDACION": 120})
    world.answers.said |= {"GetExpediente": lambda _: found, "ListExpedientes": lambda _: listed}
    return found


@pytest.fixture
def pace(world: World) -> validation.Pace:
    found = validation.Pace(waiting=40, oldest_at="2023-11-18T15:00:00+00:00", proposed=1, rezago=0)
    found.tallies.add(by="validador1", on="2023-11-19", validated=6, observed=2, median_s=300)
    found.tallies.add(by="validador2", on="2023-11-20", validated=3, observed=1, returned=2, median_s=90)
    found.held.add(
        expediente_id="e8",
        folio_enarm="E47-8",
        claimed_by="validador2",
        claimed_until="2023-11-20T18:04:00+00:00",
    )
    found.forecast.MergeFrom(
        validation.Forecast(
            pending=41,
            per_day=1,
            closes_at="2023-12-12T14:00:00+00:00",
            can=21,
            left=20,
            may_arrive=9,
            needed_per_day=2,
        )
    )
    reviewed = validation.Progress(counts={"PENDIENTE": 60, "EN_VALIDACION": 30, "INSCRITO": 10}, senders=40)
    uploaded = documents.Progress(uploads=5000)
    for hour, uploads in ((16, 7), (17, 120)):
        uploaded.hours.add(at=f"2023-11-20T{hour}:00:00+00:00", uploads=uploads)
    world.answers.said["GetPace"] = lambda _: found
    world.answers.said["GetProgress"] = lambda request: (
        reviewed if isinstance(request, validation.ConvocatoriaRef) else uploaded
    )
    return found


def guards(page: httpx.Response) -> dict[str, str]:
    """What every form of the page carries."""
    return {name: text for name, text in hidden(page).items() if name in ("_csrf", "_clave")}


@pytest.mark.parametrize("page", PAGES)
def test_only_supervision_and_the_ces_look(world: World, page: str, pace) -> None:
    for role in ("validador", "ooad", "auditor", "operador"):
        with desk(world, role) as client:
            assert client.get(BASE + page).status_code == 403
    with desk(world) as nobody, browser(world) as aspirante:
        for client in (nobody, aspirante):
            assert client.get(BASE + page).headers["location"].startswith("/personal/entrar")
    assert not world.answers.acts
    for role in ("supervisor_validacion", "ces"):
        with desk(world, role) as client:
            assert client.get(BASE + page).status_code == 200


def test_the_pace_says_in_words_and_bars_what_will_be_left(world: World, pace) -> None:
    with desk(world, "supervisor_validacion") as client:
        page = client.get(BASE).text
        pace.forecast.left = 0
        enough = client.get(BASE).text
    assert "quedarían 20 en el rezago" in page
    assert "Por vencer: 4 minutos" in page
    assert page.count(" nov, Validados: ") == 2
    assert "Para no dejar rezago hacen falta 2 al día." in page
    assert "domingo 19 de noviembre de 2023" in page
    assert "<b>Sí.</b>" in enough


def test_the_pace_shows_where_everybody_is_and_what_comes_in(world: World, pace) -> None:
    world.clock.set(datetime(2023, 11, 20, 17, 3, 30, tzinfo=UTC))
    with desk(world, "supervisor_validacion") as client:
        page = client.get(BASE).text
    assert "<b>100</b>" in page, "whoever opened an account"
    assert "expedientes?estado=EN_VALIDACION" in page
    assert "34.3 por minuto" in page
    assert "data-refresca" in page


def test_a_cause_is_told_in_words(world: World, expediente) -> None:
    expediente.estado, expediente.cause = "FUERA_DE_PROCESO", "NO_ENVIADO"
    expediente.history.add(at="2023-12-12T14:00:00+00:00", what="FUERA_DE_PROCESO", note="NO_ENVIADO")
    with desk(world, "supervisor_validacion") as client:
        page = client.get(f"{BASE}/expedientes/e9").text
    assert page.count("No envió a tiempo") == 2
    assert "NO_ENVIADO" not in page


def test_the_second_person_sees_who_when_why_and_what_before_confirming(world: World) -> None:
    seen = ruled(world, "ConfirmAnnulment")
    where = f"{BASE}/anulaciones/e9"
    with desk(world, "supervisor_validacion") as client:
        first = client.get(where)
        for said in (
            "validador1",
            "10:00 del lunes 20",
            "La CURP es de otra persona.",
            "1 documento, envío 1",
            "abcdef0123456789",
        ):
            assert said in first.text
        assert f'href="{where}/confirmacion"' in first.text
        asked = client.get(f"{where}/confirmacion")
        assert "No se puede deshacer" in asked.text
        assert not seen, "it is asked twice"
        done = client.post(f"{where}/confirmacion", data=hidden(asked))
    assert done.headers["location"] == f"{BASE}/anulaciones?hecho=anulado"
    assert [one.expediente_id for one in seen] == ["e9"]


def test_a_rejection_carries_its_reason_and_a_refusal_keeps_it(world: World) -> None:
    seen = ruled(world, "RejectAnnulment")
    where = f"{BASE}/anulaciones/e9"
    with desk(world, "ces") as client:
        form = {**guards(client.get(where)), "nota": "Es su segundo apellido."}
        assert (
            client.post(where, data=form).headers["location"]
            == f"{BASE}/anulaciones?hecho=anulacion_rechazada"
        )
        world.answers.said["RejectAnnulment"] = refusing(errors.NotAllowed("CONFLICTO_DECLARADO"))
        refused = client.post(where, data=form)
    assert seen[0].note == "Es su segundo apellido."
    assert refused.status_code == 403
    assert "Es su segundo apellido." in refused.text


def test_who_proposed_it_is_told_that_another_decides(world: World, expediente) -> None:
    expediente.proposed_annulment_by = "p1"
    with desk(world, "supervisor_validacion") as client:
        page = client.get(f"{BASE}/anulaciones/e9").text
    assert "Tú la propusiste" in page
    assert "confirmacion" not in page
    assert 'name="nota"' not in page


def test_expedientes_are_found_by_estado_situation_and_folio_page_by_page(world: World) -> None:
    asked: list = []
    answer = world.answers.said["ListExpedientes"]
    world.answers.said["ListExpedientes"] = lambda request: asked.append(request) or answer(request)
    with desk(world, "supervisor_validacion") as client:
        page = client.get(f"{BASE}/expedientes?estado=VALIDADO&situacion=EN_FILA&folio=+E47-9+&desde=e3").text
    (request,) = asked
    assert (request.estado, request.situation, request.folio_enarm) == ("VALIDADO", "EN_FILA", "E47-9")
    assert (request.page.after, request.page.limit) == ("e3", 50)
    assert "estado=VALIDADO&amp;situacion=EN_FILA" in page
    assert "desde=e9" in page
    assert "(120)" in page


def test_one_is_read_with_its_story_and_nothing_to_sign(world: World) -> None:
    with desk(world, "supervisor_validacion") as client:
        page = client.get(f"{BASE}/expedientes/e9").text
    assert "Propuso anularlo" in page
    assert "documentos/CURP?version=2" in page
    assert 'name="motivo-' not in page


def test_the_rezago_is_resolved_by_the_ces_after_a_check(world: World, expediente) -> None:
    expediente.is_rezago = True
    seen = ruled(world, "ResolveRezago")
    where = f"{BASE}/rezago/e9"
    with desk(world, "supervisor_validacion") as client:
        assert "lo resuelve la CES" in client.get(where).text
    with desk(world, "ces") as client:
        assert client.post(where, data=hidden(client.get(where))).status_code == 422, "without a reason"
        form = {
            "resolucion": "VALIDAR",
            "razon": "La demora fue nuestra.",
            "reclamo-internado_imss": "CONSTANCIA_NO_ES_DEL_IMSS",
        }
        check = checked(client, where, form)
        assert "Revisa antes de resolver" in check.text
        assert not seen
        done = client.post(f"{where}/revision", data=hidden(check))
        assert done.headers["location"] == f"{BASE}/rezago?hecho=rezago_resuelto"
        check = checked(client, where, {**form, "resolucion": "EXCLUIR"})
        client.post(f"{where}/revision", data=hidden(check))
    assert (seen[0].resolution, seen[0].reason) == ("VALIDAR", "La demora fue nuestra.")
    told = [(one.claim, one.verdict, one.reason) for one in seen[0].claims]
    assert told == [("internado_imss", "NO_ACREDITADO", "CONSTANCIA_NO_ES_DEL_IMSS")]
    assert (seen[1].resolution, list(seen[1].claims)) == ("EXCLUIR", [])
