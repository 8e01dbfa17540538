"""A published call is corrected by dated amendments and by nothing else; every decision keeps its own version."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from plumbing.clock import MEXICO_CITY, FixedClock
from plumbing.config import ROOT
from plumbing.convocatoria import Convocatoria, ConvocatoriaInvalid, Registry, load
from plumbing.convocatoria.__main__ import main
from plumbing.deadlines import digest_of, known_at
from plumbing.errors import OutsideWindow
from plumbing.events import Act
from services.gateway.portal.calendar import calendar_of
from services.gateway.portal.views import Views
from services.validation import usecases
from tests.usecases.validation.world import World, a_fact

from .conftest import X47, Spoil

X48 = ROOT / "convocatorias" / "xlviii-extraordinario"
LONGER_FICHA = """number: 1
issued_at: "2023-12-11T20:00"
title: "La ficha se puede descargar hasta las 14:00"
why: "Una falla de la página impidió descargarla durante la mañana."
clause: "000§9.5"
changes:
  - {path: calendar.ficha.closes, before: "2023-12-12T08:00", after: "2023-12-12T14:00"}
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


@pytest.fixture
def amend(spoil: Spoil):
    """X47 copied, with these amendment files."""

    def write(*texts: str) -> Path:
        folder = spoil("convocatoria.yaml", "id: xlvii", "id: xlvii")
        (folder / "enmiendas").mkdir(exist_ok=True)
        for number, text in enumerate(texts, 1):
            (folder / "enmiendas" / f"{number:03d}.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


def codes(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(folder)
    return [(problem.file, problem.line, problem.code) for problem in refused.value.problems]


def test_an_amendment_is_in_force_from_its_instant_on(amend, x47: Convocatoria) -> None:
    amended = load(amend(LONGER_FICHA))
    before, after = amended.at(at("2023-12-11T19:59:59")), amended.at(at("2023-12-11T20:00:00"))
    assert before.digest == x47.digest
    assert after.digest == amended.digest != x47.digest
    assert before.windows["ficha"].closed(at("2023-12-12T08:00:01"))
    assert after.windows["ficha"].contains(at("2023-12-12T14:00:00"))
    assert [one.title for one in after.amendments] == ["La ficha se puede descargar hasta las 14:00"]
    assert before.amendments == ()


def test_a_row_is_named_by_its_code_and_an_assumption_by_its_id(amend) -> None:
    text = LONGER_FICHA.replace(
        '{path: calendar.ficha.closes, before: "2023-12-12T08:00", after: "2023-12-12T14:00"}',
        '{path: "supuestos[vigencia-de-la-carta].value", before: 10, after: 15}\n'
        '  - {path: "letters[L-09].title", before: Carta de Pre-aceptación, after: Carta de Preaceptación}',
    )
    amended = load(amend(text))
    assert amended.letter("L-09").title == "Carta de Preaceptación"
    assert amended.windows["vigencia_preaceptacion"].closes == "2024-01-09"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('before: "2023-12-12T08:00"', 'before: "2023-12-12T09:00"', "ENMIENDA_NO_CORRESPONDE", 7),
        ("calendar.ficha.closes", "calendar.fichas.closes", "ENMIENDA_SIN_LUGAR", 7),
        ("{path: calendar.ficha.closes", "{path: id", "ENMIENDA_INTOCABLE", 7),
        ('"2023-12-11T20:00"', '"2023-12-12T08:00:01"', "STRING_PATTERN_MISMATCH", 2),
        ('"2023-12-11T20:00"', '"2023-12-12T08:01"', "ENMIENDA_REABRE", 7),
        ("number: 1", "number: 2", "ENMIENDA_FUERA_DE_ORDEN", 1),
        ('why: "Una falla', 'razon: "Una falla', "MISSING", 1),
    ],
)
def test_an_amendment_that_cannot_be_is_named_with_its_file_and_line(
    amend, old: str, new: str, code: str, line: int
) -> None:
    assert ("enmiendas/001.yaml", line, code) in codes(amend(LONGER_FICHA.replace(old, new)))


def test_the_second_amendment_starts_from_what_the_first_left(amend) -> None:
    second = LONGER_FICHA.replace("number: 1", "number: 2").replace("11T20:00", "12T09:00")
    second = second.replace(
        'before: "2023-12-12T08:00", after: "2023-12-12T14:00"',
        'before: "2023-12-12T14:00", after: "2023-12-12T16:00"',
    )
    amended = load(amend(LONGER_FICHA, second))
    closes = [version.windows["ficha"].closes for version in amended.versions]
    assert closes == ["2023-12-12T08:00", "2023-12-12T14:00", "2023-12-12T16:00"]
    assert len({version.digest for version in amended.versions}) == 3


def test_a_decision_is_taken_under_the_version_in_force_and_keeps_its_digest(
    amend, x47: Convocatoria
) -> None:
    amended = load(amend(LONGER_FICHA))
    registry = {x47.id: amended}
    world = World()
    world.desk = replace(world.desk, registry=registry)

    def act(instant: str) -> Act:
        digest = digest_of(registry, x47.id, at(instant))
        return replace(world.own("a", at=at(instant)), rules_digest=digest)

    world.validated("a")
    with pytest.raises(OutsideWindow):
        usecases.issue_ficha(replace(world.desk, registry={x47.id: x47}), act("2023-12-12T13:59:00"), "a")
    assert usecases.issue_ficha(world.desk, act("2023-12-12T13:59:00"), "a")["folio"]
    digests = [fact["rules_digest"] for fact in world.facts("a")]
    assert digests[0] == x47.digest
    assert digests[-1] == amended.digest


def test_a_fact_is_understood_under_the_version_it_was_decided_under(amend, x47: Convocatoria) -> None:
    amended = load(amend(LONGER_FICHA))
    registry = {x47.id: amended}
    fact = replace(a_fact("AccountOpened", "a"), rules_digest=x47.digest)
    assert known_at(registry, fact, at("2023-12-13T10:00")).digest == x47.digest
    assert known_at(registry, replace(fact, rules_digest=""), at("2023-12-13T10:00")).digest == amended.digest


def test_what_was_published_cannot_be_edited_only_amended(amend, capsys: pytest.CaptureFixture[str]) -> None:
    folder = amend()
    assert main(["publish", str(folder)]) == 0
    Registry.load(folder.parent)
    calendar = folder / "convocatoria.yaml"
    published = calendar.read_text(encoding="utf-8")
    calendar.write_text(published.replace("2023-12-12T08:00", "2023-12-12T10:00"), encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid, match="no se edita lo publicado"):
        Registry.load(folder.parent)
    assert main(["publish", str(folder)]) == 1
    assert "no se edita lo publicado" in capsys.readouterr().err
    calendar.write_text("# una nota\n" + published, encoding="utf-8")
    amend(LONGER_FICHA)
    assert len(Registry.load(folder.parent)[X47.name].versions) == 2


def test_a_published_amendment_cannot_be_edited_either(amend) -> None:
    folder = amend(LONGER_FICHA)
    assert main(["publish", str(folder)]) == 0
    amend(LONGER_FICHA.replace("T14:00", "T18:00"))
    with pytest.raises(ConvocatoriaInvalid, match="no se edita lo publicado"):
        Registry.load(folder.parent)


def test_a_published_call_whose_folder_is_gone_stops_the_start(amend) -> None:
    folder = amend()
    assert main(["publish", str(folder)]) == 0
    (folder / "convocatoria.yaml").unlink()
    with pytest.raises(ConvocatoriaInvalid, match="su carpeta no está"):
        Registry.load(folder.parent)


def test_every_call_of_the_repository_that_is_published_still_gives_its_digests() -> None:
    Registry.load(X47.parent)
    assert X47.name in (X47.parent / "publicadas.yaml").read_text(encoding="utf-8")


def test_people_see_what_an_amendment_changed_and_since_when(amend) -> None:
    call, now = load(amend(LONGER_FICHA)), at("2023-12-12T09:00")
    edge = SimpleNamespace(config=SimpleNamespace(catalog=ROOT / "catalog"), clock=FixedClock(now))
    request = Request({"type": "http", "path": "/", "query_string": b"", "headers": []})
    entries = calendar_of(call, now)
    page = Views(edge).page("convocatoria.html", request, call=call, entries=entries, is_ready=True)
    said = bytes(page.body).decode()
    since = "20:00 del lunes 11 de diciembre de 2023"
    for words in ("Fe de erratas", since, "2023-12-12T08:00", "2023-12-12T14:00", "000§9.5"):
        assert words in said


def test_a_calendar_may_come_after_the_publication(tmp_path: Path) -> None:
    """The folder says no dates; the file that gives them is no edition of it."""
    root, calendars = tmp_path / "calls", tmp_path / "calendars"
    folder = root / X48.name
    shutil.copytree(X48, folder)
    calendars.mkdir()
    assert main(["publish", str(folder)]) == 0
    shutil.copy(X48 / "ejemplo" / "calendario.ejemplo.yaml", calendars / f"{X48.name}.yaml")
    dated = Registry.load(root, calendars)
    assert dated[X48.name].digest != Registry.load(root).templates[X48.name].digest
    rules = folder / "observaciones.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("que: ", "que: Otra ", 1), encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid, match="no se edita lo publicado"):
        Registry.load(root, calendars)
