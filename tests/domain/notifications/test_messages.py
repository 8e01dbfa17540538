"""Every refusal of notifications has its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plumbing.errors import Invalid, NotFound
from plumbing.messages import load
from services.notifications.domain.code import read_code
from services.notifications.domain.rules import public_answer
from tests.domain.notifications.samples import ISSUED

SERVICE = Path(__file__).parents[3] / "services/notifications"
RAISED = re.compile(
    r"(?:Invalid|NotFound|NotAllowed|Conflict|Unavailable|Reason|FieldError)"
    r'\(\s*(?:[^"()]+,\s*)?"([A-Z_]{4,})"|WRONG = "([A-Z_]+)"'
)


def codes() -> set[str]:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SERVICE.rglob("*.py"))
    return {code for pair in RAISED.findall(sources) for code in pair if code}


def test_every_code_in_the_source_has_its_text_and_every_text_its_code() -> None:
    common = set(load().entries)
    own = set(load(SERVICE / "messages.yaml").entries) - common
    assert {"CARTA_YA_ENTREGADA", "CODIGO_INVALIDO", "CORREO_INCOMPLETO"} <= codes()
    assert codes() - own - common == set()
    assert own - codes() <= {"MISSING", "WRONG", "UNEXPECTED", "OBJETOS_NO_DISPONIBLE"}


def test_the_words_of_a_mistyped_code_say_how_long_it_is() -> None:
    with pytest.raises(Invalid) as caught:
        read_code("ABC")
    assert "18" in load(SERVICE / "messages.yaml").text(caught.value)["porque"]


def test_an_unknown_letter_tells_nothing_of_anybody() -> None:
    with pytest.raises(NotFound) as caught:
        public_answer(None, ISSUED)
    assert caught.value.facts == {}
