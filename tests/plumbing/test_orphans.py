"""What nothing names is swept after a day, unless so much looks abandoned that something larger must be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from plumbing import orphans
from plumbing.errors import Unavailable


class Kept:
    """Objects by their age."""

    def __init__(self, ages: dict[str, timedelta]) -> None:
        self.ages = ages

    def older_than(self, age: timedelta) -> Iterator[str]:
        return iter([name for name, since in self.ages.items() if since >= age])

    def delete(self, name: str) -> None:
        del self.ages[name]


OLD, FRESH = timedelta(days=1), timedelta(hours=23)


def test_only_what_is_old_and_has_no_name_goes() -> None:
    kept = Kept({"named": OLD, "lost": OLD, "on its way": FRESH})
    assert orphans.sweep(kept, lambda names: {"named"}) == 1
    assert sorted(kept.ages) == ["named", "on its way"]


def test_names_are_asked_for_in_batches_and_every_answer_counts() -> None:
    kept = Kept({str(number): OLD for number in range(450)})
    asked: list[int] = []

    def all_but_one(names: object) -> set[str]:
        batch = list(names)  # type: ignore[call-overload]
        asked.append(len(batch))
        return set(batch) - {"7", "207", "407"}

    assert orphans.sweep(kept, all_but_one) == 3
    assert asked == [200, 200, 50]
    assert len(kept.ages) == 447


def test_nothing_goes_while_nobody_can_say_what_is_named() -> None:
    def away(names: object) -> set[str]:
        raise Unavailable("BASE_NO_DISPONIBLE")

    kept = Kept({"lost": OLD})
    with pytest.raises(Unavailable):
        orphans.sweep(kept, away)
    assert kept.ages


@pytest.mark.parametrize(
    ("lost", "objects", "gone"), [(20, 20, 20), (21, 21, 0), (100, 1000, 100), (101, 1000, 0)]
)
def test_the_sweep_stops_when_too_much_looks_abandoned(lost: int, objects: int, gone: int) -> None:
    kept = Kept({str(number): OLD for number in range(objects)})
    assert orphans.sweep(kept, lambda names: {name for name in names if int(name) >= lost}) == gone
    assert len(kept.ages) == objects - gone
