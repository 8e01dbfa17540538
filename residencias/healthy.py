"""Exit code 0 when a process answers: `python -m residencias.healthy rpc|http|port ADDRESS` (container probes)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from residencias.embedded.ports import HOST, is_open
from residencias.processes import answers, serves


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    return is_open(int(port), host or HOST)


CHECKS: Mapping[str, Callable[[str], bool]] = {"rpc": serves, "http": answers, "port": _listens}


def main(kind: str, address: str) -> int:
    """0 healthy, 1 not."""
    return 0 if CHECKS[kind](address) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
