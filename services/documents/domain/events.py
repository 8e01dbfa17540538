"""Facts of documents. Subject: the expediente_id."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentUploaded:
    slot: str
    number: int
    kind: str
    sha256: str
    bytes: int
    findings: tuple[str, ...]


@dataclass(frozen=True)
class DocumentRefused:
    slot: str
    sha256: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class DossierRead:
    what: str
