"""`python -m residencias.backup save FOLDER` or `… restore FOLDER [NAME]`, by default the last one."""

from __future__ import annotations

import sys
from pathlib import Path

from plumbing import config, telemetry
from plumbing.errors import ResidenciasError
from residencias.backup import restoring, saving
from residencias.sentences import sentence


def main(verb: str, folder: str, name: str = "") -> int:
    """0 when it is done and checked; 1 with one sentence when not."""
    telemetry.configure("backup")
    settings = config.from_environment()
    try:
        if verb == "save":
            print(saving.save(settings, Path(folder)))
        else:
            print(restoring.restore(settings, Path(folder), name))
    except ResidenciasError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if not (len(sys.argv) in (3, 4) and sys.argv[1] in ("save", "restore")):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
