"""kill -9 of our processes and of the broker while a crowd goes through: nobody notices in the end (issue: §5)."""

from __future__ import annotations

import os
from pathlib import Path

from tests.e2e.chaos import BROKER, VICTIMS, Chaos
from tests.e2e.integrity import wounds
from tests.e2e.stage import staged

ASPIRANTES = int(os.environ.get("RELIABILITY_ASPIRANTES", "30"))
SEED = 30


def test_a_convocatoria_survives_the_death_of_every_process_and_of_the_broker(tmp_path: Path) -> None:
    with staged(tmp_path, ASPIRANTES, SEED) as stage:
        with Chaos(stage.system, stage.world) as chaos:
            ended = stage.play()
        print("kill -9:", dict(chaos.killed))
        assert stage.wrong(ended) == []
        assert chaos.killed[BROKER] == 1
        assert all(chaos.killed[name] >= 1 for name in VICTIMS)
        assert wounds(stage.world) == []
