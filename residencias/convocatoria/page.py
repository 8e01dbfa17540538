"""The convocatoria as one page that needs no network: it is read on a screen, on a phone and on paper."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from plumbing.convocatoria import Convocatoria
from plumbing.convocatoria.reading.reader import read
from plumbing.convocatoria.reading.rules import Reading
from plumbing.convocatoria.reading.wording import TEXTS
from residencias.convocatoria.timeline import timeline

FOLDER = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(), undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
SOURCE_CODE = re.compile(r"^\d{3}")


def page(convocatoria: Convocatoria) -> str:
    """The whole convocatoria as HTML: no script, no font, no picture from elsewhere."""
    reading = read(convocatoria)
    return TEMPLATES.get_template("page.html").render(
        c=convocatoria,
        reading=reading,
        timeline=timeline(convocatoria),
        example=next(
            (clause for clause in reading.clauses if "§" in clause), next(iter(reading.clauses), "")
        ),
        sources=_sources(reading),
        says=TEXTS["pagina"],
        style=(FOLDER / "page.css").read_text(encoding="utf-8"),
    )


def _sources(reading: Reading) -> list[tuple[str, str]]:
    """The texts that are cited: code and name."""
    codes = {found.group() for clause in reading.clauses if (found := SOURCE_CODE.match(clause))}
    return [(code, TEXTS["fuentes"].get(code, code)) for code in sorted(codes)]
