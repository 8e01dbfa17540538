"""One process of ours that cannot outlive us: started apart, logged, stopped gently, then by force."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

# The kernel kills it when the thread that started it ends. A program says so, not a hook of ours: code that runs
# between fork and exec beside the threads of other libraries aborts now and then.
DIES_WITH_US = (shutil.which("setpriv") or "/usr/bin/setpriv", "--pdeathsig", "KILL", "--")


class Child:
    """A process in its own session: Ctrl-C reaches it only through us. It dies with the *thread* that starts it."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        grace_s: float = 15.0,
    ) -> None:
        self.argv = list(argv)
        self.log = log
        self.environment = dict(os.environ if environment is None else environment)
        self.folder = folder
        self.grace_s = grace_s
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False

    def start(self) -> None:
        """The process runs; its output goes to the end of the log."""
        self._asked = False
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [*DIES_WITH_US, *self.argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
            )

    @property
    def pid(self) -> int | None:
        """Its pid while it lives."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """What it ended with; None when it lives or never started."""
        return self._process.poll() if self._process else None

    def family(self) -> list[psutil.Process]:
        """The process and all its descendants."""
        try:
            own = psutil.Process(self.pid) if self.pid else None
            return [own, *own.children(recursive=True)] if own else []
        except psutil.NoSuchProcess:
            return []

    def rss_bytes(self) -> int:
        """Resident memory of the whole family."""
        total = 0
        for process in self.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total

    def request_stop(self) -> None:
        """Asked to end, once: to some servers a second request means «at once». Does not wait."""
        if self.pid and self._process and not self._asked:
            self._asked = True
            self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """It and every descendant are gone: asked first, killed after the grace."""
        family = self.family()
        self.request_stop()
        if self._process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(self.grace_s)
        self._end(family)

    def kill(self) -> None:
        """Gone at once, as in a power cut."""
        self._end(self.family())

    def _end(self, family: list[psutil.Process]) -> None:
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=5)
        if self._process:
            self._process.wait(5)

    def tail(self, lines: int = 8) -> str:
        """The last lines of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
