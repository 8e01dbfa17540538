"""Every code that registration can say has its words, and no words are left over."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

from plumbing import messages
from plumbing.config import ROOT

FOLDER = ROOT / "services" / "registration"
TEXTS = messages.load(FOLDER / "messages.yaml")
OWN = set(yaml.safe_load((FOLDER / "messages.yaml").read_text(encoding="utf-8")))


def codes(path: Path) -> set[str]:
    """Upper-case words that are given to an error, or returned as a problem's code."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = node.value
            if word.isupper() and "_" in word and word.replace("_", "").isalnum() and len(word) > 8:
                found.add(word)
    return found


SAID = set().union(
    *(codes(path) for folder in ("domain", "usecases", ".") for path in (FOLDER / folder).glob("*.py"))
)
VALUES = {
    "CON_OBSERVACIONES", "EN_VALIDACION", "FUERA_DE_PROCESO", "TERCER_PERIODO", "CARTA_COMPROMISO", "IMSS_BIENESTAR",
    "NO_EXIGIBLE", "INCONSISTENCIA_GRAVE", "PARECEN_LUGARES", "ORDEN_INVERTIDO", "THIRD_PERIOD_ONLY",
    "NEXT_PERIOD", "NEXT_PERIOD_IF_RELEASED", "NO_ASIGNADO", "SIN_TERMINO",
}  # fmt: skip


SHORT = {"EN_VALIDACION", "CREDENCIALES", "MATRICULA", "MARCA"}


@pytest.mark.parametrize("code", sorted((SAID - VALUES) | SHORT))
def test_a_code_has_its_three_sentences(code):
    text = TEXTS.entries[code]
    assert all(sentence.strip() for sentence in text.values())


def test_no_words_are_left_over():
    assert not OWN - SAID - SHORT
