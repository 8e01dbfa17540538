"""An error of the command line as one clear es-MX sentence: what happened, why, and how to fix it."""

from __future__ import annotations

from pathlib import Path

from plumbing.errors import ResidenciasError
from plumbing.messages import load

_TEXTS = load(Path(__file__).with_name("messages.yaml"))


def sentence(error: ResidenciasError) -> str:
    """One line for a person; never a traceback."""
    text = _TEXTS.text(error)
    return " ".join((text["que"], text["porque"], text["arreglo"]))
