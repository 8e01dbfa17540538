"""The auditor, the operator and anybody at a convocatoria whose results are out, over the whole system in chromium."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from kombu import Connection
from playwright.sync_api import Browser, Page

from plumbing.config import ROOT
from residencias.demo.driver import story as driven
from residencias.demo.driver.world import World
from tests.browser import story
from tests.browser.hands import follow, press
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.browser.personal import enter
from tests.e2e.stage import staged
from tests.waiting import until

SEED = 47
PEOPLE = ("clean", "last_minute")
POISON = {"type": "residencias.desconocido.v1.Nada", "subject": "nadie", "data": {"nombre": "XOCHIPILLI"}}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two people have gone from the roster to their results."""
    with staged(tmp_path_factory.mktemp("audited"), PEOPLE, SEED) as stage:
        gate = story.moment(stage.world, "results") + timedelta(minutes=1)
        for at, act in driven.acts(stage.world, stage.show):
            if at > gate:
                break
            act()
        stage.world.settle()
        assert stage.world.failures == []
        yield stage.world


@pytest.fixture(scope="module")
def looked(world: World) -> Looked:
    return Looked(world.environment["HTTP_BIND"])


@pytest.fixture
def desk(world: World, looked: Looked, chromium: Browser) -> Iterator[Page]:
    with looked.context(chromium, DESKTOP) as context:
        yield context.new_page()


def folio(world: World) -> str:
    return next(iter(world.inscritos.values()))


def test_the_auditor_follows_one_person_from_the_roster_to_the_letter(
    world: World, looked: Looked, desk: Page, tmp_path: Path
) -> None:
    enter(desk, world, "auditor")
    looked.at(desk, "bitácora")
    assert not desk.locator("tr.leve").count(), "an act is not lost among readings"
    desk.get_by_label("Consultas").check()
    press(desk, "Buscar")
    looked.at(desk, "consultas de la bitácora")
    assert desk.locator("tbody tr").count() == desk.locator("tr.leve").count() > 0
    desk.get_by_role("link", name="Quitar los filtros").click()
    desk.locator("#quien").fill(folio(world))
    press(desk, "Buscar")
    desk.get_by_text("Obtuvo su ficha y quedó inscrito").last.wait_for()
    desk.locator("#seguir-q").fill(folio(world))
    desk.locator("#seguir-c").select_option(world.convocatoria)
    press(desk, "Del roster a la carta")
    for told in ("Se aceptó el roster", "Abrió su cuenta", "Envió su expediente", "Se validó el expediente",
                 "Se corrió la asignación", "Se publicó su resultado", "Se emitió una carta"):  # fmt: skip
        assert desk.locator(".historia").get_by_text(told).count(), told
    looked.at(desk, "historia")
    desk.get_by_role("link", name="Se publicó su resultado").click()
    desk.get_by_text("no ha cambiado").wait_for()
    looked.at(desk, "prueba")
    with desk.expect_download() as waiting:
        desk.get_by_role("link", name="Descarga la prueba").click()
    file = tmp_path / "prueba.json"
    waiting.value.save_as(file)
    assert _verified(file) == 0
    proof = json.loads(file.read_text(encoding="utf-8"))
    proof["entry"]["envelope"] = proof["entry"]["envelope"].replace("ResultPublished", "ResultOfAnother")
    file.write_text(json.dumps(proof), encoding="utf-8")
    assert _verified(file) == 1, "another fact has another leaf"


def _verified(file: Path) -> int:
    return subprocess.run(
        [sys.executable, "-m", "residencias.cli", "verify-fact", str(file)], cwd=ROOT
    ).returncode


def test_the_auditor_runs_the_round_again(world: World, looked: Looked, desk: Page) -> None:
    enter(desk, world, "auditor")
    desk.goto(f"/auditoria/{world.convocatoria}/rondas")
    looked.at(desk, "corridas")
    follow(desk.get_by_role("link", name="Corrida oficial"))
    looked.at(desk, "corrida")
    press(desk, "Correrla otra vez")
    desk.get_by_text("Salió igual, byte por byte").wait_for()
    looked.at(desk, "corrida repetida")


def _is_calm(page: Page) -> bool:
    page.goto("/operacion")
    return bool(page.get_by_text("Nada pide atención").count())


def _waits(page: Page, text: str) -> bool:
    page.goto("/operacion/scoring")
    return bool(page.get_by_text(text).count())


def test_the_operator_replays_what_was_parked_and_discards_what_stays_poison(
    world: World, looked: Looked, desk: Page
) -> None:
    enter(desk, world, "operador")
    until(lambda: _is_calm(desk))
    looked.at(desk, "operación")
    with Connection(world.environment["AMQP_URI"]) as connection:
        connection.Producer().publish(POISON, routing_key="scoring.facts", serializer="json", delivery_mode=2)
    until(lambda: _waits(desk, "que esperan una decisión: 1"))
    assert not desk.get_by_text("XOCHIPILLI").count(), "its content is not shown"
    looked.at(desk, "servicio con apartados")
    press(desk, "Repetirlo")
    desk.get_by_text("vuelve a la cola").wait_for()
    until(lambda: _waits(desk, "Apartado 2 veces"))
    desk.get_by_role("link", name="Descartarlo").click()
    press(desk, "Revisar")
    assert desk.locator(".errores").count() == 1, "a reason is needed"
    desk.locator("[name=why]").fill("Lo envió una prueba; ningún servicio conoce ese hecho.")
    press(desk, "Revisar")
    looked.at(desk, "descarte")
    press(desk, "Descartarlo para siempre")
    desk.get_by_text("quedó descartado").wait_for()
    until(lambda: _is_calm(desk))
    until(lambda: _actors(world, "FactDiscarded") == ["operador:operador"])


def _actors(world: World, name: str) -> list[str]:
    found = world.rest.get("/auditoria", world.staff("auditor"), name=name)
    return [entry["actor"] for entry in found["entries"]]


def test_anybody_reads_rules_plazas_and_cut_offs(world: World, looked: Looked, chromium: Browser) -> None:
    base = f"/convocatorias/{world.convocatoria}"
    with looked.context(chromium, PHONE) as context:
        page = context.new_page()
        page.goto(base)
        follow(page.get_by_role("link", name="Todas las reglas"))
        looked.at(page, "reglas")
        page.locator(".indice a").nth(3).click()
        page.locator(".regla").first.wait_for()
        looked.at(page, "una parte de las reglas")
        page.goto(f"{base}/oferta")
        looked.at(page, "oferta")
        page.locator(".mapa a").first.click()
        page.locator(".mapa [aria-current]").wait_for()
        looked.at(page, "oferta de un estado")
        page.goto(f"{base}/resultados")
        page.locator(".mapa a").first.click()
        page.get_by_text("Último puntaje").first.wait_for()
        looked.at(page, "cortes")
        assert not page.get_by_text(folio(world)).count(), "a person's result is that person's to see"
        page.goto("/verificar")
        looked.at(page, "verificar")


def test_no_page_is_wrong(looked: Looked) -> None:
    """Runs last: what axe, the width, the network and the console said of every page above."""
    assert len(looked.pages) > 12
    assert looked.wrong == []
    assert looked.strangers == set()
    assert looked.console == []
