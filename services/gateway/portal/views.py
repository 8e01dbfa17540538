"""How a page is made: one Jinja environment, the frame every page stands in, and the static files it uses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from plumbing.convocatoria import load_catalog
from plumbing.convocatoria.catalog import Catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import FieldError, ResidenciasError
from plumbing.messages import Text
from services.gateway.edge import Edge
from services.gateway.portal import fields, marks, moments
from services.gateway.portal.cortes import Cortes
from services.gateway.portal.words import cause, letter_title, outcome, persona, weight, word, words
from services.gateway.sessions import Session

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def address(name: str) -> str:
    """Where a static file is; its digest in the address lets browsers keep it for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/estatico/{name}?v={digest}"


def anchor(field: str) -> str:
    """The id of the element of `field`, as error summaries link to it."""
    return "campo-" + re.sub(r"[^A-Za-z0-9_]+", "-", field).strip("-")


def _courses(catalog: Catalog) -> dict[str, str]:
    direct = {one.code: one.name for one in catalog.especialidades}
    return direct | {one.code: one.name for one in catalog.cursos_de_rama}


def _units(catalog: Catalog) -> dict[str, str]:
    """Sedes and their subsedes; the unit itself goes by the name of the sede."""
    subsedes = {subsede.code: subsede.name for sede in catalog.sedes for subsede in sede.subsedes}
    return subsedes | {sede.code: sede.name for sede in catalog.sedes}


def named(problem: Mapping[str, Any], label: str) -> dict[str, Any]:
    """The problem with its field called as the form calls it; `label` stands in front unless the sentence has it."""
    que, path = str(problem["que"]), f"«{problem['field']}»"
    if label and path in que:
        return {**problem, "que": que.replace(path, f"«{label}»"), "label": ""}
    return {**problem, "label": label}


def _said(parts: tuple[tuple[int, str], ...]) -> str:
    names = words()["tiempo"]
    return f" {names['y']} ".join(f"{n} {names[unit][n != 1]}" for n, unit in parts)


def _templates() -> Environment:
    """The templates, with what they say and show that asks nobody."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        static=address,
        word=word,
        cause=cause,
        words=words(),
        anchor=anchor,
        called=fields.called,
        letter_title=letter_title,
        outcome=outcome,
    )
    made.filters.update(
        moment=moments.in_words,
        day=moments.day_in_words,
        local=moments.local,
        anchor=anchor,
        marks=marks.marks,
        numbered=marks.numbered,
        places=marks.places,
        persona=persona,
        weight=weight,
    )
    return made


class Views:
    """Renders the portal's pages."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.cortes = Cortes(edge)
        self.catalog = load_catalog(edge.config.catalog)
        self._courses, self._units = _courses(self.catalog), _units(self.catalog)
        self._templates = _templates()
        self._templates.globals.update(course=self.course, unit=self.unit)
        self._templates.filters.update(
            left=self.left, since=self.since, span=self.span, seconds_left=self.seconds_left
        )
        self._templates.globals["p"] = self._templates.get_template("piezas.html").module

    anchor_of = staticmethod(anchor)

    def course(self, code: str) -> str:
        """The name of a specialty or course; its code when the catalogue does not know it."""
        return self._courses.get(code, code)

    def unit(self, code: str) -> str:
        """The name of a sede or subsede; its code when the catalogue does not know it."""
        return self._units.get(code, code)

    def titles(self) -> dict[str, str]:
        """What each convocatoria is called, by its id."""
        return {call.id: call.short_title.value for call in self.edge.registry.values()}

    def left(self, until: datetime | None) -> str:
        """`2 días y 4 horas`; empty when nothing is left."""
        return _said(moments.time_left(until, self.edge.clock.now()))

    def since(self, instant: str) -> str:
        """How long ago that was: `2 días y 4 horas`; empty for no instant."""
        return (
            _said(moments.time_left(self.edge.clock.now(), datetime.fromisoformat(instant)))
            if instant
            else ""
        )

    def seconds_left(self, until: str) -> int:
        """Whole seconds until that instant; 0 once it has passed."""
        left = datetime.fromisoformat(until) - self.edge.clock.now() if until else timedelta()
        return max(int(left.total_seconds()), 0)

    def span(self, seconds: int) -> str:
        """How long that is: `6 minutos`; `menos de un minuto` for anything shorter."""
        now = self.edge.clock.now()
        is_short = seconds < moments.MINUTE
        return (
            words()["tiempo"]["nada"]
            if is_short
            else _said(moments.time_left(now + timedelta(seconds=seconds), now))
        )

    def page(
        self,
        template: str,
        request: Request,
        *,
        status: int = HTTPStatus.OK,
        session: Session | None = None,
        call: Convocatoria | None = None,
        problems: tuple[Text, ...] = (),
        **values: Any,
    ) -> HTMLResponse:
        """The page. `problems` are what the error summary lists; each may name its `field`."""
        body = self._templates.get_template(template).render(
            now=self.edge.clock.now(),
            path=request.url.path,
            done=request.query_params.get("hecho", ""),
            session=session,
            call=call,
            base=f"/convocatorias/{call.id}" if call else "",
            problems=problems,
            **values,
        )
        return HTMLResponse(body, status)

    def told(self, error: ResidenciasError, labels: Mapping[str, str] | None = None) -> tuple[Any, ...]:
        """The refusal for an error summary: one entry per field, or the refusal itself."""
        if not error.fields:
            return ({**self.edge.messages.text(error), "field": "", "label": ""},)
        return tuple(self._of_field(field, labels or {}) for field in error.fields)

    def _of_field(self, field: FieldError, labels: Mapping[str, str]) -> dict[str, Any]:
        text = {**self.edge.messages.text(field), "field": field.field}
        return named(text, labels.get(field.field, ""))
