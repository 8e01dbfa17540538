"""Lists as people expect them: the newest first, and pages that hold while more arrives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from plumbing.errors import Invalid
from plumbing.store import Documents, Stored

T = TypeVar("T")
USUAL, LARGEST = 50, 500


def newest(
    documents: Documents[T], criteria: Mapping[str, Any], at: str, page: Mapping[str, Any] | None
) -> tuple[list[Stored[T]], str]:
    """A page, the last `at` first, and the cursor of the following one; empty when this is the last.

    Those of one instant go by id. They are asked for apart from the older ones: each question is one stretch of an
    index. Raises Invalid(PAGINA_INVALIDA).
    """
    asked = page or {}
    limit = min(int(asked.get("limit") or USUAL), LARGEST)
    found: list[Stored[T]] = []
    for stretch in _stretches(at, str(asked.get("after") or "")):
        wanted, room = {**criteria, **stretch}, limit - len(found)
        found += documents.find(wanted, sort=[(at, -1), ("_id", -1)], limit=room) if room else []
    last = found[-1] if len(found) == limit else None
    return found, f"{getattr(last.value, at).isoformat()}|{last.id}" if last else ""


def _stretches(at: str, after: str) -> tuple[dict[str, Any], ...]:
    """What is left beyond the cursor: the rest of its instant, then whatever is older."""
    if not after:
        return ({},)
    text, _, last = after.partition("|")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("PAGINA_INVALIDA", pagina=after[:40]) from None
    return {at: instant, "_id": {"$lt": last}}, {at: {"$lt": instant}}
