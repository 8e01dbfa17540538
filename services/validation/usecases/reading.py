"""Looking at expedientes: one, its status as it changes, and lists with counts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plumbing.deadlines import convocatoria_of
from plumbing.errors import Invalid, NotFound
from plumbing.events import Act
from plumbing.store.documents import Stored
from services.validation.domain.model import Estado, Expediente
from services.validation.usecases.desk import Content, Desk, found, record_read
from services.validation.usecases.rezago import rezago_criteria
from services.validation.usecases.views import desk_line, seen_by, status

PAGE, LARGEST_PAGE = 50, 500


def _seen(desk: Desk, act: Act, expediente_id: str) -> Stored[Expediente]:
    """As `found`; to its owner it is PENDIENTE before registration's fact has arrived."""
    try:
        return found(desk, act, expediente_id)
    except NotFound:
        if act.actor.expediente_id == expediente_id and desk.expedientes.load(expediente_id) is None:
            return Stored(expediente_id, 0, Expediente(act.convocatoria, act.at))
        raise


def get_expediente(desk: Desk, act: Act, expediente_id: str) -> Content:
    """The owner's status (X-22: never a re-entry), or the whole dossier for the staff, as a fact."""
    stored = _seen(desk, act, expediente_id)
    record_read(desk, act, expediente_id, "expediente")
    return seen_by(desk, act, stored)


def watch_status(desk: Desk, act: Act, expediente_id: str, wait: Callable[[], bool]) -> Iterator[Content]:
    """The status now and at every change. `wait` pauses, and is False once the caller has hung up."""
    stored = _seen(desk, act, expediente_id)
    record_read(desk, act, expediente_id, "estado")
    yield status(desk, stored)
    while wait():
        current = desk.expedientes.load(expediente_id)
        if current is not None and current.version > stored.version:
            stored = current
            yield status(desk, stored)


def list_expedientes(
    desk: Desk,
    act: Act,
    estado: str = "",
    page: Mapping[str, Any] | None = None,
    situation: str = "",
    folio_enarm: str = "",
    folio: str = "",
) -> Content:
    """A page of expedientes by id, and how many there are in each estado. Raises Invalid(SITUACION_DESCONOCIDA)."""
    convocatoria_of(desk.registry, act)
    page = page or {}
    limit = min(int(page.get("limit") or PAGE), LARGEST_PAGE)
    criteria = _in_situation(desk, act, situation)
    if estado:
        criteria["estado"] = estado
    if folio_enarm:
        criteria["folio_enarm"] = folio_enarm
    if page.get("after"):
        criteria["_id"] = {"$gt": page["after"]}
    if folio:
        criteria["folio"] = folio
    listed = desk.expedientes.find(criteria, sort=[("_id", 1)], limit=limit + 1)
    shown = listed[:limit]
    return {
        "expedientes": [desk_line(stored) for stored in shown],
        "next": shown[-1].id if len(listed) > limit else "",
        "counts": counts_of(desk, act.convocatoria),
    }


def _in_situation(desk: Desk, act: Act, situation: str) -> dict[str, Any]:
    """What selects those that wait, are held, await a second person, or are rezago; all when it is empty."""
    known: dict[str, Callable[[], dict[str, Any]]] = {
        "": lambda: {"convocatoria": act.convocatoria},
        "EN_FILA": lambda: {"waiting": act.convocatoria},
        "RESERVADO": lambda: {"held": act.convocatoria},
        "ANULACION_PROPUESTA": lambda: {"proposed": act.convocatoria},
        "REZAGO": lambda: rezago_criteria(desk, act),
    }
    if situation not in known:
        raise Invalid("SITUACION_DESCONOCIDA", dice=situation, admitidas=", ".join(filter(None, known)))
    return known[situation]()


def counts_of(desk: Desk, convocatoria: str) -> dict[str, int]:
    """How many stand in each estado, without those where nobody does."""
    counts = {
        estado.value: desk.expedientes.count({"convocatoria": convocatoria, "estado": estado.value})
        for estado in Estado
    }
    return {estado: count for estado, count in counts.items() if count}


def list_inscritos(desk: Desk, act: Act) -> Content:
    """Everyone with a ficha, by folio; the digest is over the folios, one per line. Source: 000§3.4."""
    convocatoria_of(desk.registry, act)
    criteria = {"convocatoria": act.convocatoria, "estado": Estado.INSCRITO.value}
    inscritos = sorted(
        (
            {"expediente_id": stored.id, "folio": stored.value.folio}
            for stored in desk.expedientes.find(criteria)
        ),
        key=lambda inscrito: inscrito["folio"],
    )
    text = "".join(f"{inscrito['folio']}\n" for inscrito in inscritos)
    rezago = desk.expedientes.count(rezago_criteria(desk, act))
    return {"inscritos": inscritos, "sha256": hashlib.sha256(text.encode()).hexdigest(), "rezago": rezago}
