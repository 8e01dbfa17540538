"""Letters: issued once, kept, handed over again, verified by anybody, revoked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideWindow, Reason, Unavailable
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.notifications.domain import rules
from services.notifications.domain.code import code_of, read_code, verification_url
from services.notifications.domain.dossier import Ended, settled
from services.notifications.domain.events import (
    LetterDelivered,
    LetterIssued,
    LetterRevoked,
    LetterSuperseded,
)
from services.notifications.domain.model import (
    Download,
    Letter,
    LetterKind,
    LetterStatus,
    PrintPolicy,
    PrintRequest,
)
from services.notifications.letters import own_words, texts_for
from services.notifications.usecases import contents, results
from services.notifications.usecases.contents import Asked, Draft
from services.notifications.usecases.desk import Desk, again
from services.notifications.usecases.listing import newest

DRAFTS: dict[LetterKind, Callable[[Asked], Draft]] = {
    LetterKind.SOLICITUD: contents.solicitud,
    LetterKind.FICHA: contents.ficha,
    LetterKind.ACUSE_ENVIO: contents.acuse_envio,
    LetterKind.CARTA_COMPROMISO: contents.carta_compromiso,
    LetterKind.RESULTADO: results.resultado,
    LetterKind.PUNTAJE: results.puntaje,
    LetterKind.PREACEPTACION: results.preaceptacion,
    LetterKind.PRESENTACION: results.presentacion,
    LetterKind.ACUSE_DECISION: results.acuse_decision,
    LetterKind.PERMUTA: results.permuta,
}
CODES = {
    LetterKind.SOLICITUD: "L-01",
    LetterKind.FICHA: "L-02",
    LetterKind.CARTA_COMPROMISO: "L-04",
    LetterKind.RESULTADO: "L-06",
    LetterKind.PUNTAJE: "L-07",
    LetterKind.PREACEPTACION: "L-09",
    LetterKind.PRESENTACION: "L-12",
    LetterKind.PERMUTA: "L-19",
}
IN_RAMA = {LetterKind.SOLICITUD: "L-03", LetterKind.PREACEPTACION: "L-10"}
OF_THE_OOAD = frozenset({LetterKind.PRESENTACION})
NOT_OF_CES = frozenset({LetterKind.PREACEPTACION})
ONE_EACH = frozenset({LetterKind.FICHA, LetterKind.RESULTADO, LetterKind.PUNTAJE, LetterKind.PERMUTA})
NAMED = frozenset({LetterKind.SOLICITUD, LetterKind.CARTA_COMPROMISO, LetterKind.ACUSE_DECISION})
REPLACED_BY_NAME = "SolicitudPrinted"


def print_letter(desk: Desk, act: Act, expediente_id: str, kind: str, ref: str = "") -> dict[str, Any]:
    """The kept bytes of the letter, typeset now if this is the first time.

    Raises Invalid(CARTA_DESCONOCIDA), NotAllowed(CARTA_NO_TE_CORRESPONDE), Conflict(CARTA_YA_ENTREGADA,
    CARTA_NO_VIGENTE, RESULTADOS_NO_PUBLICADOS), OutsideWindow(FUERA_DE_VENTANA_CARTA), and what the earlier
    services refuse with. Source: 000§1.5, 3.4, 4.1, 4.5, 5.1, 6.2.
    """
    act.actor.may_see(expediente_id)
    chosen = _kind(kind)
    _require_role(act, chosen)
    asked = Asked(desk, act, convocatoria_of(desk.registry, act), expediente_id, ref.strip())
    if chosen in CODES:
        code_for(asked.convocatoria, chosen)
    desk.note_read(act, expediente_id, f"carta {chosen}")
    if _is_kept(asked, chosen):
        return again(lambda: _hand_over(asked, chosen, asked.ref))  # type: ignore[no-any-return]
    draft = DRAFTS[chosen](asked)
    return again(lambda: _hand_over(asked, chosen, draft.ref, draft))  # type: ignore[no-any-return]


def _is_kept(asked: Asked, kind: LetterKind) -> bool:
    """Its owner asks again for what needs no question to another service."""
    is_named = kind in ONE_EACH or (kind in NAMED and asked.ref)
    if not is_named or asked.act.actor.expediente_id != asked.expediente_id:
        return False
    return asked.desk.letters.load(letter_id_of(asked.expediente_id, kind, asked.ref)) is not None


def letter_id_of(expediente_id: str, kind: str, ref: str) -> str:
    """One id for one letter: whoever asks twice, at once or later, asks for the same one."""
    return hashlib.sha256(f"{expediente_id}\n{kind}\n{ref}".encode()).hexdigest()[:32]


def _kind(kind: str) -> LetterKind:
    try:
        return LetterKind(kind.upper())
    except ValueError:
        raise Invalid("CARTA_DESCONOCIDA", kind=kind) from None


def _require_role(act: Act, kind: LetterKind) -> None:
    if act.actor.has("aspirante"):
        return
    allowed = kind not in NOT_OF_CES if act.actor.has("ces") else kind in OF_THE_OOAD
    if not allowed:
        raise NotAllowed("CARTA_NO_TE_CORRESPONDE", kind=str(kind))


def code_for(convocatoria: Convocatoria, kind: LetterKind) -> str:
    """The code under which this call has the letter: the usual one, or that of its counterpart in rama.

    Raises NotFound(CARTA_NO_DISPONIBLE) for a letter that this call does not have.
    """
    codes = {letter.code for letter in convocatoria.letters}
    code = CODES[kind] if CODES[kind] in codes else IN_RAMA.get(kind, "")
    if code not in codes:
        raise NotFound("CARTA_NO_DISPONIBLE", kind=str(kind))
    return code


def _policy(asked: Asked, kind: LetterKind) -> PrintPolicy:
    """How often this kind may be printed, and until when. Source: 000§4.5, 5.1, 5.2."""
    if kind not in CODES:
        return PrintPolicy(single=False)
    letter = asked.convocatoria.letter(code_for(asked.convocatoria, kind))
    if letter.times != "unica" or letter.window is None:
        return PrintPolicy(single=False)
    window = asked.convocatoria.windows[letter.window]
    resume = timedelta(minutes=letter.resume_minutes or 0)
    return PrintPolicy(True, resume_for=resume, opens_at=window.first_instant, closes_at=window.last_instant)


def _request(act: Act) -> PrintRequest:
    """A caller without a session never resumes what another began."""
    session = act.actor.session or new_id()
    return PrintRequest(act.at, hashlib.sha256(session.encode()).hexdigest())


def _hand_over(asked: Asked, kind: LetterKind, ref: str, draft: Draft | None = None) -> dict[str, Any]:
    desk, request = asked.desk, _request(asked.act)
    stored = desk.letters.load(letter_id_of(asked.expediente_id, kind, ref))
    if stored is not None:
        stored = _settled(desk, asked.act, stored)
    decision = rules.decide_print(stored.value if stored else None, request, _policy(asked, kind))
    if isinstance(decision, rules.Refused):
        raise _refusal(decision.reason)
    if isinstance(decision, rules.HandOver) and stored is not None:
        content = _bytes_of(desk, decision.letter)
        delivered = LetterDelivered(stored.id, decision.letter.deliveries)
        kept = desk.letters.save(stored, decision.letter, asked.act, [delivered], subject=asked.expediente_id)
        return letter_view(kept) | {"pdf": content}
    if draft is None:
        raise NotFound("CARTA_NO_EXISTE")
    return _issue(asked, kind, draft, request)


def _refusal(reason: Reason) -> Exception:
    wrong = OutsideWindow if reason.code == "FUERA_DE_VENTANA_CARTA" else Conflict
    return wrong(reason.code, clause=reason.clause, **reason.facts)


def _issue(asked: Asked, kind: LetterKind, draft: Draft, request: PrintRequest) -> dict[str, Any]:
    """Bytes first, under a name nobody knows; then the one insert that makes the letter exist."""
    desk = asked.desk
    letter_id = letter_id_of(asked.expediente_id, kind, draft.ref)
    code = code_of(letter_id, desk.key)
    issue = {
        "letter_id": letter_id,
        "folio": draft.folio,
        "issued_at": draft.issued_at,
        "rules_digest": asked.convocatoria.digest,
        "verify_url": verification_url(f"{desk.public_url}/verificar", code),
        "verify_code": code,
        "qr": draft.qr,
    }
    words = own_words(asked.convocatoria, CODES) or texts_for(asked.convocatoria.entrance.value)
    pdf = desk.typeset(kind, draft.data, issue, words)
    sha256, name = hashlib.sha256(pdf).hexdigest(), desk.files.new_name()
    letter = Letter(
        letter_id=letter_id,
        kind=kind,
        convocatoria=asked.convocatoria.id,
        expediente_id=asked.expediente_id,
        folio=draft.folio,
        holder=draft.holder,
        issued_at=draft.issued_at,
        sha256=sha256,
        content_sha256=desk.digest(kind, draft.data, issue),
        code=code,
        rules_digest=asked.convocatoria.digest,
        visible_from=draft.visible_from,
        downloads=(Download(at=request.at, session=request.session),),
        deliveries=1,
        ref=draft.ref,
        object_name=name,
        ooad=draft.ooad,
    )
    desk.files.put(name, pdf, sha256)
    try:
        event = LetterIssued(letter_id, str(kind), sha256, draft.folio)
        stored = desk.letters.create(letter_id, letter, asked.act, [event], subject=asked.expediente_id)
    except Conflict:
        desk.files.delete(name)
        raise
    stored = _settled(desk, asked.act, stored)
    if stored.value.status is not LetterStatus.VIGENTE:
        raise Conflict("CARTA_NO_VIGENTE", letter_id=letter_id, status=str(stored.value.status))
    return letter_view(stored) | {"pdf": pdf}


def _bytes_of(desk: Desk, letter: Letter) -> bytes:
    content = desk.files.get(letter.object_name)
    if content is None or hashlib.sha256(content).hexdigest() != letter.sha256:
        raise Unavailable("CARTA_ALTERADA", letter_id=letter.letter_id)
    return content


def _settled(desk: Desk, act: Act, stored: Stored[Letter]) -> Stored[Letter]:
    """The letter after all that was heard about its holder, also what was heard before it existed."""
    known = desk.dossiers.load(stored.value.expediente_id)
    for ended in known.value.endings if known else ():
        stored = end(desk, act, stored, ended)
    return stored


def end(desk: Desk, act: Act, stored: Stored[Letter], ended: Ended) -> Stored[Letter]:
    """The letter as the fact leaves it; unchanged when it does not touch it. Raises Conflict(VERSION_PERDIDA)."""
    by = ""
    if ended.fact == REPLACED_BY_NAME:
        by = letter_id_of(stored.value.expediente_id, LetterKind.SOLICITUD, str(ended.number))
    changed = settled(stored.value, ended, by)
    if changed is None:
        return stored
    if changed.status is LetterStatus.SUSTITUIDA:
        event: object = LetterSuperseded(stored.id, by or ended.fact)
    else:
        event = LetterRevoked(stored.id, ended.fact)
    return desk.letters.save(stored, changed, act, [event], subject=changed.expediente_id)


def letter_view(stored: Stored[Letter]) -> dict[str, Any]:
    """Letter, without its bytes."""
    letter = stored.value
    name = "-".join(part for part in (str(letter.kind), letter.folio) if part)
    return {
        "letter_id": letter.letter_id,
        "kind": letter.kind,
        "folio": letter.folio,
        "issued_at": letter.issued_at,
        "sha256": letter.sha256,
        "code": letter.code,
        "status": letter.status,
        "filename": f"{''.join(c if c.isalnum() else '-' for c in name)}.pdf",
        "ref": letter.ref,
        "deliveries": letter.deliveries,
    }


def verify_letter(desk: Desk, act: Act, code: str) -> dict[str, Any]:
    """Whether this paper is ours and still holds: kind, folio, initials, date and hash, nothing else for the public.

    Whose it is, only for the OOAD that it leads to and for CES.

    Raises Invalid(CODIGO_INVALIDO) for a typing error, NotFound(CARTA_NO_EXISTE) for all else. Source: 000§4.1, 9.1.
    """
    stored = desk.letters.first({"code": read_code(code)})
    told = _public(desk, stored.value if stored else None, act)
    if stored is not None and _leads_to(stored.value, act):
        told |= {"convocatoria": stored.value.convocatoria, "expediente_id": stored.value.expediente_id}
    return told


def _leads_to(letter: Letter, act: Act) -> bool:
    """The caller attends this letter's holder: the OOAD that it names, or CES."""
    own = act.actor.has("ooad") and letter.ooad and letter.ooad == act.actor.scope
    return bool(own) or act.actor.has("ces")


def _public(desk: Desk, letter: Letter | None, act: Act) -> dict[str, Any]:
    known = rules.public_answer(letter, act.at)
    said = desk.words["endings"]
    reason = said.get(known.status_reason, said["otherwise"]) if known.status_reason else ""
    return {
        "kind": known.kind,
        "title": desk.titles[str(known.kind)],
        "status": known.status,
        "folio": known.folio,
        "masked_name": known.holder_masked,
        "issued_at": known.issued_at,
        "sha256": known.sha256,
        "status_reason": reason,
        "status_at": known.status_at or "",
    }


def revoke_letter(desk: Desk, act: Act, letter_id: str, reason: str) -> dict[str, Any]:
    """The letter no longer holds, by act of the CES with its reason; revoking twice changes nothing.

    Raises NotFound(CARTA_NO_EXISTE), Invalid(MOTIVO_FALTANTE), Conflict(CARTA_NO_VIGENTE).
    """
    if not reason.strip():
        raise Invalid("MOTIVO_FALTANTE")

    def revoked() -> dict[str, Any]:
        stored = desk.letters.load(letter_id)
        if stored is None or stored.value.convocatoria != act.convocatoria:
            raise NotFound("CARTA_NO_EXISTE")
        letter = stored.value
        if stored.answer_to(act, "RevokeLetter") is None:
            if letter.status is not LetterStatus.VIGENTE:
                raise Conflict("CARTA_NO_VIGENTE", letter_id=letter_id, status=str(letter.status))
            letter = replace(
                letter, status=LetterStatus.REVOCADA, status_at=act.at, status_reason=reason.strip()
            )
            event = LetterRevoked(letter_id, reason.strip())
            desk.letters.save(
                stored, letter, act, [event], command="RevokeLetter", answer={}, subject=letter.expediente_id
            )
        return _public(desk, letter, act)

    return again(revoked)  # type: ignore[no-any-return]


def list_letters(
    desk: Desk, act: Act, expediente_id: str = "", page: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Letters, the newest first, a page at a time, and how many there are of each kind.

    An OOAD sees its own people's alone. Raises Invalid(PAGINA_INVALIDA).
    """
    act.actor.may_see(expediente_id)
    desk.note_read(act, expediente_id, "cartas")
    criteria: dict[str, Any] = {"expediente_id": expediente_id} if expediente_id else {}
    criteria["convocatoria"] = act.convocatoria
    if act.actor.has("ooad"):
        criteria |= {"ooad": act.actor.scope, "kind": {"$in": ["PREACEPTACION", "PRESENTACION"]}}
    found, following = newest(desk.letters, criteria, "issued_at", page)
    return {
        "letters": [letter_view(stored) for stored in found],
        "next": following,
        "counts": desk.count("letters", criteria, "kind"),
    }
