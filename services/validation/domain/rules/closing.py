"""What a deadline does by itself, and what CES decides about what it found undecided."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plumbing.errors import Conflict, Invalid
from services.validation.domain.errors import require
from services.validation.domain.events import ExpedienteOutOfProcess, RezagoListed, RezagoResolved
from services.validation.domain.model import Estado, Expediente
from services.validation.domain.rules.conflict import require_no_conflict
from services.validation.domain.rules.settled import Change, moved, queued

CAUSES = {
    Estado.PENDIENTE: "NO_ENVIADO",
    Estado.CON_OBSERVACIONES: "OBSERVACIONES_SIN_ATENDER",
    Estado.VALIDADO: "FICHA_NO_DESCARGADA",
}
CAME_FROM = {cause: estado for estado, cause in CAUSES.items()}
REZAGO_EXCLUIDO = "REZAGO_EXCLUIDO"


def fall_out(expediente: Expediente, clause: str, by: str, at: datetime) -> Change | None:
    """FUERA_DE_PROCESO with the cause its estado gives; None when no deadline ends that estado.

    Source: 000§3.1, 3.3 c, 3.4; rules §3.7.
    """
    cause = CAUSES.get(expediente.estado)
    if cause is None:
        return None
    out = moved(expediente, at, "FUERA_DE_PROCESO", by, cause, estado=Estado.FUERA_DE_PROCESO, cause=cause)
    return out, (ExpedienteOutOfProcess(cause, clause),)


def as_received(expediente: Expediente, at: datetime) -> Expediente:
    """As it stood when a command arrived that a deadline overtook while it was being answered.

    The window itself is judged on `at` by the caller.
    Source: 000§3.1, 3.4 (judged on the time of receipt).
    """
    before = CAME_FROM.get(expediente.cause)
    if expediente.estado is not Estado.FUERA_DE_PROCESO or before is None or at >= expediente.since_at:
        return expediente
    return queued(replace(expediente, estado=before, cause=""))


def list_rezago(expediente: Expediente, by: str, at: datetime) -> Change | None:
    """Sent in time and not decided: CES must resolve it. None when it is already listed or decided.

    Source: supuesto rezago (G-11).
    """
    if expediente.estado is not Estado.EN_VALIDACION or expediente.is_rezago:
        return None
    listed = moved(expediente, at, "REZAGO", by, is_rezago=True, claimed_by="")
    return listed, (RezagoListed(),)


def require_rezago(expediente: Expediente, reason: str, by: str) -> None:
    """Passes for what CES may resolve.

    Raises Conflict(REZAGO_NO_PROCEDE | ANULACION_PROPUESTA), NotAllowed(CONFLICTO_DECLARADO), Invalid.

    Source: supuesto rezago (G-11).
    """
    require(expediente, "REZAGO_NO_PROCEDE", Estado.EN_VALIDACION)
    if expediente.proposal is not None:
        raise Conflict("ANULACION_PROPUESTA")
    require_no_conflict(expediente, by)
    if not reason.strip():
        raise Invalid("RAZON_OBLIGATORIA")


def exclude_rezago(expediente: Expediente, reason: str, clause: str, by: str, at: datetime) -> Change:
    """FUERA_DE_PROCESO by decision of CES, with its reason. Source: supuesto rezago (G-11)."""
    require_rezago(expediente, reason, by)
    out = moved(
        expediente,
        at,
        "REZAGO_EXCLUIDO",
        by,
        reason,
        estado=Estado.FUERA_DE_PROCESO,
        cause=REZAGO_EXCLUIDO,
        is_rezago=False,
    )
    return out, (RezagoResolved("EXCLUIR", reason), ExpedienteOutOfProcess(REZAGO_EXCLUIDO, clause))
