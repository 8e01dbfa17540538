"""Prints of the solicitud and the snapshot that a submit freezes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plumbing.errors import NotFound
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.registration.domain import rules
from services.registration.domain.events import ParticipationRegistered
from services.registration.domain.model import Expediente, Impresion
from services.registration.usecases.desk import Desk, again
from services.registration.usecases.historia import require_admitted
from services.registration.usecases.registros import require_with_owner
from services.registration.usecases.views import content_view, print_view, snapshot_view


def print_solicitud(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """A new numbered and hashed print; earlier ones are superseded. Source: 000§1.5, 2.2.1 j, 3.3 c; X-03.

    The first one inside its window, further ones while the reprint is open; a print that inscribed is the only one
    and is answered again (002§2.3 E). Raises: OutsideWindow,
    Invalid(REGISTRO_INCOMPLETO) with every field, Conflict(EN_VALIDACION | REGISTRO_CERRADO).
    """

    def printed() -> dict[str, Any]:
        stored = desk.expediente(act, expediente_id)
        answer = stored.answer_to(act, "PrintSolicitud")
        if answer is not None:
            return _view(desk, stored, int(answer["number"]))
        if stored.value.folio:
            return _view(desk, stored, 0)
        require_with_owner(desk, act, stored, "PrintSolicitud")
        window = "solicitud_reprint" if stored.value.impresiones else "solicitud_print"
        desk.require_open_to(stored.value.seleccionado, window, act, "PrintSolicitud")
        return _print(desk, act, stored)

    return again(printed)


def _print(desk: Desk, act: Act, stored: Stored[Expediente]) -> dict[str, Any]:
    """Content first, under its hash; then the one update that makes the print exist. Raises as `require_admitted`."""
    before = stored.value
    require_admitted(desk, act, before.curp, before.seleccionado)
    wrong = desk.problems(before, act.at)
    rules.require_complete(wrong)
    folio = _folio(desk, act) if desk.rules_of(act.convocatoria).is_inscribed_by_print else ""
    draft = Impresion(len(before.impresiones) + 1, new_id(), act.at, "", before.revision)
    content = content_view(stored.id, replace(before, folio=folio), draft)
    sha256 = rules.content_sha256(content)
    desk.prints.keep(stored.id, sha256, content)
    after, events = rules.print_solicitud(before, wrong, draft.print_id, sha256, act.at)
    if folio:
        after = rules.inscribe(after, folio)
        events = (
            *events,
            ParticipationRegistered(folio, sha256, act.at, {**content, "print_sha256": sha256}),
        )
    answer = {"number": draft.number}
    kept = desk.expedientes.save(stored, after, act, events, command="PrintSolicitud", answer=answer)
    return print_view(kept, after.impresiones[-1], content)


def _folio(desk: Desk, act: Act) -> str:
    """A folio nobody has. A number may be lost, never repeated. Source: 002§2.3 E."""
    prefix = act.convocatoria.split("-")[0].upper()
    return rules.folio_text(prefix, desk.next_folio(act.convocatoria))


def get_solicitud_print(desk: Desk, act: Act, expediente_id: str, number: int = 0) -> dict[str, Any]:
    """Print `number`, or the last one for 0. Raises NotFound(SIN_IMPRESION)."""
    stored = desk.expediente(act, expediente_id)
    desk.note_read(act, expediente_id, "solicitud")
    return _view(desk, stored, number)


def _view(desk: Desk, stored: Stored[Expediente], number: int) -> dict[str, Any]:
    made = stored.value.impresiones
    if not 0 <= number <= len(made) or not made:
        raise NotFound("SIN_IMPRESION", numero=number)
    found = made[number - 1] if number else made[-1]
    return print_view(stored, found, desk.prints.content(stored.id, found.sha256))


def get_snapshot(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """All that a submit freezes of registration, and whether the print is the last word. Source: rules.md §3.3."""
    stored = desk.expediente(act, expediente_id)
    desk.note_read(act, expediente_id, "snapshot")
    return snapshot_view(stored.id, stored.value, not desk.problems(stored.value, act.at))
