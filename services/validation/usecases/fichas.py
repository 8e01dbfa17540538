"""The ficha and its folio: with it the person is in the concurso."""

from __future__ import annotations

from typing import Any

from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import NotFound
from plumbing.events import Act
from plumbing.shapes import to_plain
from plumbing.store.documents import Stored
from services.validation.domain import rules
from services.validation.domain.errors import require
from services.validation.domain.model import Estado, Expediente
from services.validation.usecases import terms
from services.validation.usecases.contents import last_snapshot
from services.validation.usecases.desk import Change, Content, Desk, decide, found, record_read


def new_folio(desk: Desk, convocatoria: str) -> str:
    """A folio nobody has: the call's ordinal, a running number, a check character. Gaps are harmless."""
    return rules.folio_text(convocatoria.split("-")[0].upper(), desk.next_folio(convocatoria))


def issue_ficha(desk: Desk, act: Act, expediente_id: str) -> Content:
    """INSCRITO at the first download, in its window; later ones are only counted.

    Raises OutsideWindow, Conflict(FICHA_NO_PROCEDE). Source: 000§3.4; G-18.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    terms.require_circuit(convocatoria)

    def change(stored: Expediente) -> Change:
        by = act.actor.subject
        expediente = rules.as_received(stored, act.at)
        if expediente.estado is Estado.INSCRITO:
            return rules.download_again(expediente, by, act.at)
        require_open(convocatoria.windows["ficha"], act.at, desk.words["descargar_ficha"])
        require(expediente, "FICHA_NO_PROCEDE", Estado.VALIDADO)
        snapshot = last_snapshot(desk, expediente)
        owed = terms.cartas_compromiso(convocatoria, snapshot.papers)
        folio = new_folio(desk, act.convocatoria)
        return rules.issue_ficha(expediente, folio, snapshot.registro, owed, by, act.at)

    return _ficha(desk, decide(desk, act, expediente_id, "IssueFicha", change))


def get_ficha(desk: Desk, act: Act, expediente_id: str) -> Content:
    """The ficha as it was issued. Raises NotFound(SIN_FICHA) before that."""
    stored = found(desk, act, expediente_id)
    if not stored.value.folio:
        raise NotFound("SIN_FICHA")
    record_read(desk, act, expediente_id, "ficha")
    return _ficha(desk, stored)


def _ficha(desk: Desk, stored: Stored[Expediente]) -> dict[str, Any]:
    expediente = stored.value
    registro = last_snapshot(desk, expediente).registro
    return {
        "expediente_id": stored.id,
        "folio": expediente.folio,
        "issued_at": to_plain(expediente.ficha_issued_at),
        "downloads": expediente.ficha_downloads,
        "nombre_completo": registro.nombre_completo,
        "folio_enarm": expediente.folio_enarm,
        "especialidad": registro.content.get("especialidad", ""),
        "categoria": registro.content.get("categoria", ""),
        "spaces": len(registro.content.get("opciones", ())),
        "submitted_at": to_plain(expediente.submitted_at),
        "validated_at": to_plain(expediente.validated_at),
        "snapshot_sha256": expediente.sends[-1].snapshot_sha256,
    }
