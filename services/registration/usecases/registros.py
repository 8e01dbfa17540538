"""The registro and the ranking: read, entered, saved as drafts, listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plumbing.errors import Conflict
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.shapes import read
from plumbing.store import Stored
from services.registration.domain import rules
from services.registration.domain.events import EntryRefused
from services.registration.domain.model import CON_OBSERVACIONES, Expediente, Lectura, Opcion, RegistroDatos
from services.registration.usecases.desk import Desk, again
from services.registration.usecases.views import opciones_view, registro_view, summary_view

PAGE, LARGEST_PAGE = 50, 500


def get_registro(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The registro as it stands; reading never counts as entering (X-22)."""
    stored = desk.expediente(act, expediente_id)
    desk.note_read(act, expediente_id, "registro")
    return registro_view(desk, stored, act.at)


def open_registro(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """Entered to write: in X47 the last print is obsolete. Raises as `writable`. Source: 000§2.2.1 j."""

    def opened() -> Stored[Expediente]:
        stored = writable(desk, act, expediente_id, "OpenRegistro")
        if stored.answer_to(act, "OpenRegistro") is not None:
            return stored
        value, events = rules.open_registro(stored.value, desk.rules_of(act.convocatoria))
        return desk.expedientes.save(stored, value, act, events, command="OpenRegistro", answer={})

    return registro_view(desk, again(opened), act.at)


def save_registro(
    desk: Desk,
    act: Act,
    expediente_id: str,
    expected_version: int = 0,
    datos: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What was typed is kept, right or wrong, and all that is wrong is said. Source: 000§1.2, 1.4, 1.5, 2.1, 9.4.

    Raises: as `writable`; Conflict(VERSION_PERDIDA); Invalid(CAMPOS_CERRADOS).
    """
    typed = read(RegistroDatos, datos or {})
    rules.require_bounded(typed)

    def saved() -> Stored[Expediente]:
        stored = writable(desk, act, expediente_id, "SaveRegistro")
        if stored.answer_to(act, "SaveRegistro") is not None:
            return stored
        require_version(stored, expected_version)
        opened = desk.editable(stored.value, act.at)
        value, events = rules.save_registro(stored.value, typed, opened, desk.rules_of(act.convocatoria))
        fact = rules.saved_fact(value, desk.problems(value, act.at))
        return desk.expedientes.save(stored, value, act, (fact, *events), command="SaveRegistro", answer={})

    return registro_view(desk, again(saved, unless=expected_version > 0), act.at)


def rank_sedes(
    desk: Desk,
    act: Act,
    expediente_id: str,
    expected_version: int = 0,
    opciones: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The ranking is kept, complete or not; until every space is filled nothing can be printed. Source: 000§1.3, 1.4.

    Raises: as `save_registro`.
    """
    ranking = [read(Opcion, opcion) for opcion in opciones]
    rules.require_bounded(ranking)

    def ranked() -> Stored[Expediente]:
        stored = writable(desk, act, expediente_id, "RankSedes")
        if stored.answer_to(act, "RankSedes") is not None:
            return stored
        require_version(stored, expected_version)
        opened = desk.editable(stored.value, act.at)
        value, events = rules.rank_sedes(stored.value, ranking, opened, desk.rules_of(act.convocatoria))
        return desk.expedientes.save(stored, value, act, events, command="RankSedes", answer={})

    return registro_view(desk, again(ranked, unless=expected_version > 0), act.at)


def require_version(stored: Stored[Expediente], expected: int) -> None:
    """Passes when the caller saw the current version, or does not ask. Raises Conflict(VERSION_PERDIDA)."""
    if expected and expected != stored.version:
        raise Conflict("VERSION_PERDIDA", esperada=expected, actual=stored.version)


def writable(desk: Desk, act: Act, expediente_id: str, command: str) -> Stored[Expediente]:
    """The expediente, if its registro may be written now; a refused attempt is a fact (X-22).

    Raises: Conflict(EN_VALIDACION | REGISTRO_CERRADO), OutsideWindow. Source: 000§1.1, 3.2.4, 3.3 c; G-12.
    """
    stored = desk.expediente(act, expediente_id)
    require_with_owner(desk, act, stored, command)
    window = "envio" if stored.value.estado == CON_OBSERVACIONES else "registro"
    if stored.answer_to(act, command) is None:
        desk.require_open_to(stored.value.seleccionado, window, act, command)
    return stored


def require_with_owner(desk: Desk, act: Act, stored: Stored[Expediente], command: str) -> None:
    """Passes while the registro is not with validation nor decided; else notes the attempt. Source: X-22."""
    try:
        rules.require_writable(stored.value, command)
    except Conflict:
        if stored.answer_to(act, command) is not None:
            return
        attempt = Lectura(act.convocatoria, stored.id, command)
        refused = EntryRefused(command, stored.value.estado)
        desk.lecturas.create(new_id(), attempt, act, [refused], subject=stored.id)
        raise


def list_opciones(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The sedes this person must rank, from the accepted oferta. Source: 000§1.3, 1.4; G-04."""
    stored = desk.expediente(act, expediente_id)
    desk.note_read(act, expediente_id, "opciones")
    return opciones_view(desk, stored.value)


def list_registros(desk: Desk, act: Act, page: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One page of the registros of a convocatoria, without what was typed."""
    limit = min(int((page or {}).get("limit") or PAGE), LARGEST_PAGE)
    everybody = {"convocatoria": act.convocatoria}
    after = {**everybody, "_id": {"$gt": (page or {}).get("after", "")}}
    found = desk.expedientes.find(after, sort=[("_id", 1)], limit=limit)
    return {
        "registros": [summary_view(stored) for stored in found],
        "next": found[-1].id if len(found) == limit else "",
        "total": desk.expedientes.count(everybody),
    }
