"""The demo's scenarios, read from scenarios.yaml: declared intentions and truths, dealt by declared shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

FILE = Path(__file__).with_name("scenarios.yaml")
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


@cache
def _raw() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


@cache
def calendar() -> Mapping[str, Any]:
    """The demo's own copy of the call's instants: naive local times of Mexico City (000§1.1, 3.1, 3.4, 4.1)."""
    found: dict[str, Any] = _raw()["calendar"]
    return found


def _intents(steps: list[list[Any]]) -> tuple[Intent, ...]:
    return tuple(Intent(actor, do, facts, expect) for actor, do, facts, expect in steps)


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by id, its phases completed from `base`."""
    base = _raw()["base"]
    found = {}
    for name, raw in _raw()["scenarios"].items():
        phases = {**base, **raw.get("phases", {})}
        found[name] = Scenario(
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
    return found


def counts(total: int) -> dict[str, int]:
    """How many people each scenario gets: by share, and from 100 people on every scenario at least once.

    A smaller crowd would be nearly all `clean` by share; it gets a tenth of it, the rest go to the largest shares.
    """
    table = scenarios()
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


def deal(seed: int, total: int) -> tuple[tuple[str, int], ...]:
    """(scenario, group) for person 0..total-1, shuffled by the seed; people of one group share the group number."""
    hands = []
    for name, count in counts(total).items():
        size = scenarios()[name].size
        hands += [(name, n // size) for n in range(count)]
    Random(f"{seed}/deal").shuffle(hands)
    return tuple(hands)
