"""Which rules a convocatoria must give the clause of: those that its services may cite when they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.yaml_source import YamlPath
from plumbing.errors import Rule

OF_VALIDATION = {
    Rule.CATEGORY, Rule.DIPLOMAS, Rule.EXAMS, Rule.FILE_NAMES, Rule.GRADES, Rule.INSTITUTION, Rule.INTERNADO,
    Rule.LAST_PRINT, Rule.OBSERVATIONS, Rule.PHONES, Rule.SERVICIO_SOCIAL, Rule.UNDER_REVIEW, Rule.WORKERS,
}  # fmt: skip
OF_ROUNDS = {Rule.ADSCRIPCION, Rule.NO_ACEPTAR, Rule.OFERTA, Rule.POOL, Rule.PUNTAJE, Rule.ROUND}
OF_COURSES = {Rule.COURSES, Rule.COURSE_CHOICE, Rule.FINAL_CHOICE}
OF_SOME = {
    *OF_VALIDATION, *OF_ROUNDS, *OF_COURSES, Rule.PERMUTAS, Rule.TRACE, Rule.ARTICLES, Rule.EXAM_EXEMPTION,
    Rule.CURP_TEMPORAL,
}  # fmt: skip


def needed(convocatoria: Convocatoria) -> set[Rule]:
    """The rules that can be cited in this call, by what it has."""
    has = (
        (convocatoria.has_validation, OF_VALIDATION),
        (convocatoria.allocation.algorithm != "sin_asignacion", OF_ROUNDS),
        (convocatoria.eligibility is not None, OF_COURSES),
        (convocatoria.permutas is not None, {Rule.PERMUTAS}),
        (convocatoria.allocation.trace != "sin_traza", {Rule.TRACE}),
        (convocatoria.scoring.research is not None, {Rule.ARTICLES}),
        (bool(convocatoria.presentation.exempt_from_exams), {Rule.EXAM_EXEMPTION}),
        (any(one.identity_key == "curp_temporal" for one in convocatoria.categories), {Rule.CURP_TEMPORAL}),
    )
    return set(Rule) - OF_SOME | {rule for holds, rules in has if holds for rule in rules}


def missing(convocatoria: Convocatoria) -> Iterator[tuple[YamlPath, str, dict[str, Any]]]:
    """A finding for each rule that is needed and has no clause."""
    for rule in sorted(needed(convocatoria) - convocatoria.clauses.keys()):
        yield ("clauses",), "CLAUSULA_FALTANTE", {"regla": rule.value}
