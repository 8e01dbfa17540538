"""Sessions: cookie with CSRF, bearer, expiry by our clock, leaving; and guessing has an end."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from contracts.residencias.registration.v1 import service_pb2 as registration
from plumbing.errors import NotAllowed, Unavailable
from services.gateway.attempts import PER_ACCOUNT_AND_ADDRESS
from services.gateway.sessions import COOKIE, LIFETIME
from tests.integration.gateway.conftest import X47, E, World


def entering(usuario="ces", password="x", tipo="personal"):
    return {"tipo": tipo, "usuario": usuario, "password": password, "convocatoria": X47}


@pytest.fixture
def passwords(environment_of_gateway) -> dict[str, str]:
    return json.loads(Path(environment_of_gateway["STAFF_PASSWORDS_FILE"]).read_text(encoding="utf-8"))


def test_staff_enter_with_their_local_account(world: World, passwords):
    answer = world.client().post("/sesiones", json=entering("ooad", passwords["ooad"]))
    assert answer.status_code == 200
    assert answer.json()["roles"] == ["ooad"]
    assert answer.json()["scope"] == "JAL"
    assert COOKIE in answer.cookies
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]


def test_an_aspirante_enters_with_curp_and_is_known_to_the_services(world: World):
    world.answers.said["Authenticate"] = lambda request: registration.Account(
        expediente_id="e1", nombre_completo="Ana"
    )
    token = world.client().post("/sesiones", json=entering("CURP", tipo="aspirante")).json()["token"]
    answer = world.client().get(f"{E}/registro", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    actor = world.answers.acts[-1].actor
    assert (actor.expediente_id, actor.roles) == ("e1", frozenset({"aspirante"}))


def test_an_old_cookie_does_not_keep_anybody_from_entering_or_from_what_is_public(world: World, passwords):
    with world.client(cookies={COOKIE: "over"}) as client:
        assert client.get(f"/convocatorias/{X47}/cortes").status_code == 200
        world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
        assert client.post("/sesiones", json=entering("CURP", tipo="aspirante")).status_code == 200
    with world.client(cookies={COOKIE: "over"}) as client:
        assert client.get(f"{E}/registro").json()["code"] == "SIN_SESION"


def test_a_cookie_needs_the_csrf_token_to_change_anything(world: World):
    token, session = world.session("aspirante", expediente_id="e1")
    with world.client(cookies={COOKIE: token}) as client:
        assert client.get(f"{E}/registro").status_code == 200
        for wrong in ({}, {"x-csrf-token": "otro"}, {"x-csrf-token": b"\xf1"}):
            refused = client.post(f"{E}/envios", json={}, headers=wrong)
            assert (refused.status_code, refused.json()["code"]) == (403, "CSRF")
        assert client.post(f"{E}/envios", json={}, headers={"x-csrf-token": session.csrf}).status_code == 200


def test_what_is_public_needs_no_csrf_token_and_sees_nobody(world: World):
    token, _ = world.session("ces")
    with world.client(cookies={COOKIE: token}) as client:
        assert client.post(f"/convocatorias/{X47}/puntaje/simulacion", json={}).status_code == 200
    assert world.answers.acts[-1].actor.subject == "anonimo"


def test_a_session_lasts_two_hours_of_our_clock_from_its_last_use(world: World):
    with world.client("ces") as client:
        for _ in range(3):
            world.advance(LIFETIME - timedelta(minutes=1))
            assert client.get("/sesiones/actual").status_code == 200
        world.advance(LIFETIME + timedelta(seconds=1))
        refused = client.get("/sesiones/actual")
    assert (refused.status_code, refused.json()["code"]) == (401, "SIN_SESION")


def test_who_leaves_is_out(world: World):
    with world.client("ces") as client:
        assert client.delete("/sesiones/actual").status_code == 204
        assert client.get("/sesiones/actual").status_code == 401


def test_the_database_never_holds_a_token(world: World):
    token, _ = world.session("ces")
    assert token not in str(list(world.database["sessions"].find()))


def test_what_is_over_is_forgotten(world: World, passwords):
    world.session("ces")
    world.advance(LIFETIME + timedelta(hours=1))
    world.client().post("/sesiones", json=entering("ces", passwords["ces"]))
    assert world.database["sessions"].count_documents({}) == 1


def test_guessing_a_password_ends_for_a_while_and_says_until_when(world: World, passwords):
    with world.client() as client:
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            wrong = client.post("/sesiones", json=entering())
            assert (wrong.status_code, wrong.json()["code"]) == (401, "CREDENCIALES")
        refused = client.post("/sesiones", json=entering("ces", passwords["ces"]))
        assert (refused.status_code, refused.json()["code"]) == (429, "DEMASIADOS_INTENTOS")
        assert 0 < int(refused.headers["retry-after"]) <= 900
        assert "12:15" in refused.json()["arreglo"]
        assert client.post("/sesiones", json=entering("ces2", passwords["ces2"])).status_code == 200
        world.advance(timedelta(seconds=int(refused.headers["retry-after"])))
        assert client.post("/sesiones", json=entering("ces", passwords["ces"])).status_code == 200


def test_behind_a_proxy_each_address_counts_for_itself(world: World, passwords):
    with world.client() as client:
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            client.post("/sesiones", json=entering(), headers={"x-forwarded-for": "203.0.113.5"})
        for address, status in (
            ("203.0.113.5", 429),
            ("203.0.113.6", 200),
            ("203.0.113.6, 203.0.113.5", 429),
        ):
            headers = {
                "x-forwarded-for": address
            }  # the proxy adds at the end; what stands before it anybody may write
            answer = client.post("/sesiones", json=entering("ces", passwords["ces"]), headers=headers)
            assert answer.status_code == status, address


def test_entering_well_never_counts(world: World, passwords):
    with world.client() as client:
        for _ in range(PER_ACCOUNT_AND_ADDRESS + 2):
            assert client.post("/sesiones", json=entering("ces", passwords["ces"])).status_code == 200


def test_guessing_folios_to_open_an_account_ends_too(world: World):
    def refuse(request):
        raise NotAllowed("CREDENCIALES")

    world.answers.said["OpenAccount"] = refuse
    body = {"curp": "CURPDEALGUIEN", "folio_enarm": "1", "correo": "a@example.com", "password": "x" * 12}
    with world.client() as client:
        codes = [client.post(f"/convocatorias/{X47}/cuentas", json=body).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    assert "CURPDEALGUIEN" not in str(list(world.database["attempts"].find()))


def test_a_service_that_does_not_answer_is_nobodys_failed_attempt(world: World):
    def refuse(request):
        raise Unavailable("ERROR_INTERNO", rastro="t")

    world.answers.said["Authenticate"] = refuse
    with world.client() as client:
        codes = {
            client.post("/sesiones", json=entering("C", tipo="aspirante")).status_code for _ in range(12)
        }
    assert codes == {500}
    assert httpx.get(f"{world.url}/salud").status_code == 200
