"""`residencias demo`: the whole system up, a convocatoria from roster to letter, and the oracle's word on it."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import psutil
import yaml
from argon2 import PasswordHasher

from plumbing.clock import SimClock, set_simulated
from plumbing.config import ROOT
from plumbing.convocatoria import load_catalog, parse_oferta, scale_oferta, write_oferta
from residencias import local_settings
from residencias.demo import screen
from residencias.demo.crowd import people_of
from residencias.demo.driver import observed, story
from residencias.demo.driver.rest import Refused, Rest
from residencias.demo.driver.world import Stuck, World, read_passwords
from residencias.demo.folders import convocatorias, folder_of
from residencias.demo.kinds import is_direct, is_rama, rules_of
from residencias.demo.oferta import read_oferta
from residencias.demo.oracle import Prediction, differences, predict, predict_direct
from residencias.demo.plan import local
from residencias.demo.rama.oracle import predict_rama
from residencias.demo.scenarios import require_script, script
from residencias.instance import Instance
from residencias.supervisor import System

SIZED_FOR = 120
SHOWN = 3


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    observed: Mapping[str, Any]
    differences: list[str]
    failures: list[str]
    round: Mapping[str, Any]
    counts: Mapping[str, int]
    seconds: float


def main(convocatoria: str, *, aspirantes: int, seed: int, stay: bool = False, fresh: bool = False) -> int:
    """Runs the demo and shows it. 0 when the oracle agrees, 1 when it does not.

    Raises NotFound(CONVOCATORIA_SIN_ENSAYO) naming the convocatorias that have a script.
    """
    require_script(convocatoria)
    instance = Instance(f"demo-{convocatoria}-{aspirantes}-{seed}")
    show = screen.Screen(rules_of(convocatoria).short_title.value, aspirantes, seed)
    if not stay and not fresh and (kept := kept_summary(instance)):
        show.summary(kept, again=True)
        return 0 if kept["ok"] else 1
    instance.discard()
    settings = simulated(instance, convocatoria)
    with System(instance, settings, show.step) as system:
        show.ready(system)
        world = world_of(system, settings, convocatoria, aspirantes, seed)
        try:
            ended = run(world, lambda phase, at: show.progress(phase, at, world.counts))
            summary = summarise(system, world, ended)
        except (Stuck, Refused) as error:
            show.broken(str(error), world.failures, str(instance.logs))
            return 1
        finally:
            world.rest.close()
        keep_summary(instance, summary)
        show.summary(summary)
        if stay:
            show.staying(system, settings, list(world.accounts.values())[:SHOWN])
            system.wait()
    return 0 if summary["ok"] else 1


def simulated(instance: Instance, convocatoria: str) -> dict[str, str]:
    """Settings of a run in simulated time, with an account for every desk and every OOAD."""
    instance.prepare()
    clock = instance.folder / "clock.json"
    set_simulated(clock, local(script(convocatoria).calendar["published"]), 1.0)
    return {
        "RESIDENCIAS_ENV": "demo",
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock),
        "CONVOCATORIAS_DIR": str(convocatorias()),
        **_calendar(instance.folder, convocatoria),
        **_staff(instance.folder),
    }


def _calendar(folder: Path, convocatoria: str) -> dict[str, str]:
    """The example calendar of a call without dates, given as CES would give its own; nothing for the others."""
    example = folder_of(convocatoria) / "ejemplo" / "calendario.ejemplo.yaml"
    if not example.is_file():
        return {}
    given = folder / "calendarios"
    given.mkdir(exist_ok=True)
    (given / f"{convocatoria}.yaml").write_bytes(example.read_bytes())
    return {"CALENDARS_DIR": str(given)}


def _staff(folder: Path) -> dict[str, str]:
    """The local accounts, and one per OOAD of the catalogue."""
    settings = local_settings.staff(folder)
    accounts_file, passwords_file = Path(settings["STAFF_FILE"]), Path(settings["STAFF_PASSWORDS_FILE"])
    accounts = yaml.safe_load(accounts_file.read_text(encoding="utf-8"))
    passwords = read_passwords(str(passwords_file))
    model = next(account for account in accounts if "ooad" in account["roles"])
    secret = passwords[model["user"]]
    password = PasswordHasher(time_cost=1, memory_cost=8192).hash(secret)
    for ooad in load_catalog(ROOT / "catalog").ooads:
        user = f"ooad-{ooad.code}"
        if user not in passwords:
            accounts.append(
                {"user": user, "name": ooad.name, "roles": ["ooad"], "scope": ooad.code, "password": password}
            )
            passwords[user] = secret
    accounts_file.write_text(yaml.safe_dump(accounts, allow_unicode=True), encoding="utf-8")
    passwords_file.write_text(json.dumps(passwords, indent=1), encoding="utf-8")
    return settings


def oferta_for(convocatoria: str, aspirantes: int) -> str:
    """The illustrative oferta, scaled to the crowd."""
    catalog = load_catalog(ROOT / "catalog")
    folder = folder_of(convocatoria)
    if is_direct(convocatoria):  # the places that the DGCES gave out: nothing to scale
        return (folder / "demo" / "lugares.csv").read_text(encoding="utf-8")
    text = (folder / "oferta.csv").read_text(encoding="utf-8")
    if aspirantes <= SIZED_FOR:
        return text
    return write_oferta(scale_oferta(parse_oferta(text, catalog), Fraction(aspirantes, SIZED_FOR)))


def world_of(
    system: System, settings: Mapping[str, str], convocatoria: str, aspirantes: int, seed: int, **rest: Any
) -> World:
    """The people, and everything needed to drive them through this system."""
    oferta = oferta_for(convocatoria, aspirantes)
    mails = next(part.messages for part in system.parts if hasattr(part, "messages"))
    return World(
        Rest(system.environment["PUBLIC_URL"], **rest),
        SimClock(Path(settings["RESIDENCIAS_CLOCK_PATH"])),
        convocatoria,
        people_of(seed, aspirantes, oferta, convocatoria),
        seed,
        read_passwords(settings["STAFF_PASSWORDS_FILE"]),
        system.environment,
        mails,
        system.instance.folder / "cartas",
        oferta,
    )


def run(world: World, show: story.Show) -> Ended:
    """The story told to its end, and what the oracle says of it."""
    began = time.monotonic()
    story.walk(world, show)
    seen = observed.observe(world)
    if is_direct(world.convocatoria):
        mails = dict.fromkeys(observed.MAILED, 1)
        prediction = predict_direct(world.people, world.seed, mail_kinds=mails)
    else:
        prediction = predicted(world)
    return Ended(
        seen,
        differences(prediction.as_dict(), seen),
        world.failures,
        world.round,
        dict(world.counts),
        time.monotonic() - began,
    )


def predicted(world: World) -> Prediction:
    """The oracle's word where a round was run."""
    catalogue = {sede.code: [s.code for s in sede.subsedes] for sede in load_catalog(ROOT / "catalog").sedes}
    told: dict[str, Any] = {
        "folios": folios(world),
        "draw_seed": bytes.fromhex(world.round["draw_seed"]),
        "catalogue": catalogue,
    }
    oferta = read_oferta(world.oferta)
    if is_rama(world.convocatoria):
        return predict_rama(world.people, world.seed, oferta, **told)
    mails = dict.fromkeys(observed.MAILED, 1)
    return predict(world.people, world.seed, oferta, mail_kinds=mails, **told)


def folios(world: World) -> dict[str, str]:
    """Folio ENARM → folio de inscripción, as the system issued them."""
    return {
        person.folio_enarm: world.inscritos[account.expediente_id]
        for person in world.people
        if (account := world.accounts.get(person.index)) and account.expediente_id in world.inscritos
    }


def summarise(system: System, world: World, ended: Ended) -> dict[str, Any]:
    """What is shown at the end and kept for the next time."""
    return {
        "ok": not ended.differences and not ended.failures,
        "aspirantes": len(world.people),
        "seed": world.seed,
        "states": ended.observed["states"],
        "sedes": given_sedes(ended) if is_direct(world.convocatoria) else sedes(world),
        "releases": dict(Counter(told.rpartition("|")[2] for told in ended.observed["releases"].values())),
        "letters": ended.observed["letters"],
        "mails": ended.observed["mails"],
        "round": ended.round,
        "counts": ended.counts,
        "calls": world.rest.counters.calls,
        "repeated": world.rest.counters.repeated,
        "differences": ended.differences,
        "failures": ended.failures,
        "seconds": round(ended.seconds, 1),
        "started_in_s": round(system.started_in_s, 1),
        "rss_mb": sum(child.rss_bytes() for child in system.children()) // 1_000_000,
        "driver_mb": psutil.Process().memory_info().rss // 1_000_000,
        "letters_folder": str(world.letters.relative_to(ROOT)) if world.letters.is_relative_to(ROOT) else "",
        "letters_kept": len(list(world.letters.glob("*.pdf"))),
        "url": system.environment["PUBLIC_URL"],
        "code": code_version(),
    }


def sedes(world: World) -> list[dict[str, Any]]:
    """Per sede: its name, places taken of places offered, and the lowest puntaje that entered; fullest first."""
    catalog = load_catalog(ROOT / "catalog")
    rows: dict[str, dict[str, Any]] = {}
    for cut in world.rest.get(world.path("/cortes"))["cutoffs"]:
        row = rows.setdefault(cut["sede"], {"filled": 0, "plazas": 0, "puntajes": []})
        row["filled"] += cut["filled"]
        row["plazas"] += cut["plazas"]
        row["puntajes"] += [Decimal(cut["last_admitted_puntaje"])] if cut["filled"] else []
    taken = [
        {
            "sede": catalog.sede(code).name,
            "filled": row["filled"],
            "plazas": row["plazas"],
            "lowest": f"{min(row['puntajes']):.4f}",
        }
        for code, row in rows.items()
        if row["filled"]
    ]
    return sorted(taken, key=lambda row: (-row["filled"], row["sede"]))


def given_sedes(ended: Ended) -> list[dict[str, Any]]:
    """Per sede that the DGCES gave to somebody inscribed: how many keep it, of how many; fullest first."""
    catalog = load_catalog(ROOT / "catalog")
    rows: dict[str, dict[str, Any]] = {}
    for person in ended.observed["people"].values():
        if place := person["place"]:
            name = catalog.sede(place["sede"]).name
            row = rows.setdefault(name, {"sede": name, "filled": 0, "plazas": 0, "lowest": "—"})
            row["plazas"] += 1
            row["filled"] += person["state"] == "PRESENTADO_A_SEDE"
    return sorted(rows.values(), key=lambda row: (-row["filled"], row["sede"]))


def code_version() -> str:
    """SHA-256 over the code and data that a run depends on."""
    digest = hashlib.sha256()
    code = ("services", "plumbing", "residencias", "contracts", "catalog")
    for folder in (*(ROOT / name for name in code), convocatorias()):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix in (".py", ".yaml", ".csv", ".typ"):
                digest.update(str(file.relative_to(folder.parent)).encode() + file.read_bytes())
    return digest.hexdigest()


def keep_summary(instance: Instance, summary: Mapping[str, Any]) -> None:
    (instance.folder / "summary.json").write_text(
        json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def kept_summary(instance: Instance) -> dict[str, Any] | None:
    """The summary of a run that ended well in this folder; None when there is none."""
    file = instance.folder / "summary.json"
    if not file.exists():
        return None
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept if kept["ok"] and kept.get("code") == code_version() else None
