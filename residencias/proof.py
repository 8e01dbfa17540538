"""A proof of the audit's log, checked from its file alone: who keeps the log is not asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from plumbing.errors import Invalid
from services.audit.domain.merkle import holds, leaf_hash


@dataclass(frozen=True)
class Proved:
    """What the file says, and whether it holds."""

    holds: bool
    name: str
    time: str
    index: int
    size: int
    root: str


def read(file: Path) -> Proved:
    """The leaf is hashed anew from the fact's text and led by the path to the root. Raises Invalid(PRUEBA_ILEGIBLE)."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        envelope = json.loads(told["entry"]["envelope"])
        index, size, root = int(told["index"]), int(told["size"]), str(told["root_hash"])
        path = [bytes.fromhex(one) for one in told["path"]]
        is_proved = holds(
            leaf_hash(told["entry"]["envelope"].encode()), index, size, path, bytes.fromhex(root)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid("PRUEBA_ILEGIBLE", archivo=file.name) from error
    return Proved(is_proved, str(envelope.get("type", "")), str(envelope.get("time", "")), index, size, root)
