"""What a send freezes, as canonical text with its SHA-256, and back to what the rules look at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plumbing.errors import Unavailable
from services.validation.domain.model import Expediente, Paper, Registro, Snapshot
from services.validation.usecases.desk import Content, Desk

ENTRY_FIELDS = ("slot", "version", "kind", "sha256", "bytes", "object_name")


def canonical(content: Content) -> tuple[str, str]:
    """(text, sha256 of its UTF-8): sorted keys, no spaces, so that anybody can repeat the hash."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


def papers_of(manifest: Content) -> dict[str, Paper]:
    """The newest version of every slot that holds one, in the table's order."""
    papers = {}
    for slot in manifest.get("slots", ()):
        versions = slot.get("versions") or ()
        if versions:
            papers[slot["slot"]] = _paper(slot["slot"], max(versions, key=lambda v: int(v["number"])))
    return papers


def _paper(slot: str, version: Mapping[str, Any]) -> Paper:
    uploaded_at = version.get("uploaded_at")
    return Paper(
        slot=slot,
        version=int(version["number"]),
        kind=version.get("kind", ""),
        sha256=version.get("sha256", ""),
        bytes=int(version.get("bytes", 0)),
        object_name=version.get("object_name", ""),
        uploaded_at=datetime.fromisoformat(uploaded_at) if uploaded_at else None,
        print_number=int(version.get("print_number", 0)),
        findings=tuple((version.get("verdict") or {}).get("findings", ())),
    )


def entry(paper: Paper) -> dict[str, Any]:
    """A line of the manifest, as it is frozen and shown."""
    return {name: getattr(paper, name) for name in ENTRY_FIELDS} | {"findings": list(paper.findings)}


def content_of(desk: Desk, expediente: Expediente) -> dict[str, Any]:
    """The content of the last send; empty before the first. Raises Unavailable if it was altered."""
    if not expediente.sends:
        return {}
    sha256 = expediente.sends[-1].snapshot_sha256
    text = desk.snapshots.load(sha256)
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise Unavailable("INSTANTANEA_ALTERADA")
    content: dict[str, Any] = json.loads(text)
    return content


def snapshot_of(content: Content) -> Snapshot | None:
    """What the rules look at; None for no content."""
    if not content:
        return None
    papers = {
        line["slot"]: Paper(**{name: line[name] for name in ENTRY_FIELDS}, findings=tuple(line["findings"]))
        for line in content["documents"]
    }
    return Snapshot(Registro(content["registro"]), papers)


def last_snapshot(desk: Desk, expediente: Expediente) -> Snapshot:
    """What was sent last; an empty one before the first send."""
    return snapshot_of(content_of(desk, expediente)) or Snapshot(Registro({}))
