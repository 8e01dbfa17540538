"""One aspirante's whole story at the portal, every page looked at; the desks in between act by REST."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from residencias.demo.driver import desk, institution
from residencias.demo.driver.world import World
from residencias.demo.plan import local
from residencias.demo.scenarios import script
from tests.browser.hands import Hands, press, take_time
from tests.browser.looking import Looked
from tests.browser.personal import enter
from tests.e2e.stage import cast, staged

OBSERVED = {"CERTIFICADO": "DOCUMENTO_ILEGIBLE", "calificacion.base_100": "CALIFICACION_DISTINTA"}


@dataclass
class Told:
    """What came of it."""

    looked: Looked
    reached: dict[str, Any] = field(default_factory=dict)


@contextmanager
def opened(folder: Path, names: tuple[str, ...], seed: int) -> Iterator[World]:
    """The system with its roster and oferta, a while after the registro opened; nobody makes mistakes of their own."""
    with staged(folder, names, seed) as stage:
        world = stage.world
        world.people = [
            replace(person, scenario="clean", first_papers={}, typed_promedio=person.grade.registered)
            for person in cast(seed, names)
        ]
        world.clock.set(moment(world, "opens") - timedelta(days=6))
        institution.open_the_call(world)
        world.clock.set(moment(world, "opens") + timedelta(hours=5))
        yield world


def moment(world: World, name: str) -> datetime:
    """An instant of the demo's calendar."""
    return local(script(world.convocatoria).calendar[name])


def apply(hands: Hands, told: Told) -> None:
    """On a phone: from the account to the acuse of the first send."""
    page, look = hands.page, told.looked.at
    page.goto("/")
    look(page, "inicio")
    hands.go("")
    look(page, "convocatoria")
    hands.go("/cuenta")
    hands.press("Abrir mi cuenta")
    look(page, "cuenta con errores")
    hands.sign_up()
    look(page, "entrar")
    hands.enter()
    look(page, "proceso al empezar")
    hands.fill_section("contacto", {"telefonos[0]": "123"})
    hands.save()
    look(page, "sección con errores")
    told.reached["errores"] = page.locator(".errores a").count()
    hands.fill_registro()
    look(page, "registro")
    hands.go("/sedes")
    look(page, "sedes vacías")
    hands.rank_all()
    look(page, "sedes")
    hands.go("/solicitud")
    look(page, "solicitud")
    solicitud = hands.print_solicitud()
    hands.go("/documentos/CURP")
    look(page, "documento vacío")
    hands.upload_all(solicitud)
    look(page, "documento")
    hands.go("/documentos")
    look(page, "documentos")
    hands.go("/envio")
    look(page, "envío")
    told.reached["acuse"] = hands.send()
    look(page, "acuse")


def observe(page: Page, world: World, told: Told) -> None:
    """A validador takes the next of the queue, marks what is wrong, checks it and signs."""
    page.goto("/mesa")
    told.looked.at(page, "entrada del personal")
    enter(page, world, "validador1")
    told.looked.at(page, "mesa")
    press(page, "Tomar el siguiente")
    told.looked.at(page, "expediente en la mesa")
    for target, reason in OBSERVED.items():
        chosen = page.locator(f'[name="motivo-{target}"][value="{reason}"]')
        chosen.evaluate("e => { e.closest('details').open = true; }")
        chosen.check()
    press(page, "Revisar lo que voy a firmar")
    told.looked.at(page, "dictamen por firmar")
    take_time(page)
    press(page, "Devolver con observaciones", stays=True)
    press(page, "Firmar ya")
    page.get_by_text("Regresó a la persona").wait_for()


def be_observed(hands: Hands, told: Told, validador: Page) -> None:
    """At a desk: the status changes by itself; what was observed is corrected and sent again."""
    page, look, world = hands.page, told.looked.at, hands.world
    hands.go("/estado")
    look(page, "estado en la fila")
    observe(validador, world, told)
    page.get_by_text("Lo que te observaron").wait_for()
    look(page, "estado con observaciones")
    world.settle()
    hands.go("/proceso")
    look(page, "proceso con observaciones")
    hands.go("/registro/estudios")
    look(page, "sección con una pregunta abierta")
    hands.save()
    hands.go("/envio")
    hands.press("Enviar expediente")
    look(page, "envío rechazado")
    told.reached["por atender"] = page.locator(".errores li").count()
    file, kind = hands.paper("CERTIFICADO")
    truth = world.truths[hashlib.sha256(file.read_bytes()).hexdigest()]
    Image.open(file).save(file, quality=70, dpi=(300, 300))
    world.remember(file.read_bytes(), truth)
    hands.upload("CERTIFICADO", file, kind)
    look(page, "documento con versiones")
    hands.upload("SOLICITUD", *hands.paper("SOLICITUD", hands.print_solicitud()))
    page.get_by_text("Lo que tenemos").wait_for()
    told.reached["segundo acuse"] = hands.send()


def be_inscribed(hands: Hands, told: Told) -> None:
    """Validated; the ficha; the results."""
    page, look, world = hands.page, told.looked.at, hands.world
    desk.work_the_queue(world)
    hands.go("/ficha")
    look(page, "ficha por obtener")
    hands.press("Obtener mi ficha")
    look(page, "ficha")
    told.reached["folio"] = page.locator(".acuse .numero").inner_text()
    told.reached["ficha"] = hands.download("Descargar mi ficha")[:4]
    _pass(world, moment(world, "ficha_closes") + timedelta(seconds=2), ("validation",))
    world.clock.set(moment(world, "allocation_run"))
    institution.allocate(world)
    hands.go("/resultado")
    hands.enter()
    told.reached["embargo"] = hands.heading()
    look(page, "resultado antes de publicarse")
    world.clock.set(moment(world, "results") + timedelta(minutes=5))
    institution.await_results(world)


def accept(hands: Hands, told: Told) -> None:
    """Why, the two acceptances with their acuses, and the letter that is printed once."""
    page, look = hands.page, told.looked.at
    hands.go("/resultado")
    hands.enter()
    look(page, "resultado")
    for path, name in (
        ("/puntaje", "puntaje"),
        ("/resultado/rechazo", "rechazo"),
        ("/proceso", "proceso al final"),
    ):
        hands.go(path)
        look(page, name)
    hands.go("/resultado/rechazo")
    page.get_by_role("link", name="Seguir").click()
    page.locator("[name=confirmation]").fill("otro folio")
    look(page, "rechazo, segunda vez")
    hands.press("No acepto")
    told.reached["rechazo"] = page.locator(".errores").inner_text()
    for code, button in (
        ("ACEPTO_ADSCRIPCION", "Acepto adscripción"),
        ("ACEPTO_COMPROMISO", "Acepto cumplir"),
    ):
        hands.go(f"/resultado/paso/{code}")
        look(page, code)
        hands.press(button)
        page.get_by_text("Quedó registrado").wait_for()
    hands.go("/resultado/paso/IMPRIME_PREACEPTACION")
    look(page, "carta única")
    told.reached["carta"] = hands.download("Imprimir carta")[:4]
    for path, name in (
        ("/resultado", "resultado aceptado"),
        ("/cartas", "cartas"),
        ("/obligaciones", "obligaciones"),
    ):
        hands.go(path)
        look(page, name)
    told.reached["acuses"] = len(_result(hands)["decisions"])
    hands.go("/calculadora?enarm=70&licenciatura=88&escala=100")
    look(page, "calculadora")


def _result(hands: Hands) -> Any:
    return hands.world.rest.get(hands.world.path("/resultado", hands.person), hands.world.token(hands.person))


def _pass(world: World, to: datetime, services: tuple[str, ...]) -> None:
    """The clock passes a close, and its sweepers have looked."""
    world.clock.set(to)
    world.settle()
    world.swept(to - timedelta(seconds=2), services)
    world.settle()
