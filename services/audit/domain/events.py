"""Facts that audit leaves behind; the contract has a message of the same name for each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DossierRead:
    """Somebody looked up what happened to a person."""

    what: str
