"""Other systems of the institution at work on a real one: the three examples, and what a credential does not name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from plumbing.auth import SYSTEM_ROLE
from plumbing.config import ROOT, SERVICES
from plumbing.errors import Invalid
from residencias import systems
from residencias.demo.roster import make_roster
from tests.e2e.integrity import entries
from tests.e2e.stage import X47, Stage

CLIENT = ROOT / "client"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(lived: Stage, tmp_path: Path) -> Run:
    """Runs an example as another system would, with a credential for these methods."""

    def example(script: str, *arguments: str, methods: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        credential = tmp_path / "token"
        made = systems.token_for(
            "sistema-de-prueba", methods, timedelta(days=1), lived.system.environment
        ).token
        credential.write_text(made, encoding="utf-8")
        addresses = {f"RESIDENCIAS_{s.upper()}": lived.system.environment["RPC_ADDRESS"] for s in SERVICES}
        return subprocess.run(
            [sys.executable, str(CLIENT / "examples" / script), *arguments],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{CLIENT}:{ROOT}",
                "RESIDENCIAS_TOKEN_FILE": str(credential),
                **addresses,
            },
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    return example


def test_a_roster_is_sent_and_its_reconciliation_read(lived: Stage, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cifrhs.csv"
    text = make_roster(lived.world.people).text
    file.write_text(text.replace("\n", "\n", 1), encoding="utf-8")
    done = run("roster_import.py", X47, str(file), methods=("registration.ImportRoster",))
    assert done.returncode in (0, 1), done.stderr
    again = run("roster_import.py", X47, str(file), methods=("registration.ImportRoster",))
    assert again.stdout == done.stdout, "the same file is the same intention"
    assert "renglones" in done.stdout


def test_the_hiring_system_reads_who_was_assigned(lived: Stage, run: Run) -> None:
    methods = ("allocation.ListResults",)
    listed = lived.world.rest.get(lived.world.path("/resultados"), lived.world.staff("ces"))
    counts = {estado: n for estado, n in listed["counts"].items() if n}
    assert counts
    for estado, people in counts.items():
        done = run("hiring.py", X47, "", estado, methods=methods)
        assert done.returncode == 0, done.stderr
        read = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(read) == people
        assert all(person["folio"] for person in read)


def test_a_refusal_arrives_with_its_words(run: Run, tmp_path: Path) -> None:
    """This convocatoria takes no grades from SIICES, and says so."""
    file = tmp_path / "siices.csv"
    file.write_text("curp,concepto,ciclo,calificacion\n", encoding="utf-8")
    done = run("siices_grades.py", X47, str(file), methods=("scoring.ImportCalificaciones",))
    assert done.returncode == 2
    code, _, words = done.stderr.partition(": ")
    assert code.isupper()
    assert len(words.split()) > 5


def test_a_credential_opens_only_what_it_names(run: Run) -> None:
    done = run("hiring.py", X47, methods=("registration.ImportRoster",))
    assert done.returncode == 2
    assert "METODO_NO_AUTORIZADO" in done.stderr
    assert "allocation.ListResults" in done.stderr


def test_what_another_system_did_stands_under_its_name(lived: Stage, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "otra.csv"
    file.write_text(make_roster(lived.world.people[:1]).text, encoding="utf-8")
    assert run("roster_import.py", X47, str(file), methods=("registration.ImportRoster",)).returncode in (
        0,
        1,
    )
    lived.world.settle()
    actors = {json.loads(entry["envelope"])["actor"] for entry in entries(lived.world)}
    assert f"{SYSTEM_ROLE}:sistema-de-prueba" in actors


def test_no_credential_is_made_for_what_the_contracts_keep_closed(lived: Stage) -> None:
    with pytest.raises(Invalid, match="METODO_CERRADO"):
        systems.token_for("x", ["allocation.RunRound"], timedelta(days=1), lived.system.environment)
    with pytest.raises(Invalid, match="FALTA_LLAVE"):
        systems.token_for("x", ["allocation.ListResults"], timedelta(days=1), {})
