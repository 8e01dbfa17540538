"""The auditor's and the operator's areas: who is let in, what the log says in words, what each form sends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from threading import Barrier, Event

import httpx
import pytest

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.audit.v1 import service_pb2 as audit
from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.common.v1 import operations_pb2 as operations
from plumbing import errors
from plumbing.auth import ROLES
from plumbing.config import SERVICES
from plumbing.rpc.operations import contract_digest
from services.gateway.portal.personal.auditoria.hechos import said
from services.gateway.sessions import COOKIE
from services.gateway.surface import SURFACE
from tests.integration.gateway.conftest import NOON, X47, World
from tests.integration.gateway.surfing import checked, hidden, refusing

PERSON = "01890000-0000-7000-8000-000000000001"
EVENT = "01890000-0000-7000-8000-00000000000e"
ROUND = f"{X47}.oficial.1"
OF_THE_AUDITOR = (
    "/auditoria", "/auditoria?quien=F-1&desde=2023-11-01&hasta=2023-11-30", f"/auditoria/{X47}/expedientes/{PERSON}",
    f"/auditoria/hechos/{EVENT}", f"/auditoria/hechos/{EVENT}/prueba.json", f"/auditoria/{X47}/rondas",
    f"/auditoria/{X47}/rondas/{ROUND}", f"/auditoria/{X47}/rondas/{ROUND}/repeticion",
    f"/auditoria/{X47}/rondas/{ROUND}/entrada.json",
)  # fmt: skip
OF_THE_OPERATOR = ("/operacion", "/operacion/scoring", "/operacion/scoring/apartados/p1/descarte")


@contextmanager
def somebody(world: World, *roles: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        if roles:
            client.cookies.set(COOKIE, world.session(*roles)[0])
        yield client


def entry(name: str = "FichaIssued", index: int = 7, **data) -> audit.Entry:
    kind = f"residencias.validation.v1.{name}"
    envelope = {"type": kind, "source": "residencias/validation", "rules_digest": "ab" * 32, "data": data}
    return audit.Entry(
        index=index, event_id=EVENT, type=kind, subject=PERSON, time="2023-11-20T18:00:00+00:00",
        actor="ces:ces2", convocatoria=X47, envelope=json.dumps(envelope),
    )  # fmt: skip


@pytest.fixture
def log(world: World) -> list[audit.SearchRequest]:
    """One person's ficha stands in it; what is asked is remembered."""
    asked: list[audit.SearchRequest] = []

    def search(request):
        asked.append(request)
        found = [entry(folio="XLVII-1", nombre_completo="ANA", curp="X")] if not request.name else []
        return audit.SearchResponse(entries=found, total=len(found))

    proof = audit.Proof(
        index=7, size=9, leaf_hash="aa", path=["bb"], root_hash="cc", entry=entry(folio="XLVII-1")
    )
    ran = allocation.Round(round_id=ROUND, kind="OFICIAL", state="PUBLICADA", output_sha256="dd" * 32)
    world.answers.said.update(
        Search=search,
        Prove=lambda request: proof,
        GetRound=lambda request: ran,
        ListRounds=lambda request: allocation.ListRoundsResponse(rounds=[ran]),
        VerifyRound=lambda request: allocation.RoundCheck(is_same=True, output_bytes=1234),
        GetBundle=lambda request: allocation.Bundle(input=b'{"a":1}', output=b'{"b":2}'),
    )
    return asked


@pytest.fixture
def system(world: World) -> operations.Parked:
    """Seven healthy services; one fact of scoring is parked."""
    parked = operations.Parked(
        parked_id="p1", state="APARTADO", type="residencias.validation.v1.FichaIssued", subject=PERSON,
        reason="Invalid: VENENO", attempts=1, times=2, parked_at=NOON.isoformat(), fields=["folio"],
    )  # fmt: skip

    def status(request):
        name = request.service_name
        queues = [operations.Queue(name=f"{name}.facts", messages=3, consumers=1)]
        return operations.ServiceStatus(
            service=name, version="0.1.0", contract_digest=contract_digest(name), started_at=NOON.isoformat(),
            now=NOON.isoformat(), machine_now=NOON.isoformat(), database_now=NOON.isoformat(),
            watched_at=NOON.isoformat(), queues=queues, parked=1 if name == "scoring" else 0,
            timers=[operations.TimerRun(name="relay", every_s=0.4, ran_at=NOON.isoformat(), is_ok=True)],
        )  # fmt: skip

    world.answers.said.update(
        GetStatus=status,
        GetBacklog=lambda request: access_pb2.Backlog(swept_through=NOON.isoformat()),
        ListParked=lambda request: operations.ListParkedResponse(parked=[parked]),
    )
    return parked


@pytest.mark.parametrize(
    ("role", "paths"),
    [("auditor", OF_THE_AUDITOR), ("operador", OF_THE_OPERATOR)],
    ids=["auditor", "operador"],
)
def test_each_area_opens_to_its_role_alone(world: World, log, system, role, paths):
    for other in {*ROLES, None} - {"sistema"}:
        with somebody(world, *([other] if other else [])) as client:
            for path in paths:
                expected = 200 if other == role else 403 if other and other != "aspirante" else None
                answer = client.get(path)
                assert answer.status_code == (expected or answer.status_code), (other, path)
                assert expected or answer.status_code in (303, 403), (other, path)


def test_an_auditor_may_do_nothing_but_read(world: World, log, system):
    """Every command of REST and every form of the areas of others says no; no service hears of it."""
    acts = [route for route in SURFACE if route.verb != "GET"]
    assert len(acts) > 40
    with world.client("auditor") as rest, somebody(world, "auditor") as client:
        for route in acts:
            if "publico" in _roles(route):
                continue
            path = route.path.format(
                **dict.fromkeys(("roster_id", "expediente_id", "corte_id", "oferta_id", "round_id"), "x"),
                convocatoria=X47, number=1, permuta_id="x", letter_id="x", kind="x", code="x", slot="x",
            )  # fmt: skip
            answer = rest.request(route.verb, path, json={})
            assert answer.status_code == 403, (route, answer.text)
        csrf = {"_csrf": world.session("auditor")[1].csrf}
        for path in (f"/mesa/{X47}", f"/mesa/{X47}/e1", "/operacion/scoring/apartados/p1/repeticion"):
            assert client.post(path, data=csrf).status_code == 403, path
    assert world.answers.acts == []


def _roles(route) -> set[str]:
    messages = import_module(f"contracts.residencias.{route.service}.v1.service_pb2")
    (descriptor,) = messages.DESCRIPTOR.services_by_name.values()
    return set(descriptor.methods_by_name[route.method].GetOptions().Extensions[access_pb2.access].roles)


def test_every_fact_that_a_contract_knows_has_its_words():
    names = set()
    for package in (*SERVICES, "common"):
        names |= set(
            import_module(f"contracts.residencias.{package}.v1.events_pb2").DESCRIPTOR.message_types_by_name
        )
    names -= {"Component"}  # a part of another
    assert names <= said()["hechos"].keys(), names - said()["hechos"].keys()


def test_a_search_asks_by_folio_or_expediente_and_by_whole_days_of_mexico(world: World, log):
    with somebody(world, "auditor") as client:
        page = client.get(
            f"/auditoria?convocatoria={X47}&quien=XLVII-1&actor=ces:ces2&desde=2023-11-20&hasta=2023-11-20"
        )
        assert "Obtuvo su ficha y quedó inscrito" in page.text
        assert "CES (ces2)" in page.text
        client.get(f"/auditoria?quien={PERSON}")
        wrong = client.get("/auditoria?desde=ayer")
    first, second = log
    assert (first.folio, first.subject, first.actor) == ("XLVII-1", "", "ces:ces2")
    assert (first.since, first.until) == ("2023-11-20T00:00:00-06:00", "2023-11-21T00:00:00-06:00")
    assert (second.folio, second.subject) == ("", PERSON)
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text


def test_what_was_only_looked_at_is_left_out_unless_it_is_asked_for(world: World, log):
    with somebody(world, "auditor") as client:
        pages = [client.get(f"/auditoria?{asked}").text for asked in (
            "", "ver=consultas", "ver=todo", "ver=otra", "hecho=DossierRead", "hecho=FichaIssued&ver=todo"
        )]  # fmt: skip
    assert [one.group for one in log] == ["ACTOS", "CONSULTAS", "TODO", "ACTOS", "ACTOS", "TODO"]
    chosen = [re.findall(r'name="ver" value="(\w*)" checked', page) for page in pages]
    assert chosen == [[""], ["consultas"], ["todo"], [""], ["consultas"], [""]], (
        "a kind of fact is of one group"
    )
    assert "Lo más reciente, de 1 acto<" in pages[0]
    assert "Ninguna consulta coincide" in pages[4]


def test_the_next_page_asks_for_the_same_group(world: World, log):
    world.answers.said["Search"] = lambda request: audit.SearchResponse(
        entries=[entry()], next="2023|7", total=9
    )
    with somebody(world, "auditor") as client:
        page = client.get("/auditoria?ver=consultas&actor=ces:ces2").text
    assert 'href="?actor=ces%3Aces2&amp;ver=consultas&amp;despues=2023%7C7"' in page


def test_a_folio_leads_to_the_story_which_shows_no_name(world: World, log):
    with somebody(world, "auditor") as client:
        found = client.get(f"/auditoria/expediente?convocatoria={X47}&quien=XLVII-1")
        assert found.headers["location"] == f"/auditoria/{X47}/expedientes/{PERSON}"
        story = client.get(found.headers["location"])
        world.answers.said["Search"] = lambda request: audit.SearchResponse()
        assert (
            "Ningún hecho nombra a"
            in client.get(f"/auditoria/expediente?convocatoria={X47}&quien=nadie").text
        )
    assert "Folio XLVII-1, del roster a la carta" in story.text
    assert f"/auditoria/hechos/{EVENT}" in story.text
    assert "ANA" not in story.text


def test_a_proof_is_shown_and_taken_along_with_its_fact(world: World, log):
    with somebody(world, "auditor") as client:
        page = client.get(f"/auditoria/hechos/{EVENT}")
        file = client.get(f"/auditoria/hechos/{EVENT}/prueba.json")
    assert all(part in page.text for part in ("aa", "bb", "cc", "residencias verify-fact"))
    assert json.loads(file.text)["entry"]["event_id"] == EVENT
    assert "attachment" in file.headers["content-disposition"]


def test_a_round_is_run_again_and_says_whether_it_came_out_the_same(world: World, log):
    where = f"/auditoria/{X47}/rondas/{ROUND}"
    with somebody(world, "auditor") as client:
        assert "byte por byte" not in client.get(where).text
        assert "Salió igual, byte por byte" in client.get(f"{where}/repeticion").text
        moved = allocation.RoundDifference(folio="XLVII-1", kept="1 A", computed="1 B")
        world.answers.said["VerifyRound"] = lambda request: allocation.RoundCheck(differences=[moved])
        other = client.get(f"{where}/repeticion").text
        assert client.get(f"{where}/entrada.json").content == b'{"a":1}'
        assert client.get(f"{where}/salida.json").content == b'{"b":2}'
        assert client.get(f"{where}/otra.json").status_code == 404
    assert "No salió igual" in other
    assert "XLVII-1" in other


def test_the_operator_reads_what_wants_attention_in_words(world: World, system):
    with somebody(world, "operador") as client:
        assert "mensajes apartados que esperan una decisión: 1" in client.get("/operacion").text
        world.answers.said["GetStatus"] = refusing(errors.Unavailable("BASE_NO_DISPONIBLE"))
        down = client.get("/operacion")
    assert down.status_code == 200
    assert down.text.count("No responde") == len(SERVICES)


def test_the_operator_reads_how_late_facts_are_published(world: World, system):
    late = access_pb2.Backlog(outbox=3, oldest_s=190.5, swept_through=NOON.isoformat())
    world.answers.said["GetBacklog"] = lambda request: late
    with somebody(world, "operador") as client:
        page = client.get("/operacion").text
        late.oldest_s = 2
        soon = client.get("/operacion").text
    assert page.count("El más antiguo espera desde hace 190 segundos") == len(SERVICES)
    assert "desde hace 3 minutos" in page
    assert "El más antiguo espera" not in soon


def test_all_services_are_asked_at_once(world: World, system):
    """Each answers only when every other one has been asked too."""
    usual, meeting = dict(world.answers.said), Barrier(len(SERVICES))

    def together(method: str):
        return lambda request: (meeting.wait(20), usual[method](request))[1]

    world.answers.said["GetBacklog"] = together("GetBacklog")
    with world.client("operador") as rest, somebody(world, "operador") as client:
        assert {name for name, found in rest.get("/operacion").json().items() if "error" not in found} == {
            *SERVICES
        }
        world.answers.said["GetStatus"] = together("GetStatus")
        assert "No responde" not in client.get("/operacion").text


def test_a_service_that_hangs_is_shown_as_such_beside_those_that_answer(world: World, system):
    healthy, over = world.answers.said["GetStatus"], Event()

    def hanging(request):
        if request.service_name == "scoring":
            over.wait(60)
        return healthy(request)

    world.answers.said["GetStatus"] = hanging
    try:
        with somebody(world, "operador") as client:
            page = client.get("/operacion").text
    finally:
        over.set()
    (row,) = [row for row in page.split("<tr>") if "No responde" in row]
    assert "/operacion/scoring" in row


def test_a_parked_fact_is_replayed_or_discarded_in_two_steps_with_a_reason(world: World, system):
    seen: list = []
    for method in ("ReplayParked", "DiscardParked"):
        world.answers.said[method] = lambda request: seen.append(request) or operations.Parked()
    where = "/operacion/scoring/apartados/p1"
    with somebody(world, "operador") as client:
        page = client.get("/operacion/scoring")
        assert "Invalid: VENENO" in page.text
        form = hidden(page)
        assert client.post(f"{where}/repeticion", data={**form, "_csrf": "otro"}).status_code == 403
        assert (
            client.post(f"{where}/repeticion", data=form).headers["location"]
            == "/operacion/scoring?hecho=repetido"
        )
        check = checked(client, f"{where}/descarte", {"why": "Es de una prueba."})
        assert "Descartarlo para siempre" in check.text
        assert len(seen) == 1, "nothing is discarded before it is checked"
        done = client.post(f"{where}/descarte/revision", data=hidden(check))
        assert done.headers["location"] == "/operacion/scoring?hecho=descartado"
        assert "Falta el motivo del descarte" in client.post(f"{where}/descarte", data=form).text
    assert [(one.service_name, one.parked_id) for one in seen] == [("scoring", "p1")] * 2
    assert seen[1].why == "Es de una prueba."


def test_a_service_that_stands_still_is_told_apart_from_one_that_is_slow(world: World, system):
    healthy = world.answers.said["GetStatus"]

    def still(request):
        status = healthy(request)
        status.watched_at = (NOON - timedelta(minutes=5)).isoformat()
        return status

    world.answers.said["GetStatus"] = still
    with somebody(world, "operador") as client:
        assert "ningún trabajador ha mirado sus colas" in client.get("/operacion/scoring").text
