"""Staff come in by the institution's provider: a real one, as a process, that checks what we send it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import mongomock
import pytest

from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.errors import NotAllowed, Unavailable
from services.gateway import oidc
from services.gateway.oidc import Errand, Provider, Settings
from services.gateway.portal.personal.puesto import ENTRANCE, HOME
from services.gateway.sessions import COOKIE, LONGEST, Sessions
from tests.integration.gateway.conftest import NOON, World
from tests.integration.gateway.identity_provider import CLIENT, SECRET
from tests.waiting import PATIENCE_S

START = "/sesiones/institucional"
MARIA = {"sub": "98123456", "name": "María García", "groups": ["ces-nivel-central", "correo"]}
CES = {"ces-nivel-central": frozenset({"ces"})}
Says = Callable[..., str]


@pytest.fixture
def says(identity_provider: str) -> Says:
    """Who enters next, and what is wrong about it; answers an ID token for programs."""

    def said(claims: dict[str, Any] = MARIA, **wrong: Any) -> str:
        answer = httpx.post(f"{identity_provider}/next", json={"claims": claims, **wrong}, timeout=PATIENCE_S)
        return str(answer.raise_for_status().json()["id_token"])

    said()
    return said


@pytest.fixture
def browser(world: World) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=PATIENCE_S) as client:
        yield client


def _to_provider_and_back(browser: httpx.Client, start: str = START) -> str:
    """The address on which the browser comes back."""
    leaving = browser.get(start)
    assert leaving.status_code == 303
    answered = httpx.get(leaving.headers["location"], timeout=PATIENCE_S)
    assert answered.status_code == 302, answered.text
    return answered.headers["location"]


def _me(browser: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = browser.get("/api/v1/sesiones/actual").json()
    return found


def _refusal(answer: httpx.Response, status: int, words: str) -> None:
    assert answer.status_code == status
    assert words in answer.text
    assert f'href="{ENTRANCE}"' in answer.text
    assert COOKIE not in answer.cookies


def test_whoever_the_provider_knows_is_in_with_the_roles_of_their_groups(browser, says):
    back = browser.get(_to_provider_and_back(browser, f"{START}?volver=/mesa"))
    assert (back.status_code, back.headers["location"]) == (303, "/mesa")
    assert "HttpOnly" in back.headers["set-cookie"]
    me = _me(browser)
    assert (me["nombre"], me["roles"], me["scope"]) == ("María García", ["auditor", "ces"], "")


def test_the_act_carries_the_providers_subject(world: World, browser, says):
    browser.get(_to_provider_and_back(browser))
    browser.get("/api/v1/operacion")
    actor = world.answers.acts[-1].actor
    assert (actor.subject, actor.roles) == ("institucional:98123456", frozenset({"ces", "auditor"}))


def test_an_ooad_enters_with_its_code_and_not_without(browser, says):
    says({"sub": "1", "groups": "ooad"})
    _refusal(browser.get(_to_provider_and_back(browser)), 403, "no tiene un papel")
    says({"sub": "1", "groups": ["ooad"], "ooad": "JAL"})
    browser.get(_to_provider_and_back(browser))
    assert (_me(browser)["roles"], _me(browser)["scope"]) == (["ooad"], "JAL")


@pytest.mark.parametrize("groups", [[], ["otro"], None, [{"ces": 1}], "ces"])
def test_an_account_without_a_group_of_ours_is_told_so(browser, says, groups):
    says({"sub": "1", "groups": groups})
    _refusal(browser.get(_to_provider_and_back(browser)), 403, "Pide a quien administra las cuentas")


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "otro-sistema"},
        {"iss": "https://otro.example.com"},
        {"exp": 1_500_000_000},
        {"nonce": "de-otra-entrada"},
        {"azp": "otro-sistema"},
        {"iat": None},
    ],
)
def test_a_token_for_somebody_else_opens_nothing(browser, says, changed):
    says({**MARIA, **changed})
    _refusal(browser.get(_to_provider_and_back(browser)), 401, "No pudimos comprobar quién eres")


@pytest.mark.parametrize("how", ["forged", "unsigned"])
def test_only_the_providers_own_signature_counts(browser, says, how):
    says(MARIA, **{how: True})
    _refusal(browser.get(_to_provider_and_back(browser)), 401, "No pudimos comprobar quién eres")


def _enters(provider: Provider) -> frozenset[str]:
    """The roles of whoever goes through all of it, without a gateway."""
    errand, returns_to = Errand.new(), "http://127.0.0.1:1/regreso"
    answered = httpx.get(provider.address(errand, returns_to), timeout=PATIENCE_S)
    (code,) = parse_qs(urlsplit(answered.headers["location"]).query)["code"]
    caller, _, _ = provider.exchange(code, errand, returns_to)
    return caller.roles


def test_a_new_key_of_the_provider_is_learnt(identity_provider, says, monkeypatch):
    monkeypatch.setattr(oidc, "KEYS_COOLDOWN_S", 0)
    provider = Provider(Settings(identity_provider, CLIENT, SECRET, CES))
    assert _enters(provider) == {"ces"}
    httpx.post(f"{identity_provider}/rotate", timeout=PATIENCE_S)
    assert _enters(provider) == {"ces"}


@pytest.mark.parametrize("how", ["client_secret_basic", "client_secret_post"])
def test_we_prove_who_we_are_as_the_provider_asks(identity_provider, says, how):
    says(MARIA, auth=how)
    assert _enters(Provider(Settings(identity_provider, CLIENT, SECRET, CES))) == {"ces"}
    with pytest.raises(NotAllowed, match="IDENTIDAD_NO_VALIDA"):
        _enters(Provider(Settings(identity_provider, CLIENT, "otra clave", CES)))


def test_a_provider_that_is_away_or_another_is_not_asked(identity_provider, says):
    for issuer in ("http://127.0.0.1:1", identity_provider.replace("127.0.0.1", "localhost")):
        with pytest.raises(Unavailable, match="PROVEEDOR_NO_RESPONDE"):
            _enters(Provider(Settings(issuer, CLIENT, SECRET, CES)))


def test_a_return_serves_once_and_only_the_browser_that_left(world: World, browser, says):
    with httpx.Client(base_url=world.url, timeout=PATIENCE_S) as another:
        _refusal(another.get(_to_provider_and_back(browser)), 403, "otro navegador")
        another.get(START)
        _refusal(another.get(_to_provider_and_back(browser)), 403, "otro navegador")
    back = _to_provider_and_back(browser)
    assert browser.get(back).status_code == 303
    _refusal(browser.get(back), 403, "ya se usó")


def test_a_code_of_another_errand_fails_at_the_provider(browser, says):
    """Injected into our own return: the verifier does not fit."""
    stolen = parse_qs(urlsplit(_to_provider_and_back(browser)).query)["code"][0]
    own = parse_qs(urlsplit(_to_provider_and_back(browser)).query)["state"][0]
    _refusal(
        browser.get(f"{START}/regreso", params={"code": stolen, "state": own}), 401, "No pudimos comprobar"
    )


def test_whoever_cancels_is_told_how_to_begin_again(browser, says):
    says(MARIA, error="access_denied")
    _refusal(browser.get(_to_provider_and_back(browser)), 403, "No se completó la entrada")


@pytest.mark.parametrize(
    "elsewhere", ["https://malo.example.com", "//malo.example.com", "/\\malo.example.com", "/a\r\nx: y"]
)
def test_nobody_is_sent_elsewhere_afterwards(browser, says, elsewhere):
    leaving = browser.get(START, params={"volver": elsewhere})
    back = httpx.get(leaving.headers["location"], timeout=PATIENCE_S).headers["location"]
    assert browser.get(back).headers["location"] == HOME


def test_a_program_enters_with_an_id_token(world: World, says):
    answer = world.client().post("/sesiones/institucional", json={"id_token": says()})
    assert (answer.status_code, answer.json()["roles"]) == (200, ["auditor", "ces"])
    bearer = {"authorization": f"Bearer {answer.json()['token']}"}
    assert world.client().get("/sesiones/actual", headers=bearer).json()["nombre"] == "María García"
    refused = world.client().post("/sesiones/institucional", json={"id_token": "x.y.z"})
    assert (refused.status_code, refused.json()["code"]) == (401, "IDENTIDAD_NO_VALIDA")


def _leaves(browser: httpx.Client) -> httpx.Response:
    return browser.post("/salir", data={"_csrf": _me(browser)["csrf"]})


def _onward(page: httpx.Response) -> str:
    """Where the page leads by itself; its button leads there too."""
    (address,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert f'href="{address}"' in page.text
    return unescape(address)


def test_whoever_leaves_here_leaves_the_provider_too_and_is_told_so(world: World, browser, says):
    browser.get(_to_provider_and_back(browser))
    token = browser.cookies[COOKIE]
    page = _leaves(browser)
    assert page.status_code == 200
    assert world.client(cookies={COOKIE: token}).get("/sesiones/actual").json()["code"] == "SIN_SESION"
    (hint,) = parse_qs(urlsplit(_onward(page)).query)["id_token_hint"]
    assert hint not in str(page.headers)
    ended = httpx.get(_onward(page), timeout=PATIENCE_S)
    assert ended.status_code == 302, ended.text
    back = ended.headers["location"]
    assert back.startswith(f"{world.url}/salir/regreso?state=")
    assert (
        httpx.get(back, timeout=PATIENCE_S).headers["location"] == "/"
    )  # another browser's farewell says nothing
    assert browser.get(back).headers["location"] == "/?hecho=salir_institucional"
    assert "aquí y en tu institución" in browser.get("/?hecho=salir_institucional").text
    assert browser.get(back).headers["location"] == "/"


def test_nobody_else_is_sent_to_the_provider(world: World, browser, says):
    browser.cookies.set(COOKIE, world.session("ces")[0])
    left = _leaves(browser)
    assert (left.status_code, left.headers["location"]) == (303, "/?hecho=salir")


@pytest.mark.parametrize("offers", [{}, {"end_session_endpoint": "http://acceso.example.com/logout"}])
def test_a_provider_that_offers_no_safe_farewell_gets_none(identity_provider, says, offers):
    says(MARIA, offers=offers)
    provider = Provider(Settings(identity_provider, CLIENT, SECRET, CES))
    assert provider.farewell("x.y.z", "s", "https://residencias.example.com/salir/regreso") == ""


def test_a_provider_that_is_away_keeps_nobody_from_leaving():
    provider = Provider(Settings("http://127.0.0.1:1", CLIENT, SECRET, CES))
    assert provider.farewell("x.y.z", "s", "https://residencias.example.com/salir/regreso") == ""


def test_who_reads_the_database_reads_no_id_token():
    sessions = mongomock.MongoClient(tz_aware=True)["gateway"]["sessions"]
    kept = Sessions(sessions, FixedClock(NOON))
    token, _ = kept.open(Caller("institucional:1", frozenset({"ces"})), "María", id_token="e30.e30.firma")
    assert "e30.firma" not in str(sessions.find_one())
    assert kept.close(token) == "e30.e30.firma"
    assert kept.close(token) == ""


def test_a_session_ends_with_the_working_day_however_much_it_is_used(world: World, browser, says):
    browser.get(_to_provider_and_back(browser))
    for _ in range(int(LONGEST / timedelta(hours=1))):
        assert "nombre" in _me(browser)
        world.advance(timedelta(hours=1))
    world.advance(timedelta(minutes=1))
    assert _me(browser)["code"] == "SIN_SESION"
