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
    originals: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentPrepared:
    slot: str
    sha256: str
    originals: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class DocumentsErased:
    files: int
    after_days: int


@dataclass(frozen=True)
class DocumentRefused:
    slot: str
    sha256: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class DossierRead:
    what: str
    purpose: str = ""
