"""Runs workers: `python -m plumbing.bus services.scoring.worker [services.allocation.worker …]`.

Several modules share one process (a laptop); one module per process scales by replicas. Eventlet patches the
process before anything else is imported, which is why workers start here and not in their own modules.
"""

import eventlet

eventlet.monkey_patch()

import importlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from plumbing import clock, config, probes, telemetry, tracing  # noqa: E402
from plumbing.bus.connecting import address_of, tls_of  # noqa: E402
from plumbing.bus.worker import service_class  # noqa: E402

HEARTBEAT_S = 60
MAX_WORKERS = 10
PATIENCE_S = (
    15  # a stop that waits for a broker that is away would never end; what was not finished comes again
)


def main(modules: list[str]) -> int:
    """Runs the workers of `modules` until SIGTERM or SIGINT, then lets running handlers finish for `PATIENCE_S`."""
    telemetry.configure("worker")
    tracing.configure(f"{modules[0].split('.')[-2]}-worker" if len(modules) == 1 else "worker")
    settings = config.from_environment()
    ticking = clock.from_environment()
    runner = ServiceRunner(
        config={
            "AMQP_URI": address_of(settings.amqp_uri),
            "AMQP_SSL": tls_of(settings.amqp_uri),
            "HEARTBEAT": HEARTBEAT_S,
            "max_workers": MAX_WORKERS,
        }
    )
    for module in modules:
        runner.add_service(service_class(importlib.import_module(module).worker(settings, ticking), settings))

    def stop(signum: int, frame: object) -> None:
        eventlet.spawn_n(runner.stop)
        eventlet.spawn_after(PATIENCE_S, os._exit, 0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    probes.serve()
    runner.start()
    telemetry.log.info("worker ready", modules=modules)
    runner.wait()
    tracing.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
