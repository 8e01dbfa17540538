"""A round as two canonical JSON texts, so that anybody can run it again and get the same bytes.

Canonical: UTF-8, keys sorted, no spaces, no floats (puntajes are decimal text), lists in the one order stated here.
People stand under their folio only. The input's digest is published before the run and quoted by the output.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any, NoReturn

from plumbing.errors import Invalid
from services.allocation.domain.model import (
    UNDIVIDED,
    Aspirante,
    Assignment,
    Cell,
    CutOff,
    Option,
    RoundInput,
    RoundResult,
    Rules,
)
from services.allocation.domain.ranking import draw_seed
from services.allocation.domain.run import oferta_order
from services.allocation.domain.trace import Trace, trace_of

INPUT_FORMAT = "residencias.allocation.input/1"
OUTPUT_FORMAT = "residencias.allocation.output/1"


def canonical_json(document: Any) -> bytes:
    """`document` in its only form. Raises: Invalid PAQUETE_CON_FLOTANTE."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    json.loads(text, parse_float=_refuse_float, parse_constant=_refuse_float)
    return text.encode()


def digest(text: bytes) -> str:
    """SHA-256 of a bundle's bytes, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def input_bundle(given: RoundInput) -> bytes:
    """All a round depends on: cells in oferta order, aspirantes by folio."""
    rules = given.rules
    return canonical_json(
        {
            "format": INPUT_FORMAT,
            "convocatoria": rules.convocatoria,
            "rules_digest": rules.rules_digest,
            "tie_breaks": list(rules.tie_breaks),
            "public_number": rules.public_number,
            "seed": draw_seed(rules.rules_digest, rules.public_number),
            "undivided": UNDIVIDED,
            "cells": [_cell(cell) for cell in sorted(given.cells, key=oferta_order)],
            "pool": [_aspirante(one) for one in sorted(given.pool, key=lambda a: a.folio)],
            **({"trace": True} if rules.is_traced else {}),
        }
    )


def output_bundle(given: RoundInput, result: RoundResult, known_digest: str = "") -> bytes:
    """What the round decided: assignments by folio, cut-offs in oferta order, and the digest of its input.

    `known_digest` is the input's, when the caller has just made it: writing a large input twice takes its time.
    """
    return canonical_json(
        {
            "format": OUTPUT_FORMAT,
            "convocatoria": given.rules.convocatoria,
            "input_digest": known_digest or input_digest(given),
            "assignments": [_assignment(one) for one in result.assignments],
            "cut_offs": [_cut_off(one) for one in result.cut_offs],
            **({"trace": [_trace(one) for one in trace_of(given, result)]} if given.rules.is_traced else {}),
        }
    )


def input_digest(given: RoundInput) -> str:
    """The digest to publish before the run."""
    return digest(input_bundle(given))


def read_input(text: bytes, *, is_proved: bool = False) -> RoundInput:
    """The round an input bundle describes; with `is_proved` its digest was checked, and so its form.

    Raises: Invalid PAQUETE_FORMATO, PAQUETE_SEMILLA, PAQUETE_NO_CANONICO.
    """
    raw = json.loads(text)
    if raw.get("format") != INPUT_FORMAT:
        raise Invalid("PAQUETE_FORMATO", format=raw.get("format"))
    rules = Rules(
        raw["convocatoria"],
        raw["rules_digest"],
        tuple(raw["tie_breaks"]),
        raw["public_number"],
        raw.get("trace", False),
    )
    if raw["seed"] != draw_seed(rules.rules_digest, rules.public_number):
        raise Invalid("PAQUETE_SEMILLA", clause="G-02")
    given = RoundInput(
        rules,
        tuple(Cell(**cell) for cell in raw["cells"]),
        tuple(_read_aspirante(one) for one in raw["pool"]),
    )
    if not is_proved and input_bundle(given) != text:
        raise Invalid("PAQUETE_NO_CANONICO")
    return given


def _read_aspirante(raw: dict[str, Any]) -> Aspirante:
    return Aspirante(
        raw["folio"],
        raw["specialty"],
        raw["category"],
        Decimal(raw["puntaje"]),
        tuple(Decimal(key) for key in raw["keys"]),
        tuple(Option(option["sede"], tuple(option["subsedes"])) for option in raw["options"]),
    )


def read_output(text: bytes) -> RoundResult:
    """The result an output bundle holds, without judging it. Raises: Invalid PAQUETE_FORMATO."""
    raw = json.loads(text)
    if raw.get("format") != OUTPUT_FORMAT:
        raise Invalid("PAQUETE_FORMATO", format=raw.get("format"))
    cut_offs = []
    for one in raw["cut_offs"]:
        last = one["last_puntaje"]
        cut_offs.append(CutOff(**{**one, "last_puntaje": None if last is None else Decimal(last)}))
    return RoundResult(tuple(Assignment(**one) for one in raw["assignments"]), tuple(cut_offs))


def decimal_text(value: Decimal) -> str:
    """The exact value without exponent or idle zeros: 78.5, not 78.50 or 7.85E+1."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "specialty": cell.specialty,
        "position": cell.position,
        "sede": cell.sede,
        "subsede": cell.subsede,
        "category": cell.category,
        "places": cell.places,
    }


def _aspirante(one: Aspirante) -> dict[str, Any]:
    return {
        "folio": one.folio,
        "specialty": one.specialty,
        "category": one.category,
        "puntaje": decimal_text(one.puntaje),
        "keys": [decimal_text(key) for key in one.keys],
        "options": [{"sede": option.sede, "subsedes": list(option.subsedes)} for option in one.options],
    }


def _assignment(one: Assignment) -> dict[str, Any]:
    return {
        "folio": one.folio,
        "specialty": one.specialty,
        "rank": one.rank,
        "option": one.option,
        "sede": one.sede,
        "subsede": one.subsede,
        "category": one.category,
    }


def _trace(one: Trace) -> dict[str, Any]:
    return {
        "folio": one.folio,
        "iterations": [
            {"option": i.option, "sede": i.sede, "free": i.free, "outcome": i.outcome} for i in one.iterations
        ],
    }


def _cut_off(one: CutOff) -> dict[str, Any]:
    return {
        "specialty": one.specialty,
        "sede": one.sede,
        "subsede": one.subsede,
        "category": one.category,
        "places": one.places,
        "admitted": one.admitted,
        "last_rank": one.last_rank,
        "last_puntaje": None if one.last_puntaje is None else decimal_text(one.last_puntaje),
    }


def _refuse_float(text: str) -> NoReturn:
    raise Invalid("PAQUETE_CON_FLOTANTE", value=text)
