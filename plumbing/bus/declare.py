"""Declares exchanges, queues and bindings of all workers: `python -m plumbing.bus.declare [modules…]`.

Run at deploy, before any process publishes: a fact published before its consumer's queue exists would be refused
(`mandatory`), and wait in the outbox.
"""

import importlib
import sys

from plumbing import clock, config
from plumbing.bus.topology import declare


def main(modules: list[str]) -> int:
    """All queues of `modules` (default: every service's worker) exist."""
    settings = config.from_environment()
    ticking = clock.from_environment()
    for module in modules or [f"services.{service}.worker" for service in config.SERVICES]:
        worker = importlib.import_module(module).worker(settings, ticking)
        declare(settings.amqp_uri, worker.service, worker.fact_types(), settings.queue_type)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
