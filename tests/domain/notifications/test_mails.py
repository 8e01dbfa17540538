"""Every fact's e-mail names the document, the reason and the date."""

from __future__ import annotations

import re
from typing import Any

import pytest

from plumbing.errors import Invalid
from services.notifications.mails import compose, kinds, message_id
from services.notifications.mails.compose import _read, _variants
from tests.domain.notifications.samples import mail_data

DAY = re.compile(r"(lunes|martes|miércoles|jueves|viernes|sábado|domingo) \d{1,2} de [a-z]+ de 20\d\d")


@pytest.mark.parametrize("kind", kinds())
def test_each_mail_names_document_reason_and_date(kind: str) -> None:
    mail = compose(kind, mail_data(kind))
    facts = dict(re.findall(r"^(Documento|Motivo|Fecha): (.+)$", mail.text, re.MULTILINE))
    assert set(facts) == {"Documento", "Motivo", "Fecha"}
    assert DAY.search(facts["Fecha"])
    assert mail.subject
    assert "\n" not in mail.subject


@pytest.mark.parametrize("kind", kinds())
def test_no_mail_shows_a_placeholder_or_markup(kind: str) -> None:
    mail = compose(kind, mail_data(kind))
    for body in (mail.subject, mail.text, mail.html):
        assert "${" not in body
        assert "**" not in body
        assert "None" not in body


@pytest.mark.parametrize("kind", kinds())
def test_each_mandatory_field_is_really_mandatory(kind: str) -> None:
    fields = _read("frame")["common"] | _read(kind)["fields"]
    for name in [name for name in fields if not name.endswith("?")]:
        data = mail_data(kind)
        del data[name]
        with pytest.raises(Invalid, match="CORREO_INCOMPLETO") as caught:
            compose(kind, data)
        assert [error.field for error in caught.value.fields] == [name]


def words(kind: str) -> list[tuple[str, str]]:
    return [
        (field, word)
        for field, leaf in _read(kind)["fields"].items()
        if isinstance(leaf, str) and leaf.isupper()
        for word in leaf.split("|")
    ]


@pytest.mark.parametrize("kind", [kind for kind in kinds() if words(kind)])
def test_every_cause_has_its_sentence(kind: str) -> None:
    said = [compose(kind, mail_data(kind) | {field: word}).text for field, word in words(kind)]
    assert len(said) > 1
    assert len(set(said)) == len(said)


def test_each_observation_comes_with_reason_remedy_and_deadline() -> None:
    data = mail_data("ExpedienteObserved")
    text = compose("ExpedienteObserved", data).text
    for row in data["observaciones"]:
        assert f"{row['documento']}. Motivo: {row['motivo']} Qué hacer: {row['arreglo']}" in text
    assert "Límite: lunes 11 de diciembre de 2023, 12:00 horas" in text


def test_the_result_is_not_in_the_mail() -> None:
    with pytest.raises(Invalid):
        compose("ResultPublished", mail_data("ResultPublished") | {"unidad": "Hospital General"})


def test_pre_acceptance_says_what_to_take_where_and_until_when() -> None:
    text = compose("PreaceptacionIssued", mail_data("PreaceptacionIssued")).text
    for part in ("tinta azul", "INE o pasaporte", "Avenida Ejemplo 124", "al viernes 5 de enero de 2024"):
        assert part in text


def test_only_a_foreigner_reads_about_the_payment() -> None:
    data = mail_data("PreaceptacionIssued")
    assert "antes del domingo 14 de abril de 2024" in compose("PreaceptacionIssued", data).text
    del data["pago_antes_on"]
    assert "extranjero" not in compose("PreaceptacionIssued", data).text


def test_silence_and_refusal_keep_the_same_right() -> None:
    for motivo in ("NO_ACEPTA", "SIN_RESPUESTA"):
        text = compose("PlazaRejected", mail_data("PlazaRejected") | {"motivo": motivo}).text
        assert "siguiente periodo de selección" in text


def test_what_people_typed_cannot_become_markup() -> None:
    html = compose("ExpedienteObserved", mail_data("ExpedienteObserved")).html
    assert "&amp; debe decir &lt;88.8&gt;" in html
    assert "<88.8>" not in html


def test_html_and_text_say_the_same() -> None:
    mail = compose("FichaIssued", mail_data("FichaIssued"))
    for line in mail.text.split("-- ")[0].splitlines():
        if line and "://" not in line:
            assert line in re.sub(r"<[^>]+>", "", mail.html)


def test_an_unknown_fact_has_no_mail() -> None:
    with pytest.raises(Invalid, match="CORREO_DESCONOCIDO"):
        compose("frame", {})


@pytest.mark.parametrize("value", ["a\r\nBcc: all@example.com", "a\nb"])
def test_a_line_break_never_reaches_the_subject(value: str) -> None:
    data: dict[str, Any] = mail_data("FichaIssued") | {"folio": value}
    assert "\n" not in compose("FichaIssued", data).subject
    assert "\r" not in compose("FichaIssued", data).subject


def test_the_message_id_is_that_of_the_event_at_every_attempt() -> None:
    first = message_id("018c-event", "FichaIssued", "residencias.example")
    assert first == message_id("018c-event", "FichaIssued", "residencias.example")
    assert first != message_id("018c-event", "ResultPublished", "residencias.example")
    assert re.fullmatch(r"<[0-9a-f]{40}@residencias\.example>", first)
    assert "018c-event" not in first


OTHERWISE = [kind for kind in kinds() if kind in _variants("sin_asignacion")]


@pytest.mark.parametrize("kind", OTHERWISE)
def test_where_the_sede_comes_from_the_dgces_a_mail_says_so_without_a_placeholder(kind: str) -> None:
    usual, other = compose(kind, mail_data(kind)), compose(kind, _said(kind), "sin_asignacion")
    assert usual.text != other.text
    for body in (other.subject, other.text, other.html):
        assert "${" not in body
        assert "siguiente periodo" not in body
        assert "tercer periodo" not in body


def _said(kind: str) -> dict[str, Any]:
    """The sample, with a cause that the other calls know."""
    return mail_data(kind) | ({"causa": "FALSEDAD"} if kind == "ParticipationCancelled" else {})


def test_the_variants_speak_of_facts_that_have_an_e_mail() -> None:
    assert set(_variants("sin_asignacion")) <= set(kinds())


def test_a_false_claim_is_told_to_whom_made_it_and_the_release_to_the_dgces() -> None:
    data = mail_data("ParticipationCancelled") | {"causa": "TRABAJADOR_NO_COMPROBADO"}
    assert "trabajador IMSS" in compose("ParticipationCancelled", data, "sin_asignacion").text
    told = compose("SedeReleased", mail_data("SedeReleased"), "sin_asignacion")
    assert "E49-000012" in told.subject
    assert "subsede" in told.text
