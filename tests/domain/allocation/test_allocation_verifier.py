"""The verifier: silent on a right result, and never on a wrong one."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.allocation.domain.bundle import canonical_json, input_bundle, output_bundle
from services.allocation.domain.core import assign
from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput
from services.allocation.domain.run import run_round
from services.allocation.verifier import check_arrays, verify
from services.allocation.verifier.check import main
from tests.domain.allocation.instances import RULES, rounds

NOWHERE = {"option": 0, "sede": "", "subsede": "", "category": ""}
PLACE = ("option", "sede", "subsede", "category")


def a_round() -> RoundInput:
    """Sedes X (X1, X2) and Y with quotas; six aspirantes, all lists complete, two left over."""
    cells = (
        Cell("med", 1, "X", "X1", "nacional", 1),
        Cell("med", 2, "X", "X2", "indistinta", 1),
        Cell("med", 3, "Y", "Y1", "nacional", 1),
        Cell("med", 3, "Y", "Y1", "extranjero", 1),
        Cell("med", 4, "Z", "Z1", "indistinta", 3),
        Cell("ped", 1, "X", "X1", "nacional", 1),
    )
    wanted = (Option("X", ("X1",)), Option("Y"))

    def one(folio: str, puntaje: int, category: str = "nacional", specialty: str = "med") -> Aspirante:
        return Aspirante(folio, specialty, category, Decimal(puntaje), (Decimal(1), Decimal(2)), wanted)

    people = (
        one("a", 95),
        one("b", 94),
        one("c", 93),
        one("d", 92),
        one("e", 91, "extranjero"),
        one("f", 90),
    )
    only_x = Aspirante("g", "ped", "nacional", Decimal(80), (Decimal(1), Decimal(1)), (Option("X"),))
    return RoundInput(RULES, cells, (*people, only_x))


def output_of(given: RoundInput) -> dict[str, Any]:
    return dict(json.loads(output_bundle(given, run_round(given))))


def row(output: dict[str, Any], folio: str) -> dict[str, Any]:
    return dict.__getitem__({one["folio"]: one for one in output["assignments"]}, folio)  # type: ignore[no-any-return]


def swap(output: dict[str, Any], first: str, second: str) -> None:
    one, other = row(output, first), row(output, second)
    for name in PLACE:
        one[name], other[name] = other[name], one[name]


def drop(output: dict[str, Any], folio: str) -> None:
    output["assignments"].remove(row(output, folio))


MUTATIONS: dict[str, tuple[str, Callable[[dict[str, Any]], None]]] = {
    "two people swapped": ("V5", lambda out: swap(out, "a", "d")),
    "one person dropped": ("V1", lambda out: drop(out, "f")),
    "a stranger added": ("V1", lambda out: out["assignments"].append({**row(out, "f"), "folio": "zz"})),
    "one person twice": ("V3", lambda out: out["assignments"].append(dict(row(out, "f")))),
    "over capacity": (
        "V2",
        lambda out: row(out, "d").update(option=1, sede="X", subsede="X2", category="indistinta"),
    ),
    "a place of another category": ("V3", lambda out: swap(out, "d", "e")),
    "a sede not on the list": (
        "V3",
        lambda out: row(out, "d").update(option=1, sede="Z", subsede="Z1", category="indistinta"),
    ),
    "a plaza left empty": ("V6", lambda out: row(out, "c").update(NOWHERE)),
    "the second sede before another subsede of the first": ("V7", lambda out: swap(out, "b", "c")),
    "the wrong subsede of the sede": ("V8", lambda out: swap(out, "a", "b")),
    "a wrong rank": ("V4", lambda out: row(out, "a").update(rank=2)),
    "another specialty": ("V3", lambda out: row(out, "g").update(specialty="med")),
    "a wrong option number": ("V3", lambda out: row(out, "c").update(option=1)),
    "a sede that does not exist": ("V3", lambda out: row(out, "a").update(sede="Q")),
    "another input": ("V9", lambda out: out.update(input_digest="0" * 64)),
    "another convocatoria": ("V9", lambda out: out.update(convocatoria="otra")),
    "an extra field": ("V9", lambda out: row(out, "a").update(nombre="x")),
    "a shuffled output": ("V9", lambda out: out["assignments"].reverse()),
    "a prettier cut-off": ("V10", lambda out: out["cut_offs"][0].update(last_puntaje="94")),
    "a cut-off missing": ("V10", lambda out: out["cut_offs"].pop()),
}


def test_a_right_result_breaks_nothing() -> None:
    given = a_round()
    result = output_of(given)
    got = {one["folio"]: one["subsede"] + one["category"] for one in result["assignments"]}
    assert got == {
        "a": "X1nacional",
        "b": "X2indistinta",
        "c": "Y1nacional",
        "d": "",
        "e": "Y1extranjero",
        "f": "",
        "g": "X1nacional",
    }
    assert verify(input_bundle(given), canonical_json(result)) == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_seeded_mutation_is_caught_under_its_property(name: str) -> None:
    given = a_round()
    result = output_of(given)
    code, mutate = MUTATIONS[name]
    mutate(result)
    found = verify(input_bundle(given), canonical_json(result))
    assert code in {one.property for one in found}, [str(one) for one in found]


def test_a_violation_names_the_folio_and_the_sede() -> None:
    given = a_round()
    result = output_of(given)
    row(result, "c").update(NOWHERE)
    found = [one for one in verify(input_bundle(given), canonical_json(result)) if one.property == "V6"]
    assert next((one.folio, one.sede) for one in found) == ("c", "Y/Y1/nacional")


@given(rounds(), st.integers(0, 2**32))
@settings(max_examples=120)
def test_no_random_change_of_an_assignment_passes(given: RoundInput, seed: int) -> None:
    """Any other place, real or not, for any one person, or any two people exchanged, is caught."""
    assume(given.pool)
    result, chance = output_of(given), Random(seed)
    one = chance.choice(result["assignments"])
    before = {name: one[name] for name in PLACE}
    if chance.random() < 0.5:
        other = chance.choice(result["assignments"])
        assume(any(other[name] != one[name] for name in PLACE[1:]))
        swap(result, one["folio"], other["folio"])
    else:
        aspirante = next(a for a in given.pool if a.folio == one["folio"])
        cell = chance.choice([None, *given.cells])
        sedes = [option.sede for option in aspirante.options]
        place = NOWHERE
        if cell is not None:
            option = sedes.index(cell.sede) + 1 if cell.sede in sedes else 1
            place = {"option": option, "sede": cell.sede, "subsede": cell.subsede, "category": cell.category}
        assume(place != before)
        one.update(place)
    assert verify(input_bundle(given), canonical_json(result))


@given(st.integers(0, 2**32))
@settings(max_examples=100)
def test_array_results_are_checked_without_any_names(seed: int) -> None:
    chance = np.random.default_rng(seed)
    wishes = np.array([chance.permutation(6)[:4] for _ in range(40)])
    places, merit = chance.integers(0, 9, 6), chance.permutation(40)
    taken = assign(np.argsort(-merit), wishes, places)
    assert check_arrays(merit, wishes, places, taken) == []
    victim, place = int(chance.integers(40)), int(chance.integers(7))
    if taken[victim] != place:
        taken[victim] = place
        assert check_arrays(merit, wishes, places, taken) != []


def test_two_people_with_the_same_merit_are_reported() -> None:
    found = check_arrays(np.array([5, 5]), np.array([[0], [0]]), np.array([2]), np.array([0, 0]))
    assert [code for code, _, _ in found] == ["V4"]


def test_the_checker_runs_on_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = a_round()
    before, after = tmp_path / "in.json", tmp_path / "out.json"
    before.write_bytes(input_bundle(given))
    after.write_bytes(canonical_json(output_of(given)))
    assert main([str(before), str(after)]) == 0
    assert "all 10 properties hold" in capsys.readouterr().out
    wrong = output_of(given)
    swap(wrong, "a", "d")
    after.write_bytes(canonical_json(wrong))
    assert main([str(before), str(after)]) == 1
    assert "V5 NOBODY_SKIPPED [round] folio=a" in capsys.readouterr().out
    after.write_bytes(b"{}")
    assert main([str(before), str(after)]) == 2
    assert main([]) == 2


def test_the_verifier_shares_no_code_with_the_domain() -> None:
    for file in Path("services/allocation/verifier").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "allocation.domain" not in text
        assert "plumbing" not in text
