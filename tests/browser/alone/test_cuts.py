"""Lines that break: the place in the queue is followed again, an acceptance is made once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, Route

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.validation.v1 import service_pb2 as validation
from tests.browser.alone.conftest import Registro
from tests.browser.looking import Looked
from tests.integration.gateway.conftest import World
from tests.integration.gateway.surfing import BASE
from tests.waiting import until


class Queue:
    """An expediente in the queue, and the streams that watch it."""

    def __init__(self, world: World) -> None:
        self.version, self.ahead, self.connections = 1, 3, 0
        self._hang_up = threading.Event()
        world.answers.said |= {"GetExpediente": self.shown, "WatchStatus": self.watch}

    def shown(self, request: Any) -> validation.Expediente:
        estado = "EN_VALIDACION" if self.version == 1 else "VALIDADO"
        return validation.Expediente(
            expediente_id="e1", estado=estado, version=self.version, ahead=self.ahead
        )

    def cut(self) -> None:
        self._hang_up.set()

    def watch(self, request: Any) -> Any:
        def states(context: Any) -> Iterator[validation.Status]:
            self._hang_up.clear()
            self.connections += 1
            seen = self.version
            yield validation.Status(version=seen, ahead=self.ahead)
            while context.is_active() and not self._hang_up.wait(0.05):
                if self.version > seen:
                    seen = self.version
                    yield validation.Status(version=seen, ahead=self.ahead)

        return states


def test_the_place_in_the_queue_follows_over_cut_lines(phone: Page, world: World, registro: Registro) -> None:
    queue = Queue(world)
    phone.goto(f"{BASE}/estado")
    phone.get_by_text("3 expedientes antes del tuyo").wait_for()
    until(lambda: queue.connections == 1)
    for ahead, said in ((2, "2 expedientes antes del tuyo"), (0, "Eres el siguiente")):
        queue.ahead = ahead
        queue.cut()
        phone.get_by_text(said).wait_for()
    until(lambda: queue.connections == 3)
    queue.version = 2
    phone.get_by_text("Expediente validado").wait_for()
    assert queue.connections == 3, "a change needs no new line"


def without_its_answer(page: Page, address: str) -> None:
    """The next form sent there arrives, and the line breaks before its answer."""

    def cut(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
        page.unroute(address)

    page.route(address, cut)


def press_in_vain(page: Page, name: str) -> Page:
    """Nothing came back: the person opens the portal once more."""
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name=name).click(no_wait_after=True)
    return page.context.new_page()


def test_a_line_cut_in_mid_accept_accepts_once(
    phone: Page, world: World, registro: Registro, looked: Looked
) -> None:
    decisions: list[allocation.Decision] = []

    def accept(request: Any) -> allocation.Result:
        decisions.append(allocation.Decision(decision="ACEPTO_ADSCRIPCION", at="2023-11-20T18:00:00+00:00"))
        return allocation.Result()

    world.answers.said["AcceptAdscripcion"] = accept
    world.answers.said["GetResult"] = lambda request: allocation.Result(
        estado="ASIGNADO", decisions=decisions
    )
    step = f"{BASE}/resultado/paso/ACEPTO_ADSCRIPCION"
    without_its_answer(phone, f"**{step}")
    phone.goto(step)
    again = press_in_vain(phone, "Acepto adscripción")
    again.goto(step)
    again.get_by_text("Ya lo hiciste").wait_for()
    assert not again.get_by_role("button", name="Acepto adscripción").count()
    assert len(decisions) == 1
    looked.at(again, "paso ya hecho")
    assert looked.wrong == []
