"""The CES's pages without JavaScript: who may open them, what each form sends, and what is told when it may not be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import httpx
import pytest

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.notifications.v1 import service_pb2 as notifications
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from services.gateway.sessions import COOKIE
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import browser, checked, hidden, refusing

HOME = f"/ces/{X47}"
RUN = f"{X47}.oficial.1"
SHA = "ab" * 32
PAGES = (
    "/ces", "/ces/vetos", "/ces/vetos/nuevo",
    *(f"{HOME}{page}" for page in (
        "", "/tablero", "/rosters", "/rosters/r1", "/rosters/r1/aceptacion", "/rosters/r1/rechazados.csv", "/ofertas",
        "/ofertas/o1", "/ofertas/o1/aceptacion", "/curp-temporales", "/rondas", "/rondas/oficial", f"/rondas/{RUN}",
        f"/rondas/{RUN}/comparacion", f"/rondas/{RUN}/publicacion", f"/rondas/{RUN}/entrada.json", "/resultados",
        "/cortes", "/cortes.csv", "/personas", "/personas/e9", "/personas/e9/cancelacion", "/personas/e9/liberacion",
        "/plazas", "/plazas.csv", "/liberaciones", "/liberaciones.csv", "/permutas", "/permutas/p1", "/cartas",
        "/correos", "/cartas/l1/revocacion?code=ABCD",
    )),
)  # fmt: skip


@contextmanager
def ces(world: World, *roles: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        client.cookies.set(COOKIE, world.session(*(roles or ("ces",)))[0])
        yield client


def roster(**more: Any) -> registration.RosterReport:
    plain = {
        "roster_id": "r1",
        "state": "PROPUESTO",
        "filename": "cifrhs.csv",
        "sha256": SHA,
        "rows": 3,
        "admitted": 2,
    }
    found = registration.RosterReport(**{**plain, "direction_ok": True, "imported_by": "ces:ana", **more})
    found.refused.add(
        row=2, folio_enarm="=E-2", code="CURP_DIGITO", que="El dígito no va.", arreglo="Cópiala otra vez."
    )
    found.distribution.update({"categoria:nacional": 2, "especialidad:pediatria": 2})
    found.statistics.update({"refused": "1", "median": "71.25", "min": "60", "max": "80"})
    return found


def oferta(**more: Any) -> allocation.OfertaReport:
    plain = {
        "oferta_id": "o1",
        "state": "PROPUESTA",
        "filename": "oferta.csv",
        "sha256": SHA,
        "rows": 2,
        "plazas": 7,
    }
    return allocation.OfertaReport(**{**plain, "loaded_by": "ana", **more})


def run(**more: Any) -> allocation.Round:
    plain = {
        "round_id": RUN, "kind": "OFICIAL", "state": "CORRIDA", "run_at": "2023-12-13T16:00:00+00:00", "run_by": "ana",
        "pool": 5, "assigned": 4, "not_assigned": 1, "plazas": 4, "output_sha256": SHA, "input_sha256": SHA,
    }  # fmt: skip
    found = allocation.Round(**{**plain, **more})
    found.verification.is_ok = True
    found.verification.properties.add(
        name="P1 CAPACITY", statement="Nadie de más.", clause="000§2.1", holds=True
    )
    return found


@pytest.fixture
def said(world: World) -> dict[str, Any]:
    """A convocatoria in the middle of everything."""
    review, pace = validation.Progress(senders=5), validation.Pace(waiting=2)
    pace.forecast.left, pace.forecast.closes_at = 4, "2023-12-12T14:00:00+00:00"
    review.counts.update({"EN_VALIDACION": 2, "INSCRITO": 3})
    review.hours.add(at="2023-11-20T17:00:00+00:00", sent=3, ruled=1)
    permutas = allocation.ListPermutasResponse()
    permutas.permutas.add(
        permuta_id="p1", state="CONVENIDA", folio_a="F-A", folio_b="F-B", nombre_a="Ana", nombre_b="Luz"
    )
    comparison = allocation.Comparison(round=run(), before=run(round_id="ensayo-1", kind="ENSAYO"), changed=1)
    comparison.moved.add(folio="F-A", especialidad="pediatria", sede_before="UMAE-PED-SXXI", sede="")
    answers: dict[str, Any] = {
        "GetProgress": lambda request: (
            review if _is_of_validation(request) else documents.Progress(uploads=9)
        ),
        "GetPace": lambda request: pace,
        "ListRosters": lambda request: registration.ListRostersResponse(rosters=[roster()]),
        "GetRoster": lambda request: roster(),
        "ListOfertas": lambda request: allocation.ListOfertasResponse(ofertas=[oferta()]),
        "ListRounds": lambda request: allocation.ListRoundsResponse(
            rounds=[run(round_id="ensayo-1", kind="ENSAYO"), run()]
        ),
        "GetRound": lambda request: run(),
        "CompareRounds": lambda request: comparison,
        "ListPermutas": lambda request: permutas,
        "GetExpediente": lambda request: validation.Expediente(
            expediente_id="e9", estado="INSCRITO", folio="F-A"
        ),
        "GetRegistro": lambda request: registration.Registro(
            expediente_id="e9", folio_enarm="E9", categoria_roster="nacional"
        ),
    }
    world.answers.said.update(answers)
    return world.answers.said


def _is_of_validation(request: Any) -> bool:
    """Two services answer a GetProgress."""
    return isinstance(request, validation.ConvocatoriaRef)


def seen(world: World, method: str, answer: Any) -> list[Any]:
    """The requests of `method` from now on."""
    requests: list[Any] = []

    def answered(request: Any) -> Any:
        requests.append(request)
        return answer

    world.answers.said[method] = answered
    return requests


@pytest.mark.parametrize("path", PAGES)
def test_only_the_ces_opens_its_pages(world: World, said, path):
    with ces(world) as client:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text[:2000]
        if "html" in answer.headers["content-type"]:
            assert answer.text.count("<h1>") == 1
    world.answers.acts.clear()
    for role in ("validador", "supervisor_validacion", "ooad", "auditor", "operador"):
        with ces(world, role) as client:
            assert client.get(path).status_code == 403
    with browser(world) as aspirante:
        assert aspirante.get(path).headers["location"].startswith("/personal/entrar")
    assert not world.answers.acts, "nobody asked a service on their behalf"


def test_each_convocatoria_says_what_it_needs_first(world: World, said):
    with ces(world) as client:
        page = client.get("/ces").text
        assert "Aceptar el roster de seleccionados" in page or "Aceptar la oferta de plazas" in page
        assert f'<h2 id="c1"><a href="{HOME}"' in page, "what runs now goes before what is due in a year"
        said["ListRosters"] = refusing(errors.Unavailable("SERVICIO_NO_DISPONIBLE", servicio="registration"))
        away = client.get("/ces")
    assert away.status_code == 200, "a service that is away does not take the list with it"
    assert 'class="falla"' in away.text


def test_a_file_is_uploaded_reported_and_accepted_with_what_was_seen(world: World, said):
    loaded, accepted = (
        seen(world, "ImportRoster", roster()),
        seen(world, "AcceptRoster", roster(state="ACEPTADO")),
    )
    with ces(world) as client:
        form = hidden(client.get(f"{HOME}/rosters"))
        file = {"archivo": ("cifrhs.csv", b"folio_enarm\n1\n", "text/csv")}
        assert (
            client.post(f"{HOME}/rosters", data=form, files=file).headers["location"] == f"{HOME}/rosters/r1"
        )
        report = client.get(f"{HOME}/rosters/r1").text
        assert "El dígito no va." in report
        check = client.get(f"{HOME}/rosters/r1/aceptacion")
        assert SHA in check.text
        stale = client.post(f"{HOME}/rosters/r1/aceptacion", data={**hidden(check), "huella": "otra"})
        assert (stale.status_code, len(accepted)) == (422, 0)
        done = client.post(f"{HOME}/rosters/r1/aceptacion", data=hidden(check))
    assert done.headers["location"] == f"{HOME}/rosters/r1?hecho=aceptado"
    assert [(one.filename, one.content) for one in loaded] == [("cifrhs.csv", b"folio_enarm\n1\n")]
    assert [one.roster_id for one in accepted] == ["r1"]


def test_what_was_refused_is_a_file_that_no_spreadsheet_runs(world: World, said):
    with ces(world) as client:
        answer = client.get(f"{HOME}/rosters/r1/rechazados.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert (
        answer.content.decode("utf-8-sig").splitlines()[1]
        == "2,'=E-2,CURP_DIGITO,El dígito no va.,Cópiala otra vez."
    )


def test_a_file_that_cannot_be_read_is_told_where_it_was_chosen(world: World, said):
    said["LoadOferta"] = refusing(errors.Invalid("OFERTA_COLUMNAS", columnas="sede"))
    with ces(world) as client:
        form = hidden(client.get(f"{HOME}/ofertas"))
        nothing = client.post(f"{HOME}/ofertas", data=form)
        wrong = client.post(f"{HOME}/ofertas", data=form, files={"archivo": ("o.csv", b"x", "text/csv")})
    for answer in (nothing, wrong):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert 'type="file"' in answer.text


def test_scores_that_look_wrong_cannot_be_accepted_from_the_page(world: World, said):
    report = roster(direction_ok=False)
    report.statistics["direction"] = "PARECEN_LUGARES"
    said["GetRoster"] = lambda request: report
    with ces(world) as client:
        assert "no se puede aceptar" in client.get(f"{HOME}/rosters/r1").text
        assert 'name="huella"' not in client.get(f"{HOME}/rosters/r1/aceptacion").text


def test_the_official_run_is_checked_before_it_is_run_once(world: World, said):
    asked = seen(world, "RunRound", run())
    with ces(world) as client:
        form = hidden(client.get(f"{HOME}/rondas/oficial"))
        given = {**form, "public_number": "48213", "public_source": "Lotería Nacional"}
        empty = client.post(f"{HOME}/rondas/oficial", data={**given, "public_number": ""})
        assert (empty.status_code, 'id="campo-public_number-falla"' in empty.text) == (422, True)
        check = checked(client, f"{HOME}/rondas/oficial", given)
        assert 'value="48213"' in client.get(f"{HOME}/rondas/oficial?cambiar=1").text
        assert not asked
        said["RunRound"] = refusing(errors.Conflict("REZAGO_SIN_RESOLVER", rezago=2))
        refused = client.post(f"{HOME}/rondas/oficial/revision", data=hidden(check))
        asked = seen(world, "RunRound", run())
        done = client.post(f"{HOME}/rondas/oficial/revision", data=hidden(refused))
    assert refused.status_code == 409
    assert "48213" in refused.text, "what was typed stays"
    assert hidden(check)["_clave"] == hidden(refused)["_clave"], (
        "the same click answers for a run that goes on"
    )
    assert done.headers["location"] == f"{HOME}/rondas/{RUN}?hecho=ronda"
    assert [(one.public_number, one.public_source) for one in asked] == [("48213", "Lotería Nacional")]


def test_two_people_publish_and_each_sees_exactly_what(world: World, said):
    proposed, approved = seen(world, "ProposePublication", run()), seen(world, "ApprovePublication", run())
    where = f"{HOME}/rondas/{RUN}/publicacion"
    with ces(world) as client:
        first = client.get(where)
        assert SHA in first.text
        assert client.post(where, data={**hidden(first), "huella": "otra"}).status_code == 422
        assert client.post(where, data=hidden(first)).headers["location"] == f"{where}?hecho=propuesta"
        said["GetRound"] = lambda request: run(state="PUBLICACION_PROPUESTA", proposed_by="p1")
        mine = client.get(where).text
        assert "Tú la propusiste" in mine
        assert 'name="huella"' not in mine
        said["ApprovePublication"] = refusing(errors.NotAllowed("SEGUNDA_PERSONA"))
        forced = client.post(where, data={**hidden(first), "estado": "PUBLICACION_PROPUESTA"})
        assert forced.status_code == 403
        said["GetRound"] = lambda request: run(state="PUBLICACION_PROPUESTA", proposed_by="otra")
        approved = seen(world, "ApprovePublication", run())
        second = client.get(where)
        assert client.post(where, data=hidden(second)).headers["location"] == f"{where}?hecho=publicacion"
    assert (len(proposed), len(approved)) == (1, 1)


def test_somebody_is_found_by_folio_and_cancelled_with_a_cause(world: World, said):
    listed = validation.ListExpedientesResponse()
    listed.expedientes.add(expediente_id="e9")
    asked = seen(world, "ListExpedientes", listed)
    cancelled = seen(world, "CancelParticipation", validation.Expediente())
    where = f"{HOME}/personas/e9"
    with ces(world) as client:
        assert client.get(f"{HOME}/personas?folio=E9").headers["location"] == where
        form = hidden(client.get(f"{where}/cancelacion"))
        assert client.post(f"{where}/cancelacion", data=form).status_code == 422, "without a cause"
        typed = {"cause": "DOS_INSTITUCIONES", "note": "ISSSTE"}
        check = checked(client, f"{where}/cancelacion", typed)
        assert not cancelled
        done = client.post(f"{where}/cancelacion/revision", data=hidden(check))
    assert done.headers["location"] == f"{where}?hecho=cancelado"
    assert (asked[0].folio, asked[0].folio_enarm) == ("E9", "")
    assert [(one.cause, one.note) for one in cancelled] == [("DOS_INSTITUCIONES", "ISSSTE")]


def test_every_other_act_sends_what_its_form_says(world: World, said):
    temporal = seen(world, "AssignCurpTemporal", registration.CurpTemporal())
    permuta = seen(world, "ApprovePermuta", allocation.Permuta())
    revoked = seen(world, "RevokeLetter", notifications.VerifiedLetter())
    banned = seen(world, "RecordBan", registration.Ban())
    released = seen(world, "ReleaseExpediente", registration.ExpedienteLiberado())
    rehearsed = seen(world, "RehearseRound", run(round_id="ensayo-2"))
    with ces(world) as client:

        def send(path: str, **typed: str) -> httpx.Response:
            return client.post(path, data={**hidden(client.get(path)), **typed})

        def sure(path: str, **typed: str) -> httpx.Response:
            return client.post(f"{path}/revision", data=hidden(checked(client, path, typed)))

        assert send(f"{HOME}/curp-temporales", folio_enarm="E7").status_code == 303
        assert send(f"{HOME}/permutas/p1").status_code == 303
        assert send(f"{HOME}/rondas").headers["location"] == f"{HOME}/rondas/ensayo-2?hecho=ensayo"
        assert send(f"{HOME}/cartas/l1/revocacion").status_code == 422
        assert sure(f"{HOME}/cartas/l1/revocacion", reason="Error").status_code == 303
        ban = {"curp": "X", "cause": "ABANDONO", "scope": "TODAS", "clause": "000§4.10", "act": "Oficio 1"}
        assert sure("/ces/vetos/nuevo", **ban).status_code == 303
        release = {"institucion": "ISSSTE", "oficio": "12", "released_on": "2024-01-10"}
        assert send(f"{HOME}/personas/e9/liberacion", **release).status_code == 303
    assert [one.folio_enarm for one in temporal] == ["E7"]
    assert [one.permuta_id for one in permuta] == ["p1"]
    assert [(one.letter_id, one.reason) for one in revoked] == [("l1", "Error")]
    assert [(one.curp, one.act) for one in banned] == [("X", "Oficio 1")]
    assert [one.oficio for one in released] == ["12"]
    assert len(rehearsed) == 1


def test_results_are_found_by_folio_or_name_and_a_search_stays_while_one_looks_on(world: World, said):
    asked: list = []
    row = allocation.Result(
        expediente_id="e9", folio="F-9", nombre_completo="Ñáñez & hijos", estado="ASIGNADO"
    )
    answer = allocation.ListResultsResponse(results=[row], next="F-9", counts={"ASIGNADO": 51})
    said["ListResults"] = lambda request: asked.append(request) or answer
    with ces(world) as client:
        page = client.get(f"{HOME}/resultados", params={"q": " Ñáñez & ", "estado": "ASIGNADO"}).text
        asked.clear()
        following = re.findall(r'href="([^"]+despues=[^"]+)"', page)[0]
        client.get(unescape(following))
        said["ListResults"] = lambda request: allocation.ListResultsResponse()
        nobody = client.get(f"{HOME}/resultados", params={"q": "F-0"}).text
    assert [(one.search, one.estado, one.page.after) for one in asked] == [("Ñáñez &", "ASIGNADO", "F-9")]
    assert "Nadie con esos datos" in nobody


def test_before_there_is_anything_pages_say_so(world: World, said):
    for method in ("ListResults", "GetCutoffs", "ListFreedPlazas"):
        said[method] = refusing(errors.OutsideWindow("RESULTADOS_NO_PUBLICADOS"))
    with ces(world) as client:
        for page in ("resultados", "cortes", "plazas"):
            answer = client.get(f"{HOME}/{page}")
            assert (answer.status_code, 'class="vacio"' in answer.text) == (200, True)


def test_a_form_of_another_page_is_refused(world: World, said):
    with ces(world) as client:
        for path in (
            f"{HOME}/rondas",
            f"{HOME}/permutas/p1",
            f"{HOME}/rosters/r1/aceptacion",
            "/ces/vetos/nuevo",
        ):
            assert client.post(path, data={"_csrf": "otro"}).status_code == 403


def test_a_ban_is_looked_for_by_a_curp_that_no_address_shows(world: World, said):
    asked = seen(world, "ListBans", registration.ListBansResponse())
    with ces(world) as client:
        form = {**hidden(client.get("/ces/vetos")), "curp": " GANF970423MJCRXR01 "}
        assert client.post("/ces/vetos", data=form).headers["location"] == "/ces/vetos"
        page = client.get("/ces/vetos").text
        assert "Nadie con la CURP GANF970423MJCRXR01" in page
        client.get("/ces/vetos?vacio=1")
    assert [one.curp for one in asked] == ["", "GANF970423MJCRXR01", ""]
