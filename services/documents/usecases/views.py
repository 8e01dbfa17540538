"""What callers see: the contract's shapes, with the es-MX text of every finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from plumbing.convocatoria.documents import DocumentRow
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import require_open
from plumbing.errors import FieldError, OutsideWindow
from plumbing.messages import Messages
from services.documents.domain import rules
from services.documents.domain.complying import Original
from services.documents.domain.model import Carpeta, Finding, Policy, Requirements, Verdict, Version
from services.documents.domain.page import Area
from services.documents.usecases.desk import Desk


@dataclass(frozen=True)
class FindingView:
    code: str
    level: str
    que: str
    porque: str
    arreglo: str
    clause: str
    facts: dict[str, str]
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class VerdictView:
    verdict: str
    findings: tuple[FindingView, ...]
    bytes: int
    width_px: int
    height_px: int
    dpi: int
    sha256: str
    qr: tuple[str, ...]


@dataclass(frozen=True)
class OriginalView:
    sha256: str
    bytes: int
    format: str


@dataclass(frozen=True)
class VersionView:
    number: int
    kind: str
    uploaded_at: datetime
    sha256: str
    bytes: int
    verdict: VerdictView
    print_number: int
    object_name: str
    originals: tuple[OriginalView, ...] = ()
    is_erased: bool = False


@dataclass(frozen=True)
class SlotView:
    slot: str
    label: str
    audience: str
    kinds: tuple[str, ...]
    versions: tuple[VersionView, ...] = ()
    is_open: bool = True
    closed_reason: str = ""


@dataclass(frozen=True)
class ManifestView:
    expediente_id: str
    slots: tuple[SlotView, ...] = field(default_factory=tuple)
    version: int = 0


def requirements(call: Convocatoria, row: DocumentRow, kind: str) -> Requirements:
    """What the convocatoria asks of a file of this kind (a code of the row) in this slot."""
    table = call.documents
    code = row.kind(kind).paper
    return Requirements(
        slot=row.slot,
        max_bytes=table.file.max_bytes,
        size_label=table.file.size_label,
        required_ppp=table.file.required_ppp,
        readable_ppp=table.file.readable_ppp,
        minimum=table.min_pixels(row.slot, kind),
        full=table.full_pixels(row.slot, kind),
        max_pixels=table.file.max_pixels,
        paper=next(paper.label for paper in table.papers if paper.code == code),
        clause=row.clause or table.file.clause or "",
        tag_blocks=table.file.wrong_ppp_tag == "rechaza",
        tag_counts=table.file.wrong_ppp_tag != "no_se_mira",
        any_name=table.file.name_rule == "cualquier_nombre",
    )


def finding_view(messages: Messages, finding: Finding) -> FindingView:
    """The finding with its three sentences."""
    text = messages.text(FieldError("", finding.code, dict(finding.facts), finding.clause))
    return FindingView(
        code=finding.code,
        level=finding.level.value,
        que=text["que"],
        porque=text["porque"],
        arreglo=text["arreglo"],
        clause=finding.clause,
        facts=finding.facts,
        areas=finding.areas,
    )


def verdict_view(messages: Messages, verdict: Verdict) -> VerdictView:
    """The verdict as people read it."""
    return VerdictView(
        verdict=verdict.verdict,
        findings=tuple(finding_view(messages, finding) for finding in verdict.findings),
        bytes=verdict.bytes,
        width_px=verdict.width_px,
        height_px=verdict.height_px,
        dpi=verdict.dpi,
        sha256=verdict.sha256,
        qr=verdict.qr,
    )


def original_view(original: Original) -> OriginalView:
    """What an original is; its object is named to nobody."""
    return OriginalView(original.sha256, original.bytes, original.format)


def version_view(messages: Messages, version: Version, is_erased: bool = False) -> VersionView:
    """The version as people read it."""
    return VersionView(
        number=version.number,
        kind=version.kind,
        uploaded_at=version.uploaded_at,
        sha256=version.sha256,
        bytes=version.bytes,
        verdict=verdict_view(messages, version.verdict),
        print_number=version.print_number,
        object_name=version.object_name,
        originals=tuple(original_view(original) for original in version.originals),
        is_erased=is_erased,
    )


def slot_view(
    desk: Desk, call: Convocatoria, carpeta: Carpeta, row: DocumentRow, at: datetime, up_to: int = 0
) -> SlotView:
    """The slot at `at`; with `up_to`, as it was when that version was its newest."""
    versions = tuple(v for v in carpeta.of(row.slot) if not up_to or v.number <= up_to)
    reason = closed_reason(desk, call, carpeta, row.slot, at)
    return SlotView(
        slot=row.slot,
        label=row.label,
        audience=row.audience,
        kinds=tuple(kind.kind for kind in row.kinds),
        versions=tuple(version_view(desk.messages, each, carpeta.erased_at is not None) for each in versions),
        is_open=not reason,
        closed_reason=reason,
    )


def policy(call: Convocatoria, slot: str) -> Policy:
    """How often, and until which state, this slot may change."""
    return Policy(call.documents.row(slot).single_upload, not call.has_validation)


def closed_reason(desk: Desk, call: Convocatoria, carpeta: Carpeta, slot: str, at: datetime) -> str:
    """In words, why the slot cannot change at `at`; empty when it can."""
    if code := rules.why_closed(carpeta, slot, policy(call, slot)):
        return state_reason(desk, code)
    try:
        require_open(call.windows[call.documents_window], at, desk.messages.entries["ACCION_SUBIR"]["que"])
    except OutsideWindow as error:
        text = desk.messages.text(error)
        return f"{text['que']} {text['porque']}"
    return ""


def state_reason(desk: Desk, code: str) -> str:
    """The sentence of a CERRADO_… code."""
    return desk.messages.text(FieldError("", code))["que"]
