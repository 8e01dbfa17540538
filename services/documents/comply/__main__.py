"""One conversion: `python -m services.documents.comply`, asked on stdin by `apart`, answered on stdout."""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from typing import Any

from plumbing.errors import Invalid
from services.documents.comply.apart import CALMLY
from services.documents.comply.making import comply
from services.documents.domain.complying import Complied, Goal


def main() -> int:
    """The answer is written; the status is 0 for a refusal too."""
    asked = json.loads(sys.stdin.buffer.readline())
    _limit(asked["cpu_s"], asked["memory"])
    files = tuple(sys.stdin.buffer.read(size) for size in asked["sizes"])
    answer, parts = _answer(files, _goal(asked["goal"]))
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(parts))
    return 0


def _limit(cpu_s: int, memory: int) -> None:
    """The kernel ends what takes longer, and refuses more memory; no files are made, no core is left."""
    os.nice(CALMLY)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(files: tuple[bytes, ...], goal: Goal) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    try:
        done = comply(files, goal)
    except MemoryError:
        return {"code": "ORIGINAL_DEMASIADO_COSTOSO", "facts": {}}, ()
    except Invalid as refusal:
        return {"code": refusal.code, "facts": {n: str(v) for n, v in refusal.facts.items()}}, ()
    return _told(done), (done.content, done.before, done.after)


def _told(done: Complied) -> dict[str, Any]:
    return {
        "sizes": [len(done.content), len(done.before), len(done.after)],
        "steps": [asdict(step) for step in done.steps],
        "legibility": done.legibility,
        "margin_bytes": done.margin_bytes,
        "quality": done.quality,
        "is_grey": done.is_grey,
        "has_glare": done.has_glare,
        "glare": [asdict(area) for area in done.glare],
    }


def _goal(plain: dict[str, Any]) -> Goal:
    typed: dict[str, Any] = {
        n: tuple(value) if isinstance(value, list) else value for n, value in plain.items()
    }
    return Goal(**typed)


if __name__ == "__main__":
    sys.exit(main())
