"""What people of a call of rama are told and handed: in its own words, with its own clauses."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from plumbing.errors import NotFound
from services.notifications import usecases as notifications
from services.notifications.letters import texts_for
from services.notifications.letters.letters import default_texts
from services.notifications.mails.compose import kinds, kinds_of
from services.notifications.usecases.avisos import AVISOS
from services.notifications.worker import HEARD
from tests.usecases.cer.test_resultados import AFTER, INSIDE, LAST, at_the_new_sede, renounce, world
from tests.usecases.cer.world import OPEN, World, row

__all__ = ["world"]


def mails(world: World, me: str) -> list[str]:
    found = world.letters_store.mensajes.find({"expediente_id": me})
    return sorted(stored.value.kind for stored in found)


def text_of(world: World, me: str, kind: str) -> str:
    [stored] = world.letters_store.mensajes.find({"expediente_id": me, "kind": kind})
    return str(stored.value.text)


def letter(world: World, me: str, kind: str) -> str:
    printed = notifications.print_letter(world.notifications, world.mine(me), me, kind)
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed["pdf"])).pages)


def test_every_mail_in_words_of_rama_has_a_fact_that_is_heard() -> None:
    heard = {name for names in HEARD.values() for name in names} | {"RegistroCompleted", "ObligationDue"}
    assert set(kinds_of("rama")) <= heard & set(AVISOS)
    assert set(kinds_of("rama")) - set(kinds()) == {
        "ArticlesRuled", "ParticipantExcluded", "ParticipationRegistered", "PlazaLost"
    }  # fmt: skip


def test_the_folio_comes_in_one_mail_and_there_is_no_word_of_a_ficha(world: World) -> None:
    assert mails(world, world.b) == ["AccountOpened", "ParticipationRegistered", "RegistroCompleted"]
    said = text_of(world, world.b, "ParticipationRegistered")
    assert "CER-000001-R" in said
    assert "Cardiología" in said
    assert "icha" not in said


def test_the_solicitud_is_typeset_with_folio_and_every_ranked_sede(world: World) -> None:
    said = letter(world, world.b, "SOLICITUD")
    for part in ("Solicitud para especialidad de rama", "CER-000001-R", "Medicina interna", "HGR 46"):
        assert part in said
    assert "Siglo XXI" in said
    assert "No. 34" in said


def test_result_puntaje_and_the_single_letter_are_in_the_words_of_the_call(world: World) -> None:
    world.sweep()
    world.at(INSIDE)
    assert "PI-IMSS" in letter(world, world.b, "RESULTADO")
    assert "ENARM" in letter(world, world.b, "PUNTAJE")
    world.accepted(world.b)
    world.pump()
    said = letter(world, world.b, "PREACEPTACION")
    assert "Carta de Aceptación" in said
    assert "pre-aceptado" not in said.lower()
    assert "tres copias" in text_of(world, world.b, "PreaceptacionIssued")


def test_silence_sends_the_place_to_the_external_residents_and_says_so(world: World) -> None:
    world.sweep()
    world.at(LAST + timedelta(seconds=1)).sweep()
    assert "externos" in text_of(world, world.b, "PlazaRejected")


def test_the_receipt_of_a_renuncia_says_until_when_the_course_is_kept(world: World) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.b)
    renounce(world, world.b, "2025-01-25")
    world.pump()
    assert "28 de febrero de 2025" in text_of(world, world.b, "RenunciaRegistered")


def test_whoever_loses_the_place_by_tabla_5_is_told_what_was_missing(world: World) -> None:
    at_the_new_sede(world, world.n, "SIN_ADEUDOS", "SIN_INVESTIGACION_LABORAL")
    world.at(AFTER).sweep()
    assert "diploma institucional" in text_of(world, world.n, "PlazaLost")


def test_an_obligation_that_is_near_is_remembered(world: World) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.n)
    world.pump()
    world.at(INSIDE + timedelta(days=10))
    notifications.remind(world.notifications)
    found = world.letters_store.mensajes.find({"expediente_id": world.n, "kind": "ObligationDue"})
    assert len(found) == 3


def test_who_did_not_print_is_told_that_the_registration_closed() -> None:
    world = World()
    world.load_oferta()
    world.accept(row(1))
    me = world.at(OPEN).account(1)
    world.at(AFTER).sweep()
    assert "El registro cerró" in text_of(world, me, "ExpedienteOutOfProcess")


@pytest.mark.parametrize("kind", sorted(texts_for("rama") or ()))
def test_letters_of_rama_say_nothing_that_the_usual_ones_have_no_place_for(kind: str) -> None:
    own = texts_for("rama") or {}
    assert set(own[kind]) == set(default_texts()[kind])


def test_a_letter_that_this_call_does_not_have_is_refused(world: World) -> None:
    for kind in ("FICHA", "CARTA_COMPROMISO", "PERMUTA"):
        with pytest.raises(NotFound, match="CARTA_NO_DISPONIBLE"):
            notifications.print_letter(world.notifications, world.mine(world.b), world.b, kind)
