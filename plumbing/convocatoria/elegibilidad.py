"""Who may choose which course: a table of prerequisite, exact grade and course, as the convocatoria prints it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plumbing.convocatoria.nodes import Code, Day, Node, Part, StatedNumber, StatedText, Words


class EligibleCourse(Part):
    """One row: who takes `ceme` in grade `grado` may choose the course `cer`."""

    cer: Code
    label: Words
    """The course's name, in the source's spelling."""
    ceme: Words
    grado: Annotated[int, Field(ge=1, le=7)]
    table: Annotated[int, Field(ge=1)]
    """The number of the source's table."""
    diploma: bool
    """The institutional diploma of the prerequisite is owed before taking the place."""


class EfiserSitting(Part):
    """An EFISER call, named by the day it was published, and the table whose courses it feeds."""

    table: Annotated[int, Field(ge=1)]
    published_on: Day


class Eligibility(Node):
    """Only the courses of the rows whose CEME and grade are exactly those the resident takes."""

    rule: Literal["ceme_y_grado_exactos"]
    choice: Literal["definitiva_al_confirmar"]
    """The course and the order of its sedes are locked by the first print of the solicitud."""
    cycle: Words
    rows_in_source: StatedNumber
    diploma_rows_in_source: StatedNumber
    enarm_entry: StatedText
    efiser: tuple[EfiserSitting, ...]
    """The EFISER call that counts for the courses of each table."""
    concluded_cer_allowed: tuple[Code, ...] = ()
    """Courses that who already concluded a CER may still choose."""
    rows: Annotated[tuple[EligibleCourse, ...], Field(min_length=1)]

    def courses(self, ceme: str, grado: int) -> tuple[EligibleCourse, ...]:
        """What a resident of `ceme` in `grado` may choose, in the table's order; none is a lawful answer."""
        return tuple(row for row in self.rows if (row.ceme, row.grado) == (ceme, grado))

    def efiser_of(self, cer: str) -> str:
        """The EFISER call that counts for this course. Raises KeyError."""
        table = {row.cer: row.table for row in self.rows}[cer]
        return {sitting.table: sitting.published_on for sitting in self.efiser}[table]

    def label(self, cer: str) -> str:
        """The course's name. Raises KeyError."""
        return {row.cer: row.label for row in self.rows}[cer]
