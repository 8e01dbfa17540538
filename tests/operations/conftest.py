"""A convocatoria that was lived through by a few people, to be backed up, restored and looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.collector import Collector, collecting
from tests.e2e.stage import Stage, staged
from tests.own_parts import leave_out

HERE = Path(__file__).parent
CAST = ("corrected", "renuncia", "foreigner_unpaid")
SEED = 31
ON_THEIR_OWN = ("test_traffic.py", "test_stores_away.py")  # drills with parts of their own


class Beside(LoadScopeScheduling):  # type: ignore[misc]
    """Drills that look into the story share one process and its system; the others run beside them."""

    def _split_scope(self, nodeid: str) -> str:
        return "own" if any(file in nodeid for file in ON_THEIR_OWN) else "story"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Beside:
    return Beside(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With an address given there is nothing of ours to stop and start."""
    leave_out(items, HERE, "these tests stop and start the local parts")


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """Every span of the story."""
    with collecting() as found:
        yield found


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Stage]:
    """The system after the whole story, its logs as talkative as an installation has them, its traces collected."""
    settings = {
        "LOG_LEVEL": "INFO",
        "FASTAPI_OTEL_AUTO_CONFIGURE": "true",
    }  # its spans would say who: never sent
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {**settings, **collector.environment()}.items():
            patched.setenv(name, value)
        with staged(tmp_path_factory.mktemp("operations"), CAST, SEED) as stage:
            ended = stage.play()
            assert stage.wrong(ended) == []
            stage.world.settle()
            yield stage
