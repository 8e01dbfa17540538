"""Somebody from CES reads a convocatoria: every value in words, beside its clause or the supuesto it rests on."""

from __future__ import annotations

import re
import typing
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from plumbing.convocatoria import Convocatoria, load, schema_text
from plumbing.convocatoria.nodes import Part
from plumbing.convocatoria.reading.reader import read
from plumbing.convocatoria.reading.wording import NAMESPACES, TEXTS, said
from plumbing.convocatoria.yaml_source import read_yaml
from residencias.cli import app
from residencias.convocatoria.page import page
from residencias.convocatoria.timeline import timeline

from .conftest import ROOT, X47, Spoil

FOLDERS = sorted(file.parent for file in (ROOT / "convocatorias").glob("*/convocatoria.yaml"))
NOT_SHOWN = {"id", "digest", "supuestos", "clause", "text", "note", "value", "statement", "why"}
VOID = {"meta", "line", "rect", "circle", "path"}
runner = CliRunner()


class Markup(HTMLParser):
    """What a page is made of; a tag that is not closed in order is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.headings: list[int] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags[tag] += 1
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


def words(html: str) -> str:
    """The text of a page, as a person reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def sources(value: Any) -> list[str]:
    """Every clause, quotation and note written anywhere in the convocatoria."""
    if isinstance(value, BaseModel):
        own = [value.clause, value.text, value.note] if isinstance(value, Part) else []
        inner = [sources(getattr(value, name)) for name in type(value).model_fields]
        return [one for one in own if one] + [one for found in inner for one in found]
    values = (
        value.values() if isinstance(value, typing.Mapping) else value if isinstance(value, tuple) else ()
    )
    return [one for entry in values for one in sources(entry)]


@pytest.fixture(scope="module", params=FOLDERS, ids=[folder.name for folder in FOLDERS])
def call(request: pytest.FixtureRequest) -> Convocatoria:
    return load(request.param)


@pytest.fixture(scope="module")
def html(call: Convocatoria) -> str:
    return page(call)


def test_the_page_shows_every_clause_quotation_and_note(call: Convocatoria, html: str) -> None:
    text = words(html)
    missing = [source for source in sources(call) if " ".join(source.split()) not in text]
    assert missing == []


def test_the_page_shows_every_supuesto_with_its_reason_its_gap_and_where_it_is_used(
    call: Convocatoria, html: str
) -> None:
    text, used = words(html), TEXTS["supuesto"]["usado"]
    for one in call.supuestos:
        assert all(" ".join(part.split()) in text for part in (one.statement, one.why, one.gap)), one.id
    for rule in read(call).supuestos.rules:
        assert used in [fact.label for fact in rule.facts], f"{rule.code}: nothing that is shown rests on it"


def test_the_page_shows_every_window_in_the_picture_and_in_words(call: Convocatoria, html: str) -> None:
    picture = timeline(call)
    assert picture
    assert [bar.label for bar in picture.bars] == [entry.label for entry in call.calendar.values()]
    text = words(html)
    for name, window in call.windows.items():
        assert window.text_for_people in text, name


def test_the_page_stands_alone(html: str) -> None:
    markup = Markup(html)
    assert not {"script", "link", "img", "iframe", "object", "form"} & markup.tags.keys()
    assert not re.search(r"@import|url\(|\son\w+=", html)
    assert all(link.startswith("#") for link in markup.links)


def test_every_link_of_the_page_leads_to_one_place(html: str) -> None:
    markup = Markup(html)
    assert [one for one, times in Counter(markup.ids).items() if times > 1] == []
    assert {link[1:] for link in markup.links} <= set(markup.ids)


def test_the_page_can_be_read_without_seeing_it(html: str) -> None:
    markup = Markup(html)
    assert html.startswith("<!doctype html>")
    assert 'lang="es-MX"' in html
    assert (markup.tags["h1"], markup.tags["main"], markup.tags["nav"]) == (1, 1, 1)
    jumps = [b - a for a, b in zip(markup.headings, markup.headings[1:], strict=False)]
    assert max(jumps) <= 1, "a heading skips a level"


def test_the_text_of_a_file_cannot_become_markup(spoil: Spoil) -> None:
    folder = spoil("convocatoria.yaml", 'value: "XLVII ENARM"', 'value: "<script>alert(1)</script>"')
    html = page(load(folder))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_convocatoria_without_some_parts_is_still_shown(x47: Convocatoria) -> None:
    poor = x47.model_copy(
        update={
            "calendar": {}, "scoring": None, "allocation": None, "acceptance": None, "presentation": None,
            "permutas": None, "tie_breaks": (), "letters": (), "obligations": (), "worker_conditions": (),
            "contacts": (), "supuestos": (),
        }
    )  # fmt: skip
    assert timeline(poor) is None
    html = page(poor)
    Markup(html)
    assert "Tabla de documentos" in html
    for title in (
        "Calendario",
        "Puntaje y desempate",
        "Asignación",
        "Aceptación y presentación",
        "Supuestos",
    ):
        assert f">{title}<" not in html


def test_a_part_that_the_page_does_not_know_is_shown_all_the_same(x47: Convocatoria) -> None:
    class Bigger(Convocatoria):
        sorpresa: Any = None

    bigger = Bigger.model_construct(
        _fields_set=x47.model_fields_set | {"sorpresa"}, **dict(x47), sorpresa=x47.permutas
    )
    html = page(bigger)
    assert TEXTS["otras"] in html
    assert 'id="sorpresa"' in html


def test_a_window_without_dates_is_pictured_as_pending(x47: Convocatoria) -> None:
    derived = x47.calendar["vigencia_preaceptacion"]
    given = {**dict(x47), "calendar": {"vigencia_preaceptacion": derived}}
    picture = timeline(Convocatoria.model_construct(**given))
    assert picture
    assert (picture.span, picture.ticks) == (TEXTS["calendario"]["sin_fechas"], ())
    assert [(bar.dates, bar.inside) for bar in picture.bars] == [(TEXTS["calendario"]["pendiente"], False)]


def test_the_picture_keeps_order_and_proportion(x47: Convocatoria) -> None:
    picture = timeline(x47)
    assert picture
    bars = {bar.anchor.removeprefix("calendar-"): bar for bar in picture.bars}
    for bar in bars.values():
        assert 0 <= bar.start <= bar.start + bar.width <= 100.001
    registro, envio = bars["registro"], bars["envio"]
    assert registro.start == envio.start
    assert envio.width / registro.width == pytest.approx(23 / 5.5, rel=0.01)
    assert not bars["registro"].runs_on
    assert bars["renuncia"].runs_on
    assert not bars["ciclo"].inside, "a year-long course would flatten the weeks that matter"
    assert bars["pago_extranjeros"].always_open
    assert bars["asignacion"].dates == "después del 12 dic 2023, 08:00 – antes del 14 dic 2023, 18:00"


def test_a_code_is_shown_by_its_name_and_leads_to_its_rule(x47: Convocatoria) -> None:
    rules = {rule.anchor: rule for rule in read(x47).rules}
    step = rules["acceptance-steps-ACEPTO_COMPROMISO"]
    lines = {fact.label: fact.lines[0] for fact in step.facts}
    silence = lines[TEXTS["campos"]["on_silence"]]
    assert (silence.text, silence.target) == (
        "No completaste la aceptación a tiempo", "consequences-RECHAZO_IMPLICITO",
    )  # fmt: skip
    assert silence.target in rules


def test_what_a_small_part_rests_on_is_shown_with_its_rule(x47: Convocatoria) -> None:
    rules = {rule.anchor: rule for rule in read(x47).rules}
    targets = [line.target for line in rules["obligations-TITULO"].supuestos]
    assert targets == ["supuesto-inicio-de-plazos"]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("repeats", "cada_ciclo", "cada ciclo"),
        ("single", True, "sí"),
        ("extras_cap", None, "sin tope"),
        ("max_bytes", 409600, "409,600"),
        ("date", "2024-04-14", "domingo 14 de abril de 2024"),
        ("opens", "2023-11-18T12:00", "12:00 del sábado 18 de noviembre de 2023"),
        ("reasons", "algo_nuevo", "algo nuevo"),
    ],
)
def test_a_value_is_said_in_words(key: str, value: Any, text: str) -> None:
    assert said(key, value) == text


def vocabulary(kind: Any, key: str = "", seen: set[Any] | None = None) -> set[tuple[str, str]]:
    """(key, word) for every key of the models and every word a `Literal` admits under it."""
    seen = set() if seen is None else seen
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind in seen:
            return set()
        seen.add(kind)
        found = {(name, "") for name in kind.model_fields}
        return found.union(*(vocabulary(f.annotation, name, seen) for name, f in kind.model_fields.items()))
    if typing.get_origin(kind) is Literal:
        return {(key, str(word)) for word in typing.get_args(kind)}
    return set().union(*(vocabulary(inner, key, seen) for inner in typing.get_args(kind)))


def test_every_word_of_the_vocabulary_is_said_in_spanish() -> None:
    """A new rule is not finished until somebody from CES can read it: add its words to texts.yaml."""
    known = vocabulary(Convocatoria)
    keys = {key for key, _ in known} - NOT_SHOWN
    assert keys - TEXTS["campos"].keys() == set()
    assert {
        f"{key}.{word}" for key, word in known if word and not {f"{key}.{word}", word} & TEXTS["valores"].keys()
    } == set()  # fmt: skip
    assert NAMESPACES.keys() <= TEXTS["campos"].keys()


def test_the_texts_hold_only_sentences() -> None:
    texts = read_yaml(
        ROOT / "plumbing" / "convocatoria" / "reading" / "texts.yaml"
    ).data  # refuses a key written twice
    wrong = [key for part in ("campos", "valores", "pagina") for key, text in texts[part].items()
             if not isinstance(key, str) or not isinstance(text, str) or not text.strip()]  # fmt: skip
    assert wrong == []


def test_the_command_writes_the_page(tmp_path: Path, x47: Convocatoria) -> None:
    file = tmp_path / "convocatoria.html"
    result = runner.invoke(app, ["convocatoria", "show", str(X47), "--html", str(file)])
    assert result.exit_code == 0
    assert file.read_text(encoding="utf-8") == page(x47)
    assert str(file) in result.output


def test_the_command_shows_the_convocatoria_in_the_terminal(x47: Convocatoria) -> None:
    result = runner.invoke(app, ["convocatoria", "show", str(X47)], env={"COLUMNS": "220"})
    assert result.exit_code == 0
    assert x47.digest in result.output
    assert "████" in result.output
    for section in read(x47).sections:
        assert section.title in result.output
    for row in x47.documents.rows:
        assert row.slot in result.output
    for one in x47.supuestos:
        assert one.id in result.output


def test_the_commands_check_and_say_what_is_wrong(spoil: Spoil) -> None:
    assert runner.invoke(app, ["convocatoria", "check", str(X47)]).exit_code == 0
    folder = spoil("documentos.yaml", "audience: MEXICANO", "audience: MEXICANA")
    for command in ("check", "show"):
        result = runner.invoke(app, ["convocatoria", command, str(folder)])
        assert result.exit_code == 1
        assert "documentos.yaml:" in result.output


def test_a_call_without_dates_is_checked_and_shown_with_a_calendar(tmp_path: Path) -> None:
    folder = X47.parent / "xlviii-extraordinario"
    calendar = folder / "ejemplo" / "calendario.ejemplo.yaml"
    dated = load(folder, calendar)
    checked = runner.invoke(app, ["convocatoria", "check", str(folder), "--calendar", str(calendar)])
    assert (checked.exit_code, dated.digest in checked.output) == (0, True)
    assert "No se puede abrir" not in checked.output
    file = tmp_path / "x48.html"
    asked = ["convocatoria", "show", str(folder), "--calendar", str(calendar), "--html", str(file)]
    assert runner.invoke(app, asked).exit_code == 0
    assert file.read_text(encoding="utf-8") == page(dated)


def test_half_a_calendar_and_one_for_two_calls_are_refused(tmp_path: Path) -> None:
    folder = X47.parent / "xlviii-extraordinario"
    half = tmp_path / "half.yaml"
    half.write_text('registro: {opens: "2024-01-01T12:00"}\n', encoding="utf-8")
    for command in ("check", "show"):
        result = runner.invoke(app, ["convocatoria", command, str(folder), "--calendar", str(half)])
        assert result.exit_code == 1
        assert "half.yaml" in result.output
    two = ["convocatoria", "check", str(folder), str(X47), "--calendar", str(half)]
    assert runner.invoke(app, two).exit_code == 2


def test_the_command_prints_the_schema() -> None:
    result = runner.invoke(app, ["convocatoria", "schema"])
    assert (result.exit_code, result.output) == (0, schema_text())


def test_the_command_publishes_and_then_refuses_an_edit(spoil: Spoil) -> None:
    folder = spoil("convocatoria.yaml", "id: xlvii", "id: xlvii")
    assert runner.invoke(app, ["convocatoria", "publish", str(folder)]).exit_code == 0
    spoil("convocatoria.yaml", "2023-12-12T08:00", "2023-12-12T10:00")
    result = runner.invoke(app, ["convocatoria", "publish", str(folder)])
    assert result.exit_code == 1
    assert "no se edita lo publicado" in result.output


def test_an_amendment_is_shown_with_what_it_changed(spoil: Spoil) -> None:
    folder = spoil("convocatoria.yaml", "id: xlvii", "id: xlvii")
    (folder / "enmiendas").mkdir()
    (folder / "enmiendas" / "001.yaml").write_text(
        'number: 1\nissued_at: "2023-12-11T20:00"\ntitle: "La ficha, hasta las 14:00"\nwhy: "Falló la página."\n'
        'clause: "000§9.5"\nchanges:\n'
        '  - {path: calendar.ficha.closes, before: "2023-12-12T08:00", after: "2023-12-12T14:00"}\n',
        encoding="utf-8",
    )
    text = words(page(load(folder)))
    said_of_it = ("Fe de erratas", "La ficha, hasta las 14:00", "Falló la página.", "calendar.ficha.closes")
    day = "del martes 12 de diciembre de 2023"
    assert all(expected in text for expected in (*said_of_it, f"08:00 {day}", f"14:00 {day}"))
