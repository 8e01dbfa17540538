"""How an expediente looks to whom: all of it for the staff, its own part for the owner."""

from __future__ import annotations

from typing import Any

from plumbing.events import Act
from plumbing.shapes import to_plain
from plumbing.store.documents import Stored
from services.validation.domain.model import Expediente
from services.validation.usecases.contents import content_of
from services.validation.usecases.desk import Content, Desk

INSIDE_THE_OFFICE = {
    "APARTADO",
    "RESERVADO",
    "RESERVA_RENOVADA",
    "LIBERADO",
    "RESERVA_VENCIDA",
    "ANULACION_PROPUESTA",
    "CANCELACION_PROPUESTA",
    "ANULACION_RECHAZADA",
    "CONFLICTO_DECLARADO",
}


def ahead_of(desk: Desk, stored: Stored[Expediente]) -> int:
    """How many expedientes lie in the queue before this one; 0 when it does not wait."""
    expediente = stored.value
    if not expediente.waiting:
        return 0
    earlier = desk.expedientes.count(
        {"waiting": expediente.waiting, "submitted_at": {"$lt": expediente.submitted_at}}
    )
    same = {"waiting": expediente.waiting, "submitted_at": expediente.submitted_at, "_id": {"$lt": stored.id}}
    return earlier + desk.expedientes.count(same)


def line(stored: Stored[Expediente]) -> dict[str, Any]:
    """An expediente as one line of a listing: nothing of the dossier's content."""
    e = stored.value
    return {
        "expediente_id": stored.id,
        "estado": e.estado.value,
        "cause": e.cause,
        "version": stored.version,
        "since_at": to_plain(e.since_at),
        "sends": len(e.sends),
        "submitted_at": _instant(e.submitted_at),
        "attend_until": _instant(e.attend_until),
        "folio": e.folio,
        "has_categoria_falseada": e.has_categoria_falseada,
        "validated_at": _instant(e.validated_at),
        "folio_enarm": e.folio_enarm,
    }


def desk_line(stored: Stored[Expediente]) -> dict[str, Any]:
    """A line with what only the office sees."""
    e = stored.value
    return line(stored) | {
        "claimed_by": e.claimed_by,
        "claimed_until": _instant(e.claimed_until),
        "proposed_annulment_by": e.proposal.by if e.proposal else "",
        "proposed_annulment_cause": e.proposal.cause if e.proposal else "",
        "proposed_annulment_note": e.proposal.note if e.proposal else "",
        "proposed_annulment_at": _instant(e.proposal.at if e.proposal else None),
        "proposed_claims": to_plain(e.proposal.claims) if e.proposal else [],
        "is_rezago": e.is_rezago,
    }


def for_staff(desk: Desk, stored: Stored[Expediente]) -> Content:
    """All of it, with what was sent last."""
    content = content_of(desk, stored.value)
    view = desk_line(stored) | _decided(stored.value) | {"ahead": ahead_of(desk, stored)}
    view["history"] = to_plain(stored.value.history)
    view["snapshot_sha256"] = stored.value.sends[-1].snapshot_sha256 if stored.value.sends else ""
    if content:
        view |= {"snapshot": content["registro"], "documents": content["documents"]}
    return view


def as_set_aside(desk: Desk, stored: Stored[Expediente]) -> Content:
    """By which address its papers are fetched, and until when it is the caller's; nothing of its content."""
    papers = content_of(desk, stored.value)["documents"]
    return {
        "expediente_id": stored.id,
        "until": _instant(stored.value.aside_until),
        "papers": [{"slot": paper["slot"], "version": paper["version"]} for paper in papers],
    }


def for_owner(desk: Desk, act: Act, stored: Stored[Expediente]) -> Content:
    """What is the person's own: without names of the staff nor what the office has not decided."""
    e = stored.value
    history = [
        {**to_plain(entry), "by": entry.by if entry.by == act.actor.subject else "", "note": ""}
        for entry in e.history
        if entry.what not in INSIDE_THE_OFFICE
    ]
    return line(stored) | _decided(e) | {"ahead": ahead_of(desk, stored), "history": history}


def seen_by(desk: Desk, act: Act, stored: Stored[Expediente]) -> Content:
    """The view that belongs to the caller."""
    return for_owner(desk, act, stored) if act.actor.has("aspirante") else for_staff(desk, stored)


def status(desk: Desk, stored: Stored[Expediente]) -> Content:
    """Where it stands, for a live page."""
    e = stored.value
    return {
        "expediente_id": stored.id,
        "estado": e.estado.value,
        "cause": e.cause,
        "since_at": to_plain(e.since_at),
        "version": stored.version,
        "ahead": ahead_of(desk, stored),
        "observations": to_plain(e.observations),
        "attend_until": _instant(e.attend_until),
    }


def _decided(expediente: Expediente) -> dict[str, Any]:
    return {"observations": to_plain(expediente.observations), "claims": to_plain(expediente.claims)}


def _instant(value: Any) -> str:
    return to_plain(value) if value else ""
