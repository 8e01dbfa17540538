"""Runs apis: `python -m plumbing.rpc services.scoring.api [services.allocation.api …]` at RPC_BIND."""

import importlib
import signal
import sys
import threading
from functools import partial
from pathlib import Path

from plumbing import clock, config, messages, probes, telemetry, tracing
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from plumbing.deadlines import clauses_of, digest_of
from plumbing.rpc import Rpc, operations


def _service(module: str) -> str:
    """`services.scoring.api` is the api of scoring."""
    return module.split(".")[-2]


def _texts(service: str) -> list[Path]:
    path = ROOT / "services" / service / "messages.yaml"
    return [path] if path.exists() else []


def main(modules: list[str]) -> int:
    """Answers for `modules` until SIGTERM or SIGINT, then finishes the calls under way."""
    telemetry.configure("api")
    tracing.configure(f"{_service(modules[0])}-api" if len(modules) == 1 else "api")
    settings = config.from_environment()
    ticking = clock.from_environment()
    registry = Registry.load(settings.convocatorias, settings.calendars)
    texts = {service: messages.load(*_texts(service)) for service in map(_service, modules)}
    rpc = Rpc(
        settings, ticking, partial(digest_of, registry), messages.load(), texts, partial(clauses_of, registry)
    )
    for module in modules:
        importlib.import_module(module).register(rpc, settings, ticking, registry)
    operations.register(rpc, settings, ticking, registry, [_service(module) for module in modules])
    stopping = threading.Event()
    serving = threading.Event()
    probes.gate("rpc", lambda: serving.is_set() and not stopping.is_set())
    probes.serve()
    try:
        rpc.start(settings.rpc_bind)
    except OSError as error:
        print(f"residencias: {error}", file=sys.stderr)
        return 1
    serving.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    telemetry.log.info("api ready", modules=modules)
    stopping.wait()
    rpc.stop()
    tracing.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
