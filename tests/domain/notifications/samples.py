"""The golden samples, and one letter as the store would keep it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.notifications.domain.code import code_of, verification_url
from services.notifications.domain.model import Download, Letter, LetterKind

HERE = Path(__file__).parent
KEY = b"a key of codes, only for tests!!"
BASE_URL = "https://residencias.example/verificar"
SESSION = "digest-of-a-session"
ISSUED = datetime(2023, 12, 15, 0, 42, 7, tzinfo=UTC)


@cache
def _golden(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded


def letter_data(kind: LetterKind) -> dict[str, Any]:
    """A valid content of `kind`."""
    return dict(_golden("golden_letters.yaml")[kind])


def issue() -> dict[str, Any]:
    """A valid issue, with its own code and address."""
    sample = _golden("golden_letters.yaml")["issue"]
    code = code_of(sample["letter_id"], KEY)
    return sample | {"verify_code": code, "verify_url": verification_url(BASE_URL, code)}


def mail_data(kind: str) -> dict[str, Any]:
    """A valid content of the e-mail of `kind`."""
    golden = _golden("golden_mails.yaml")
    return dict(golden["common"] | golden[kind])


def a_letter(kind: LetterKind = LetterKind.PREACEPTACION, **changes: Any) -> Letter:
    """An issued letter, downloaded once."""
    fields: dict[str, Any] = {
        "letter_id": "018c6b2e-9f3a-7c41-8d52-6a1b0c9e4f77",
        "kind": kind,
        "convocatoria": "xlvii-enarm-2023",
        "expediente_id": "018c6b2e-0000-7000-8000-000000000001",
        "folio": "XLVII-2023-004217",
        "holder": "María de los Ángeles Núñez-Villaseñor y Güemes",
        "issued_at": ISSUED,
        "sha256": "ab" * 32,
        "content_sha256": "cd" * 32,
        "code": code_of("018c6b2e-9f3a-7c41-8d52-6a1b0c9e4f77", KEY),
        "rules_digest": "ef" * 32,
        "downloads": (Download(at=ISSUED, session=SESSION),),
    }
    return Letter(**(fields | changes))
