"""More convocatorias, made from the XLVII call by data alone: later periods of its cycle, and one five years on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plumbing.config import ROOT
from plumbing.convocatoria import Convocatoria, load
from plumbing.events import Act, Fact
from services.registration import usecases as u
from tests.usecases.registration.world import PASSWORD, X47, World, a_world, oferta_cells, roster_csv, row

P2, P3, LATER = "periodo-dos", "periodo-tres", "cinco-anios-despues"
FRAUD = """
  - {outcome: FRAUDE, label: "Fraude o corrupción", right: NONE, ban: true, ban_years: 5, frees_plaza: true,
     ban_from: resolucion, clause: "002§1.6 C", explanation: "Quedas inhabilitado cinco años."}
"""


def _made(into: Path, code: str, changes: Mapping[str, str]) -> Convocatoria:
    folder = into / code
    shutil.copytree(
        ROOT / "convocatorias" / X47, folder, ignore=shutil.ignore_patterns("cases", "demo", "ejemplo")
    )
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in changes.items():
            text = re.sub(old, new, text)
        file.write_text(text, encoding="utf-8")
    results = folder / "resultados.yaml"
    results.write_text(results.read_text(encoding="utf-8").rstrip() + FRAUD, encoding="utf-8")
    return load(folder)


def _named(code: str, title: str, period: int) -> dict[str, str]:
    return {
        rf"(?m)^id: {X47}$": f"id: {code}",
        r'short_title: \{value: "[^"]*"': f'short_title: {{value: "{title}"',
        r"period: \{value: 1": f"period: {{value: {period}",
    }


@cache
def calls() -> dict[str, Convocatoria]:
    """The XLVII call with a ban of five years; period 2 with its registro in January 2024; period 3 in February;
    another cycle whose registro is in November 2028."""
    to_january = {r'"2023-11-': '"2024-01-', r'"2023-12-': '"2024-02-'}
    to_february = {r'"2024-03-01"': '"2024-05-01"', r'"2023-11-': '"2024-02-', r'"2023-12-': '"2024-03-'}
    on = {r"\b2025-02-28": "2030-02-28", r"\b2024-": "2029-", r"\b2023-": "2028-", "2029-2025": "2029-2030"}
    with TemporaryDirectory() as folder:
        into = Path(folder)
        return {
            X47: _made(into, X47, {}),
            P2: _made(into, P2, {**_named(P2, "Segundo periodo", 2), **to_january}),
            P3: _made(into, P3, {**_named(P3, "Tercer periodo", 3), **to_february}),
            LATER: _made(into, LATER, {**_named(LATER, "LII ENARM", 1), **on}),
        }


def a_cycle(*rows: dict[str, str]) -> World:
    """A desk with all those calls; `rows` (by default two people) are on the roster of each."""
    world = a_world(extra=calls())
    people = rows or (row(1), row(2))
    for code in calls():
        act = under(world, code, "ces")
        report = u.import_roster(world.desk, act, "lista.csv", roster_csv(*people))
        u.accept_roster(world.desk, act, report["roster_id"])
        publish_oferta(world, code)
    return world


def under(world: World, code: str, *roles: str, me: str | None = None) -> Act:
    return replace(world.act(*roles, me=me), convocatoria=code)


def publish_oferta(world: World, code: str) -> None:
    data = {"sha256": "0" * 64, "cells": oferta_cells()}
    fact = world.fact("OfertaAccepted", f"oferta-{code}", 1, data, "allocation")
    u.on_oferta_accepted(world.desk, replace(fact, convocatoria=code))


def opens_in(world: World, code: str, person: dict[str, str] | None = None) -> str:
    """An account in that call, or what keeps the person out."""
    who = person or row(1)
    account: dict[str, Any] = u.open_account(
        world.desk, under(world, code), who["curp"], who["folio_enarm"], "a@example.com", PASSWORD
    )
    found: str = account["expediente_id"]
    return found


def result(world: World, who: str, is_assigned: bool, version: int = 20) -> None:
    data = {"is_assigned": is_assigned, "folio": "F1", "decide_until": ""}
    u.on_result_published(world.desk, world.fact("ResultPublished", who, version, data, "allocation"))


def released(world: World, who: str, cause: str, version: int = 21) -> Fact:
    """The place of `who` has gone back with this outcome, after they had one."""
    result(world, who, is_assigned=True)
    fact = replace(world.fact("PlazaReleased", who, version, {"cause": cause}, "allocation"), sequence=1)
    u.on_plaza_released(world.desk, fact)
    return fact


def out(world: World, who: str, cause: str, estado: str, version: int = 9) -> None:
    """Validation has taken `who` out."""
    fact = world.fact("TakenOut", who, version, {"cause": cause, "clause": "000§3.3"})
    u.on_state(world.desk, fact, estado)
