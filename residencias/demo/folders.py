"""Where the convocatorias are: the same folder that the services of this run read."""

import os
from pathlib import Path

from plumbing.config import ROOT


def convocatorias() -> Path:
    """The folder in force now, `CONVOCATORIAS_DIR` where it is given; whoever caches, caches by path and not by id."""
    return Path(os.environ.get("CONVOCATORIAS_DIR") or ROOT / "convocatorias").resolve()


def folder_of(convocatoria: str) -> Path:
    """One call's files, whether they are there or not."""
    return convocatorias() / convocatoria
