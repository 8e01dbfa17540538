"""What a case may be about. A kind is a function from the convocatoria and what is given to what comes of it.

Each module of this package registers its kinds by name; a new module needs no other edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from plumbing.convocatoria.model import Convocatoria

Kind = Callable[[Convocatoria, Mapping[str, Any]], Mapping[str, Any]]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Registers a kind under the name that cases use."""

    def register(function: Kind) -> Kind:
        assert name not in KINDS, f"dos tipos de caso se llaman {name}"
        KINDS[name] = function
        return function

    return register


for module in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    import_module(f"{__name__}.{module.stem}")
