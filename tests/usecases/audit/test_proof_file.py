"""A downloaded proof is checked with its file alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plumbing.errors import Invalid
from residencias.proof import read
from services.audit import usecases
from services.audit.usecases import Desk
from tests.usecases.audit.test_log import ACT, database, desk, hear

__all__ = ["database", "desk"]


@pytest.fixture
def proof(desk: Desk) -> dict[str, Any]:
    hear(desk, *range(11))
    usecases.sequence(desk)
    return usecases.prove(desk, ACT, "event-000004")


def kept(tmp_path: Path, proof: dict[str, Any]) -> Path:
    file = tmp_path / "prueba.json"
    file.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    return file


def test_a_proof_holds_by_itself(tmp_path: Path, proof: dict[str, Any]) -> None:
    proved = read(kept(tmp_path, proof))
    assert (proved.holds, proved.index, proved.size) == (True, 4, 11)
    assert proved.name == "residencias.validation.v1.FichaIssued"


@pytest.mark.parametrize(
    "change",
    [
        {"index": 5},
        {"size": 40},
        {"root_hash": "00" * 32},
        {"path": []},
        {"entry": {"envelope": '{"type": "otro"}'}},
    ],
)
def test_whatever_is_changed_in_it_shows(
    tmp_path: Path, proof: dict[str, Any], change: dict[str, Any]
) -> None:
    assert not read(kept(tmp_path, proof | change)).holds


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"entry": {"envelope": "no"}}'])
def test_what_is_no_proof_is_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "otra.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match="PRUEBA_ILEGIBLE"):
        read(file)
