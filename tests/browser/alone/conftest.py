"""A gateway whose services a test plays, in chromium: what the script of the pages adds, without the whole system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from contracts.residencias.registration.v1 import service_pb2 as registration
from plumbing.auth import Caller
from services.gateway.sessions import COOKIE, Sessions
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.integration.gateway import conftest as played
from tests.integration.gateway.conftest import X47, World

identity_provider = played.identity_provider
environment_of_gateway = played.environment_of_gateway
gateway = played.gateway
world = played.world


@pytest.fixture
def looked(world: World) -> Looked:
    return Looked(world.config.http_bind)


@pytest.fixture
def phone(world: World, looked: Looked, chromium: Browser) -> Iterator[Page]:
    with entered(world, looked.context(chromium, PHONE)) as context:
        yield context.new_page()


@pytest.fixture
def desk(world: World, looked: Looked, chromium: Browser) -> Iterator[Page]:
    with entered(world, looked.context(chromium, DESKTOP)) as context:
        yield context.new_page()


def entered(world: World, context: BrowserContext) -> BrowserContext:
    """Somebody is in."""
    caller = Caller(subject="e1", roles=frozenset({"aspirante"}), expediente_id="e1")
    token, _ = Sessions(world.database["sessions"], world.clock).open(caller, "Ana", X47)
    context.add_cookies([{"name": COOKIE, "value": token, "url": world.url}])
    return context


class Registro:
    """A registro that wants phones of ten digits, and an order of three sedes."""

    def __init__(self, world: World) -> None:
        self.datos = registration.RegistroDatos(nombre="Ana")
        self.order = ["A", "B", "C"]
        self.ranked: list[list[str]] = []
        said = world.answers.said
        said |= {"GetRegistro": self.shown, "SaveRegistro": self.save, "RankSedes": self.rank}
        said["ListOpciones"] = lambda request: registration.Opciones(
            spaces=3,
            sedes=[registration.SedeOfrecida(sede=s, nombre=f"Sede {s}", ciudad="León") for s in "ABC"],
        )

    def shown(self, request: Any) -> registration.Registro:
        phones = [*self.datos.telefonos, "", ""][:2]
        wrong = [_short(index) for index, phone in enumerate(phones) if len(phone) != 10]
        opciones = [registration.Opcion(sede=sede) for sede in self.order]
        return registration.Registro(
            version=3, editable=["*"], datos=self.datos, estado="PENDIENTE", errors=wrong, opciones=opciones
        )

    def save(self, request: Any) -> registration.Registro:
        self.datos = request.datos
        return self.shown(request)

    def rank(self, request: Any) -> registration.Registro:
        self.order = [one.sede for one in request.opciones]
        self.ranked.append(self.order)
        return self.shown(request)


def _short(index: int) -> registration.FieldProblem:
    return registration.FieldProblem(
        field=f"telefonos[{index}]",
        code="TELEFONO_DE_10",
        que="El teléfono debe tener 10 dígitos.",
        porque="Así lo pide la convocatoria.",
        arreglo="Escríbelo completo, con su lada.",
    )


@pytest.fixture
def registro(world: World) -> Registro:
    return Registro(world)
