"""A file is judged, and kept when the rules do not block it: bytes first, then one document update."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Conflict, FieldError, NotFound, Rule
from plumbing.events import Act
from plumbing.store import Stored
from services.documents.domain import errors, keeping, rules
from services.documents.domain.events import DocumentRefused, DocumentUploaded
from services.documents.domain.model import Carpeta, Verdict
from services.documents.usecases.desk import Desk
from services.documents.usecases.judging import Paper, judge, paper_of
from services.documents.usecases.progress import UPLOADS
from services.documents.usecases.repeats import with_rare_keys
from services.documents.usecases.views import (
    SlotView,
    VerdictView,
    policy,
    slot_view,
    state_reason,
    verdict_view,
)

COMMAND = "UploadDocument"
REFUSED = "refused"  # in an answer: the key brought a file that was not taken
RACES_RETRIED = 12
LOST = {"VERSION_PERDIDA", "YA_EXISTE"}
Outcome = tuple[Carpeta, Sequence[object], dict[str, Any]]
Change = Callable[[Carpeta], Outcome | None]


def check_image(desk: Desk, act: Act, slot: str, filename: str, content: bytes) -> VerdictView:
    """What would be said of this file in this slot, as the row's first kind of paper; nothing is kept.

    Raises Invalid(SLOT_DESCONOCIDO).
    """
    paper = paper_of(convocatoria_of(desk.registry, act), slot, "")
    owner = act.actor.expediente_id or ""
    stored = load(desk, act, owner) if owner else None
    verdict, _ = judge(desk, paper, owner, filename, content, stored.value if stored else None)
    return verdict_view(desk.messages, verdict)


def upload_document(
    desk: Desk, act: Act, expediente_id: str, slot: str, filename: str, kind: str, content: bytes
) -> SlotView:
    """The file is the slot's newest version; a repeated command or the newest version's very bytes add none.

    Raises Invalid(SLOT_DESCONOCIDO, TIPO_DE_DOCUMENTO, DOCUMENTO_RECHAZADO, NOMBRE_DE_ARCHIVO,
    SOLICITUD_VENCIDA, SOLICITUD_POR_REIMPRIMIR), Conflict(SLOT_CERRADO), OutsideWindow,
    Unavailable(OBJETOS_NO_DISPONIBLE).
    """
    act.actor.may_see(expediente_id)
    paper = paper_of(convocatoria_of(desk.registry, act), slot, kind)
    stored = load(desk, act, expediente_id)
    carpeta = stored.value if stored else Carpeta(act.convocatoria, expediente_id)
    if stored and (answer := stored.answer_to(act, COMMAND)) is not None and REFUSED not in answer:
        return slot_view(desk, paper.call, carpeta, paper.row, act.at, up_to=answer["number"])
    _require_writable(desk, act, paper, carpeta, content)
    verdict, print_number = judge(desk, paper, expediente_id, filename, content, carpeta)
    if verdict.blocking:
        _refuse(desk, act, expediente_id, paper, verdict)
    if rules.is_repeated(carpeta, slot, paper.kind, verdict.sha256):
        return slot_view(desk, paper.call, carpeta, paper.row, act.at)
    change = _adding(desk, act, paper, verdict, print_number, content)
    return slot_view(desk, paper.call, _change(desk, act, expediente_id, change), paper.row, act.at)


def _adding(
    desk: Desk, act: Act, paper: Paper, verdict: Verdict, print_number: int, content: bytes
) -> Change:
    """The bytes are in the store; what is left is the change that names them in the carpeta, if it still may."""
    object_name = desk.files.new_name()
    desk.files.put(object_name, content, verdict.sha256)
    codes = tuple(finding.code for finding in verdict.findings)
    verdict = with_rare_keys(desk, act.convocatoria, verdict)

    def add(now: Carpeta) -> Outcome | None:
        _require_writable(desk, act, paper, now, content)
        if rules.is_repeated(now, paper.slot, paper.kind, verdict.sha256):
            return None
        number = rules.next_number(now, paper.slot)
        kept = rules.new_version(paper.slot, number, paper.kind, act.at, verdict, print_number, object_name)
        kept = replace(kept, originals=keeping.originals_of(now, paper.slot, verdict.sha256))
        origins = tuple(original.sha256 for original in kept.originals)
        event = DocumentUploaded(
            paper.slot, number, paper.kind, verdict.sha256, verdict.bytes, codes, origins
        )
        changed = keeping.accepted(rules.add_version(now, kept), kept)
        return changed, [event], {"slot": paper.slot, "number": number}

    return add


def load(desk: Desk, act: Act, expediente_id: str) -> Stored[Carpeta] | None:
    """The person's carpeta; None when nothing is known. Raises NotFound(NO_ES_TUYO): of another convocatoria."""
    stored = desk.carpetas.load(expediente_id)
    if stored is not None and stored.value.convocatoria != act.convocatoria:
        raise NotFound("NO_ES_TUYO")
    return stored


def _require_writable(desk: Desk, act: Act, paper: Paper, carpeta: Carpeta, content: bytes) -> None:
    """Passes when the slot may change now. A try on a closed slot leaves its fact (X-22)."""
    if code := rules.why_closed(carpeta, paper.slot, policy(paper.call, paper.slot)):
        event = DocumentRefused(paper.slot, sha256(content).hexdigest(), ("SLOT_CERRADO",))
        _record(desk, act, carpeta.expediente_id, event)
        clause = paper.row.clause if code == rules.ONLY_ONCE else None
        reason = state_reason(desk, code)
        raise errors.closed(paper.slot, carpeta.estado, reason, clause or Rule.STATUSES)
    require_open(
        paper.call.windows[paper.call.documents_window], act.at, desk.messages.entries["ACCION_SUBIR"]["que"]
    )


def _refuse(desk: Desk, act: Act, expediente_id: str, paper: Paper, verdict: Verdict) -> None:
    """The refusal is a fact; nothing of the file is kept. Always raises."""
    others = tuple(finding for finding in verdict.findings if finding not in verdict.blocking)
    codes = tuple(finding.code for finding in verdict.findings)
    _record(desk, act, expediente_id, DocumentRefused(paper.slot, verdict.sha256, codes))
    error = errors.refused(paper.slot, verdict.blocking, others)
    error.fields = tuple(_in_words(desk, field) for field in error.fields)
    text = desk.messages.text(error)  # kept here: another service may have its own text for the code
    error.text = {"que": text["que"], "porque": text["porque"], "arreglo": text["arreglo"]}
    raise error


def _in_words(desk: Desk, field: FieldError) -> FieldError:
    """The field error with its sentences, as they travel."""
    text = desk.messages.text(field)
    words = "\n".join((text["que"], text["porque"], text["arreglo"]))
    return replace(field, facts={**field.facts, "texto": words})


def _record(desk: Desk, act: Act, expediente_id: str, event: DocumentRefused) -> None:
    """The fact leaves, once per key; the carpeta stays as it is."""
    _change(desk, act, expediente_id, lambda carpeta: (carpeta, [event], {REFUSED: event.sha256}))


def _change(desk: Desk, act: Act, expediente_id: str, change: Change) -> Carpeta:
    """`change` of the fresh carpeta is kept with its facts and answer; None leaves all as it is.

    A lost race is run again. Raises Conflict(VERSION_PERDIDA) when it keeps losing.
    """
    for attempt in range(1, RACES_RETRIED + 1):
        stored = desk.carpetas.load(expediente_id)
        known = stored.answer_to(act, COMMAND) if stored else None
        if stored is not None and known is not None and REFUSED not in known:
            return stored.value
        outcome = change(stored.value if stored else Carpeta(act.convocatoria, expediente_id))
        if outcome is None:
            return stored.value if stored else Carpeta(act.convocatoria, expediente_id)
        carpeta, events, answer = outcome
        if stored is not None and known is not None and REFUSED in answer:
            return stored.value  # a double click: this refusal was told already
        try:
            if stored is None:
                desk.carpetas.create(expediente_id, carpeta, act, events, command=COMMAND, answer=answer)
            else:
                desk.carpetas.save(stored, carpeta, act, events, command=COMMAND, answer=answer)
            if REFUSED not in answer:
                desk.hours.add(act.convocatoria, UPLOADS, act.at)
            return carpeta
        except Conflict as error:
            if error.code not in LOST or attempt == RACES_RETRIED:
                raise
    raise Conflict("VERSION_PERDIDA")
