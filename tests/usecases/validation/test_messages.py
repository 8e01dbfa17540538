"""Every refusal has its words."""

from __future__ import annotations

import ast
from string import Formatter

import pytest
import yaml

from plumbing import messages
from plumbing.config import ROOT

SERVICE = ROOT / "services" / "validation"
TEXTS = messages.load(SERVICE / "messages.yaml").entries
RAISING = {
    "Conflict", "FieldError", "Invalid", "NotAllowed", "NotFound", "OutsideWindow", "Unavailable", "invalid", "require",
    "wrong_state", "_wrong",
}  # fmt: skip


def codes_in_the_source() -> set[str]:
    """The constant codes given to whatever raises or lists a problem."""
    codes = set()
    for path in SERVICE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RAISING:
                words = [
                    node.value
                    for arg in call.args
                    for node in ast.walk(arg)
                    if isinstance(node, ast.Constant)
                ]
                codes |= {word for word in words if isinstance(word, str) and word.isupper() and "_" in word}
    return codes


def test_every_code_has_its_three_sentences() -> None:
    codes = codes_in_the_source()
    assert len(codes) > 40
    assert codes - set(TEXTS) == set()


def test_no_text_is_left_without_a_use() -> None:
    own = set(yaml.safe_load((SERVICE / "messages.yaml").read_text(encoding="utf-8")))
    assert own - codes_in_the_source() == set()


@pytest.mark.parametrize(
    "code", sorted(yaml.safe_load((SERVICE / "messages.yaml").read_text(encoding="utf-8")))
)
def test_a_text_can_be_filled(code: str) -> None:
    for part in TEXTS[code].values():
        assert part == part.strip()
        assert list(Formatter().parse(str(part)))
