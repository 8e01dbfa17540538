"""Letters are issued once, kept, handed over again, and refused where the call says so."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideWindow
from services.notifications import usecases
from services.notifications.domain.model import LetterKind
from tests.usecases.notifications.world import FOLIO, OTHER, PERSON, World, a_result, local

REFS = {"CARTA_COMPROMISO": "CEDULA", "ACUSE_DECISION": "a1"}
BEFORE_RESULTS = ("SOLICITUD", "FICHA", "ACUSE_ENVIO", "CARTA_COMPROMISO")
AFTER_RESULTS = tuple(sorted({str(kind) for kind in LetterKind} - set(BEFORE_RESULTS)))


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("kind", BEFORE_RESULTS)
def test_a_letter_before_the_results_is_typeset_kept_and_given_again(world: World, kind: str) -> None:
    first = world.print(kind, REFS.get(kind, ""))
    again = world.print(kind, REFS.get(kind, ""), session="s2")
    assert first["pdf"] == again["pdf"]
    assert hashlib.sha256(first["pdf"]).hexdigest() == first["sha256"] == again["sha256"]
    assert (first["deliveries"], again["deliveries"]) == (1, 2)
    assert "E23-100287" in text_of(first["pdf"])
    assert world.facts() == ["LetterDelivered", "LetterIssued"]
    assert len(world.files.kept) == 1


@pytest.mark.parametrize("kind", AFTER_RESULTS)
def test_a_letter_of_a_result_exists_for_nobody_before_the_gate(world: World, kind: str) -> None:
    world.clock.move_to(local("2023-12-14T17:59"))
    for role in ("aspirante", "ces"):
        if (role, kind) == ("ces", "PREACEPTACION"):
            continue
        with pytest.raises(Conflict, match="RESULTADOS_NO_PUBLICADOS"):
            world.print(kind, REFS.get(kind, ""), role=role)
    assert world.answers.asked == []
    assert world.files.kept == {}


def test_staff_print_no_result_while_its_publication_was_not_heard_of(world: World) -> None:
    world.clock.move_to(local("2023-12-14T18:30"))
    with pytest.raises(Conflict, match="RESULTADOS_NO_PUBLICADOS"):
        world.print("RESULTADO", role="ces")
    world.open_gate()
    assert world.print("RESULTADO", role="ces")["kind"] is LetterKind.RESULTADO


@pytest.mark.parametrize("kind", AFTER_RESULTS)
def test_after_the_gate_each_letter_can_be_printed(world: World, kind: str) -> None:
    world.open_gate()
    made = world.print(kind, REFS.get(kind, ""))
    assert made["pdf"].startswith(b"%PDF")
    assert FOLIO in text_of(made["pdf"])


def test_who_got_no_place_prints_a_result_without_one(world: World) -> None:
    world.open_gate()
    world.answers.result_of = a_result(estado="NO_ASIGNADO", place=None, option=0)
    assert "UMAE Hospital de Especialidades" not in text_of(world.print("RESULTADO")["pdf"])


def test_a_foreigners_letter_says_how_to_pay(world: World) -> None:
    world.open_gate()
    world.answers.result_of = a_result("extranjero")
    said = text_of(world.print("PREACEPTACION")["pdf"])
    assert "8,000.00" in said
    assert "extranjero" in said.lower()


def test_the_preaceptacion_is_given_once_and_resumed_by_its_session_alone(world: World) -> None:
    world.open_gate()
    world.clock.move_to(local("2023-12-14T18:43"))
    first = world.print("PREACEPTACION")
    world.clock.advance(timedelta(minutes=10))
    assert world.print("PREACEPTACION")["pdf"] == first["pdf"]
    with pytest.raises(Conflict) as refused:
        world.print("PREACEPTACION", session="otra")
    assert refused.value.code == "CARTA_YA_ENTREGADA"
    assert refused.value.facts["sha256"] == first["sha256"]
    assert refused.value.facts["issued_at"].startswith("2023-12-15T00:42")
    world.clock.advance(timedelta(minutes=10))
    with pytest.raises(Conflict, match="CARTA_YA_ENTREGADA"):
        world.print("PREACEPTACION")


def test_without_a_session_nothing_is_resumed(world: World) -> None:
    world.open_gate()
    world.clock.move_to(local("2023-12-14T18:43"))
    world.print("PREACEPTACION", session="")
    with pytest.raises(Conflict, match="CARTA_YA_ENTREGADA"):
        world.print("PREACEPTACION", session="")


def test_the_preaceptacion_is_first_printed_inside_its_window(world: World) -> None:
    world.open_gate()
    world.clock.move_to(local("2023-12-18T00:00"))
    with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_CARTA"):
        world.print("PREACEPTACION")


def test_a_later_print_replaces_the_solicitud_whichever_is_heard_first(world: World) -> None:
    world.open_account()
    first = world.print("SOLICITUD")
    world.hear("registration", "SolicitudPrinted", number=1, sha256="1" * 64)
    world.answers.prints = 2
    second = world.print("SOLICITUD")
    world.hear("registration", "SolicitudPrinted", number=2, sha256="2" * 64)
    listed = {
        one["ref"]: one["status"] for one in usecases.list_letters(world.desk, world.act(), PERSON)["letters"]
    }
    assert listed == {"1": "SUSTITUIDA", "2": "VIGENTE"}
    assert second["sha256"] != first["sha256"]
    with pytest.raises(Conflict, match="CARTA_NO_VIGENTE"):
        world.print("SOLICITUD", "1")
    world.answers.prints = 3
    world.hear("registration", "SolicitudPrinted", number=3, sha256="3" * 64)
    assert world.print("SOLICITUD")["ref"] == "3"
    assert world.facts().count("LetterSuperseded") == 2


@pytest.mark.parametrize(
    ("fact", "data"),
    [
        ("RenunciaRegistered", {"folio": FOLIO, "received_on": "2024-01-03"}),
        ("AbandonoRecorded", {"folio": FOLIO, "reason": "NO_SE_PRESENTO"}),
        ("BajaRecorded", {"cause": "CEDULA", "clause": "000§2.2.1 e"}),
        ("ExamRecorded", {"exam": "MEDICO", "is_favourable": False}),
    ],
)
def test_who_leaves_the_place_has_no_letter_for_it(world: World, fact: str, data: dict[str, object]) -> None:
    world.open_gate()
    world.clock.move_to(local("2023-12-14T18:43"))
    code = world.print("PREACEPTACION")["code"]
    assert usecases.verify_letter(world.desk, world.act(), code)["status"] == "VIGENTE"
    world.hear("allocation", fact, **data)
    answer = usecases.verify_letter(world.desk, world.act(), code)
    assert answer["status"] == "REVOCADA"
    assert fact not in str(answer)
    with pytest.raises(Conflict, match="CARTA_NO_VIGENTE"):
        world.print("PRESENTACION")


def test_a_favourable_exam_ends_nothing(world: World) -> None:
    world.open_gate()
    world.print("RESULTADO")
    world.hear("allocation", "ExamRecorded", exam="MEDICO", is_favourable=True)
    assert world.print("RESULTADO")["status"] == "VIGENTE"


def test_an_annulment_ends_the_ficha(world: World) -> None:
    world.open_account()
    world.print("FICHA")
    world.hear("validation", "ExpedienteAnnulled", cause="INCONSISTENCIA_GRAVE")
    with pytest.raises(Conflict, match="CARTA_NO_VIGENTE"):
        world.print("FICHA")


def test_a_permuta_replaces_both_presentations_but_not_the_new_ones(world: World) -> None:
    world.open_gate()
    world.clock.move_to(local("2024-01-05T12:00"))
    world.answers.issued_at = "2024-01-04T12:00:00+00:00"
    code = world.print("PRESENTACION", role="ooad", scope="CDMX-S")["code"]
    world.open_account(OTHER, "beto@example.com")
    world.hear("allocation", "ResultPublished", OTHER, folio="XLVII-99", is_assigned=True)
    world.hear("allocation", "PermutaApproved", "permuta-1", folio_a=FOLIO, folio_b="XLVII-99")
    assert usecases.verify_letter(world.desk, world.act(), code)["status"] == "SUSTITUIDA"


def test_another_persons_letters_are_not_found(world: World) -> None:
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        world.print("FICHA", me=OTHER)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.list_letters(world.desk, world.act(me=OTHER), PERSON)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.list_messages(world.desk, world.act(), "")


@pytest.mark.parametrize(
    ("role", "kind"), [("ooad", "FICHA"), ("ooad", "PREACEPTACION"), ("ces", "PREACEPTACION")]
)
def test_staff_print_only_what_is_theirs(world: World, role: str, kind: str) -> None:
    world.open_gate()
    with pytest.raises(NotAllowed, match="CARTA_NO_TE_CORRESPONDE"):
        world.print(kind, role=role)


def test_a_look_by_staff_is_a_fact_and_one_by_the_owner_is_not(world: World) -> None:
    world.open_account()
    usecases.list_letters(world.desk, world.act(), PERSON)
    assert "DossierRead" not in world.facts()
    usecases.list_letters(world.desk, world.act("ces"), PERSON)
    usecases.list_messages(world.desk, world.act("auditor"), PERSON)
    world.print("FICHA", role="ces")
    assert world.facts().count("DossierRead") == 3


def test_an_ooad_lists_only_letters_of_its_own_people(world: World) -> None:
    world.open_gate()
    world.print("RESULTADO")
    world.print("PRESENTACION", role="ooad", scope="CDMX-S")
    own = usecases.list_letters(world.desk, world.act("ooad", scope="CDMX-S"))
    assert [one["kind"] for one in own["letters"]] == ["PRESENTACION"]
    assert usecases.list_letters(world.desk, world.act("ooad", scope="JAL"))["letters"] == []


def test_letters_are_counted_by_kind_and_paged(world: World) -> None:
    for kind in BEFORE_RESULTS:
        world.print(kind, REFS.get(kind, ""))
    first = usecases.list_letters(world.desk, world.act("ces"), "", {"limit": 3, "after": ""})
    rest = usecases.list_letters(world.desk, world.act("ces"), "", {"limit": 3, "after": first["next"]})
    assert first["counts"] == dict.fromkeys(BEFORE_RESULTS, 1)
    seen = [one["letter_id"] for one in first["letters"] + rest["letters"]]
    assert len(seen) == len(set(seen)) == 4
    assert rest["next"] == ""


@pytest.mark.parametrize(("kind", "ref"), [("CARTA", ""), ("SOLICITUD", "uno"), ("CARTA_COMPROMISO", "INE")])
def test_what_is_no_letter_is_refused(world: World, kind: str, ref: str) -> None:
    with pytest.raises(Invalid):
        world.print(kind, ref)


def test_two_clicks_at_once_give_one_letter(world: World) -> None:
    typeset = world.desk.typeset
    inner: list[dict[str, object]] = []

    def clicked_twice(*args: object) -> bytes:
        if not inner:
            inner.append({})
            inner[0] = world.print("FICHA")
        return typeset(*args)  # type: ignore[arg-type]

    object.__setattr__(world.desk, "typeset", clicked_twice)
    outer = world.print("FICHA")
    assert outer["sha256"] == inner[0]["sha256"]
    assert len(world.files.kept) == 1


def test_altered_bytes_are_never_handed_over(world: World) -> None:
    world.print("FICHA")
    [(name, _)] = world.files.kept.items()
    world.files.kept[name] = (b"%PDF-otra cosa", world.real.now())
    with pytest.raises(Exception, match="CARTA_ALTERADA"):
        world.print("FICHA")
