"""Studies and work in the registro: grade and its scale, papers, servicio social, internado, worker's data."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation

from plumbing.errors import FieldError, Rule
from services.registration.domain.fechas import day, known_day, past_day
from services.registration.domain.model import Calificacion, RegistroDatos
from services.registration.domain.reglas import Escala, Reglas

GRADES = Rule.GRADES
PAPERS = Rule.DIPLOMAS
SERVICIO = Rule.SERVICIO_SOCIAL
INTERNADO = Rule.INTERNADO
WORKERS = Rule.WORKERS
CONTRACTS = ("BASE", "EVENTUAL", "CONFIANZA")
GRADE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
SCHOOLING_YEARS = 15


def estudios_problems(datos: RegistroDatos, reglas: Reglas, today: date) -> list[FieldError]:
    """What is wrong with the studies. Source: 000§1.2, 2.1, 2.2.1."""
    egreso, wrong = past_day("egreso_on", datos.egreso_on, today)
    wrong += _too_young("egreso_on", egreso, datos)
    wrong += calificacion_problems(datos.calificacion, reglas)
    wrong += _option("titulo_anverso", datos.titulo_anverso, reglas.options["titulo_anverso"])
    wrong += _option("titulo_reverso", datos.titulo_reverso, reglas.options["titulo_reverso"])
    wrong += _cedula(datos, reglas.options["cedula"])
    wrong += servicio_social_problems(datos, reglas, today)
    internado, problem = past_day("internado_on", datos.internado_on, today, INTERNADO)
    return wrong + problem + _too_young("internado_on", internado, datos)


def _option(field: str, value: str, options: tuple[str, ...], clause: str = PAPERS) -> list[FieldError]:
    if not value:
        return [FieldError(field, "DATO_OBLIGATORIO", {}, clause)]
    if value in options:
        return []
    return [FieldError(field, "OPCION_DESCONOCIDA", {"valor": value, "opciones": ", ".join(options)}, clause)]


def _too_young(field: str, found: date | None, datos: RegistroDatos) -> list[FieldError]:
    """Nobody ends these studies as a child: the year was mistyped."""
    born = day(datos.nacimiento_on)
    if not found or not born or found.year - born.year >= SCHOOLING_YEARS:
        return []
    return [FieldError(field, "FECHA_IMPOSIBLE", {"valor": found.isoformat()}, Rule.FIELDS)]


def calificacion_problems(calificacion: Calificacion, reglas: Reglas) -> list[FieldError]:
    """Grade, scale and base 100 must say the same: 8.88 of 10 is 88.8, 4.1 of 5 (with its document) is 82.

    Source: 000§2.1 («cualquier otro valor se considera falso»); rules.md §4.2.
    """
    scale = reglas.escalas.get(calificacion.escala)
    if scale is None:
        return _option("calificacion.escala", calificacion.escala, tuple(reglas.escalas), GRADES)
    value, wrong = grade("calificacion.valor", calificacion.valor)
    base_100, problem = grade("calificacion.base_100", calificacion.base_100)
    wrong += problem
    if base_100 is not None and base_100 > 100:
        wrong.append(
            FieldError("calificacion.base_100", "CALIFICACION_MAYOR_A_100", {"valor": str(base_100)}, GRADES)
        )
    elif base_100 is not None and value is not None:
        wrong += _conversion(scale, value, base_100)
    if scale.needs_equivalence and not calificacion.has_equivalencia:
        wrong.append(FieldError("calificacion.has_equivalencia", "EQUIVALENCIA_FALTANTE", {}, scale.clause))
    return wrong


def _conversion(scale: Escala, value: Decimal, base_100: Decimal) -> list[FieldError]:
    if scale.top is not None and value > scale.top:
        facts = {"valor": str(value), "tope": str(scale.top)}
        return [FieldError("calificacion.valor", "CALIFICACION_FUERA_DE_ESCALA", facts, scale.clause)]
    if scale.top == 100 and 0 < value <= 10:
        return [
            FieldError(
                "calificacion.escala", "CALIFICACION_PARECE_BASE_10", {"valor": str(value)}, scale.clause
            )
        ]
    if scale.factor is None or value * scale.factor == base_100:
        return []
    expected = format((value * scale.factor).normalize(), "f")
    facts = {"valor": str(base_100), "esperado": expected, "escala": scale.code}
    return [FieldError("calificacion.base_100", "CALIFICACION_NO_COINCIDE", facts, scale.clause)]


def grade(field: str, text: str) -> tuple[Decimal | None, list[FieldError]]:
    """The grade as an exact number, or what is wrong with it as typed."""
    typed = text.strip()
    if not typed:
        return None, [FieldError(field, "DATO_OBLIGATORIO", {}, GRADES)]
    if not GRADE.fullmatch(typed):
        return None, [FieldError(field, "CALIFICACION_ILEGIBLE", {"valor": typed}, GRADES)]
    try:
        return Decimal(typed), []
    except InvalidOperation:
        return None, [FieldError(field, "CALIFICACION_ILEGIBLE", {"valor": typed}, GRADES)]


def _cedula(datos: RegistroDatos, options: tuple[str, ...]) -> list[FieldError]:
    """A federal cédula has its number; a carta compromiso has none. Source: 000§2.2.1 e, 2.2.3 c."""
    wrong = _option("cedula", datos.cedula, options)
    number = datos.cedula_numero.strip()
    if datos.cedula == "CARTA_COMPROMISO" and number:
        wrong.append(FieldError("cedula_numero", "CEDULA_SOBRA", {"valor": number}, PAPERS))
    elif datos.cedula == "FEDERAL" and not number:
        wrong.append(FieldError("cedula_numero", "DATO_OBLIGATORIO", {}, PAPERS))
    elif datos.cedula == "FEDERAL":
        pattern = r"[0-9]{5,8}" if datos.estudios == "MEXICO" else r"[A-Za-z0-9/.-]{3,20}"
        if not re.fullmatch(pattern, number):
            wrong.append(FieldError("cedula_numero", "CEDULA_NUMERO", {"valor": number}, PAPERS))
    return wrong


def servicio_social_problems(datos: RegistroDatos, reglas: Reglas, today: date) -> list[FieldError]:
    """Ended, not due, or under way and ending before the cycle begins. Source: 000§2.2.1 h."""
    wrong = _option("servicio_social", datos.servicio_social, reglas.options["servicio_social"], SERVICIO)
    field, text = "servicio_social_on", datos.servicio_social_on
    if wrong:
        return wrong
    if datos.servicio_social == "NO_EXIGIBLE":
        return [FieldError(field, "SERVICIO_SOCIAL_SOBRA", {"valor": text}, SERVICIO)] if text.strip() else []
    if datos.servicio_social == "TERMINADO":
        ended, wrong = past_day(field, text, today, SERVICIO)
        return wrong + _too_young(field, ended, datos)
    ends, wrong = known_day(field, text, SERVICIO)
    if ends and ends >= reglas.ciclo_inicia_on:
        facts = {"valor": text, "antes_de": reglas.ciclo_inicia_on.isoformat()}
        wrong.append(FieldError(field, "SERVICIO_SOCIAL_TARDE", facts, SERVICIO))
    return wrong


def unknown_claims(datos: RegistroDatos, reglas: Reglas) -> list[FieldError]:
    """What is claimed and gives no points in this call. Source: 000§9.1 (exclusively the points described)."""
    claimed = [field.name for field in fields(datos.reclamos) if getattr(datos.reclamos, field.name)]
    return [
        FieldError(f"reclamos.{claim}", "RECLAMO_SIN_PUNTOS", {"reclamo": claim}, Rule.POINTS)
        for claim in claimed
        if claim not in reglas.puntuables
    ]


def laboral_problems(datos: RegistroDatos, reglas: Reglas, today: date) -> list[FieldError]:
    """Who claims to be a worker says as what. Conditions that fail cost points, not the registro.

    Source: 000 CONDICIONES GENERALES; X-39; 003§4.3 (base or eventual, for the exams).
    """
    worker, options = datos.trabajador, reglas.options
    wrong = unknown_claims(datos, reglas)
    is_employed = reglas.asks_employment and bool(worker.contratacion)
    if not datos.reclamos.trabajador and not is_employed:
        return wrong
    if not re.fullmatch(r"[A-Za-z0-9-]{4,15}", worker.matricula.strip()):
        code = "MATRICULA" if worker.matricula.strip() else "DATO_OBLIGATORIO"
        wrong.append(FieldError("trabajador.matricula", code, {"valor": worker.matricula}, WORKERS))
    if not datos.reclamos.trabajador:
        return wrong + _option("trabajador.contratacion", worker.contratacion, CONTRACTS, WORKERS)
    wrong += _option("trabajador.contratacion", worker.contratacion, CONTRACTS, WORKERS)
    if not re.fullmatch(r"[0-9]{2}", worker.marca):
        code = "MARCA" if worker.marca else "DATO_OBLIGATORIO"
        wrong.append(FieldError("trabajador.marca", code, {"valor": worker.marca}, WORKERS))
    wrong += _option("trabajador.regimen", worker.regimen, options["trabajador.regimen"], WORKERS)
    began, problem = past_day("trabajador.ingreso_on", worker.ingreso_on, today, WORKERS)
    return wrong + problem + _too_young("trabajador.ingreso_on", began, datos)
