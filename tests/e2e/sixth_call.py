"""A convocatoria that nobody has published, written as data in a folder of its own: XLVII's files, changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from plumbing.config import ROOT

MODEL = ROOT / "convocatorias" / "xlvii-enarm-2023"
ID = "li-enarm-2027"
SPACES = 2
SOLVENCY_SLOT = "SOLVENCIAPROPEDEUTICO"
NEW_CATEGORY = "extranjero_formado_en_mexico"
IN_MEXICO = "foreigner_of_a_mexican_school"
YEARS = {
    MODEL.name: ID,
    "2025": "2029",
    "2024": "2028",
    "2023": "2027",
    "XLVII": "LI",
    "folio_prefix: E47": "folio_prefix: E51",
}

Yaml = dict[str, Any]


def write_sixth_call(folder: Path) -> Path:
    """`folder` holds the new call alone; answers where its files are."""
    here = folder / ID
    shutil.copytree(MODEL, here, ignore=shutil.ignore_patterns("cases", "README.md"))
    for file in (*here.glob("*.yaml"), *here.glob("demo/*.yaml")):
        text = file.read_text(encoding="utf-8")
        for old, new in YEARS.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    for name, change in CHANGES.items():
        file = here / name
        content: Yaml = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(content)
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return here


def _other_windows(call: Yaml) -> None:
    calendar = call["calendar"]
    for name in ("registro", "solicitud_print"):
        calendar[name]["closes"] = "2027-11-22T20:00"
    for name in ("aceptacion", "compromiso", "preaceptacion"):
        calendar[name]["closes"] = "2027-12-18T20:00"


def _one_more_row(call: Yaml) -> None:
    table = call["documents"]
    table["rows_in_source"]["value"] += 1
    paper = {"kind": "SOLVENCIA", "label": "Constancia de solvencia económica, de un banco", "paper": "carta"}
    table["rows"].insert(
        3,
        {
            "slot": SOLVENCY_SLOT,
            "label": "Constancia de solvencia para el curso propedéutico",
            "audience": "TODOS",
            "clause": "000§2.2.3 tabla",
            "kinds": [paper],
        },
    )


def _one_more_category_and_fewer_spaces(call: Yaml) -> None:
    """Who comes from abroad and studied in Mexico hands in the papers of a Mexican."""
    foreign = next(one for one in call["categories"] if one["code"] == "extranjero")
    new = {"code": NEW_CATEGORY, "studies": "MEXICO", "label": "Extranjero con estudios en México"}
    new |= {"roster": "extranjero", "audience": "MEXICANO", "identity_key": "curp"}
    call["categories"].append({**new, "plazas": foreign["plazas"], "clause": "000§2.2.3"})
    foreign["studies"] = "EXTRANJERO"
    call["preferences"]["max_spaces"] = SPACES  # with the supuesto that says `maximo`, below


def _other_points(call: Yaml) -> None:
    points = {"trabajador": 2.0, "hijo_trabajador": 1.25, "internado_imss": 0.5, "servicio_social_imss": 0.4}
    for extra in call["scoring"]["extras"]:
        extra["points"] = points[extra["code"]]


def _other_weights_and_rule_of_spaces(call: Yaml) -> None:
    found = {one["id"]: one for one in call["supuestos"]}
    found["puntaje-imss"]["value"][0]["weight"] = 0.7
    found["puntaje-imss"]["value"][1]["weight"] = 0.3
    found["espacios-de-sede"] |= {"value": "maximo", "statement": f"Ordenas hasta {SPACES} sedes."}


def _other_script(told: Yaml) -> None:
    told["calendar"] |= {
        "registro_closes": datetime(2027, 11, 22, 20),
        "registro_days": 4,
        "acceptance_closes": datetime(2027, 12, 18, 20),
        "ooad_from": datetime(2027, 12, 20, 9),
        "sede_letter": datetime(2027, 12, 23, 10),
    }
    scenarios = told["scenarios"]
    scenarios["late_registro"]["at"] = {"registro": datetime(2027, 11, 22, 20, 0, 30)}
    scenarios["last_minute"]["at"]["registro"] = datetime(2027, 11, 22, 19, 50)
    new = {**scenarios["foreigner_pays"], "title": "Extranjero que estudió en México"}
    passport = {"IDENTIFICACION1": "PASAPORTE", "IDENTIFICACION2": "PASAPORTE"}
    new["person"] = {**new["person"], "dual": True, "studies": "MEXICO", "papers": passport}
    scenarios[IN_MEXICO] = new


CHANGES: dict[str, Callable[[Yaml], None]] = {
    "convocatoria.yaml": _other_windows,
    "documentos.yaml": _one_more_row,
    "registro.yaml": _one_more_category_and_fewer_spaces,
    "resultados.yaml": _other_points,
    "supuestos.yaml": _other_weights_and_rule_of_spaces,
    "demo/scenarios.yaml": _other_script,
}
