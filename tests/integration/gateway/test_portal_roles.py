"""Role × page: each page answers whom the table names, leads the others to their entrance or refuses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
import yaml
from fastapi.routing import APIRoute

from plumbing.auth import Caller
from services.gateway import app, portal
from services.gateway.portal.personal.puesto import AREAS
from services.gateway.portal.views import Views
from services.gateway.sessions import COOKIE, Sessions
from tests.integration.gateway.conftest import X47, World

TABLE = Path(__file__).with_name("portal_roles.yaml")
EVERYBODY, ASPIRANTE, NOBODY = "everybody", "aspirante", "nobody"
BELOW = "/**"
PARAMETER = re.compile(r"\{(\w+)[^}]*\}")
HERE = f"/convocatorias/{X47}/"
VALUES = {
    "convocatoria": X47,
    "section": "identidad",
    "slot": "CURP",
    "code": "ACEPTO_ADSCRIPCION",
    "kind": "RESULTADO",
    "name": "portal.css",
    "part": "entrada",
}


class Page(NamedTuple):
    """One page as the router knows it, and as a browser asks for it."""

    method: str
    path: str

    @property
    def address(self) -> str:
        return PARAMETER.sub(lambda found: VALUES.get(found[1], "e9"), self.path)


@cache
def table() -> dict[str, list[str]]:
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


ROLES = (NOBODY, *(role for role in table() if role != EVERYBODY))


def entry_of(path: str) -> str:
    """The entry of the table that decides about the page; empty when none does."""
    listed = {one for entries in table().values() for one in entries}
    fits = [one for one in listed if path == one.removesuffix(BELOW)]
    fits += [one for one in listed if one.endswith(BELOW) and path.startswith(one.removesuffix("**"))]
    return max(fits, key=len, default="")


def may_see(path: str) -> set[str]:
    """The roles whose page it is."""
    entry = entry_of(path)
    return {role for role, entries in table().items() if entry in entries}


@pytest.fixture(scope="module")
def pages(gateway: World) -> list[Page]:
    """What the portal's router has."""
    views = Views(app.edge_of(gateway.config, gateway.clock, None))
    routes = (route for route in portal.router(views).routes if isinstance(route, APIRoute))
    return [Page(method, route.path) for route in routes for method in sorted(route.methods)]


@contextmanager
def as_role(world: World, role: str, **headers: str) -> Iterator[httpx.Client]:
    """A browser in which somebody with this one role is in."""
    caller = Caller("e1", frozenset({role}), expediente_id="e1") if role == ASPIRANTE else None
    if role not in (NOBODY, ASPIRANTE):
        caller = Caller("p1", frozenset({role}), scope="DF-NORTE" if role == "ooad" else None)
    apart = {"connection": "close", **headers}
    with httpx.Client(base_url=world.url, timeout=30, headers=apart) as client:
        if caller:
            sessions = Sessions(world.database["sessions"], world.clock)
            call = X47 if role == ASPIRANTE else ""
            client.cookies.set(COOKIE, sessions.open(caller, "Persona de prueba", call)[0])
        yield client


def asked(world: World, client: httpx.Client, page: Page) -> httpx.Response:
    """The answer; a form is sent empty, so without its token."""
    world.answers.acts.clear()
    return client.request(page.method, page.address, data={} if page.method == "POST" else None)


def refusal(page: Page, role: str, answer: httpx.Response, acts: int) -> str:
    """What is wrong with how the page turned this role away; empty when nothing is."""
    is_personal = not page.path.startswith("/convocatorias/")
    entrance = "/personal/entrar" if is_personal else f"{HERE}entrar"
    is_led = answer.status_code == 303 and answer.headers["location"].partition("?")[0] == entrance
    asks = not is_personal and page.method == "POST" and answer.status_code == 401
    is_stranger = role in (NOBODY, ASPIRANTE) or not is_personal
    is_right = (is_led or asks) if is_stranger else answer.status_code == 403
    return "" if is_right and not acts else f"{page} {role}: {answer.status_code}, {acts} calls"


def test_every_page_has_an_entry_and_every_entry_its_area(pages: list[Page]) -> None:
    assert len(pages) > 40
    assert [page.path for page in pages if not entry_of(page.path)] == []
    areas = {area.path: set(area.roles) for area in AREAS}
    assert {path: may_see(f"{path}/algo") for path in areas} == areas


@pytest.mark.parametrize("role", ROLES)
def test_a_page_answers_whose_it_is_and_nobody_else(world: World, pages: list[Page], role: str) -> None:
    wrong = []
    with as_role(world, role) as client:
        for page in pages:
            if page.method != "GET":
                continue
            answer, seers = asked(world, client, page), may_see(page.path)
            acts = len(world.answers.acts)
            if EVERYBODY in seers or role in seers:
                to = answer.headers.get("location", "")
                if answer.status_code in (401, 403) or "entrar?" in to:
                    wrong.append(f"{page} {role}: {answer.status_code} {to}")
            elif told := refusal(page, role, answer, acts):
                wrong.append(told)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_a_form_without_its_token_does_nothing_for_anybody(
    world: World, pages: list[Page], role: str
) -> None:
    wrong = []
    for page in pages:
        seers = may_see(page.path)
        if page.method != "POST" or EVERYBODY in seers:
            continue
        with as_role(world, role) as client:
            answer = asked(world, client, page)
        acts = len(world.answers.acts)
        if role in seers and (answer.status_code != 403 or acts):
            wrong.append(f"{page} {role}: {answer.status_code}, {acts} calls")
        elif role not in seers and (told := refusal(page, role, answer, acts)):
            wrong.append(told)
    assert not wrong, "\n".join(wrong)


def test_a_form_that_stood_on_another_site_does_nothing(world: World, pages: list[Page]) -> None:
    with as_role(world, NOBODY, **{"sec-fetch-site": "cross-site"}) as client:
        found = {
            page: (asked(world, client, page).status_code, len(world.answers.acts))
            for page in pages
            if page.method == "POST"
        }
    assert len(found) > 15
    assert set(found.values()) == {(403, 0)}, found
