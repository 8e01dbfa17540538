"""What a container runs: `api SERVICE…`, `worker SERVICE…`, `gateway` or `jobs NAME` (the image's entrypoint).

It becomes that process (exec), so signals reach it and nothing stays in between.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from plumbing.config import SERVICES

JOBS = {
    "declare": ("plumbing.bus.declare",),
    "backup": ("residencias.backup", "backup"),
    "prune": ("residencias.backup", "prune"),
    "restore": ("residencias.backup", "restore"),
}
USAGE = f"""usage: api SERVICE… | worker SERVICE… | gateway | jobs NAME [argument…]
  SERVICE: {", ".join(SERVICES)}
  NAME: {", ".join(JOBS)}"""


def module_of(command: Sequence[str]) -> list[str]:
    """The module of `command` and its arguments. Raises ValueError when there is no such process."""
    match list(command):
        case ["gateway"]:
            return ["services.gateway.app"]
        case ["api", *services] if services and set(services) <= set(SERVICES):
            return ["plumbing.rpc", *(f"services.{service}.api" for service in services)]
        case ["worker", *services] if services and set(services) <= set(SERVICES):
            return ["plumbing.bus", *(f"services.{service}.worker" for service in services)]
        case ["jobs", name, *arguments] if name in JOBS:
            return [*JOBS[name], *arguments]
    raise ValueError(USAGE)


def main(command: Sequence[str]) -> int:
    """Never returns when the command is one of ours; 2 and the usage when it is not."""
    try:
        arguments = [sys.executable, "-m", *module_of(command)]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    os.execv(sys.executable, arguments)  # noqa: S606 - one of ours, chosen above


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
