"""Facts stay for programs; people read them in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbing import messages
from plumbing.errors import Conflict

INSTANT = "2023-11-20T18:05:00+00:00"
IN_WORDS = "12:05 del lunes 20 de noviembre de 2023"


@pytest.mark.parametrize(
    ("fact", "read"),
    [(INSTANT, IN_WORDS), ("2024-03-01", "viernes 1 de marzo de 2024"), ("", ""), ("pronto", "pronto")],
)
def test_an_instant_is_read_in_mexico_city_and_in_words(tmp_path: Path, fact: str, read: str) -> None:
    file = tmp_path / "messages.yaml"
    file.write_text("YA: {que: 'Ya se emitió: {emitida!m}.', porque: '{emitida}', arreglo: '{otra}'}")
    error = Conflict("YA", emitida=fact)
    text = messages.load(file).text(error)
    assert text == {"que": f"Ya se emitió: {read}.", "porque": fact, "arreglo": "«otra»"}
    assert error.facts["emitida"] == fact
