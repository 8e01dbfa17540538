"""A port that is free now and that no other run of ours will take in the meantime."""

from __future__ import annotations

import json
import random
import socket
from pathlib import Path

HOST = "127.0.0.1"
# Below the kernel's ephemeral range (32768-60999): no outgoing connection can take one of these by chance.
FIRST, LAST = 20000, 32000
_held: dict[int, socket.socket] = {}


def is_open(port: int, host: str = HOST, timeout_s: float = 0.5) -> bool:
    """True when something accepts connections there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(timeout_s)
        return probe.connect_ex((host, port)) == 0


def is_free(port: int, host: str = HOST) -> bool:
    """True when a server could bind there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _hold(port: int) -> bool:
    """Reserves the port among our own runs: an abstract socket, gone by itself when this process dies."""
    if port in _held:
        return False
    token = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        token.bind(f"\0residencias-port-{port}")
    except OSError:
        token.close()
        return False
    _held[port] = token
    return True


def choose() -> int:
    """A free port, reserved for this process until it ends."""
    for _ in range(1000):
        port = random.randint(FIRST, LAST)
        if _hold(port) and is_free(port):
            return port
    raise OSError("no free port")


def remembered(file: Path, names: tuple[str, ...]) -> dict[str, int]:
    """The ports `file` noted last time if they are still free; else new ones, noted for next time."""
    noted: dict[str, int] = {}
    if file.exists():
        noted = {name: int(port) for name, port in json.loads(file.read_text(encoding="utf-8")).items()}
    if set(noted) != set(names) or not all(
        is_free(port) and (port in _held or _hold(port)) for port in noted.values()
    ):
        noted = {name: choose() for name in names}
        file.write_text(json.dumps(noted), encoding="utf-8")
    return noted
