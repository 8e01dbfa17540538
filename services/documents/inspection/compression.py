"""How much a JPG was compressed, from its own tables (ITU-T T.81, annex K)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

STANDARD_SUM = 3688  # of the 64 steps of table K.1, luminance


def quality(tables: Mapping[int, Sequence[int]]) -> int:
    """1…100, as the usual encoders count it; 0 when the file has no table."""
    steps = tables.get(0)
    if not steps:
        return 0
    scale = 100 * sum(steps) / STANDARD_SUM
    estimate = 5000 / scale if scale > 100 else (200 - scale) / 2
    return max(1, min(100, round(estimate)))
