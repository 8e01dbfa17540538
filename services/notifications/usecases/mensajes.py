"""E-mails on their way: sent in batches, tried again, listed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from plumbing.clock import local_date
from plumbing.errors import Conflict
from plumbing.events import Act, Fact, system_act
from plumbing.store import Stored
from services.notifications.domain.dossier import REMIND_BEFORE, Dossier, without
from services.notifications.domain.events import MessageSent
from services.notifications.domain.mensaje import Mensaje, MensajeState, Refused, refused, sent
from services.notifications.usecases.desk import Desk, Post
from services.notifications.usecases.listing import newest
from services.notifications.usecases.reactions import tell

BATCH = 50
TURN_S = 6.0


def send_waiting(desk: Desk) -> int:
    """E-mails whose time has come are with the mail server, over one connection; returns how many.

    Killed between the server's acceptance and our mark, one is sent again with the same Message-ID.
    Raises Unavailable when the server does not answer: nothing is counted as an attempt.
    """
    until, done = time.monotonic() + TURN_S, 0
    while batch := _due(desk):
        with desk.post() as post:
            for stored in batch:
                done += _sent(desk, post, stored)
                if time.monotonic() > until:
                    return done
    return done


def _due(desk: Desk) -> list[Stored[Mensaje]]:
    waiting = {"state": MensajeState.PENDIENTE.value, "next_at": {"$lte": desk.real.now()}}
    return desk.mensajes.find(waiting, sort=[("next_at", 1)], limit=BATCH)


def _sent(desk: Desk, post: Post, stored: Stored[Mensaje]) -> int:
    mensaje = stored.value
    act = system_act("notifications", desk.clock.now(), convocatoria=mensaje.convocatoria)
    try:
        post.send(mensaje)
    except Refused as error:
        _mark(desk, stored, refused(mensaje, str(error), desk.real.now(), for_good=error.for_good), act, [])
        return 0
    event = MessageSent(mensaje.kind, mensaje.message_id)
    return _mark(desk, stored, sent(mensaje, act.at), act, [event])


def _mark(desk: Desk, stored: Stored[Mensaje], value: Mensaje, act: Act, events: list[object]) -> int:
    """1 when the mark is ours; 0 when another replica marked it first."""
    try:
        desk.mensajes.save(stored, value, act, events, subject=value.expediente_id)
    except Conflict:
        return 0
    return len(events)


def waiting(desk: Desk) -> int:
    """How many e-mails have not been sent nor given up."""
    return desk.mensajes.count({"state": MensajeState.PENDIENTE.value})


def remind(desk: Desk) -> None:
    """Who owes something within 30 days has been told, once for each. Source: 000§2.2.1 d.2, e; 2.2.3; 4.7."""
    now = desk.clock.now()
    today = local_date(now)
    for convocatoria in desk.registry:
        due = {"convocatoria": convocatoria, "remind_on": {"$gt": "", "$lte": today.isoformat()}}
        for stored in desk.dossiers.find(due, limit=BATCH):
            _remind(desk, stored, now)
        desk.sweeps.mark(convocatoria, now)


def _remind(desk: Desk, stored: Stored[Dossier], now: datetime) -> None:
    """One e-mail for each obligation near its day; then the dossier no longer asks for it."""
    dossier, today = stored.value, local_date(now)
    act = system_act("notifications", now, convocatoria=dossier.convocatoria)
    for owed in dossier.owed:
        left = (owed.due_on - today) // timedelta(days=1)
        if owed.due_on - REMIND_BEFORE > today:
            continue
        if left >= 0:
            tell(
                desk,
                dossier,
                _as_fact(stored, owed.kind, owed.due_on.isoformat(), left, now),
                "ObligationDue",
            )
        dossier = without(dossier, owed.kind)
    try:
        desk.dossiers.save(stored, dossier, act)
    except Conflict:
        return


def _as_fact(stored: Stored[Dossier], kind: str, due_on: str, days: int, now: datetime) -> Fact:
    """What time itself tells: always the same id for the same obligation and day."""
    return Fact(
        id=f"{stored.id}:{kind}:{due_on}",
        type="residencias.notifications.v1.ObligationDue",
        source="residencias/notifications",
        subject=stored.id,
        time=now.isoformat(),
        convocatoria=stored.value.convocatoria,
        rules_digest="",
        version=stored.version,
        actor="",
        data={"kind": kind, "due_on": due_on, "dias": days},
    )


def list_messages(
    desk: Desk, act: Act, expediente_id: str = "", page: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """E-mails, the newest first, a page at a time; how many of each kind, and how many wait, left or failed.

    Raises Invalid(PAGINA_INVALIDA).
    """
    act.actor.may_see(expediente_id)
    desk.note_read(act, expediente_id, "correos")
    criteria: dict[str, Any] = {"expediente_id": expediente_id} if expediente_id else {}
    criteria["convocatoria"] = act.convocatoria
    found, following = newest(desk.mensajes, criteria, "composed_at", page)
    return {
        "messages": [_view(stored.value) for stored in found],
        "next": following,
        "counts": desk.count("mensajes", criteria, "kind"),
        "states": desk.count("mensajes", criteria, "state"),
    }


def _view(mensaje: Mensaje) -> dict[str, Any]:
    return {
        "message_id": mensaje.message_id,
        "kind": mensaje.kind,
        "to": ", ".join(mensaje.to),
        "subject": mensaje.subject,
        "state": mensaje.state,
        "sent_at": mensaje.sent_at or "",
        "attempts": mensaje.attempts,
    }
