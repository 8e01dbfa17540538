"""The oferta de plazas: a file is read and judged, a person accepts it, and then it is what there is."""

from __future__ import annotations

import csv
import hashlib
from typing import Any

from plumbing.convocatoria import ConvocatoriaInvalid, OfertaRow, Problem, oferta_digest, parse_oferta
from plumbing.convocatoria.catalog import Catalog
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, Invalid, NotFound, Rule
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.allocation.domain import events, ofertas
from services.allocation.domain.model import Plazas
from services.allocation.domain.record import Oferta, Refused
from services.allocation.usecases.desk import Desk, again_if_lost
from services.allocation.usecases.leftovers import require_leftover
from services.allocation.usecases.terms import require_rounds, window_of

MAX_BYTES = 4 * 1024 * 1024
HEADER = "ENCABEZADO"


@again_if_lost
def load_oferta(desk: Desk, act: Act, filename: str, content: bytes) -> dict[str, Any]:
    """The file's rows are judged against the catalogue and proposed; nothing counts yet.

    Raises: Conflict SIN_ASIGNACION_DEL_IMSS; Invalid OFERTA_ILEGIBLE, OFERTA_COLUMNAS, OFERTA_SIN_RENGLONES; in a later
    period what is not exactly the plazas left over, as `require_leftover`. Source: 000§4.8; G-05, G-08.
    """
    require_rounds(convocatoria_of(desk.registry, act))
    if (known := _by_key(desk, act)) is not None:
        return report(desk, known)
    rows, refused, total = _judged(_text(content), desk.catalog)
    cells = tuple(Plazas(r.especialidad, r.sede, r.subsede, r.categoria, r.plazas) for r in rows)
    require_leftover(desk, act, cells)
    oferta = Oferta(
        convocatoria=act.convocatoria,
        state=ofertas.PROPOSED,
        sha256=oferta_digest(rows),
        rows=total,
        cells=cells,
        refused=refused,
        loaded_by=act.actor.subject,
        loaded_at=act.at,
        filename=filename,
    )
    event = events.OfertaLoaded(oferta.sha256, oferta.plazas)
    oferta_id = _id_of(act)
    stored = desk.ofertas.create(oferta_id, oferta, act, (event,), command="LoadOferta", answer={})
    return report(desk, stored)


@again_if_lost
def accept_oferta(desk: Desk, act: Act, oferta_id: str) -> dict[str, Any]:
    """This oferta is the one that counts; the one before is substituted. Accepting it again changes nothing.

    Raises: NotFound OFERTA_INEXISTENTE; Conflict OFERTA_CON_REGISTRO_ABIERTO, OFERTA_ESTADO. Source: 000§1.3, G-05.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    stored = _found(desk, act, oferta_id)
    if stored.value.state == ofertas.ACCEPTED:
        return report(desk, stored)
    before = _accepted(desk, act.convocatoria)
    if before is not None and window_of(convocatoria, "registro").opened(act.at):
        raise Conflict("OFERTA_CON_REGISTRO_ABIERTO", clause=Rule.OFERTA, vigente=before.id)
    accepted, facts = ofertas.accept(stored.value, by=act.actor.subject, at=act.at)
    saved = desk.ofertas.save(stored, accepted, act, facts, command="AcceptOferta", answer={})
    for other in desk.ofertas.find({"convocatoria": act.convocatoria, "state": ofertas.ACCEPTED}):
        if other.id != saved.id:
            desk.ofertas.save(other, ofertas.substitute(other.value), act)
    return report(desk, saved)


def get_oferta(desk: Desk, act: Act, oferta_id: str) -> dict[str, Any]:
    """The accepted oferta, or the one named (only CES and auditors see one that does not count).

    Raises: NotFound OFERTA_INEXISTENTE.
    """
    convocatoria_of(desk.registry, act)
    stored = _found(desk, act, oferta_id) if oferta_id else _accepted(desk, act.convocatoria)
    if stored is None or (
        stored.value.state != ofertas.ACCEPTED and not act.actor.has("ces", "auditor", "operador")
    ):
        raise NotFound("OFERTA_INEXISTENTE")
    return {"oferta_id": stored.id, "cells": list(stored.value.cells)}


def list_ofertas(desk: Desk, act: Act) -> dict[str, Any]:
    """Every oferta with its report, the newest first."""
    call = convocatoria_of(desk.registry, act).id
    found = sorted(desk.ofertas.find({"convocatoria": call}), key=lambda one: (one.value.loaded_at, one.id))
    return {"ofertas": [report(desk, stored) for stored in reversed(found)]}


def accepted_oferta(desk: Desk, convocatoria: str) -> Stored[Oferta]:
    """The oferta that counts. Raises NotFound(OFERTA_INEXISTENTE)."""
    stored = _accepted(desk, convocatoria)
    if stored is None:
        raise NotFound("OFERTA_INEXISTENTE")
    return stored


def _accepted(desk: Desk, convocatoria: str) -> Stored[Oferta] | None:
    """The newest of the accepted: between accepting one and substituting the other there may be two."""
    found = desk.ofertas.find({"convocatoria": convocatoria, "state": ofertas.ACCEPTED})
    return max(found, key=lambda one: one.value.accepted_at or one.value.loaded_at, default=None)


def _found(desk: Desk, act: Act, oferta_id: str) -> Stored[Oferta]:
    stored = desk.ofertas.load(oferta_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("OFERTA_INEXISTENTE")
    return stored


def _id_of(act: Act) -> str:
    """The same click always gives the same id, so that two of it at once make one oferta."""
    name = f"{act.convocatoria}\n{act.actor.subject}\n{act.key}"
    return hashlib.sha256(name.encode()).hexdigest()[:32] if act.key else new_id()


def _by_key(desk: Desk, act: Act) -> Stored[Oferta] | None:
    """What the same key loaded before: a repeated upload makes no second oferta."""
    if not act.key:
        return None
    return desk.ofertas.first({"convocatoria": act.convocatoria, "answers.key": act.key})


def _text(content: bytes) -> str:
    if not content or len(content) > MAX_BYTES:
        raise Invalid("OFERTA_ILEGIBLE", clause="G-05", bytes=len(content))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("OFERTA_ILEGIBLE", clause="G-05", bytes=len(content)) from None


def _judged(text: str, catalog: Catalog) -> tuple[tuple[OfertaRow, ...], tuple[Refused, ...], int]:
    """The rows that hold, those that do not with their reason, and how many there were."""
    try:
        rows = parse_oferta(text, catalog)
        return rows, (), len(rows)
    except ConvocatoriaInvalid as error:
        problems = error.problems
    except csv.Error:
        raise Invalid("OFERTA_ILEGIBLE", clause="G-05", bytes=len(text)) from None
    if any(problem.code == HEADER for problem in problems):
        raise Invalid("OFERTA_COLUMNAS", clause="G-05", columnas=problems[0].facts.get("columnas", ""))
    wrong = {problem.line for problem in problems}
    kept = "\n".join(line for number, line in enumerate(text.splitlines(), 1) if number not in wrong)
    try:
        rows = parse_oferta(kept, catalog)
    except ConvocatoriaInvalid:
        raise Invalid("OFERTA_SIN_RENGLONES", clause="G-05", rechazados=len(problems)) from None
    return rows, tuple(_refused(problem) for problem in problems), len(rows) + len(problems)


def _refused(problem: Problem) -> Refused:
    return Refused(problem.line, problem.code, {name: str(value) for name, value in problem.facts.items()})


def report(desk: Desk, stored: Stored[Oferta]) -> dict[str, Any]:
    """What a person reads before accepting: counts, distribution, refused rows in words."""
    oferta, texts = stored.value, desk.words["oferta"]
    distribution: dict[str, int] = {}
    for cell in oferta.cells:
        for name in (cell.especialidad, f"categoria:{cell.categoria}"):
            distribution[name] = distribution.get(name, 0) + cell.plazas
    refused = []
    for one in oferta.refused:
        text = texts.get(one.code, texts["OTRO"])
        que = text["que"].format_map(one.facts | {"codigo": one.code})
        refused.append({"row": one.row, "code": one.code, "que": que, "arreglo": text["arreglo"]})
    return {
        "oferta_id": stored.id,
        "state": oferta.state,
        "sha256": oferta.sha256,
        "rows": oferta.rows,
        "plazas": oferta.plazas,
        "refused": refused,
        "distribution": distribution,
        "loaded_by": oferta.loaded_by,
        "accepted_by": oferta.accepted_by,
        "loaded_at": oferta.loaded_at,
        "filename": oferta.filename,
    }
