"""Research articles as data: the file they come in, what a reviewer must answer of each, what each is worth."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plumbing.convocatoria.nodes import Code, Day, Node, Part, Words


class ResearchTest(Part):
    """One line of the reviewer's checklist; every one must be answered, and all must hold."""

    code: Annotated[str, Field(pattern=r"^RP-\d{2}$")]
    statement: Words


class ArticleType(Part):
    """A type of article that counts."""

    code: Code
    label: Words


class Authorship(Part):
    """A place among the authors, and the extra of the puntaje it can prove."""

    position: Annotated[int, Field(ge=1)]
    extra: Code


class Research(Node):
    """How articles become points: one file, one ruling, every article judged by the whole checklist."""

    slot: Code
    """Where the one file lies."""
    window: Code
    """When rulings are given."""
    counts: Literal["mejor_articulo"]
    """Of several articles that pass, the one worth most (G-19)."""
    published_on_or_before: Day
    authorship: Annotated[tuple[Authorship, ...], Field(min_length=1)]
    types: Annotated[tuple[ArticleType, ...], Field(min_length=1)]
    rejected: Annotated[tuple[Words, ...], Field(min_length=1)]
    """What is never considered, in words, for the reviewer and the aspirante."""
    checklist: Annotated[tuple[ResearchTest, ...], Field(min_length=1)]


class GradesFile(Node):
    """The file of grades that another system gives: `curp,concepto,ciclo,calificacion`, one row per grade."""

    window: Code
    """When it may be loaded and accepted."""
    cycles_of: Code
    """The component whose grade is made of one row per academic cycle."""
    average: Literal["media_de_ciclos"]
    required_cycle: Words
    """Without its grade of this cycle nobody takes part."""
    missing_outcome: Code
