"""All that is said of a file meant for a slot: the page, its code, its print, and whether it stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plumbing.convocatoria.documents import DocumentKind, DocumentRow
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, Unavailable, cited
from services.documents.domain import codes, errors, keeping, likeness, rules
from services.documents.domain.model import (
    SOLICITUD,
    Carpeta,
    Damage,
    Finding,
    Measurements,
    Requirements,
    Verdict,
)
from services.documents.usecases.desk import Desk
from services.documents.usecases.views import requirements


@dataclass(frozen=True)
class Paper:
    """Where the file is to go, under which rules."""

    call: Convocatoria
    row: DocumentRow
    kind: str

    @property
    def slot(self) -> str:
        return self.row.slot

    @property
    def rules(self) -> DocumentKind:
        return self.row.kind(self.kind)

    @property
    def wants_qr(self) -> bool:
        """Its code says something that is looked at."""
        return self.slot == SOLICITUD or self.rules.needs_qr or bool(self.rules.qr_names)

    def may_repeat(self, slot: str, kind: str) -> tuple[str, ...]:
        """The slots whose image this kind of paper may be."""
        rows = [row for row in self.call.documents.rows if row.slot == slot]
        return tuple(
            other for row in rows for each in row.kinds if each.kind == kind for other in each.may_repeat
        )


def paper_of(call: Convocatoria, slot: str, kind: str) -> Paper:
    """The row and kind that are meant; empty: the row's first kind. Raises Invalid."""
    rows = {row.slot: row for row in call.documents.rows}
    if slot not in rows:
        raise errors.unknown_slot(slot, tuple(rows))
    kinds = tuple(each.kind for each in rows[slot].kinds)
    if (chosen := kind or kinds[0]) not in kinds:
        raise errors.unknown_kind(slot, kind, kinds)
    return Paper(call, rows[slot], chosen)


def judge(
    desk: Desk, paper: Paper, expediente_id: str, filename: str, content: bytes, carpeta: Carpeta | None
) -> tuple[Verdict, int]:
    """(All that is said of the file, citing the call, the print that a SOLICITUD's scan names)."""
    verdict, print_number = _said(desk, paper, expediente_id, filename, content, carpeta)
    clauses = paper.call.clause_by_rule
    findings = tuple(replace(one, clause=cited(one.clause, clauses)) for one in verdict.findings)
    return replace(verdict, findings=findings), print_number


def _said(
    desk: Desk, paper: Paper, expediente_id: str, filename: str, content: bytes, carpeta: Carpeta | None
) -> tuple[Verdict, int]:
    asked = requirements(paper.call, paper.row, paper.kind)
    seen = desk.inspect(content, asked.max_pixels, paper.wants_qr)
    if seen.format != "JPG" or seen.damage is not Damage.NINGUNO:
        return rules.judge(seen, filename, asked), 0
    if paper.slot == SOLICITUD:
        extra, print_number = _print_findings(desk, paper, expediente_id, seen)
    else:
        extra, print_number = _code_findings(desk, paper, expediente_id, seen, asked), 0
    if carpeta and not seen.page.glare:
        extra = (*extra, *keeping.seen_in_originals(carpeta, paper.slot, seen.sha256))
    verdict = rules.judge(seen, filename, asked, extra)
    if carpeta is None or verdict.blocking:
        return verdict, print_number
    again = likeness.repeated_findings(verdict, paper.slot, paper.kind, carpeta, paper.may_repeat, asked)
    return rules.judge(seen, filename, asked, (*extra, *again)) if again else verdict, print_number


def _print_findings(
    desk: Desk, paper: Paper, expediente_id: str, seen: Measurements
) -> tuple[tuple[Finding, ...], int]:
    """What the QR of a SOLICITUD says about its print; nothing in staff's dry runs."""
    if not expediente_id:
        return (), 0
    current = desk.current_print(paper.call.id, expediente_id) if seen.qr else None
    return rules.solicitud_findings(seen, paper.call.id, current)


def _code_findings(
    desk: Desk, paper: Paper, expediente_id: str, seen: Measurements, asked: Requirements
) -> tuple[Finding, ...]:
    """What the QR of another paper says, against the registro when registration can be asked."""
    names = paper.rules.qr_names
    if not paper.wants_qr:
        return ()
    typed = ""
    if names and seen.qr and expediente_id:
        try:
            typed = desk.typed(paper.call.id, expediente_id).get(names, "")
        except (NotFound, Unavailable):  # a comparison is advice: no upload waits for it
            typed = ""
    return codes.code_findings(seen.qr, names, typed, asked, _label(paper.call, names))


def _label(call: Convocatoria, name: str) -> str:
    """How the call names the field; the person's key is no field of the form."""
    labels = {field.name: field.label for field in call.fields}
    return labels.get(name, name.upper())
