"""Identifiers: UUIDv7, so that they sort by creation and say nothing about a person."""

from __future__ import annotations

from uuid6 import uuid7


def new_id() -> str:
    """A new UUIDv7 as text."""
    return str(uuid7())
