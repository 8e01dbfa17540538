"""What was expected against what the system reports, and every difference in words."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SECTIONS = ("people", "states", "facts", "mails", "letters", "cutoffs", "freed", "leftover", "releases")
DECLARED_ONLY = frozenset(["scenario"])


@cache
def messages() -> Mapping[str, Any]:
    """The sentences of the comparison, es-MX."""
    found: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("messages.yaml").read_text(encoding="utf-8")
    )
    return found


def canonical_json(content: Mapping[str, Any]) -> str:
    """The same content always as the same text: keys sorted, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def differences(
    expected: Mapping[str, Any], observed: Mapping[str, Any], sections: Iterable[str] = SECTIONS
) -> list[str]:
    """One sentence per difference, in order; empty when they agree.

    Shapes: both as Prediction.as_dict(); in `facts`, `mails` and `letters` a kind that is not there counts as 0, and
    only the kinds that were expected are compared.
    """
    found: list[str] = []
    for section in sections:
        name = messages()["sections"][section]
        left, right = expected.get(section, {}), observed.get(section, {})
        if section in ("facts", "mails", "letters"):
            left, right = dict(left), {kind: right.get(kind, 0) for kind in left}
        found += _compare(name, left, right, " ")
    return found


def _compare(where: str, expected: Any, observed: Any, joint: str = ", ") -> list[str]:
    if isinstance(expected, Mapping) and isinstance(observed, Mapping):
        found = []
        for key in sorted({*expected, *observed} - DECLARED_ONLY):
            inner = f"{where}{joint}{key}"
            if key not in observed:
                found.append(_say("missing", inner, expected[key], None))
            elif key not in expected:
                found.append(_say("unexpected", inner, None, observed[key]))
            else:
                found += _compare(inner, expected[key], observed[key])
        return found
    return [] if _same(expected, observed) else [_say("different", where, expected, observed)]


def _same(expected: Any, observed: Any) -> bool:
    if expected == observed:
        return True
    if isinstance(expected, str) and isinstance(observed, str):
        try:
            return Decimal(expected) == Decimal(observed)
        except InvalidOperation:
            return False
    return False


def _say(kind: str, where: str, expected: Any, observed: Any) -> str:
    sentence: str = messages()[kind]
    return sentence.format(where=where, expected=_word(expected), observed=_word(observed))


def _word(value: Any) -> str:
    if value in (None, "", {}):
        return str(messages()["nothing"])
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_word(v)}" for k, v in sorted(value.items()))
    return str(value)
