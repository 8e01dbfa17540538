"""How much a JPG was compressed, from its own tables (ITU-T T.81, annex K)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

STANDARD_STEPS = (
    16,
    11,
)  # of table K.1, luminance: the coarsest waves, whose steps are the last to reach the limit of 255


def quality(tables: Mapping[int, Sequence[int]]) -> int:
    """1…100, as the usual encoders count it; 0 when the file has no table."""
    steps = tables.get(0)
    if not steps:
        return 0
    scale = 100 * sum(steps[: len(STANDARD_STEPS)]) / sum(STANDARD_STEPS)
    estimate = 5000 / scale if scale > 100 else (200 - scale) / 2
    return max(1, min(100, round(estimate)))
