"""All workers in one process, started while the local broker still boots: waits for it, declares, then runs.

`python -m residencias.local_worker services.scoring.worker …`. In production the three are apart: the platform
starts things in order, `plumbing.bus.declare` runs at deploy, and every worker has its own process.
"""

import importlib
import os
import sys
import time

from plumbing.bus import __main__ as bus  # before any driver: it lets eventlet patch the process
from plumbing.bus import declare
from plumbing.errors import Unavailable
from residencias.embedded import probes

BROKER_WITHIN_S = 90.0


def await_broker(uri: str) -> None:
    """The broker took our user. Raises: Unavailable when it does not in time."""
    deadline = time.monotonic() + BROKER_WITHIN_S
    while True:
        try:
            return probes.amqp(uri)
        except Unavailable:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def main(modules: list[str]) -> int:
    """Runs the workers of `modules` until SIGTERM."""
    for module in modules:
        importlib.import_module(module)  # the slow part, done while the broker boots
    await_broker(os.environ["AMQP_URI"])
    declare.main(modules)
    return bus.main(modules)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
