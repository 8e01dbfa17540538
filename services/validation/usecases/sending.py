"""ENVIAR EXPEDIENTE A VALIDACIÓN, and the receipt that proves what was sent."""

from __future__ import annotations

from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.windows import Window
from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Conflict, NotFound
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.shapes import to_plain
from plumbing.store.documents import Stored
from services.validation.domain import rules
from services.validation.domain.errors import require
from services.validation.domain.model import Estado, Expediente, Registro, Send, Snapshot
from services.validation.usecases import terms
from services.validation.usecases.contents import canonical, content_of, entry, papers_of, snapshot_of
from services.validation.usecases.desk import (
    RACES,
    SENDERS,
    SENDS,
    Content,
    Desk,
    Sources,
    found,
    in_words,
    record_read,
)

COMMAND = "SubmitExpediente"


def submit_expediente(desk: Desk, sources: Sources, act: Act, expediente_id: str) -> Content:
    """Registro, ranking and documents are frozen and in the queue; the Acuse proves it.

    Raises OutsideWindow, Conflict(ENVIO_NO_PROCEDE), and Invalid with every problem at once.
    Source: 000§3.1, 3.2.
    """
    act.actor.may_see(expediente_id)
    convocatoria = convocatoria_of(desk.registry, act)
    terms.require_circuit(convocatoria)
    content: Content | None = None
    for attempt in range(RACES):
        stored = _owned(desk, act, expediente_id)
        if stored is not None and stored.answer_to(act, COMMAND) is not None:
            return _acuse(expediente_id, stored.value, content_of(desk, stored.value))
        current = rules.as_received(stored.value, act.at) if stored else Expediente(act.convocatoria, act.at)
        require_open(_window_of(convocatoria, current), act.at, desk.words["enviar"])
        with in_words(desk, act):
            require(current, "ENVIO_NO_PROCEDE", Estado.PENDIENTE, Estado.CON_OBSERVACIONES)
        content = content or _checked(desk, sources, act, expediente_id, current)
        text, sha256 = canonical(content)
        desk.snapshots.keep(sha256, text)
        send = _send(current, act, content, sha256)
        sent, events = rules.submit(current, send, content["registro"]["folio_enarm"], act.actor.subject)
        try:
            _save(desk, act, expediente_id, stored, sent, events)
            _count(desk, act, send)
            return _acuse(expediente_id, sent, content)
        except Conflict:
            if attempt == RACES - 1:
                raise
    raise Conflict("VERSION_PERDIDA")


def _window_of(convocatoria: Convocatoria, current: Expediente) -> Window:
    """What is sent for the first time has its own window where the text gives one. Source: 003§3.1.2, 3.2; X-23."""
    return convocatoria.windows["envio"] if current.sends else convocatoria.first_envio


def _owned(desk: Desk, act: Act, expediente_id: str) -> Stored[Expediente] | None:
    """The expediente; None when registration's fact has not arrived. Raises NotFound for another call's."""
    stored = desk.expedientes.load(expediente_id)
    if stored is not None and stored.value.convocatoria != act.convocatoria:
        raise NotFound("NO_ES_TUYO")
    return stored


def _checked(
    desk: Desk, sources: Sources, act: Act, expediente_id: str, current: Expediente
) -> dict[str, Any]:
    """The content to freeze, when nothing is wrong with it. Raises Invalid."""
    convocatoria = convocatoria_of(desk.registry, act)
    registro = Registro(sources.registro_of(act.convocatoria, expediente_id))
    now = Snapshot(registro, papers_of(sources.manifest_of(act.convocatoria, expediente_id)))
    judged = None
    if current.estado is Estado.CON_OBSERVACIONES:
        judged = snapshot_of(content_of(desk, current))
    required, allowed = terms.slots_of(convocatoria, registro)
    rules.refuse(rules.problems_of(now, required, allowed, judged, current.observations))
    return {
        "convocatoria": act.convocatoria,
        "rules_digest": act.rules_digest,
        "expediente_id": expediente_id,
        "send_number": len(current.sends) + 1,
        "submitted_at": to_plain(act.at),
        "registro": dict(registro.content),
        "documents": [entry(paper) for paper in now.papers.values()],
    }


def _send(current: Expediente, act: Act, content: Content, sha256: str) -> Send:
    return Send(
        number=len(current.sends) + 1,
        acuse_id=new_id(),
        submitted_at=act.at,
        snapshot_sha256=sha256,
        revision=int(content["registro"]["revision"]),
        print_number=int(content["registro"]["print_number"]),
        documents=len(content["documents"]),
    )


def _count(desk: Desk, act: Act, send: Send) -> None:
    desk.hours.add(act.convocatoria, SENDS, act.at)
    if send.number == 1:
        desk.hours.add(act.convocatoria, SENDERS, act.at)


def _save(
    desk: Desk, act: Act, expediente_id: str, stored: Stored[Expediente] | None, sent: Expediente,
    events: tuple[object, ...],
) -> None:  # fmt: skip
    if stored is None:
        desk.expedientes.create(expediente_id, sent, act, events, command=COMMAND, answer={})
    else:
        desk.expedientes.save(stored, sent, act, events, command=COMMAND, answer={})


def _acuse(expediente_id: str, expediente: Expediente, content: Content) -> dict[str, Any]:
    send = expediente.sends[-1]
    return {
        "expediente_id": expediente_id,
        "acuse_id": send.acuse_id,
        "send_number": send.number,
        "submitted_at": to_plain(send.submitted_at),
        "snapshot_sha256": send.snapshot_sha256,
        "revision": send.revision,
        "print_number": send.print_number,
        "documents": content["documents"],
        "folio_enarm": expediente.folio_enarm,
    }


def get_acuse(desk: Desk, act: Act, expediente_id: str) -> Content:
    """The receipt of the last send. Raises NotFound(SIN_ACUSE) before the first."""
    expediente = found(desk, act, expediente_id).value
    if not expediente.sends:
        raise NotFound("SIN_ACUSE")
    record_read(desk, act, expediente_id, "acuse")
    return _acuse(expediente_id, expediente, content_of(desk, expediente))
