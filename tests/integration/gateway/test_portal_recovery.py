"""A forgotten password at the portal and by REST: counted, the same for everybody, and every session closed."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.residencias.registration.v1 import service_pb2 as pb
from plumbing import errors
from services.gateway.attempts import PER_ACCOUNT_AND_ADDRESS
from services.gateway.sessions import COOKIE
from tests.integration.gateway.conftest import X47, C, World
from tests.integration.gateway.surfing import BASE, browser, hidden, refusing

CLAVE = f"{BASE}/cuenta/clave"
CURP = "GANF970423MJCRXR01"
NEW = {"curp": CURP, "code": "ABCD-2345", "password": "otra frase", "password_otra": "otra frase"}


@pytest.fixture
def asked(world: World) -> list[Any]:
    seen: list[Any] = []

    def reset(request: Any) -> pb.Account:
        seen.append(request)
        return pb.Account(expediente_id="e1", is_correo_confirmed=True)

    world.answers.said["ResetPassword"] = reset
    return seen


def test_the_entrance_leads_there_and_asking_says_the_same_for_everybody(world: World) -> None:
    with browser(world, inside=False) as client:
        assert f'href="{CLAVE}"' in client.get(f"{BASE}/entrar").text
        form = hidden(client.get(CLAVE))
        answer = client.post(CLAVE, data={**form, "curp": CURP.lower()})
        assert answer.headers["location"] == f"{CLAVE}/nueva?hecho=clave_pedida"
        page = client.get(answer.headers["location"]).text
    assert "Si hay una cuenta con esa CURP" in page
    assert f'value="{CURP}"' in page
    assert CURP not in answer.headers["location"]


def test_every_request_counts_not_only_refused_ones(world: World) -> None:
    with world.client() as client:
        body = {"curp": CURP}
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            assert client.post(f"{C}/cuentas/clave/codigo", json=body).status_code == 200
        refused = client.post(f"{C}/cuentas/clave/codigo", json=body)
    assert (refused.status_code, refused.json()["code"]) == (429, "DEMASIADOS_INTENTOS")
    with browser(world, inside=False) as client:
        assert client.post(CLAVE, data={**hidden(client.get(CLAVE)), "curp": CURP}).status_code == 429


def test_another_password_closes_every_session_of_that_person_alone(world: World, asked: list[Any]) -> None:
    mine = [world.client("aspirante", expediente_id="e1") for _ in range(2)]
    other = world.client("aspirante", expediente_id="e2")
    staff = world.client("ces")
    with browser(world, inside=False) as client:
        done = client.post(f"{CLAVE}/nueva", data={**hidden(client.get(f"{CLAVE}/nueva")), **NEW})
        assert done.headers["location"] == f"{BASE}/entrar?hecho=clave"
    (request,) = asked
    assert (request.convocatoria, request.curp, request.code, request.password) == (
        X47,
        CURP,
        "ABCD-2345",
        "otra frase",
    )
    assert {one.get("/sesiones/actual").status_code for one in mine} == {401}
    assert {one.get("/sesiones/actual").status_code for one in (other, staff)} == {200}


def test_programs_do_it_too(world: World, asked: list[Any]) -> None:
    mine = world.client("aspirante", expediente_id="e1")
    with world.client() as client:
        body = {name: NEW[name] for name in ("curp", "code", "password")}
        answer = client.post(f"{C}/cuentas/clave", json=body)
    assert answer.json()["expediente_id"] == "e1"
    assert mine.get("/sesiones/actual").status_code == 401


def test_a_refused_change_closes_nothing_and_shows_no_secret_again(world: World) -> None:
    world.answers.said["ResetPassword"] = refusing(errors.Invalid("CODIGO_DE_CLAVE"))
    with browser(world) as inside, browser(world, inside=False) as client:
        page = f"{CLAVE}/nueva"
        refused = client.post(page, data={**hidden(client.get(page)), **NEW})
        different = client.post(page, data={**hidden(client.get(page)), **NEW, "password_otra": "distinta"})
        assert inside.cookies.get(COOKIE)
        world.answers.said.pop("ResetPassword")
    for answer in (refused, different):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert NEW["code"] not in answer.text
        assert NEW["password"] not in answer.text
    assert "no son iguales" in different.text


def test_guesses_at_the_code_have_an_end(world: World) -> None:
    world.answers.said["ResetPassword"] = refusing(errors.Invalid("CODIGO_DE_CLAVE"))
    body = {"curp": CURP, "code": "AAAA-AAAA", "password": "otra frase"}
    with world.client() as client:
        codes = [
            client.post(f"{C}/cuentas/clave", json=body).status_code
            for _ in range(PER_ACCOUNT_AND_ADDRESS + 1)
        ]
    assert codes == [422] * PER_ACCOUNT_AND_ADDRESS + [429]
