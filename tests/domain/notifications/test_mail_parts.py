"""Every template of every kind of call, in every word of its causes: two parts that say the same, nothing left open."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.notifications.mails import Composed, compose, kinds
from services.notifications.mails.compose import _read, _variants, kinds_of

NOON = datetime(2023, 12, 14, 18, tzinfo=UTC)
LEAVES = {
    "text": "Texto <1> & «dos»",
    "instant": NOON,
    "date": date(2024, 1, 5),
    "decimal": "1.50",
    "integer": 7,
}
LEFT_OPEN = re.compile(r"\$\{|\{\{|\{%|\*\*|\bNone\b|\bundefined\b")
STYLE = re.compile(r"<(style|title)>.*?</\1>", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|div|li|h1|ol|body|a|br)\b[^>]*>")
PORTAL = "https://portal.example/proceso"
OWN_FOLDERS = ("rama",)
VARIANTS = ("sin_asignacion",)


def sample(shape: Any, word: str = "") -> Any:
    """What fills a shape, with `word` where one of several words is asked for."""
    if isinstance(shape, Mapping):
        return {name.rstrip("?"): sample(inner, word) for name, inner in shape.items()}
    if isinstance(shape, list):
        return [sample(shape[0], word), sample(shape[0], word)]
    if shape in LEAVES:
        return LEAVES[shape]
    return word if word in shape.split("|") else shape.split("|")[0]


def templates() -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """(kind, entrance, variant, fields) of every template there is."""
    for kind in kinds():
        yield kind, "", "", _read(kind)["fields"]
        for variant in VARIANTS:
            if kind in _variants(variant):
                yield kind, "", variant, (_read(kind) | _variants(variant)[kind])["fields"]
    for entrance in OWN_FOLDERS:
        for kind in kinds_of(entrance):
            yield kind, entrance, "", _read(f"{entrance}/{kind}")["fields"]


def cases() -> Iterator[Any]:
    """Each template once for each word that changes what it says."""
    for kind, entrance, variant, fields in templates():
        words = {
            w for leaf in fields.values() if isinstance(leaf, str) and leaf.isupper() for w in leaf.split("|")
        }
        for word in sorted(words) or [""]:
            yield pytest.param(kind, entrance, variant, fields, word, id=f"{entrance}{variant}.{kind}.{word}")


@pytest.fixture(params=[True, False], ids=["sections", "no sections"])
def mail(
    request: pytest.FixtureRequest, kind: str, entrance: str, variant: str, fields: Any, word: str
) -> Composed:
    data = sample(_read("frame")["common"], word) | sample(fields, word) | {"portal_url": PORTAL}
    return compose(kind, data, variant, entrance=entrance, sections=request.param)


def lines(body: str) -> list[str]:
    return [" ".join(line.split()) for line in body.split("\n") if line.strip() and line.strip() != "--"]


def shown(mail: Composed) -> list[str]:
    """What a reader of the HTML part reads, block by block, without the mark and the subject that stand on top."""
    text = re.sub(r"<[^>]+>", "", BLOCK.sub("\n", STYLE.sub("", mail.html)))
    found = lines(entities.unescape(text))
    assert found[:2] == ["Residencias", mail.subject]
    return found[2:]


@pytest.mark.parametrize(("kind", "entrance", "variant", "fields", "word"), list(cases()))
def test_both_parts_say_the_same_and_leave_nothing_open(mail: Composed) -> None:
    plain = [re.sub(r"^\d+\. ", "", line) for line in lines(mail.text.replace(f": {PORTAL}", f"\n{PORTAL}"))]
    assert plain == shown(mail)
    assert PORTAL in plain
    for part in mail:
        assert not LEFT_OPEN.search(part), LEFT_OPEN.search(part)


@pytest.mark.parametrize(("kind", "entrance", "variant", "fields", "word"), list(cases()))
def test_the_html_part_asks_nobody_for_anything(mail: Composed) -> None:
    assert not re.search(r"<(img|script|link|iframe|table)\b|url\(|@import|@font-face", mail.html)
    assert len(mail.html) < 16_000
    assert '<html lang="es-MX">' in mail.html
