"""A convocatoria that was lived through by a few people, to be backed up, restored and looked into.

Files of one `xdist_group` run in one process: those that look into it share one system, the others run beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.stage import Stage, staged
from tests.own_parts import leave_out

HERE = Path(__file__).parent
CAST = ("corrected", "renuncia", "foreigner_unpaid")
SEED = 31


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With an address given there is nothing of ours to stop and start."""
    leave_out(items, HERE, "these tests stop and start the local parts")


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The system after the whole story, its logs as talkative as an installation has them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOG_LEVEL", "INFO")
        with staged(tmp_path_factory.mktemp("operations"), CAST, SEED) as stage:
            ended = stage.play()
            assert stage.wrong(ended) == []
            stage.world.settle()
            yield stage
