"""The whole system runs on this machine: missing parts, declared queues, our processes, all watched.

`python -m residencias.supervisor [instance]` runs it in the foreground; a demo or a test enters `System` itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import psutil

from plumbing.config import SERVICES
from plumbing.errors import ResidenciasError, Unavailable
from residencias import interruption, local_settings, preflight, processes
from residencias.embedded.child import Child
from residencias.embedded.part import Part, await_all
from residencias.embedded.ports import HOST
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.instance import Instance
from residencias.processes import Process
from residencias.sentences import sentence
from residencias.watching import Watch

CLOCK_PATH = "RESIDENCIAS_CLOCK_PATH"
Report = Callable[[str, float], None]


def _silent(step: str, seconds: float) -> None:
    """Nobody listens."""


class System:
    """Inside it everything answers; after it no process is left. Enter it in a thread that stays."""

    def __init__(
        self,
        instance: Instance,
        settings: Mapping[str, str] | None = None,
        report: Report = _silent,
        services: Sequence[str] = SERVICES,
    ) -> None:
        self.instance = instance
        self.services = services
        self.environment = {**os.environ, **(settings or {})}
        self.parts: list[Part] = []
        self.processes: list[Process] = []
        self.started_in_s = 0.0
        self._report = report
        self._began = 0.0
        self._watch = Watch(self.parts, self.processes, self._publish)

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self.instance.prepare()
        self.instance.lock()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start(self) -> None:
        """Parts in parallel; ours start once they can be answered, while the broker still boots."""
        preflight.check(self.environment)
        self._settle()
        for variable, kind in preflight.PARTS.items():
            if not self.environment.get(variable):
                self.parts.append(kind(self.instance.folder / "parts"))
        for part in self.parts:
            part.start()
            self.environment.update(part.environment())
        self._await_parts([part for part in self.parts if not isinstance(part, RabbitMQ)])
        self.processes += processes.default(self.environment, self.instance.logs, self.services)
        for process in self.processes:
            process.child.start()
        self._await_parts([part for part in self.parts if isinstance(part, RabbitMQ)])
        self._await_processes()
        self.started_in_s = self._elapsed()
        self._publish()
        self._watch.start()

    def _settle(self) -> None:
        """Keys, inner ports and the public address are set where they were not given."""
        bind = self.environment.setdefault("HTTP_BIND", f"{HOST}:8080")
        self.environment.setdefault("PUBLIC_URL", f"http://{bind}")
        for name, value in local_settings.local(self.instance.folder).items():
            self.environment.setdefault(name, value)

    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def _await_parts(self, parts: list[Part]) -> None:
        offset = self._elapsed()
        for name, seconds in await_all(parts).items():
            self._report(name, offset + seconds)

    def _await_processes(self) -> None:
        """All our processes are ready. Raises: Unavailable naming the first that is not."""
        waiting = list(self.processes)
        deadline = time.monotonic() + processes.READY_WITHIN_S
        while waiting:
            interruption.check()
            for process in list(waiting):
                if not process.child.pid:
                    raise process.unstable(1)
                if process.ready():
                    waiting.remove(process)
                    self._report(process.name, self._elapsed())
            if waiting and time.monotonic() > deadline:
                raise Unavailable(
                    "PROCESO_NO_RESPONDE",
                    proceso=waiting[0].name,
                    segundos=int(processes.READY_WITHIN_S),
                    bitacora=str(waiting[0].child.log),
                )
            time.sleep(0.05)

    def _publish(self) -> None:
        """Other commands find the addresses and pids."""
        inherited = dict(os.environ)
        own = {name: value for name, value in self.environment.items() if inherited.get(name) != value}
        always = (*preflight.PARTS, CLOCK_PATH)
        addresses = {name: self.environment[name] for name in always if name in self.environment}
        self.instance.publish(
            {
                "pid": os.getpid(),
                "started_in_s": round(self.started_in_s, 1),
                "url": self.environment["PUBLIC_URL"],
                "environment": own | addresses,
                "parts": {part.name: [child.pid for child in part.children] for part in self.parts},
                "processes": {p.name: {"pid": p.child.pid, "restarts": p.restarts} for p in self.processes},
            }
        )

    def children(self) -> list[Child]:
        """Every process started, parts first."""
        return [child for part in self.parts for child in part.children] + [p.child for p in self.processes]

    def rss_bytes(self) -> int:
        """Resident memory of everything, ourselves included."""
        return psutil.Process().memory_info().rss + sum(child.rss_bytes() for child in self.children())

    def wait(self) -> None:
        """Raises what made the system give up (or KeyboardInterrupt); returns only then."""
        raise self._watch.until_failure()

    def stop(self) -> None:
        """Our processes end first, then the parts they use; nothing is left, whatever happens meanwhile."""
        main = threading.current_thread() is threading.main_thread()
        kept = {n: signal.signal(n, signal.SIG_IGN) for n in (signal.SIGINT, signal.SIGTERM)} if main else {}
        self._watch.pause()
        try:
            for process in self.processes:
                process.child.request_stop()
            for process in self.processes:
                process.child.stop()
            for part in self.parts:
                part.request_stop()
            for part in self.parts:
                part.stop()
            self._watch.end()
            self.instance.unlock()
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)


def main(name: str = "local") -> int:
    """Runs until stopped. 0 when asked to stop, 1 with one sentence when something is wrong."""
    interruption.listen()
    try:
        with System(Instance(name)) as system:
            system.wait()
    except KeyboardInterrupt:
        return 0
    except ResidenciasError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
