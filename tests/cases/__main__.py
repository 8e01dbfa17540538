"""The report of the folders named, or of all that have cases."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from tests.cases.coverage import show
from tests.cases.reading import CaseInvalid, folders

try:
    for folder in map(Path, sys.argv[1:]) if sys.argv[1:] else folders():
        show(folder, Console())
except CaseInvalid as error:
    sys.exit(str(error))
