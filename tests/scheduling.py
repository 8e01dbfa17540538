"""How xdist shares the tests out: whole systems on one process, everything else on the others, until they meet."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

SYSTEMS = ("tests/e2e/", "tests/operations/", "tests/browser/")
STORY = "tests/operations/story"
OF_STORY = tuple(
    f"tests/operations/test_{name}.py" for name in ("logs", "other_systems", "restore", "traces")
)


class BothEnds(LoadFileScheduling):  # type: ignore[misc]
    """A file is one process's; those that look into the story of tests/operations are one's together.

    Two whole systems (several busy processes each) seldom run at once, and what is left last is short: the queue begins
    with the files of most tests, so the long stories, of one or two, are taken from its end.
    """

    def _split_scope(self, nodeid: str) -> str:
        return STORY if nodeid.startswith(OF_STORY) else str(super()._split_scope(nodeid))

    def _assign_work_unit(self, node: WorkerController) -> None:
        systems = [scope for scope in self.workqueue if scope.startswith(SYSTEMS)]
        others = [scope for scope in self.workqueue if scope not in systems]
        own, rest = (systems, others) if node is self.nodes[0] else (others, systems)
        chosen = own[-1] if own else rest[0]
        self.workqueue.move_to_end(chosen, last=False)
        super()._assign_work_unit(node)
