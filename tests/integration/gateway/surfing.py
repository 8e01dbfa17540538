"""A browser without JavaScript at the portal: cookies, hidden fields, a registro that remembers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from contracts.residencias.registration.v1 import service_pb2 as registration
from plumbing.auth import Caller
from services.gateway.sessions import COOKIE, Sessions
from tests.integration.gateway.conftest import X47, World

BASE = f"/convocatorias/{X47}"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@contextmanager
def browser(
    world: World, inside: bool = True, convocatoria: str = X47, **headers: str
) -> Iterator[httpx.Client]:
    """A browser, with the cookie of an aspirante of the call or without."""
    with httpx.Client(base_url=world.url, timeout=30, headers=headers) as client:
        if inside:
            caller = Caller(subject="e1", roles=frozenset({"aspirante"}), expediente_id="e1")
            token, _ = Sessions(world.database["sessions"], world.clock).open(caller, "Ana", convocatoria)
            client.cookies.set(COOKIE, token)
        yield client


def hidden(page: httpx.Response) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}


def refusing(error: Exception):
    def answer(request):
        raise error

    return answer


def open_registro(world: World, **more) -> list[registration.SaveRegistroRequest]:
    """The registro may be written; what is saved is remembered and shown again."""
    saved: list[registration.SaveRegistroRequest] = []

    def shown(_):
        datos = saved[-1].datos if saved else registration.RegistroDatos(nombre="Ana")
        return registration.Registro(version=3, editable=["*"], datos=datos, estado="PENDIENTE", **more)

    def save(request):
        saved.append(request)
        return shown(request)

    world.answers.said["GetRegistro"] = shown
    world.answers.said["SaveRegistro"] = save
    return saved


def checked(client: httpx.Client, form: str, typed: dict[str, str], **more) -> httpx.Response:
    """The page on which what was typed is looked at once more: one that is read, not sent."""
    sent = client.post(form, data={**hidden(client.get(form)), **typed}, **more)
    assert (sent.status_code, sent.headers.get("location")) == (303, f"{form}/revision"), sent.text[:2000]
    return client.get(f"{form}/revision")
