"""Where nobody validates: the print of the solicitud inscribes, and a missing grade excludes."""

from __future__ import annotations

from datetime import datetime

from services.validation.domain.events import ExpedienteOutOfProcess
from services.validation.domain.model import Estado, Expediente, Registro, Send
from services.validation.domain.rules.closing import as_received
from services.validation.domain.rules.ficha import issued
from services.validation.domain.rules.settled import Change, moved


def inscribe(
    expediente: Expediente,
    registro: Registro,
    folio: str,
    snapshot_sha256: str,
    fact: str,
    by: str,
    at: datetime,
) -> Change | None:
    """INSCRITO under the folio of the print made at `at`; None when it is already, or was taken out for good.

    A print made in time wins over the deadline that overtook its fact. `fact` names the act of the print.
    Source: 002§2.1, 2.3 E.
    """
    before = as_received(expediente, at)
    if before.estado is not Estado.PENDIENTE:
        return None
    content = registro.content
    send = Send(1, fact, at, snapshot_sha256, int(content["revision"]), int(content["print_number"]), 0)
    inscrito = moved(
        before,
        at,
        "INSCRITO",
        by,
        estado=Estado.INSCRITO,
        sends=(send,),
        submitted_at=at,
        folio=folio,
        folio_enarm=content["folio_enarm"],
        ficha_issued_at=at,
        cause="",
    )
    return inscrito, (issued(inscrito, registro, ()),)


def exclude(expediente: Expediente, cause: str, clause: str, by: str, at: datetime) -> Change | None:
    """FUERA_DE_PROCESO because what only another system has is missing; None for who is not inscrito.

    Source: 002§3.1 IMPORTANTE.
    """
    if expediente.estado is not Estado.INSCRITO:
        return None
    out = moved(expediente, at, "FUERA_DE_PROCESO", by, cause, estado=Estado.FUERA_DE_PROCESO, cause=cause)
    return out, (ExpedienteOutOfProcess(cause, clause),)
