"""A resident's form: the course they choose, from those that their CEME and grade open."""

from __future__ import annotations

from plumbing.errors import FieldError, Rule
from services.registration.domain.model import RegistroDatos, Troncal
from services.registration.domain.reglas import Course, Reglas

FIELD = "residencia.cer"
TABLES = Rule.COURSES


def open_courses(troncal: Troncal, reglas: Reglas) -> tuple[Course, ...]:
    """What this resident may choose, in the table's order: exactly their CEME and grade, and the EFISER that feeds it.

    Source: 002§1.2 B, D, 1.3; G-29.
    """
    return tuple(
        course
        for course in reglas.courses
        if (course.ceme, course.grado) == (troncal.ceme, troncal.grado) and course.efiser in troncal.efiser
    )


def course_problems(datos: RegistroDatos, troncal: Troncal, reglas: Reglas) -> list[FieldError]:
    """What keeps the chosen course from being lawful. Source: 002§1.2 D, 1.3, 2.3 A, B."""
    courses = open_courses(troncal, reglas)
    facts = {"ceme": troncal.ceme, "grado": troncal.grado}
    if not courses:
        return [FieldError(FIELD, "SIN_CER_DISPONIBLE", facts, TABLES)]
    if not datos.residencia.cer:
        return [FieldError(FIELD, "DATO_OBLIGATORIO", {}, Rule.COURSE_CHOICE)]
    if datos.residencia.cer in {course.cer for course in courses}:
        return []
    facts |= {"valor": datos.residencia.cer, "opciones": ", ".join(course.label for course in courses)}
    return [FieldError(FIELD, "CER_NO_ELEGIBLE", facts, TABLES)]
