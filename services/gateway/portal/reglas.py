"""The rules of a call, section by section, each beside its clause; and all on one page, to print."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.reading import Reading, Section, read
from plumbing.deadlines import find
from plumbing.errors import NotFound
from services.gateway.portal.views import Views
from services.gateway.portal.visits import session_of

RULES = "/convocatorias/{convocatoria}/reglas"
ALL = "todas"


@dataclass(frozen=True)
class Book:
    """A call's reading, its sections in order, and in which of them each rule stands."""

    reading: Reading
    sections: tuple[Section, ...]
    section_of: dict[str, str]


BOOKS: dict[str, Book] = {}  # by digest: as many as there are versions of calls


def routes(made: APIRouter, views: Views) -> None:
    @made.get(RULES)
    def contents(request: Request, convocatoria: str) -> Response:
        return _page(views, request, convocatoria)

    @made.get(RULES + "/{part}")
    def part(request: Request, convocatoria: str, part: str) -> Response:
        return _page(views, request, convocatoria, part)


def _page(views: Views, request: Request, convocatoria: str, part: str = "") -> Response:
    """The contents, one section, or all of them. Raises NotFound(PAGINA_DESCONOCIDA)."""
    call = _readable(views, convocatoria)
    book = _book(call)
    anchors = [section.anchor for section in book.sections]
    if part and part != ALL and part not in anchors:
        raise NotFound("PAGINA_DESCONOCIDA")
    place = anchors.index(part) if part in anchors else -1
    shown = book.sections if part == ALL else book.sections[place : place + 1] if part else ()
    return views.page(
        "reglas.html",
        request,
        session=session_of(views.edge, request),
        call=call,
        book=book,
        shown=shown,
        part=part,
        following=book.sections[place + 1] if 0 <= place < len(anchors) - 1 else None,
    )


def _readable(views: Views, convocatoria: str) -> Convocatoria:
    """The call in force now, also one that waits for its dates. Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
    known = views.edge.registry
    newest = known.templates.get(convocatoria) or find(known, convocatoria)
    return newest.at(views.edge.clock.now())


def _book(call: Convocatoria) -> Book:
    if call.digest not in BOOKS:
        reading = read(call)
        sections = (*reading.sections, reading.supuestos)
        where = {rule.anchor: section.anchor for section in sections for rule in section.rules}
        BOOKS[call.digest] = Book(reading, sections, where)
    return BOOKS[call.digest]
