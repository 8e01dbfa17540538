"""A convocatoria that was lived through by a few people, to be backed up, restored and looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.stage import Stage, staged
from tests.own_parts import leave_out

HERE = Path(__file__).parent
CAST = ("corrected", "renuncia", "foreigner_unpaid")
SEED = 31


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With an address given there is nothing of ours to stop and start."""
    leave_out(items, HERE, "these tests stop and start the local parts")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("lived" if _needs_the_story(item) else item.path.stem))


def _needs_the_story(item: pytest.Item) -> bool:
    """Those share one system, in one process; the others run beside it."""
    return "lived" in getattr(item, "fixturenames", ())


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
