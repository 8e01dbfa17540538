"""Help to comply: one legal JPG of whatever was sent; the originals are kept in case it is accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from plumbing.convocatoria.documents import DocumentRow
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, FieldError, Invalid, Rule
from plumbing.events import Act
from services.documents.domain import errors, keeping, rules
from services.documents.domain.complying import Complied, Goal, Original, Step
from services.documents.domain.events import DocumentPrepared
from services.documents.domain.legibility import glare_finding
from services.documents.domain.model import Carpeta, Finding, Prepared
from services.documents.usecases.desk import Desk
from services.documents.usecases.judging import Paper, judge, paper_of
from services.documents.usecases.uploads import LOST, RACES_RETRIED, load
from services.documents.usecases.views import (
    OriginalView,
    VerdictView,
    original_view,
    policy,
    requirements,
    state_reason,
    verdict_view,
)

MOST_BYTES = 24 * 1024 * 1024
MOST_FILES = 24
READS_WELL_PPP = 300  # a call that asks for less is not served with less: X-63


@dataclass(frozen=True)
class StepView:
    code: str
    que: str
    porque: str
    arreglo: str


@dataclass(frozen=True)
class CompliedView:
    """What is told of the result; its bytes travel beside it."""

    filename: str
    steps: tuple[StepView, ...]
    verdict: VerdictView
    legibility: int
    margin_bytes: int
    quality: int
    is_grey: bool
    originals: tuple[OriginalView, ...]


def comply(
    desk: Desk,
    act: Act,
    expediente_id: str,
    slot: str,
    kind: str,
    files: tuple[bytes, ...],
    pages: tuple[int, ...] = (),
) -> tuple[CompliedView, Complied]:
    """The legal JPG for this slot, as it would be judged; its originals are kept, and nothing is put in the slot.

    Raises Invalid(SLOT_DESCONOCIDO, TIPO_DE_DOCUMENTO, ORIGINALES_FALTAN, ORIGINALES_DEMASIADO_PESADOS and what
    `Desk.comply` raises), Conflict(SLOT_CERRADO), Unavailable(CONVERSION_OCUPADA, OBJETOS_NO_DISPONIBLE).
    """
    act.actor.may_see(expediente_id)
    paper = paper_of(convocatoria_of(desk.registry, act), slot, kind)
    stored = load(desk, act, expediente_id)
    carpeta = stored.value if stored else Carpeta(act.convocatoria, expediente_id)
    _require_writable(desk, paper, carpeta)
    _require_bearable(files)
    made = desk.comply(files, goal_of(paper.call, paper.row, paper.kind, pages))
    filename = paper.call.documents.file_name(slot)
    prepared = Prepared(slot, sha256(made.content).hexdigest(), act.at, (), _seen(paper, made))
    held = keeping.with_prepared(carpeta, prepared)
    verdict, _ = judge(desk, paper, expediente_id, filename, made.content, held)
    originals = () if verdict.blocking else _keep(desk, act, expediente_id, prepared, files, made)
    view = CompliedView(
        filename=filename,
        steps=tuple(_step_view(desk, step) for step in made.steps),
        verdict=verdict_view(desk.messages, verdict),
        legibility=made.legibility,
        margin_bytes=made.margin_bytes,
        quality=made.quality,
        is_grey=made.is_grey,
        originals=tuple(original_view(original) for original in originals),
    )
    return view, made


def goal_of(call: Convocatoria, row: DocumentRow, kind: str, pages: tuple[int, ...]) -> Goal:
    """What the convocatoria asks of the file, and how many sheets this kind of paper puts in it."""
    asked = requirements(call, row, kind)
    table, of_kind = call.documents, row.kind(kind)
    ppp = max(READS_WELL_PPP, asked.required_ppp)
    each = of_kind.sheets.paper if of_kind.sheets and of_kind.sheets.paper else of_kind.paper
    return Goal(
        max_bytes=asked.max_bytes,
        required_ppp=ppp,
        minimum=asked.minimum,
        full=table.pixels(of_kind.paper, ppp),
        page_minimum=table.pixels(each, asked.readable_ppp),
        page_full=table.pixels(each, ppp),
        max_pixels=asked.max_pixels,
        most_pages=of_kind.sheets.most if of_kind.sheets else 1,
        chosen=pages,
    )


def _seen(paper: Paper, made: Complied) -> tuple[Finding, ...]:
    """What the result no longer shows of what was sent."""
    asked = requirements(paper.call, paper.row, paper.kind)
    return (glare_finding(made.glare, asked),) if made.has_glare else ()


def _require_writable(desk: Desk, paper: Paper, carpeta: Carpeta) -> None:
    """Papers may be prepared before the window opens, not for a slot that its state keeps closed."""
    code = rules.why_closed(carpeta, paper.slot, policy(paper.call, paper.slot))
    if code:
        raise errors.closed(paper.slot, carpeta.estado, state_reason(desk, code), Rule.STATUSES)


def _require_bearable(files: tuple[bytes, ...]) -> None:
    if not files:
        raise Invalid("ORIGINALES_FALTAN")
    total = sum(map(len, files))
    if total > MOST_BYTES or len(files) > MOST_FILES:
        raise Invalid(
            "ORIGINALES_DEMASIADO_PESADOS",
            archivos=len(files),
            cuantos=MOST_FILES,
            peso=rules.kilobytes(total),
            maximo=MOST_BYTES // rules.KB // rules.KB,
        )


def _keep(
    desk: Desk, act: Act, expediente_id: str, prepared: Prepared, files: tuple[bytes, ...], made: Complied
) -> tuple[Original, ...]:
    """The originals are in the store, and the carpeta names them beside the digest of what was made of them."""
    slot, digest = prepared.slot, prepared.sha256
    digests = tuple(sha256(content).hexdigest() for content in files)
    stored = desk.carpetas.load(expediente_id)
    known = keeping.originals_of(stored.value, slot, digest) if stored else ()
    if tuple(original.sha256 for original in known) == digests:
        return known  # the same files again
    originals = tuple(_put(desk, content, of) for content, of in zip(files, digests, strict=True))
    prepared = replace(prepared, originals=originals)
    steps = tuple(dict.fromkeys(step.code for step in made.steps))
    event = DocumentPrepared(slot, digest, digests, steps)
    for attempt in range(1, RACES_RETRIED + 1):
        stored = desk.carpetas.load(expediente_id)
        try:
            if stored is None:
                carpeta = keeping.with_prepared(Carpeta(act.convocatoria, expediente_id), prepared)
                desk.carpetas.create(expediente_id, carpeta, act, [event])
            else:
                desk.carpetas.save(stored, keeping.with_prepared(stored.value, prepared), act, [event])
            return originals
        except Conflict as error:
            if error.code not in LOST or attempt == RACES_RETRIED:
                raise
    raise Conflict("VERSION_PERDIDA")


def _put(desk: Desk, content: bytes, digest: str) -> Original:
    name = desk.files.new_name()
    desk.files.put(name, content, digest)
    return Original(name, digest, len(content), desk.format_of(content))


def _step_view(desk: Desk, step: Step) -> StepView:
    text = desk.messages.text(FieldError("", step.code, dict(step.facts)))
    return StepView(step.code, text["que"], text["porque"], text["arreglo"])
