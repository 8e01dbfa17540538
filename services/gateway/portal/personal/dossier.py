"""An expediente as the staff reads it: each paper beside what was typed of it, and the ruling a form brings back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from plumbing.convocatoria.documents import DocumentRow
from plumbing.convocatoria.expediente import ObservationReason
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import as_plain
from services.gateway.portal import fields
from services.gateway.portal.forms import Typed
from services.gateway.portal.personal.puesto import Seat
from services.gateway.portal.registro import in_words
from services.gateway.transfers import JPEG

Verdicts = Mapping[tuple[str, int], Mapping[str, Any]]

OBSERVES, DISPROVES = "observacion", "rechaza_comprobacion"
CONFORM = "CONFORME"
PROVEN, NOT_PROVEN = "ACREDITADO", "NO_ACREDITADO"


@dataclass(frozen=True)
class Item:
    """Something to rule on: a paper (`entry` names its version) or a typed field.

    `beside`: (field, label, answer) of what the paper must bear out. `findings`: what the machine saw, `codes`: what
    it read in the paper's codes.
    """

    target: str
    kind: str
    label: str
    reasons: tuple[ObservationReason, ...]
    value: str = ""
    entry: Mapping[str, Any] | None = None
    beside: tuple[tuple[str, str, str], ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """Something that would give extra points."""

    code: str
    label: str
    reasons: tuple[ObservationReason, ...]
    unit: str
    most: int


@dataclass(frozen=True)
class Ruling:
    """What the form says: observations send it back; without any, the claims decide and it is valid."""

    observations: tuple[Mapping[str, str], ...]
    claims: tuple[Mapping[str, Any], ...]


def read(here: Seat, call: Convocatoria, expediente_id: str) -> dict[str, Any]:
    """The whole dossier."""
    found: dict[str, Any] = as_plain(
        here.ask(call, "validation", "GetExpediente", expediente_id=expediente_id)
    )
    return found


def picture(
    here: Seat, call: Convocatoria, expediente_id: str, slot: str, version: int, is_ahead: bool = False
) -> Response:
    """The bytes of a paper; the browser keeps them for ten minutes. `is_ahead`: before the dossier is taken."""
    found = here.ask(
        call,
        "documents",
        "GetDocument",
        expediente_id=expediente_id,
        slot=slot,
        version=version,
        is_ahead=is_ahead,
    )
    headers = {"Cache-Control": "private, max-age=600"}
    return Response(found.content, media_type=JPEG, headers=headers)


def seen_today(here: Seat, call: Convocatoria, expediente_id: str) -> Verdicts:
    """What documents says now of each version: more than was frozen, since other carpetas may hold the same picture."""
    manifest = as_plain(here.ask(call, "documents", "GetManifest", expediente_id=expediente_id))
    return {
        (slot["slot"], version["number"]): version["verdict"]
        for slot in manifest["slots"]
        for version in slot["versions"]
        if version.get("verdict")
    }


def papers(
    call: Convocatoria, expediente: Mapping[str, Any], verdicts: Verdicts | None = None
) -> tuple[Item, ...]:
    """The papers that were sent, in the table's order, each beside the answers it must bear out."""
    sent = {entry["slot"]: entry for entry in expediente["documents"]}
    typed = tuple(_answers(call, expediente))
    return tuple(
        _paper(call, row, sent[row.slot], typed, verdicts or {})
        for row in call.documents.rows
        if row.slot in sent
    )


def _paper(
    call: Convocatoria,
    row: DocumentRow,
    entry: Mapping[str, Any],
    typed: Sequence[tuple[Any, str]],
    verdicts: Verdicts,
) -> Item:
    now: Mapping[str, Any] = verdicts.get((row.slot, entry["version"]), {})
    return Item(
        row.slot,
        "DOCUMENTO",
        row.label,
        _reasons(call, OBSERVES, slot=row.slot),
        entry=entry,
        beside=tuple((field.name, field.label, text) for field, text in typed if row.slot in field.shown_in),
        findings=tuple(now.get("findings") or entry["findings"]),
        codes=tuple(now.get("qr", ())),
    )


def answers(call: Convocatoria, expediente: Mapping[str, Any]) -> tuple[Item, ...]:
    """The typed fields that may be observed, with what they say."""
    found = (
        (field, text, _reasons(call, OBSERVES, field=field.name))
        for field, text in _answers(call, expediente)
    )
    return tuple(
        Item(field.name, "CAMPO", field.label, reasons, value=text)
        for field, text, reasons in found
        if reasons
    )


def claims(call: Convocatoria, expediente: Mapping[str, Any]) -> tuple[Claim, ...]:
    """What this person claims, in the call's order."""
    claimed = (_datos(expediente).get("reclamos")) or {}
    return tuple(
        Claim(
            extra.code,
            extra.label,
            _reasons(call, DISPROVES, claim=extra.code),
            extra.counted.unit if extra.counted else "",
            extra.counted.max_accepted if extra.counted else 0,
        )
        for extra in call.scoring.extras
        if claimed.get(extra.code)
    )


def ruling(call: Convocatoria, expediente: Mapping[str, Any], typed: Typed) -> Ruling:
    """What the form brought, as Observe and Validate take it."""
    items = (*papers(call, expediente), *answers(call, expediente))
    observed = tuple(
        {"target": i.target, "target_kind": i.kind, "reason": reason, "note": typed.text(f"nota-{i.target}")}
        for i in items
        if (reason := typed.text(f"motivo-{i.target}")) not in ("", CONFORM)
    )
    return Ruling(observed, tuple(_verdict(claim, typed) for claim in claims(call, expediente)))


def _verdict(claim: Claim, typed: Typed) -> Mapping[str, Any]:
    said = typed.text(f"reclamo-{claim.code}")
    is_proven = said == PROVEN
    units = typed.text(f"unidades-{claim.code}")
    return {
        "claim": claim.code,
        "verdict": PROVEN if is_proven else NOT_PROVEN if said else "",
        "reason": "" if is_proven else said,
        "units": int(units) if is_proven and units.isdecimal() else 0,
    }


def _datos(expediente: Mapping[str, Any]) -> Mapping[str, Any]:
    return (expediente.get("snapshot") or {}).get("datos") or {}


def _answers(call: Convocatoria, expediente: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    for section in fields.sections(call):
        values = fields.shown(_datos(expediente), section)
        for question in section.questions:
            if text := in_words(question, values):
                yield question.field, text


def _reasons(call: Convocatoria, effect: str, **where: str) -> tuple[ObservationReason, ...]:
    return tuple(reason for reason in call.reasons_for(**where) if reason.effect == effect)
