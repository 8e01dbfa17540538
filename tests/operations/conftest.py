"""A convocatoria that was lived through by a few people, to be backed up, restored and looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collector import Collector, collecting
from tests.e2e.stage import Stage, staged
from tests.own_parts import leave_out

HERE = Path(__file__).parent
CAST = ("corrected", "renuncia", "foreigner_unpaid")
SEED = 31


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With an address given there is nothing of ours to stop and start."""
    leave_out(items, HERE, "these tests stop and start the local parts")


@pytest.fixture(scope="package")
def collector() -> Iterator[Collector]:
    """Every span of the story."""
    with collecting() as found:
        yield found


@pytest.fixture(scope="package")
def lived(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Stage]:
    """The system after the whole story, its logs as talkative as an installation has them, its traces collected."""
    settings = {
        "LOG_LEVEL": "INFO",
        "FASTAPI_OTEL_AUTO_CONFIGURE": "true",  # its spans would say who: never sent
        **collector.environment(),
    }
    with staged(tmp_path_factory.mktemp("operations"), CAST, SEED, settings=settings) as stage:
        ended = stage.play()
        assert stage.wrong(ended) == []
        stage.world.settle()
        yield stage
