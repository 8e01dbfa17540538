"""The ficha: with it the person is in the concurso. Its folio says nothing about the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.validation.domain.errors import require, require_true_categoria
from services.validation.domain.events import (
    ExpedienteValidated,
    FichaDownloaded,
    FichaIssued,
    RezagoResolved,
)
from services.validation.domain.model import ClaimVerdict, Estado, Expediente, Registro
from services.validation.domain.rules.closing import require_rezago
from services.validation.domain.rules.settled import Change, moved

CHECK = "TRWAGMYFPDXBNJZSQVHLCKE"


def folio_text(prefix: str, number: int) -> str:
    """`XLVII-000123-P`: the last character tells any one wrong digit and any two exchanged ones.

    Source: 000§3.3 d, 3.4 («Folio de inscripción»); X-20.
    """
    return f"{prefix}-{number:06d}-{CHECK[number % 23]}"


def issue_ficha(
    expediente: Expediente,
    folio: str,
    registro: Registro,
    cartas_compromiso: tuple[str, ...],
    by: str,
    at: datetime,
) -> Change:
    """INSCRITO: the first download counts. Raises Conflict(FICHA_NO_PROCEDE).

    Source: 000§3.4 (VALIDADO and the ficha in time, both); G-18.
    """
    require(expediente, "FICHA_NO_PROCEDE", Estado.VALIDADO)
    inscrito = moved(
        expediente,
        at,
        "INSCRITO",
        by,
        estado=Estado.INSCRITO,
        folio=folio,
        ficha_issued_at=at,
        ficha_downloads=1,
        cause="",
    )
    return inscrito, (issued(inscrito, registro, cartas_compromiso),)


def validate_rezago(
    expediente: Expediente,
    claims: tuple[ClaimVerdict, ...],
    folio: str,
    registro: Registro,
    cartas_compromiso: tuple[str, ...],
    reason: str,
    by: str,
    at: datetime,
) -> Change:
    """INSCRITO with its folio by decision of CES: the delay was the institution's.

    Raises as `require_rezago`. Source: supuesto rezago (G-11).
    """
    require_rezago(expediente, reason, by)
    require_true_categoria(expediente)
    inscrito = moved(
        expediente,
        at,
        "REZAGO_VALIDADO",
        by,
        reason,
        estado=Estado.INSCRITO,
        claims=claims,
        validated_at=at,
        is_rezago=False,
        folio=folio,
        ficha_issued_at=at,
    )
    facts = (RezagoResolved("VALIDAR", reason), ExpedienteValidated(claims))
    fact = replace(issued(inscrito, registro, cartas_compromiso), issued_by_rezago=by)
    return inscrito, (*facts, fact)


def issued(expediente: Expediente, registro: Registro, cartas_compromiso: tuple[str, ...]) -> FichaIssued:
    """What scoring and allocation need, from the last snapshot and the verdicts. Source: 000§3.4; 002§2.3 E."""
    content, datos = registro.content, registro.datos
    calificacion = datos.get("calificacion") or {}
    return FichaIssued(
        folio=expediente.folio,
        folio_enarm=expediente.folio_enarm,
        especialidad=content.get("especialidad", ""),
        categoria=content.get("categoria", ""),
        puntaje_enarm=content.get("puntaje_enarm", ""),
        calificacion=calificacion.get("base_100", ""),
        claims=expediente.claims,
        opciones=tuple(content.get("opciones", ())),
        cartas_compromiso=cartas_compromiso,
        nombre_completo=registro.nombre_completo,
        first_submitted_at=expediente.first_submitted_at,
        trabajador=datos.get("trabajador") if "trabajador" in registro.claimed else None,
        titulo_reverso=datos.get("titulo_reverso", ""),
        cedula=datos.get("cedula", ""),
        servicio_social=datos.get("servicio_social", ""),
        issued_by_rezago="",
        seleccion_on=content.get("seleccion_on", ""),
        relacion_laboral=registro.relacion_laboral,
        curp=content.get("curp", ""),
        troncal=content.get("troncal"),
    )


def download_again(expediente: Expediente, by: str, at: datetime) -> Change:
    """One more download is recorded; nothing else changes. Source: supuesto ficha-repetible (G-18)."""
    require(expediente, "FICHA_NO_PROCEDE", Estado.INSCRITO)
    downloads = expediente.ficha_downloads + 1
    again = moved(expediente, at, "FICHA_DESCARGADA", by, ficha_downloads=downloads)
    return again, (FichaDownloaded(downloads),)
