"""A call whose letters have words of their own: its passages are printed, and no section of another text."""

from __future__ import annotations

import re

import pytest

from plumbing.config import ROOT
from plumbing.convocatoria import Convocatoria, load
from services.notifications.domain.model import LetterKind
from services.notifications.letters import own_words, render
from services.notifications.mails import compose, kinds
from services.notifications.usecases.letters import CODES
from tests.domain.notifications.reading import pdf_of, text_of
from tests.domain.notifications.samples import issue, letter_data, mail_data

SECTION = re.compile(r"\[(?:\d+\.|numeral)[^\]]*\]")
CALLS = ROOT / "convocatorias"
X48 = load(CALLS / "xlviii-extraordinario")
X45 = load(CALLS / "xlv-enarm-2021")


def said(call: Convocatoria, kind: LetterKind) -> str:
    return text_of(render(kind, letter_data(kind), issue(), own_words(call, CODES)))


def test_the_preaceptacion_of_x48_says_not_to_go_to_the_sede() -> None:
    text = said(X48, LetterKind.PREACEPTACION)
    assert "No te presentes en la sede académica antes de recibirla." in text
    assert "Carta de Aceptación y Presentación" in text
    assert "carta de presentación a tu sede" not in text


def test_the_letter_of_the_ooad_has_the_name_of_the_text() -> None:
    assert "Carta de Aceptación y Presentación" in said(X48, LetterKind.PRESENTACION)
    assert "Carta de Presentación a la Sede" in text_of(pdf_of(LetterKind.PRESENTACION))


@pytest.mark.parametrize("call", [X45, X48], ids=lambda call: call.id)
@pytest.mark.parametrize("kind", list(LetterKind))
def test_no_letter_prints_a_section_of_the_text_of_another_call(call: Convocatoria, kind: LetterKind) -> None:
    assert SECTION.findall(said(call, kind)) == []


def test_the_usual_letters_do_print_their_sections() -> None:
    assert SECTION.findall(text_of(pdf_of(LetterKind.PREACEPTACION)))
    assert own_words(load(CALLS / "xlvii-enarm-2023"), CODES) is None


def test_the_solicitud_of_x45_says_how_units_count() -> None:
    assert "por cada año completo y cada publicación, hasta dos" in said(X45, LetterKind.SOLICITUD)
    assert "segunda mano" in said(X45, LetterKind.SOLICITUD)


@pytest.mark.parametrize("kind", kinds())
def test_no_mail_of_such_a_call_cites_a_section(kind: str) -> None:
    mail = compose(kind, mail_data(kind), sections=False)
    assert SECTION.findall(mail.text) == []
    assert SECTION.findall(mail.html) == []


def test_the_usual_mails_cite_their_sections() -> None:
    assert SECTION.findall(compose("PreaceptacionIssued", mail_data("PreaceptacionIssued")).text)
