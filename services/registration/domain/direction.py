"""Scores that are really ranks, or a list sorted backwards, are noticed before anybody is admitted by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

MIN_ROWS = 8
BACKWARDS = Decimal("0.9")
SHARE = Decimal("0.97")


def looks_swapped(scores: Sequence[tuple[str, Decimal]]) -> str | None:
    """Why the column cannot be scores as they are: PARECEN_LUGARES, ORDEN_INVERTIDO; None when it can.

    Shapes: (especialidad, score) in file order, refused rows included. Ranks: whole numbers, hardly repeated, from 1
    to about n, in the whole list or inside every specialty. Backwards: the list climbs from its first row to its last.
    Source: G-17.
    """
    values = [value for _, value in scores]
    by_specialty: dict[str, list[Decimal]] = defaultdict(list)
    for specialty, value in scores:
        by_specialty[specialty].append(value)
    groups = [group for group in by_specialty.values() if len(group) >= MIN_ROWS]
    if _are_ranks(values) or (groups and all(_are_ranks(group) for group in groups)):
        return "PARECEN_LUGARES"
    rho = rank_correlation(values)
    return "ORDEN_INVERTIDO" if len(values) >= MIN_ROWS and rho is not None and rho >= BACKWARDS else None


def _are_ranks(values: Sequence[Decimal]) -> bool:
    count = len(values)
    if count < MIN_ROWS or any(value != value.to_integral_value() for value in values):
        return False
    return len(set(values)) >= SHARE * count and min(values) == 1 and max(values) <= count / SHARE + 1


def statistics(values: Sequence[Decimal]) -> dict[str, str]:
    """min, median and max of the scores, and their rank correlation with the list's own order, as decimal strings."""
    if not values:
        return {"min": "", "median": "", "max": "", "rank_correlation": ""}
    ordered = sorted(values)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    rho = rank_correlation(values)
    return {
        "min": str(ordered[0]),
        "median": str(median),
        "max": str(ordered[-1]),
        "rank_correlation": "" if rho is None else str(rho.quantize(Decimal("0.0001"))),
    }


def rank_correlation(values: Sequence[Decimal]) -> Decimal | None:
    """Spearman's rho between position and score: 1 when the list climbs, -1 when it falls; None when undefined."""
    count = len(values)
    ranks = _doubled_ranks(values)
    mean = count + 1  # of doubled ranks
    covariance = sum((2 * (i + 1) - mean) * (rank - mean) for i, rank in enumerate(ranks))
    of_positions = sum((2 * (i + 1) - mean) ** 2 for i in range(count))
    of_scores = sum((rank - mean) ** 2 for rank in ranks)
    if not of_positions or not of_scores:
        return None
    return Decimal(covariance) / (Decimal(of_positions).sqrt() * Decimal(of_scores).sqrt())


def _doubled_ranks(values: Sequence[Decimal]) -> list[int]:
    """Twice the rank of each value, ties sharing their mean: whole numbers."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = start + end + 2
        start = end + 1
    return ranks
