"""One print, what ends a letter, and what a stranger learns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbing.errors import NotFound
from services.notifications.domain.model import LetterKind, LetterStatus, PrintPolicy, PrintRequest
from services.notifications.domain.rules import (
    ENDINGS,
    HandOver,
    IssueNow,
    Refused,
    decide_print,
    end_letter,
    masked_name,
    public_answer,
)
from tests.domain.notifications.samples import ISSUED, SESSION, a_letter

CLOSES = ISSUED + timedelta(days=3)
SINGLE = PrintPolicy(single=True, computer_only=True, opens_at=ISSUED - timedelta(hours=1), closes_at=CLOSES)


def ask(after: timedelta, session: str = SESSION, *, from_computer: bool = True) -> PrintRequest:
    return PrintRequest(at=ISSUED + after, session=session, from_computer=from_computer)


def refusal(decision: object) -> tuple[str, dict[str, object]]:
    assert isinstance(decision, Refused)
    return decision.reason.code, decision.reason.facts


def test_the_first_print_inside_the_window_is_issued() -> None:
    assert decide_print(None, ask(timedelta(0)), SINGLE) == IssueNow()


def test_a_phone_does_not_burn_the_single_print() -> None:
    decision = decide_print(None, ask(timedelta(0), from_computer=False), SINGLE)
    assert refusal(decision)[0] == "SOLO_COMPUTADORA"


@pytest.mark.parametrize("after", [timedelta(hours=-2), timedelta(days=3, microseconds=1)])
def test_there_is_no_first_print_outside_the_window(after: timedelta) -> None:
    assert refusal(decide_print(None, ask(after), SINGLE))[0] == "FUERA_DE_VENTANA_CARTA"


def test_the_close_of_the_window_is_still_inside() -> None:
    assert decide_print(None, ask(timedelta(days=3)), SINGLE) == IssueNow()


def test_a_broken_download_resumes_for_fifteen_minutes_and_is_recorded() -> None:
    decision = decide_print(a_letter(), ask(timedelta(minutes=15)), SINGLE)
    assert isinstance(decision, HandOver)
    assert [d.resumed for d in decision.letter.downloads] == [False, True]
    assert decision.letter.sha256 == a_letter().sha256


def test_one_second_later_it_is_refused_with_date_and_hash() -> None:
    code, facts = refusal(decide_print(a_letter(), ask(timedelta(minutes=15, seconds=1)), SINGLE))
    assert code == "CARTA_YA_ENTREGADA"
    assert facts["issued_at"] == ISSUED.isoformat()
    assert facts["sha256"] == "ab" * 32


def test_another_session_may_not_resume() -> None:
    decision = decide_print(a_letter(), ask(timedelta(minutes=1), "another"), SINGLE)
    assert refusal(decision)[0] == "CARTA_YA_ENTREGADA"


def test_the_close_ends_the_resuming_too() -> None:
    policy = PrintPolicy(single=True, closes_at=ISSUED + timedelta(minutes=2))
    assert isinstance(decide_print(a_letter(), ask(timedelta(minutes=2)), policy), HandOver)
    assert isinstance(decide_print(a_letter(), ask(timedelta(minutes=3)), policy), Refused)


def test_a_ficha_may_be_downloaded_any_day() -> None:
    ficha = a_letter(LetterKind.FICHA)
    assert isinstance(
        decide_print(ficha, ask(timedelta(days=40), "another"), PrintPolicy(single=False)), HandOver
    )


def test_a_revoked_letter_is_not_handed_over() -> None:
    revoked = a_letter(status=LetterStatus.REVOCADA)
    assert refusal(decide_print(revoked, ask(timedelta(0)), SINGLE))[0] == "CARTA_NO_VIGENTE"


@pytest.mark.parametrize(
    ("fact", "kind", "status"),
    [
        ("RenunciaRegistered", LetterKind.PREACEPTACION, LetterStatus.REVOCADA),
        ("AbandonoRecorded", LetterKind.PREACEPTACION, LetterStatus.REVOCADA),
        ("ExpedienteAnnulled", LetterKind.FICHA, LetterStatus.REVOCADA),
        ("PlazaRejected", LetterKind.RESULTADO, LetterStatus.REVOCADA),
        ("SolicitudPrinted", LetterKind.SOLICITUD, LetterStatus.SUSTITUIDA),
        ("PermutaApproved", LetterKind.PRESENTACION, LetterStatus.SUSTITUIDA),
    ],
)
def test_a_fact_ends_the_letters_it_names(fact: str, kind: LetterKind, status: LetterStatus) -> None:
    ended = end_letter(a_letter(kind), fact, CLOSES)
    assert ended is not None
    assert (ended.status, ended.status_reason, ended.status_at) == (status, fact, CLOSES)


@pytest.mark.parametrize("kind", [LetterKind.ACUSE_ENVIO, LetterKind.ACUSE_DECISION, LetterKind.PUNTAJE])
def test_no_fact_ends_a_receipt_or_a_puntaje(kind: LetterKind) -> None:
    assert all(end_letter(a_letter(kind), fact, CLOSES) is None for fact in ENDINGS)


def test_only_an_unfavourable_exam_revokes() -> None:
    assert end_letter(a_letter(), "ExamRecorded", CLOSES, data={"is_favourable": True}) is None
    assert end_letter(a_letter(), "ExamRecorded", CLOSES) is None
    assert end_letter(a_letter(), "ExamRecorded", CLOSES, data={"is_favourable": False}) is not None


def test_a_new_print_does_not_end_itself() -> None:
    new = a_letter(LetterKind.SOLICITUD)
    assert end_letter(new, "SolicitudPrinted", CLOSES, replaced_by=new.letter_id) is None


def test_the_same_fact_twice_changes_nothing_more() -> None:
    ended = end_letter(a_letter(), "RenunciaRegistered", CLOSES)
    assert ended is not None
    assert end_letter(ended, "AbandonoRecorded", CLOSES) is None


def test_a_stranger_sees_initials_only() -> None:
    answer = public_answer(a_letter(), CLOSES)
    assert answer.holder_masked == "M. Á. N. V. G."
    assert "María" not in repr(answer)
    assert masked_name("JOSÉ ÑÁÑEZ DE LA O") == "J. Ñ. O."


def test_a_letter_does_not_exist_before_its_embargo_lifts() -> None:
    result = a_letter(LetterKind.RESULTADO, visible_from=CLOSES)
    with pytest.raises(NotFound, match="CARTA_NO_EXISTE"):
        public_answer(result, CLOSES - timedelta(microseconds=1))
    assert public_answer(result, CLOSES).status is LetterStatus.VIGENTE


def test_an_unknown_code_answers_the_same_as_an_embargoed_one() -> None:
    with pytest.raises(NotFound, match="CARTA_NO_EXISTE"):
        public_answer(None, CLOSES)
