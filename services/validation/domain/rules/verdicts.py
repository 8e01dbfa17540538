"""Verdicts on what is claimed for extra points, and the conditions of IMSS workers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from plumbing.errors import FieldError, Reason, Rule
from services.validation.domain.model import (
    ACREDITADO,
    NO_ACREDITADO,
    ClaimVerdict,
    Registro,
    WorkerCondition,
)

TITULO_Y_CEDULA = {"TITULO2", "CEDULA"}


def wrong_verdicts(
    verdicts: Sequence[ClaimVerdict],
    claimed: Sequence[str],
    failed: Sequence[Reason],
    reasons: dict[str, Collection[str]],
    counted: Mapping[str, int] | None = None,
) -> list[FieldError]:
    """What is wrong with `verdicts`: one for each claim and for nothing else; a refusal says why.

    Shapes: `failed` conditions of workers; `reasons` codes of the convocatoria by claim; `counted` the most units
    that may be accredited of each claim that counts by units.
    Source: 000§9.3 (only what the papers prove), CONDICIONES GENERALES; X-39; 004 Documents (maximum 4 publications).
    """
    judged = [verdict.claim for verdict in verdicts]
    wrong = [_wrong(claim, "RECLAMO_SIN_VEREDICTO") for claim in claimed if claim not in judged]
    wrong += [_wrong(claim, "RECLAMO_NO_HECHO") for claim in judged if claim not in claimed]
    wrong += [
        _wrong(claim, "VEREDICTO_REPETIDO") for claim in sorted({c for c in judged if judged.count(c) > 1})
    ]
    for verdict in verdicts:
        if verdict.verdict not in (ACREDITADO, NO_ACREDITADO):
            wrong.append(_wrong(verdict.claim, "VEREDICTO_DESCONOCIDO", dice=verdict.verdict))
        elif verdict.verdict == NO_ACREDITADO and verdict.reason not in reasons.get(verdict.claim, ()):
            admitted = ", ".join(sorted(reasons.get(verdict.claim, ())))
            wrong.append(_wrong(verdict.claim, "MOTIVO_DE_RECLAMO", dice=verdict.reason, admitidos=admitted))
        elif verdict.claim == "trabajador" and verdict.verdict == ACREDITADO:
            wrong += [
                FieldError("claims.trabajador", "TRABAJADOR_NO_CUMPLE", dict(reason.facts), reason.clause)
                for reason in failed
            ]
        wrong += _wrong_units(verdict, (counted or {}).get(verdict.claim, 0))
    return wrong


def _wrong_units(verdict: ClaimVerdict, most: int) -> list[FieldError]:
    """Units go with an accredited claim that counts by them, from 1 to `most`. Source: 004 Documents; G-06."""
    if verdict.verdict == ACREDITADO and most:
        is_wrong, least = not 1 <= verdict.units <= most, 1
    else:
        is_wrong, least, most = verdict.units != 0, 0, 0
    if not is_wrong:
        return []
    facts = {"dice": str(verdict.units), "minimo": str(least), "maximo": str(most)}
    return [_wrong(verdict.claim, "UNIDADES_DE_RECLAMO", **facts)]


def _wrong(claim: str, code: str, **facts: str) -> FieldError:
    return FieldError(f"claims.{claim}", code, {"reclamo": claim, **facts}, Rule.CLAIMS)


def failed_conditions(
    registro: Registro,
    cartas_compromiso: Collection[str],
    first_submitted_on: date,
    conditions: Sequence[WorkerCondition],
) -> list[Reason]:
    """The conditions of workers that the data themselves deny; each loses the extra, not the contest.

    Units: years of effective seniority on the day of the first send, both bounds inclusive.
    Source: 000 CONDICIONES GENERALES 1-4; X-39, G-21.
    """
    trabajador = registro.datos.get("trabajador") or {}
    failed = []
    for condition in conditions:
        if condition.rule == "contratacion_base_00":
            met = (
                trabajador.get("contratacion") == "BASE" and trabajador.get("marca") == "00"
                and bool(trabajador.get("is_titular"))
            )  # fmt: skip
        elif condition.rule == "titulo_y_cedula":
            met = not _owes_papers(registro, cartas_compromiso)
        elif condition.rule == "antiguedad":
            met = _seniority_holds(str(trabajador.get("ingreso_on", "")), first_submitted_on, condition)
        else:
            continue
        if not met:
            failed.append(Reason(condition.rule, condition.clause, {"condicion": condition.label}))
    return failed


def _owes_papers(registro: Registro, cartas_compromiso: Collection[str]) -> bool:
    declared = (registro.datos.get("titulo_reverso"), registro.datos.get("cedula"))
    return bool(TITULO_Y_CEDULA & set(cartas_compromiso)) or "CARTA_COMPROMISO" in declared


def _seniority_holds(ingreso_on: str, on: date, condition: WorkerCondition) -> bool:
    if not ingreso_on:
        return False
    began = date.fromisoformat(ingreso_on)
    return _anniversary(began, condition.min_years) <= on <= _anniversary(began, condition.max_years)


def _anniversary(day: date, years: int) -> date:
    """The same day `years` later; a 29 February counts on 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
