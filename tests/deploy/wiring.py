"""What each process really uses, read from the code that uses it: the only list there is."""

from __future__ import annotations

import ast
import re
from functools import cache

import grimp

from plumbing.config import ROOT, SERVICES
from tests.architecture import sources

STUB = re.compile(r"contracts\.residencias\.(\w+)\.v1\.service_pb2_grpc")
# What a process imports → what it needs to reach.
USES = {
    "plumbing.store.connection": "mongo",
    "plumbing.bus.publisher": "broker",
    "minio": "objects",
    "services.notifications.mail": "mail",
}


@cache
def asks() -> dict[str, set[str]]:
    """Who asks whom by gRPC: the stubs that each service's `upstream` imports; the gateway asks everybody."""
    found: dict[str, set[str]] = {"gateway": set(SERVICES)}
    for service in SERVICES:
        file = ROOT / "services" / service / "upstream.py"
        imported = sources.imports(file) if file.exists() else set()
        found[service] = {match[1] for name in imported if (match := STUB.match(name))}
    return found


@cache
def _imports() -> grimp.ImportGraph:
    return grimp.build_graph("plumbing", "services", include_external_packages=True)


@cache
def uses(process: str) -> frozenset[str]:
    """What `registration-worker` and the like reach, by what its code imports, directly or not."""
    service, _, role = process.rpartition("-")
    started = f"services.{service}.{role}" if service else "services.gateway.app"
    found = {need for module, need in USES.items() if _imports().chain_exists(started, module)}
    if role == "api":
        found.discard("mail")  # comes with the wiring; only a timer of the worker sends
    return frozenset(found)


def sends_mail() -> set[str]:
    """The workers one of whose timers calls what only a post can do."""
    found = set()
    for service in SERVICES:
        tree = sources.tree(ROOT / "services" / service / "worker.py")
        timers = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if "send_waiting" in timers:
            found.add(f"{service}-worker")
    return found
