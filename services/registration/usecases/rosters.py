"""The roster of seleccionados: imported, judged, and accepted by a person."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from plumbing.clock import local_date
from plumbing.errors import Conflict, Invalid, NotFound
from plumbing.events import Act, actor_text
from plumbing.store import Stored
from services.registration.domain import roster as judging
from services.registration.domain.events import RosterAccepted, RosterImported
from services.registration.domain.model import Seleccionado
from services.registration.domain.report import ACEPTADO, Roster
from services.registration.domain.roster_file import read_rows
from services.registration.usecases.desk import Desk, again
from services.registration.usecases.reglas import roster_columns
from services.registration.usecases.views import roster_view

REFUSED_KEPT = 1000


def import_roster(desk: Desk, act: Act, filename: str, content: bytes) -> dict[str, Any]:
    """The list is read and judged, its report kept; nobody is admitted yet. The same bytes are the same roster.

    The rows go in bulk beside the report, under ids that a repetition makes again; until the report is accepted
    they mean nothing. Raises Invalid with what is wrong with the file. Source: G-17.
    """
    columns = roster_columns(desk.convocatoria(act.convocatoria))
    rows = read_rows(content, columns)
    sha256 = hashlib.sha256(content).hexdigest()
    roster_id = str(uuid5(NAMESPACE_URL, f"{act.convocatoria}/{sha256}"))

    def imported() -> dict[str, Any]:
        before = desk.rosters.load(roster_id)
        if before and before.value.state == ACEPTADO:
            return roster_view(desk, roster_id, before.value)
        judged = judging.judge(rows, _known(desk, act, roster_id))
        desk.roll.replace(roster_id, act.convocatoria, judged.admitted)
        roster = _report(judged, filename, sha256, act)
        fact = RosterImported(filename, sha256, judged.rows, len(judged.admitted))
        if before is None:
            _create(desk, roster_id, roster, act, fact)
        elif _same(before.value, roster):
            return roster_view(desk, roster_id, before.value)
        else:
            desk.rosters.save(before, roster, act, [fact])
        return roster_view(desk, roster_id, roster)

    return again(imported)


def _create(desk: Desk, roster_id: str, roster: Roster, act: Act, fact: object) -> None:
    try:
        desk.rosters.create(roster_id, roster, act, [fact])
    except Conflict as error:
        raise Conflict("VERSION_PERDIDA", esperada=0, actual=1) from error


def _same(before: Roster, after: Roster) -> bool:
    return (before.rows, before.admitted, before.statistics) == (after.rows, after.admitted, after.statistics)


def _known(desk: Desk, act: Act, roster_id: str) -> judging.Known:
    accepted = [stored.id for stored in accepted_rosters(desk, act.convocatoria) if stored.id != roster_id]
    convocatoria = desk.convocatoria(act.convocatoria)
    opening = convocatoria.personal_opening
    return judging.Known(
        especialidades={especialidad.code for especialidad in desk.catalog.especialidades},
        today=local_date(act.at),
        taken=desk.roll.keys(accepted),
        columns=roster_columns(convocatoria),
        categorias={category.roster for category in convocatoria.categories},
        sedes={sede.code: {subsede.code for subsede in sede.subsedes} for sede in desk.catalog.sedes},
        selected_on={day.selected_on for day in opening.days} if opening else frozenset(),
        efiser={course.efiser for course in desk.rules_of(act.convocatoria).courses},
    )


def _report(judged: judging.Judged, filename: str, sha256: str, act: Act) -> Roster:
    return Roster(
        convocatoria=act.convocatoria,
        filename=filename,
        sha256=sha256,
        rows=judged.rows,
        admitted=len(judged.admitted),
        refused=judged.refused[:REFUSED_KEPT],
        distribution=dict(judged.distribution),
        statistics=dict(judged.statistics),
        direction_ok=judged.direction_ok,
        imported_at=act.at,
        imported_by=actor_text(act.actor),
    )


def accept_roster(desk: Desk, act: Act, roster_id: str) -> dict[str, Any]:
    """The rows that were not refused are seleccionados from now on; accepting twice changes nothing.

    Raises: Invalid(ROSTER_DIRECCION | ROSTER_SIN_ADMITIDOS), Conflict(ROSTER_TRASLAPE). Source: G-17.
    """

    def accepted() -> dict[str, Any]:
        stored = _found(desk, act, roster_id)
        roster = stored.value
        if roster.state == ACEPTADO:
            return roster_view(desk, roster_id, roster)
        if not roster.direction_ok:
            raise Invalid("ROSTER_DIRECCION", motivo=roster.statistics["direction"])
        if not roster.admitted:
            raise Invalid("ROSTER_SIN_ADMITIDOS", filas=roster.rows)
        others = [other.id for other in accepted_rosters(desk, act.convocatoria)]
        if twice := desk.roll.keys([roster_id]) & desk.roll.keys(others):
            raise Conflict("ROSTER_TRASLAPE", cuantos=len(twice))
        kept = replace(roster, state=ACEPTADO, accepted_by=actor_text(act.actor), accepted_at=act.at)
        desk.rosters.save(stored, kept, act, [RosterAccepted(kept.admitted, kept.accepted_by)])
        return roster_view(desk, roster_id, kept)

    return again(accepted)


def get_roster(desk: Desk, act: Act, roster_id: str) -> dict[str, Any]:
    """The report. Raises NotFound(ROSTER_DESCONOCIDO)."""
    return roster_view(desk, roster_id, _found(desk, act, roster_id).value)


def list_rosters(desk: Desk, act: Act) -> dict[str, Any]:
    """Every roster, the newest first, without its refused rows."""
    desk.convocatoria(act.convocatoria)
    found = desk.rosters.find({"convocatoria": act.convocatoria})
    newest = sorted(found, key=lambda stored: (stored.value.imported_at, stored.id), reverse=True)
    return {"rosters": [roster_view(desk, one.id, replace(one.value, refused=())) for one in newest]}


def _found(desk: Desk, act: Act, roster_id: str) -> Stored[Roster]:
    stored = desk.rosters.load(roster_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("ROSTER_DESCONOCIDO")
    return stored


def accepted_rosters(desk: Desk, convocatoria: str) -> list[Stored[Roster]]:
    """Oldest acceptance first."""
    found = desk.rosters.find({"convocatoria": convocatoria, "state": ACEPTADO})
    return sorted(found, key=lambda stored: (stored.value.accepted_at or stored.value.imported_at, stored.id))


def seleccionado(desk: Desk, convocatoria: str, folio_enarm: str) -> Seleccionado | None:
    """The person with this folio in an accepted roster, or None. Source: 000 preámbulo."""
    rows = desk.roll.find(convocatoria, folio_enarm)
    if not rows:
        return None
    return next((rows[r.id] for r in accepted_rosters(desk, convocatoria) if r.id in rows), None)
