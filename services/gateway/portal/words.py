"""The portal's words: what it says of each code, from `words.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

KB, MB = 1024, 1024 * 1024


@cache
def words() -> dict[str, Any]:
    """Everything in words.yaml, by group."""
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def weight(size: int) -> str:
    """`312 KB`, `3.4 MB`: bytes as people read them."""
    return f"{size / MB:.1f} MB" if size >= MB else f"{size / KB:.0f} KB"


def word(group: str, code: str) -> str:
    """What the portal calls `code`; the code itself when the group does not know it."""
    return str(words()[group].get(code, code))
