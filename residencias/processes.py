"""Our processes on one machine: which services share one, and how each says it is ready."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import grpc
import httpx
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plumbing.config import ROOT, SERVICES
from plumbing.errors import Unavailable
from plumbing.rpc import calling
from residencias.embedded.child import Child
from residencias.embedded.ports import HOST, choose, is_open

APART = ("documents",)  # image checks use the CPU: nobody else waits for them
READY_WITHIN_S = 90.0


@dataclass
class Process:
    """One of our processes, and how to see that it does its work."""

    name: str
    child: Child
    ready: Callable[[], bool]
    restarts: int = 0

    def unstable(self, times: int) -> Unavailable:
        """The error that says it does not stay."""
        return Unavailable("PROCESO_INESTABLE", proceso=self.name, veces=times, bitacora=str(self.child.log))


def installed(room: str, services: Sequence[str] = SERVICES) -> list[str]:
    """Those of `services` that have that room (`api`, `worker`), in the order facts flow."""
    return [
        service
        for service in services
        if (ROOT / "services" / service / f"{room}.py").exists()
        or (ROOT / "services" / service / room / "__init__.py").exists()
    ]


def default(environment: Mapping[str, str], logs: Path, services: Sequence[str] = SERVICES) -> list[Process]:
    """The laptop's composition: api, documents apart, one worker for all, and the gateway."""
    apis = installed("api", services)
    together = [service for service in apis if service not in APART]
    composed = []
    if together:
        composed.append(_api("api", together, environment["RPC_ADDRESS"], environment, logs))
    composed += [
        _api(service, [service], environment[f"RPC_ADDRESS_{service.upper()}"], environment, logs)
        for service in APART
        if service in apis
    ]
    if (ROOT / "services" / "gateway" / "app.py").exists():
        composed.append(_gateway(environment, logs))
    if workers := installed("worker", services):
        composed.append(_worker(workers, environment, logs))
    return composed


def _python(name: str, arguments: Sequence[str], environment: Mapping[str, str], logs: Path) -> Child:
    metrics = {"METRICS_PORT": str(choose())}
    return Child(
        [sys.executable, "-m", *arguments],
        log=logs / f"{name}.log",
        environment={**metrics, **environment, "PYTHONUNBUFFERED": "1"},
        folder=ROOT,
        grace_s=20,
    )


def _api(
    name: str, services: Sequence[str], address: str, environment: Mapping[str, str], logs: Path
) -> Process:
    modules = [f"services.{service}.api" for service in services]
    child = _python(name, ["plumbing.rpc", *modules], {**environment, "RPC_BIND": address}, logs)
    return Process(name, child, lambda: serves(address))


def _worker(services: Sequence[str], environment: Mapping[str, str], logs: Path) -> Process:
    modules = [f"services.{service}.worker" for service in services]
    child = _python("worker", ["residencias.local_worker", *modules], environment, logs)
    port = int(child.environment["METRICS_PORT"])
    return Process("worker", child, lambda: is_open(port))


def _gateway(environment: Mapping[str, str], logs: Path) -> Process:
    child = _python("gateway", ["services.gateway.app"], environment, logs)
    url = f"http://{environment['HTTP_BIND']}/"
    return Process("gateway", child, lambda: answers(url))


def serves(address: str) -> bool:
    """grpc-health says SERVING there."""
    host, _, port = address.rpartition(":")
    if not is_open(int(port), host or HOST):
        return False
    with calling.channel(address) as channel:
        try:
            answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=2)
        except grpc.RpcError:
            return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def answers(url: str) -> bool:
    """An HTTP server answers there, whatever it says short of failing."""
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False
