"""Every command of a whole convocatoria clicked twice at once: nothing is done twice (issue: §5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.integrity import wounds
from tests.e2e.stage import staged

# Together they make every command there is in a convocatoria.
CAST = (
    "corrected",
    "too_big",
    "explicit_rejection",
    "renuncia",
    "foreigner_pays",
    "grave_inconsistency",
    "backlog",
)


@pytest.mark.parametrize(("mode", "seed"), [("double_clicks", 12), ("two_keys", 13)])
def test_clicking_everything_twice_at_once_does_nothing_twice(tmp_path: Path, mode: str, seed: int) -> None:
    """`double_clicks`: one key, answered alike. `two_keys`: as from two windows; the second may be refused."""
    with staged(tmp_path, CAST, seed, **{mode: True}) as stage:
        ended = stage.play()
        print(f"{stage.world.rest.pairs} pares de clics")
        assert stage.wrong(ended) == []
        assert stage.world.rest.disagreements == [], "\n".join(stage.world.rest.disagreements)
        assert stage.world.rest.pairs > 10 * len(CAST)
        assert wounds(stage.world) == []
