"""ENVIAR EXPEDIENTE A VALIDACIÓN: what must be right before a send, and what a send does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from plumbing.errors import FieldError, Rule
from services.validation.domain.errors import invalid, require
from services.validation.domain.events import ExpedienteSubmitted
from services.validation.domain.model import (
    DOCUMENTO,
    SOLICITUD,
    Estado,
    Expediente,
    Observation,
    Paper,
    Registro,
    Send,
    Snapshot,
)
from services.validation.domain.rules.settled import Change, moved

SENDABLE = (Estado.PENDIENTE, Estado.CON_OBSERVACIONES)
UNATTENDED = {"OBSERVACION_SIN_ATENDER", "DATO_SIN_ATENDER"}


def problems_of(
    now: Snapshot,
    required: Sequence[str],
    allowed: Sequence[str],
    judged: Snapshot | None,
    observations: Sequence[Observation],
) -> list[FieldError]:
    """Everything that keeps this from being sent, in the order a person would mend it.

    Shapes: `required`, `allowed` slots in the table's order; `judged` is what the observations were made on.
    Source: 000§1.4, 1.5, 2.2.3, 3.2, 3.3 c.
    """
    return [
        *_registro_problems(now.registro),
        *_missing_papers(now.papers, required),
        *_unattended(now, allowed, judged, observations),
        *_print_problems(now, judged),
    ]


def _registro_problems(registro: Registro) -> list[FieldError]:
    wrong = []
    if not registro.content.get("is_complete"):
        wrong.append(FieldError("registro", "REGISTRO_INCOMPLETO", clause=Rule.FIELDS))
    if not registro.content.get("opciones"):
        wrong.append(FieldError("opciones", "SEDES_SIN_ORDENAR", clause=Rule.RANKING))
    return wrong


def _missing_papers(papers: Mapping[str, Paper], required: Sequence[str]) -> list[FieldError]:
    return [
        FieldError(f"documentos.{slot}", "DOCUMENTO_FALTANTE", {"documento": slot}, Rule.DOCUMENTS)
        for slot in required
        if slot not in papers
    ]


def _unattended(
    now: Snapshot, allowed: Sequence[str], judged: Snapshot | None, observations: Sequence[Observation]
) -> list[FieldError]:
    """An observed slot is attended by a newer file, an observed field by a later save of the registro."""
    if judged is None:
        return []
    wrong = []
    for observation in observations:
        target = observation.target
        if observation.target_kind == DOCUMENTO:
            before = judged.papers[target].version if target in judged.papers else 0
            paper = now.papers.get(target)
            if target in allowed and (paper is None or paper.version <= before):
                facts = {"documento": target, "motivo": observation.text}
                wrong.append(
                    FieldError(f"documentos.{target}", "OBSERVACION_SIN_ATENDER", facts, Rule.OBSERVATIONS)
                )
        elif now.registro.content.get("revision", 0) <= judged.registro.content.get("revision", 0):
            wrong.append(
                FieldError(target, "DATO_SIN_ATENDER", {"motivo": observation.text}, Rule.OBSERVATIONS)
            )
    return wrong


def _print_problems(now: Snapshot, judged: Snapshot | None) -> list[FieldError]:
    """The signed scan must be the last print of the last entry; after observations, a fresh print."""
    registro, scan = now.registro.content, now.papers.get(SOLICITUD)
    number = int(registro.get("print_number", 0))
    field = f"documentos.{SOLICITUD}"
    if number == 0:
        return [FieldError("solicitud", "SOLICITUD_SIN_IMPRIMIR", clause=Rule.SOLICITUD)]
    wrong = []
    if judged is not None and number <= int(judged.registro.content.get("print_number", 0)):
        wrong.append(
            FieldError("solicitud", "SOLICITUD_SIN_REIMPRIMIR", {"impresion": number}, Rule.OBSERVATIONS)
        )
    elif not registro.get("is_print_current"):
        wrong.append(FieldError("solicitud", "IMPRESION_ANTERIOR", {"impresion": number}, Rule.LAST_PRINT))
    if scan is not None and _predates(scan, number, str(registro.get("printed_at", ""))):
        facts = {"impresion": number, "adjunta": scan.print_number or ""}
        wrong.append(FieldError(field, "SOLICITUD_ANTERIOR", facts, Rule.LAST_PRINT))
    return wrong


def _predates(scan: Paper, number: int, printed_at: str) -> bool:
    """The QR tells the print; a scan whose QR could not be read must at least be later than the print."""
    if scan.print_number:
        return scan.print_number != number
    if scan.uploaded_at is None or not printed_at:
        return True
    return scan.uploaded_at < datetime.fromisoformat(printed_at)


def refuse(problems: list[FieldError]) -> None:
    """Passes without problems. Raises Invalid: its code names the gravest kind, its fields are all of them.

    Source: 000§1.4, 2.2.3, 3.3 c.
    """
    if not problems:
        return
    codes = {problem.code for problem in problems}
    if codes & {"REGISTRO_INCOMPLETO", "SEDES_SIN_ORDENAR"}:
        raise invalid("REGISTRO_INCOMPLETO", problems)
    if "DOCUMENTO_FALTANTE" in codes:
        raise invalid("DOCUMENTOS_FALTANTES", problems)
    raise invalid("OBSERVACIONES_SIN_ATENDER" if codes & UNATTENDED else "SOLICITUD_VENCIDA", problems)


def submit(expediente: Expediente, send: Send, folio_enarm: str, by: str) -> Change:
    """Under review from now on, at the end of the queue; what was observed counts as attended.

    Raises Conflict(ENVIO_NO_PROCEDE). Source: 000§3.2.1-3.2.3, 3.3 c.
    """
    require(expediente, "ENVIO_NO_PROCEDE", *SENDABLE)
    attended = tuple(replace(observation, is_attended=True) for observation in expediente.observations)
    sent = moved(
        expediente,
        send.submitted_at,
        "ENVIADO",
        by,
        estado=Estado.EN_VALIDACION,
        sends=(*expediente.sends, send),
        submitted_at=send.submitted_at,
        observations=attended,
        attend_until=None,
        folio_enarm=folio_enarm,
        cause="",
    )
    fact = ExpedienteSubmitted(
        send.number, send.acuse_id, send.snapshot_sha256, send.revision, send.documents
    )
    return sent, (fact,)
