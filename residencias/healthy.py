"""Exit code 0 when a process answers well: `python -m residencias.healthy http://127.0.0.1:9090/listo` (probes).

Only the standard library, and nothing of ours: it starts every few seconds in every container.
"""

import sys
from urllib.error import URLError
from urllib.request import urlopen


def main(url: str) -> int:
    """0 healthy, 1 not; what is wrong stands on stderr."""
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - the address is our own
            return 0
    except (URLError, OSError) as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
