"""One file that says whether a round was run as the convocatoria promises. Needs Python, numpy and the two bundles.

`python check.py bundle_in.json bundle_out.json` prints one line per broken property and ends with status 0 (all
hold), 1 (something is broken) or 2 (unreadable). It recomputes nothing the way the system does: it never assigns
anybody; it looks at the finished result and asks of each aspirante whether a better place was wrongly denied.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

PROPERTIES = {
    "V1": ("POOL_IS_THE_INSCRITOS", ("pool",)),
    "V2": ("CAPACITY", ("round",)),
    "V3": ("ONE_PLACE_OF_THE_OWN_LIST", ("round",)),
    "V4": ("RANKING", ("round", "G-02")),
    "V5": ("NOBODY_SKIPPED", ("round",)),
    "V6": ("MAXIMAL_FILLING", ("round",)),
    "V7": ("SEDE_OVER_SUBSEDE", ("oferta",)),
    "V8": ("ORDER_INSIDE_THE_SEDE", ("oferta", "G-04", "G-05")),
    "V9": ("DIGEST_AND_SEED", ("G-02",)),
    "V10": ("CUT_OFFS", ("round",)),
}
"""By number: its name, and the rules and gaps it rests on; the convocatoria says where its text has each rule."""
FORMATS = ("residencias.allocation.input/1", "residencias.allocation.output/1")
ROW = {"folio", "specialty", "rank", "option", "sede", "subsede", "category"}
CHUNK = 16_384


@dataclass(frozen=True)
class Violation:
    """A broken property (V1 to V10): at whose expense, in which sede, and what was found."""

    property: str
    folio: str = ""
    sede: str = ""
    found: str = ""

    def __str__(self) -> str:
        name, rests_on = PROPERTIES[self.property]
        on = ", ".join(rests_on)
        return f"{self.property} {name} [{on}] folio={self.folio} sede={self.sede} {self.found}".rstrip()


def verify(given: bytes, result: bytes) -> list[Violation]:
    """Every broken property of the output bundle `result` for the input bundle `given`; empty when all hold.

    Raises: KeyError, TypeError or ValueError when a bundle cannot be read at all.
    """
    before, after = json.loads(given), json.loads(result)
    violations = _digests(before, after, given, result) + _pool(before, after)
    assigned = {row["folio"]: row for row in after["assignments"]}
    for specialty in sorted({row["specialty"] for row in before["cells"] + before["pool"]}):
        cells = [cell for cell in before["cells"] if cell["specialty"] == specialty]
        pool = [one for one in before["pool"] if one["specialty"] == specialty and one["folio"] in assigned]
        violations += _specialty(before, cells, pool, assigned)
    return violations + _cut_offs(before, after, assigned)


def _digests(before: Any, after: Any, given: bytes, result: bytes) -> list[Violation]:
    """V9: the bytes are the canonical ones, the output quotes this input, the seed follows from its parts."""
    wrong = [
        f"{name} is not canonical"
        for name, text, data in (("input", given, before), ("output", result, after))
        if json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() != text
    ]
    if after["input_digest"] != hashlib.sha256(given).hexdigest():
        wrong.append("input_digest")
    seed = hashlib.sha256(f"{before['rules_digest']}\n{before['public_number']}".encode()).hexdigest()
    if before["seed"] != seed or not before["public_number"]:
        wrong.append("seed")
    if after["convocatoria"] != before["convocatoria"]:
        wrong.append("convocatoria")
    if (before["format"], after["format"]) != FORMATS:
        wrong.append("format")
    if any(set(row) != ROW for row in after["assignments"]):
        wrong.append("fields of an assignment")
    if len({_place(cell) for cell in before["cells"]}) != len(before["cells"]):
        wrong.append("a cell given twice")
    for name, rows in (("pool", before["pool"]), ("assignments", after["assignments"])):
        if [row["folio"] for row in rows] != sorted(row["folio"] for row in rows):
            wrong.append(f"order of {name}")
    return [Violation("V9", found=name) for name in wrong]


def _pool(before: Any, after: Any) -> list[Violation]:
    """V1 and V3: exactly the people of the input, once each, in their own specialty."""
    specialty = {one["folio"]: one["specialty"] for one in before["pool"]}
    seen = Counter(row["folio"] for row in after["assignments"])
    violations = [Violation("V1", folio, found="missing") for folio in specialty if folio not in seen]
    violations += [
        Violation("V1", folio, found="not in the pool") for folio in seen if folio not in specialty
    ]
    violations += [
        Violation("V3", folio, found=f"{times} rows") for folio, times in seen.items() if times > 1
    ]
    repeated = Counter(one["folio"] for one in before["pool"])
    violations += [Violation("V1", folio, found="twice") for folio, times in repeated.items() if times > 1]
    for row in after["assignments"]:
        if specialty.get(row["folio"], row["specialty"]) != row["specialty"]:
            violations.append(Violation("V3", row["folio"], row["sede"], "another specialty"))
    return violations


def _specialty(before: Any, cells: list[Any], pool: list[Any], assigned: dict[str, Any]) -> list[Violation]:
    """V2 to V8 inside one specialty."""
    place_of = {(c["sede"], c["subsede"], c["category"]): number for number, c in enumerate(cells)}
    subsedes: dict[str, dict[str, None]] = {}
    for cell in cells:
        subsedes.setdefault(cell["sede"], {})[cell["subsede"]] = None
    lists = [_list_of(one, subsedes, place_of, before["undivided"]) for one in pool]
    wishes = np.full((len(pool), max(map(len, lists), default=0) + 1), len(cells))
    for row, wished in enumerate(lists):
        wishes[row, : len(wished)] = wished
    violations: list[Violation] = []
    taken = np.full(len(pool), len(cells))
    for row, one in enumerate(pool):
        violations += _declared(one, assigned[one["folio"]], place_of, taken, row)
    merit = np.array(_merits(before, pool), np.int64)
    for row in range(len(pool)):
        rank = len(pool) - int(merit[row])
        if assigned[pool[row]["folio"]]["rank"] != rank:
            violations.append(Violation("V4", pool[row]["folio"], found=f"rank should be {rank}"))
    places = np.array([cell["places"] for cell in cells], np.int64)
    for code, row, number in check_arrays(merit, wishes, places, taken):
        folio = pool[row]["folio"] if row >= 0 else ""
        sede = f"{cells[number]['sede']}/{cells[number]['subsede']}/{cells[number]['category']}"
        if code in ("V5", "V6"):
            code = _finer(code, pool[row], assigned[folio], cells[number])
        violations.append(Violation(code, folio, sede))
    return violations


def _declared(one: Any, row: Any, place_of: dict[Any, int], taken: Any, number: int) -> list[Violation]:
    """V3: the declared cell exists and is where the declared option points; notes it in `taken`."""
    sedes = [option["sede"] for option in one["options"]]
    place = (row["sede"], row["subsede"], row["category"])
    if place == ("", "", "") and row["option"] == 0:
        return []
    if place not in place_of or row["sede"] not in sedes:
        return [Violation("V3", one["folio"], row["sede"], "not a place of the own list")]
    taken[number] = place_of[place]
    if row["option"] != sedes.index(row["sede"]) + 1:
        return [Violation("V3", one["folio"], row["sede"], f"option is not {row['option']}")]
    return []


def _list_of(one: Any, subsedes: dict[str, Any], place_of: dict[Any, int], undivided: str) -> list[int]:
    """The places this person may take, in the order of their wishes."""
    wished: dict[int, None] = {}
    for option in one["options"]:
        named = option["subsedes"]
        for subsede in named + [name for name in subsedes.get(option["sede"], ()) if name not in named]:
            for category in (one["category"], undivided):
                number = place_of.get((option["sede"], subsede, category))
                if number is not None:
                    wished[number] = None
    return list(wished)


def _merits(before: Any, pool: list[Any]) -> list[int]:
    """For each of `pool` how many stand behind them: puntaje, tie-breaks, then the draw; all in whole numbers."""
    texts = [[one["puntaje"], *one["keys"]] for one in pool]
    decimals = max((len(text.partition(".")[2]) for row in texts for text in row), default=0)
    seed = bytes.fromhex(before["seed"])
    keys = []
    for row, one in zip(texts, pool, strict=True):
        numbers = [
            int(whole + part.ljust(decimals, "0")) for whole, _, part in (t.partition(".") for t in row)
        ]
        lot = int.from_bytes(hmac.new(seed, one["folio"].encode(), "sha256").digest(), "big")
        keys.append((*numbers, -lot))
    merits = [0] * len(pool)
    for behind, row_number in enumerate(sorted(range(len(pool)), key=keys.__getitem__)):
        merits[row_number] = behind
    return merits


def check_arrays(merit: Any, wishes: Any, places: Any, taken: Any) -> list[tuple[str, int, int]]:
    """(property, row, cell) of every broken V2, V3, V4, V5, V6; row -1 for a cell's own fault.

    Shapes: merit (n,), distinct whole numbers, larger goes first; wishes (n, k), cell indices in order, len(places)
    for unused ones; places (m,); taken (n,), len(places) for nobody's. Arrays of whole numbers.
    """
    people, nowhere = len(taken), len(places)
    order = np.argsort(merit)[::-1]
    tied = np.flatnonzero(np.diff(merit[order]) == 0)
    broken = [("V4", int(order[at]), nowhere) for at in tied]
    position = np.empty(people, np.int64)
    position[order] = np.arange(people)
    admitted = np.bincount(taken, minlength=nowhere + 1)[:nowhere]
    broken += [("V2", -1, int(cell)) for cell in np.flatnonzero(admitted > places)]
    # whoever stands before `reach` in the ranking could have had a place in the cell
    reach = np.full(nowhere + 1, -1)
    np.maximum.at(reach, taken, position)
    reach[:-1][admitted < places] = people
    reach[nowhere] = -1
    for start in range(0, people, CHUNK):
        rows = slice(start, start + CHUNK)
        listed = np.column_stack((wishes[rows], np.full(len(taken[rows]), nowhere)))
        own = listed == taken[rows, None]
        denied = (reach[listed] > position[rows, None]) | own
        first = denied.argmax(axis=1)
        better = np.flatnonzero(denied.any(axis=1) & ~own[np.arange(len(own)), first])
        broken += [
            ("V3", start + int(row), int(taken[start + row])) for row in np.flatnonzero(~own.any(axis=1))
        ]
        for row in better:
            cell = int(listed[row, first[row]])
            broken.append(("V6" if admitted[cell] < places[cell] else "V5", start + int(row), cell))
    return broken


def _finer(code: str, one: Any, row: Any, cell: Any) -> str:
    """V8 when the denied place is in the very sede obtained, V7 when it is another subsede of an earlier one."""
    if cell["sede"] == row["sede"]:
        return "V8"
    named: list[str] = next(o["subsedes"] for o in one["options"] if o["sede"] == cell["sede"])
    return "V7" if named and named[0] != cell["subsede"] else code


def _cut_offs(before: Any, after: Any, assigned: dict[str, Any]) -> list[Violation]:
    """V10: the published cut-offs are those of the published assignments, one per cell of the oferta."""
    puntaje = {one["folio"]: one["puntaje"] for one in before["pool"]}
    admitted: dict[tuple[str, ...], list[Any]] = {}
    for row in assigned.values():
        admitted.setdefault(_place(row), []).append(row)
    expected = []
    for cell in before["cells"]:
        rows = sorted(admitted.get(_place(cell), []), key=lambda row: cast(int, row["rank"]))
        last = rows[-1] if rows else {"rank": None, "folio": ""}
        names = {name: cell[name] for name in ("specialty", "sede", "subsede", "category", "places")}
        reached = {"last_rank": last["rank"], "last_puntaje": puntaje.get(last["folio"])}
        expected.append({**names, "admitted": len(rows), **reached})
    if len(after["cut_offs"]) != len(expected):
        return [Violation("V10", found=f"{len(after['cut_offs'])} rows instead of {len(expected)}")]
    pairs = zip(expected, after["cut_offs"], strict=True)
    return [
        Violation("V10", sede=right["sede"], found=right["subsede"]) for right, said in pairs if right != said
    ]


def _place(row: Any) -> tuple[str, ...]:
    return (row["specialty"], row["sede"], row["subsede"], row["category"])


def main(arguments: list[str]) -> int:
    """The checker's command line: prints the broken properties and returns the exit status."""
    if len(arguments) != 2:
        print("usage: check.py bundle_in.json bundle_out.json", file=sys.stderr)
        return 2
    given, result = (Path(name).read_bytes() for name in arguments)
    try:
        violations = verify(given, result)
    except (KeyError, TypeError, ValueError) as error:
        print(f"UNREADABLE {error!r}", file=sys.stderr)
        return 2
    for violation in violations:
        print(violation)
    print(f"input {hashlib.sha256(given).hexdigest()}\noutput {hashlib.sha256(result).hexdigest()}")
    print(f"{len(violations)} broken" if violations else f"all {len(PROPERTIES)} properties hold")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
