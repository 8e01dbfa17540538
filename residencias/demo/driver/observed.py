"""What the system says at the end, in the shape of the oracle's prediction; read through the API only."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from residencias.demo.driver.world import World
from residencias.demo.kinds import is_direct, is_rama
from residencias.demo.oracle.predict import number
from residencias.demo.people import Person

LETTERS = {
    "SOLICITUD": "L-01",
    "FICHA": "L-02",
    "RESULTADO": "L-06",
    "PUNTAJE": "L-07",
    "PREACEPTACION": "L-09",
    "PRESENTACION": "L-12",
}
OF_RAMA = {"SOLICITUD": "L-03", "PREACEPTACION": "L-10"}
MAILED = (
    "AccountOpened",
    "RegistroCompleted",
    "SolicitudPrinted",
    "ExpedienteSubmitted",
    "ExpedienteObserved",
    "ExpedienteValidated",
    "ExpedienteAnnulled",
    "FichaIssued",
    "ExpedienteOutOfProcess",
    "ResultPublished",
    "AdscripcionAccepted",
    "CompromisoAccepted",
    "PreaceptacionIssued",
    "PlazaRejected",
    "RenunciaRegistered",
    "AbandonoRecorded",
    "ObligationOverdue",
    "BajaRecorded",
    "PresentacionIssued",
    "ParticipationCancelled",
    "SedeReleased",
)
HANDS = 6


def observe(world: World) -> dict[str, Any]:
    """States, puntajes, places, facts, letters, e-mails, cut-offs and freed places as the system has them."""
    banned = _banned(world)
    with ThreadPoolExecutor(HANDS) as pool:
        rows = list(pool.map(lambda person: _person(world, person, banned), world.people))
    people = {person.folio_enarm: row for person, row in zip(world.people, rows, strict=True)}
    freed = world.rest.get(world.path("/plazas-liberadas"), world.staff("ces"))
    return {
        "people": people,
        "states": dict(Counter(row["state"] for row in rows)),
        "facts": _facts(world),
        "mails": world.rest.get(world.path("/mensajes"), world.staff("ces"), limit=1)["counts"],
        "letters": _letters(world),
        "cutoffs": {} if is_direct(world.convocatoria) else _cutoffs(world),
        "freed": dict(Counter(_cell(place) for place in freed["freed"])),
        "leftover": {_cell(cell): cell["plazas"] for cell in freed["left_over"] if cell["plazas"]},
        "releases": _releases(world),
    }


def _releases(world: World) -> dict[str, str]:
    """What the DGCES was told of each folio: the cause, from the cumulative file itself."""
    if not is_direct(world.convocatoria):
        return {}
    answer = world.rest.get(world.path("/liberaciones"), world.staff("ces"))
    rows = list(csv.DictReader(io.StringIO(answer["csv"])))
    return {row["folio_enarm"]: f"{row['sede']}|{row['subsede']}|{row['causa']}" for row in rows}


def _person(world: World, person: Person, banned: set[str]) -> dict[str, Any]:
    account = world.accounts.get(person.index)
    row: dict[str, Any] = {
        "state": "SIN_REGISTRO",
        "cause": "FUERA_DE_VENTANA",
        "puntaje": "",
        "breakdown": {},
        "rank": 0,
        "place": None,
        "later_right": "NO_APLICA",
        "is_banned": False,
        "obligations": {},
    }
    if account is None:
        return row
    token = world.staff("ces")
    expediente = world.rest.get(world.path("", person), token)
    row |= {"state": expediente["estado"], "cause": expediente["cause"], "is_banned": account.key in banned}
    if expediente["estado"] == "ANULADO":
        row["later_right"] = "NINGUNO"
    if expediente["estado"] != "INSCRITO":
        return row
    result = world.rest.get(world.path("/resultado", person), token)
    if is_direct(world.convocatoria):
        return row | _of_result(result)
    puntaje = world.rest.get(world.path("/puntaje", person), token)
    return (
        row
        | _of_result(result)
        | {
            "puntaje": number(Decimal(puntaje["total"])),
            "breakdown": (_lines if is_rama(world.convocatoria) else _breakdown)(puntaje["lines"]),
            "rank": result["rank"],
        }
    )


def _of_result(result: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": result["estado"],
        "cause": result["cause"],
        "place": _place(result.get("place")),
        "later_right": result["later_right"] or "NO_APLICA",
        "obligations": {one["kind"]: one["state"] for one in result["obligations"]},
    }


def _breakdown(lines: list[dict[str, str]]) -> dict[str, str]:
    parts = {line["concept"]: line for line in lines if line["kind"] == "COMPONENT"}
    base = sum((Decimal(line["value"]) for line in parts.values()), Decimal(0))
    extras = {
        line["concept"]: number(Decimal(line["value"]))
        for line in lines
        if line["kind"] == "EXTRA" and Decimal(line["value"])
    }
    return {
        "puntaje_enarm": number(Decimal(parts["enarm"]["given"])),
        "calificacion": number(Decimal(parts["licenciatura"]["given"])),
        "base": number(base),
        **extras,
    }


def _lines(lines: list[dict[str, str]]) -> dict[str, str]:
    """Every line of a PI-IMSS that gives points, by its concept."""
    return {line["concept"]: number(Decimal(line["value"])) for line in lines if Decimal(line["value"])}


def _place(place: dict[str, str] | None) -> dict[str, str] | None:
    if not place or not place["sede"]:
        return None
    return {"sede": place["sede"], "subsede": place["subsede"], "categoria": place["categoria"]}


def _banned(world: World) -> set[str]:
    """CURPs with a ban on every convocatoria."""
    found: set[str] = set()
    after = ""
    while True:
        answer = world.rest.get("/vetos", world.staff("ces"), limit=500, after=after)
        found |= {ban["curp"] for ban in answer["bans"] if ban["scope"] == "TODAS"}
        after = answer.get("next", "")
        if not after:
            return found


def log_of(world: World) -> Iterator[dict[str, Any]]:
    """The audit's log, entry by entry."""
    text = world.rest.content("/auditoria/exportacion", world.staff("auditor"))
    for line in text.splitlines():
        entry = json.loads(line)
        if entry["convocatoria"] == world.convocatoria:
            yield entry


def _facts(world: World) -> dict[str, int]:
    counts: Counter[str] = Counter()
    printed: set[str] = set()
    for entry in log_of(world):
        name = entry["type"].rsplit(".", 1)[-1]
        counts[name] += 1
        if name == "SolicitudPrinted":
            printed.add(entry["subject"])
        if name == "PlazaReleased":
            counts[f"PlazaReleased {json.loads(entry['envelope'])['data']['cause']}"] += 1
        if name == "ResultPublished":
            is_assigned = json.loads(entry["envelope"])["data"]["is_assigned"]
            counts["ResultAssigned" if is_assigned else "ResultNotAssigned"] += 1
    counts["RegistroCompleted"] = len(printed)
    return dict(counts)


def _letters(world: World) -> dict[str, int]:
    counts = world.rest.get(world.path("/cartas"), world.staff("ces"), limit=1)["counts"]
    named = LETTERS | (OF_RAMA if is_rama(world.convocatoria) else {})
    return {named[kind]: n for kind, n in counts.items() if kind in named}


def _cutoffs(world: World) -> dict[str, Any]:
    return {
        _cell(cut): {"admitted": cut["filled"], "puntaje": number(Decimal(cut["last_admitted_puntaje"]))}
        for cut in world.rest.get(world.path("/cortes"))["cutoffs"]
        if cut["filled"]
    }


def _cell(cell: dict[str, Any]) -> str:
    return "|".join((cell["especialidad"], cell["sede"], cell["subsede"], cell["categoria"]))
