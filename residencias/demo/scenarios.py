"""The demo's script of a convocatoria (`convocatorias/<id>/demo/scenarios.yaml`).

Declared intentions and truths, dealt by declared shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from plumbing.errors import NotFound
from residencias.demo.folders import convocatorias, folder_of

PHASES = (
    "cuenta",
    "registro",
    "documentos",
    "envio",
    "revision",
    "correccion",
    "revision_2",
    "ficha",
    "resultado",
    "ooad",
    "sede",
    "obligaciones",
)
AFTER_RESULTS = frozenset(["resultado", "ooad", "sede", "obligaciones"])


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing somebody means to do, and what the system should answer.

    Shapes: `expect` is "ok", "warned:CODE", "field:CODE" or "refused:CODE"; `facts` are
    literal values of scenarios.yaml.
    """

    actor: str
    do: str
    facts: Mapping[str, Any]
    expect: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """What one kind of person needs, types, does and how it ends."""

    id: str
    title: str
    share: Decimal
    size: int
    person: Mapping[str, Any]
    typed: Mapping[str, Any]
    first_papers: Mapping[str, str]
    phases: Mapping[str, tuple[Intent, ...]]
    at: Mapping[str, Any]
    twice: bool
    ends: Mapping[str, str]
    ends_if_assigned: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Script:
    """What happens in one convocatoria's demo.

    Shapes: `calendar` is the demo's own copy of the call's instants, naive local times of Mexico City; `facts` are what
    papers and rosters say of this call (its ENARM, its years); `scenarios` by id, their phases completed from `base`.
    """

    convocatoria: str
    calendar: Mapping[str, Any]
    facts: Mapping[str, Any]
    scenarios: Mapping[str, Scenario]

    @property
    def file_names(self) -> Mapping[str, str]:
        """What this call names a document's file, where it is not the usual name."""
        found: Mapping[str, str] = self.facts.get("file_names", {})
        return found

    def usual_name(self, slot: str) -> str:
        """The usual name of a document's file, of the call's own."""
        return {own: usual for usual, own in self.file_names.items()}.get(slot, slot)


def scripted() -> list[str]:
    """The convocatorias whose demo can be run."""
    return sorted(file.parts[-3] for file in convocatorias().glob("*/demo/scenarios.yaml"))


def require_script(convocatoria: str) -> None:
    """Passes when there is a script. Raises NotFound(CONVOCATORIA_SIN_ENSAYO)."""
    if convocatoria not in scripted():
        raise NotFound("CONVOCATORIA_SIN_ENSAYO", convocatoria=convocatoria, hay=", ".join(scripted()))


def script(convocatoria: str) -> Script:
    """The script in the convocatoria's folder, read once. Raises FileNotFoundError when it has none."""
    return _script_in(folder_of(convocatoria))


@cache
def _script_in(folder: Path) -> Script:
    raw = _raw(folder)
    scenarios = {name: _scenario(name, one, raw["base"]) for name, one in raw["scenarios"].items()}
    return Script(folder.name, raw["calendar"], raw["facts"], scenarios)


def _raw(folder: Path) -> dict[str, Any]:
    """What the script says; that of a later period says only its calendar and its scenarios."""
    later = folder / "demo" / "periodo.yaml"
    file = later if later.is_file() else folder / "demo" / "scenarios.yaml"
    said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {**_raw((folder / said.pop("extends")).resolve()), **said} if "extends" in said else said


def _intents(steps: list[list[Any]]) -> tuple[Intent, ...]:
    return tuple(Intent(actor, do, facts, expect) for actor, do, facts, expect in steps)


def _scenario(name: str, raw: Mapping[str, Any], base: Mapping[str, Any]) -> Scenario:
    phases = {**base, **raw.get("phases", {})}
    return Scenario(
        id=name,
        title=raw["title"],
        share=Decimal(raw["share"]),
        size=raw.get("size", 1),
        person=raw.get("person", {}),
        typed=raw.get("typed", {}),
        first_papers=raw.get("first_papers", {}),
        phases={p: _intents(phases.get(p, [])) for p in PHASES},
        at=raw.get("at", {}),
        twice=raw.get("twice", False),
        ends=raw.get("ends", {}),
        ends_if_assigned=raw.get("ends_if_assigned", {}),
    )


def counts(total: int, table: Mapping[str, Scenario]) -> dict[str, int]:
    """How many people each scenario gets: by share, and from 100 people on every scenario at least once.

    A smaller crowd would be nearly all `clean` by share; it gets a tenth of it, the rest go to the largest shares.
    """
    if total >= 100:
        got = {k: s.size * max(1, int(s.share * total / s.size)) for k, s in table.items()}
    else:
        got = {k: total // 10 if k == "clean" else 0 for k in table}
    while sum(got.values()) > total:
        got["clean"] -= 1
    while (left := total - sum(got.values())) > 0:
        open_ = [k for k, s in table.items() if s.size <= left and (total >= 100 or k != "clean")]
        neediest = max(open_, key=lambda k: table[k].share * total - got[k])
        got[neediest] += table[neediest].size
    return got


def deal(seed: int, total: int, table: Mapping[str, Scenario]) -> tuple[tuple[str, int], ...]:
    """(scenario, group) for person 0..total-1, shuffled by the seed; people of one group share the group number."""
    hands = []
    for name, count in counts(total, table).items():
        size = table[name].size
        hands += [(name, n // size) for n in range(count)]
    Random(f"{seed}/deal").shuffle(hands)
    return tuple(hands)
