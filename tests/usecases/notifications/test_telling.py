"""People are told of each fact once, by an e-mail that says document, reason and date, and never a result."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from plumbing.confirmation import confirmation_code, reset_code
from plumbing.errors import Unavailable
from plumbing.events import Fact
from services.notifications import usecases
from services.notifications.domain.mensaje import ATTEMPTS, Mensaje
from services.notifications.mails import kinds
from services.notifications.worker import HEARD
from tests.usecases.notifications.world import (
    ENVIRONMENT,
    FOLIO,
    OTHER,
    PERSON,
    SEDE,
    World,
    a_refusal,
    local,
)

OBLIGATIONS = [
    {"kind": "PAGO_FOFOE", "due_on": "2024-04-13", "clause": "000§2.2.3"},
    {"kind": "CEDULA", "due_on": "2024-12-14", "clause": "000§2.2.1 e"},
]
ISSUED = {
    "issuance_id": "i1",
    "folio": FOLIO,
    "sede": SEDE,
    "ooad": "CDMX-S",
    "valid_from": "2023-12-18T06:00:00+00:00",
    "valid_until": "2024-01-06T05:59:59+00:00",
    "obligations": OBLIGATIONS,
}
OBSERVATIONS = [
    {"target": "CERTIFICADO", "target_kind": "DOCUMENTO", "reason": "INCOMPLETO", "text": "Falta una hoja."},
    {"target": "calificacion.base_100", "target_kind": "CAMPO", "reason": "INCOMPLETO", "text": "Dice 8.88."},
]
# Every fact that causes an e-mail, in the order of a story.
STORY: list[tuple[str, str, dict[str, object]]] = [
    ("registration", "PasswordResetRequested", {"request_id": "r1", "expires_at": "2023-11-20T18:30:00+00:00"}),
    ("registration", "PasswordReset", {}),
    ("registration", "SedesRanked", {"revision": 2, "spaces": 14}),
    ("registration", "RegistroSaved", {"is_complete": True, "nombre_completo": "Ana Ñáñez", "correos": []}),
    ("registration", "SolicitudPrinted", {"number": 1, "sha256": "1" * 64}),
    ("validation", "ExpedienteSubmitted", {"send_number": 1, "snapshot_sha256": "2" * 64, "documents": 13}),
    ("validation", "ExpedienteObserved", {"observations": OBSERVATIONS, "attend_until": "2023-12-11T18:00:00+00:00"}),
    ("validation", "ExpedienteValidated", {}),
    ("validation", "FichaIssued", {"folio": FOLIO}),
    ("allocation", "ResultPublished", {"folio": FOLIO, "is_assigned": True}),
    ("allocation", "AdscripcionAccepted", {"folio": FOLIO, "sede": SEDE}),
    ("allocation", "CompromisoAccepted", {"folio": FOLIO}),
    ("allocation", "PreaceptacionIssued", ISSUED),
    ("allocation", "PresentacionIssued", {"issuance_id": "i2", "folio": FOLIO, "sede": SEDE}),
    ("allocation", "ObligationOverdue", {"kind": "PAGO_FOFOE", "due_on": "2024-04-13", "clause": "000§2.2.3"}),
    ("allocation", "BajaRecorded", {"cause": "PAGO_FOFOE", "clause": "000§2.2.3"}),
    ("allocation", "RenunciaRegistered", {"folio": FOLIO}),
    ("allocation", "AbandonoRecorded", {"folio": FOLIO, "reason": "NO_SE_PRESENTO"}),
    ("allocation", "PlazaRejected", {"folio": FOLIO, "reason": "SIN_RESPUESTA"}),
    ("validation", "ExpedienteAnnulled", {"cause": "FALSO_DE_INFORMACION"}),
    ("validation", "ExpedienteOutOfProcess", {"cause": "FICHA_NO_DESCARGADA"}),
    ("validation", "ParticipationCancelled", {"cause": "DOS_INSTITUCIONES"}),
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


def one(world: World, kind: str) -> Mensaje:
    [stored] = world.store.mensajes.find({"kind": kind})
    return stored.value


def test_a_whole_story_causes_one_e_mail_of_each_kind(world: World) -> None:
    world.open_account()
    for service, name, data in STORY:
        world.hear(service, name, **data)
    assert set(world.mails()) == set(kinds()) - {"ObligationDue", "SedeReleased", *usecases.CONCERNED}
    assert len(world.mails()) == len(set(world.mails()))


def test_every_e_mail_has_a_fact_that_the_worker_hears() -> None:
    heard = {name for names in HEARD.values() for name in names} | {
        "RegistroCompleted",
        "ObligationDue",
        "SedeReleased",
        *usecases.CONCERNED,
    }
    assert set(kinds()) <= heard


def test_the_account_is_confirmed_with_the_code_at_its_own_address_alone(world: World) -> None:
    world.open_account()
    found = one(world, "AccountOpened")
    assert found.to == ("ana@example.com",)
    assert confirmation_code(ENVIRONMENT["RESIDENCIAS_SECRET_KEY"], PERSON, "ana@example.com") in found.text


def test_what_changes_the_account_goes_to_its_own_address_alone(world: World) -> None:
    world.open_account()
    data = {"is_complete": False, "nombre_completo": "Ana", "correos": ["otra@example.org"]}
    world.hear("registration", "RegistroSaved", **data)
    world.hear(
        "registration", "PasswordResetRequested", request_id="r1", expires_at="2023-11-20T18:30:00+00:00"
    )
    world.hear("registration", "PasswordReset")
    asked, changed = one(world, "PasswordResetRequested"), one(world, "PasswordReset")
    assert (asked.to, changed.to) == (("ana@example.com",), ("ana@example.com",))
    code = reset_code(ENVIRONMENT["RESIDENCIAS_SECRET_KEY"], PERSON, "r1")
    assert code in asked.text
    assert f"/convocatorias/{asked.convocatoria}/cuenta/clave/nueva" in asked.text
    assert code not in asked.subject


def test_later_e_mails_go_to_every_address_of_the_registro(world: World) -> None:
    world.open_account()
    saved = {"is_complete": False, "nombre_completo": "Ana María Ñáñez", "correos": ["Dos@example.com"]}
    world.hear("registration", "RegistroSaved", **saved)
    world.hear("validation", "ExpedienteValidated")
    found = one(world, "ExpedienteValidated")
    assert found.to == ("ana@example.com", "Dos@example.com")
    assert "Ana María Ñáñez" in found.text


def test_a_fact_delivered_twice_sends_one_e_mail(world: World) -> None:
    fact = world.open_account()
    usecases.on_fact(world.desk, fact)
    assert world.mails() == ["AccountOpened"]


def test_a_registro_is_completed_once_whichever_fact_shows_it(world: World) -> None:
    world.open_account()
    world.hear("registration", "SedesRanked", spaces=14)
    world.hear("registration", "SolicitudPrinted", number=1, sha256="1" * 64)
    saved = {"is_complete": True, "nombre_completo": "Ana", "correos": []}
    world.hear("registration", "RegistroSaved", **saved)
    assert world.mails().count("RegistroCompleted") == 1
    assert "14 sedes" in one(world, "RegistroCompleted").text


def test_an_incomplete_registro_is_not_announced(world: World) -> None:
    world.open_account()
    world.hear("registration", "RegistroSaved", is_complete=False, nombre_completo="Ana", correos=[])
    assert world.mails() == ["AccountOpened"]


def test_a_fact_that_overtakes_the_account_waits_for_it(world: World) -> None:
    with pytest.raises(Unavailable, match="CORREO_SIN_DESTINO"):
        world.hear("validation", "ExpedienteValidated")
    world.open_account()
    world.hear("validation", "ExpedienteValidated")
    assert "ExpedienteValidated" in world.mails()


def test_an_observation_names_document_reason_and_limit(world: World) -> None:
    world.open_account()
    world.hear(
        "validation",
        "ExpedienteObserved",
        observations=OBSERVATIONS,
        attend_until="2023-12-11T18:00:00+00:00",
    )
    said = one(world, "ExpedienteObserved").text
    assert "Certificado de calificaciones (CERTIFICADO)" in said
    assert "Falta una hoja." in said
    assert "lunes 11 de diciembre de 2023, 12:00 horas" in said


def test_the_publication_e_mail_is_the_same_for_who_has_a_place_and_who_has_none(world: World) -> None:
    until = "2023-12-18T05:59:00+00:00"
    bodies = []
    for person, is_assigned in ((PERSON, True), (OTHER, False)):
        world.open_account(person)
        world.hear(
            "allocation", "ResultPublished", person, folio=FOLIO, is_assigned=is_assigned, decide_until=until
        )
        [stored] = world.store.mensajes.find({"kind": "ResultPublished", "expediente_id": person})
        bodies.append((stored.value.subject, stored.value.text, stored.value.html))
    assert bodies[0] == bodies[1]


def test_a_rejection_does_not_name_the_unit_nobody_accepted(world: World) -> None:
    world.open_account()
    world.hear("allocation", "PlazaRejected", folio=FOLIO, reason="SIN_RESPUESTA")
    assert "tu sede asignada" in one(world, "PlazaRejected").text


def test_waiting_e_mails_are_sent_once_and_their_body_forgotten(world: World) -> None:
    world.open_account()
    assert usecases.waiting(world.desk) == 1
    assert usecases.send_waiting(world.desk) == 1
    assert usecases.send_waiting(world.desk) == 0
    assert [sent.kind for sent in world.outbox.accepted] == ["AccountOpened"]
    assert world.outbox.accepted[0].text
    kept = one(world, "AccountOpened")
    assert (kept.state, kept.text, kept.html) == ("ENVIADO", "", "")
    assert world.facts() == ["MessageSent"]
    assert usecases.waiting(world.desk) == 0


def test_an_e_mail_lost_between_server_and_mark_goes_again_with_the_same_id(world: World) -> None:
    world.open_account()
    save = world.desk.mensajes.save
    world.desk.mensajes.save = lambda *_, **__: (_ for _ in ()).throw(Unavailable("BASE_NO_DISPONIBLE"))  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        usecases.send_waiting(world.desk)
    world.desk.mensajes.save = save  # type: ignore[method-assign]
    usecases.send_waiting(world.desk)
    ids = [sent.message_id for sent in world.outbox.accepted]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_refused_e_mail_is_tried_again_later_and_given_up_in_the_end(world: World) -> None:
    world.open_account()
    world.outbox.refusals = [a_refusal() for _ in range(ATTEMPTS)]
    for attempt in range(1, ATTEMPTS + 1):
        assert usecases.send_waiting(world.desk) == 0
        assert one(world, "AccountOpened").attempts == attempt
        assert usecases.send_waiting(world.desk) == 0
        assert one(world, "AccountOpened").attempts == attempt
        world.real.advance(timedelta(hours=2))
    assert one(world, "AccountOpened").state == "FALLIDO"
    assert world.outbox.accepted == []


def test_a_final_refusal_is_not_repeated(world: World) -> None:
    world.open_account()
    world.outbox.refusals = [a_refusal(for_good=True)]
    usecases.send_waiting(world.desk)
    assert one(world, "AccountOpened").state == "FALLIDO"
    listed = usecases.list_messages(world.desk, world.act(), PERSON)
    assert listed["states"] == {"FALLIDO": 1}


def test_while_the_mail_server_is_away_nothing_counts_as_an_attempt(world: World) -> None:
    world.open_account()
    world.outbox.refusals = [Unavailable("CORREO_NO_DISPONIBLE")]
    with pytest.raises(Unavailable):
        usecases.send_waiting(world.desk)
    assert one(world, "AccountOpened").attempts == 0


def test_who_owes_something_is_reminded_once_a_month_before(world: World) -> None:
    world.open_account()
    world.hear("allocation", "PreaceptacionIssued", **ISSUED)
    world.clock.move_to(local("2024-03-13T12:00"))
    usecases.remind(world.desk)
    assert "ObligationDue" not in world.mails()
    world.clock.move_to(local("2024-03-15T00:10"))
    for _ in range(3):
        usecases.remind(world.desk)
    assert world.mails().count("ObligationDue") == 1
    assert "29" in one(world, "ObligationDue").text
    world.hear("allocation", "ObligationMet", kind="CEDULA", met_on="2024-03-16")
    world.clock.move_to(local("2024-12-01T00:10"))
    usecases.remind(world.desk)
    assert world.mails().count("ObligationDue") == 1
    through = world.store.sweeps.through()
    assert through is not None
    assert through == world.clock.now()


def test_who_left_is_not_reminded(world: World) -> None:
    world.open_account()
    world.hear("allocation", "PreaceptacionIssued", **ISSUED)
    world.hear("allocation", "AbandonoRecorded", folio=FOLIO, reason="NO_SE_PRESENTO")
    world.clock.move_to(local("2024-04-01T12:00"))
    usecases.remind(world.desk)
    assert "ObligationDue" not in world.mails()


def test_messages_are_listed_with_their_counts(world: World) -> None:
    world.open_account()
    world.open_account(OTHER, "otro@example.com")
    usecases.send_waiting(world.desk)
    own = usecases.list_messages(world.desk, world.act(), PERSON)
    assert [found["to"] for found in own["messages"]] == ["ana@example.com"]
    everybody = usecases.list_messages(world.desk, world.act("ces"))
    assert everybody["counts"] == {"AccountOpened": 2}
    assert everybody["states"] == {"ENVIADO": 2}


def test_a_release_is_told_once_to_the_addresses_of_the_convocatoria_and_in_others_to_nobody(
    world: World,
) -> None:
    place = {"especialidad": "pediatria", "sede": "HGR-1-CDMX-S", "subsede": "UMF-28-CDMX-S"}
    told = Fact(
        id="release-1",
        type="residencias.registration.v1.SedeReleased",
        source="residencias/registration",
        subject="E49-000012",
        time="2026-02-25T06:00:00+00:00",
        convocatoria="xlix-tercer-periodo-2026",
        rules_digest="",
        version=1,
        actor="",
        data={"number": 7, "folio_enarm": "E49-000012", **place, "cause": "RENUNCIA", "clause": "003§5.1"},
    )
    usecases.on_sede_released(world.desk, told)
    usecases.on_sede_released(world.desk, told)
    usecases.on_sede_released(world.desk, replace(told, id="release-2", convocatoria="xlvii-enarm-2023"))
    assert world.mails() == ["SedeReleased"]
    found = one(world, "SedeReleased")
    assert "posgrado.residentes@imss.gob.mx" in found.to
    assert "Aviso 7" in found.subject
    assert "Renuncia a tu sede y subsede" in found.text


HIS = "XLVII-00018-M"
SWAP = {"folio_a": FOLIO, "folio_b": HIS}


def two(world: World) -> None:
    """Ana and Beto, each with an account and a folio."""
    for person, correo, folio in ((PERSON, "ana@example.com", FOLIO), (OTHER, "beto@example.com", HIS)):
        world.open_account(person, correo)
        world.hear("validation", "FichaIssued", person, folio=folio)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("PermutaRequested", {OTHER: FOLIO}),
        ("PermutaAgreed", {PERSON: HIS}),
        ("PermutaApproved", {PERSON: HIS, OTHER: FOLIO}),
        ("PermutaRejected", {PERSON: HIS}),
    ],
)
def test_each_step_of_a_permuta_is_told_once_to_whom_it_concerns_and_names_a_folio(
    world: World, step: str, told: dict[str, str]
) -> None:
    two(world)
    fact = world.hear("allocation", step, "permuta-1", **SWAP)
    usecases.on_permuta(world.desk, fact)
    found = [stored.value for stored in world.store.mensajes.find({"kind": step})]
    assert {one.expediente_id: one.to for one in found} == {
        person: ("ana@example.com" if person == PERSON else "beto@example.com",) for person in told
    }
    assert len(found) == len(told)
    for mensaje in found:
        assert f"folio {told[mensaje.expediente_id]}" in mensaje.text
        assert "/convocatorias/xlvii-enarm-2023/permutas" in mensaje.text
        others = ("ana@", "beto@") if mensaje.expediente_id == PERSON else ("beto@", "ana@")
        assert others[1] not in mensaje.text


def test_who_is_asked_by_several_is_told_once_a_day(world: World) -> None:
    two(world)
    for number, day in enumerate(("03T09:00", "03T09:05", "03T23:59", "04T00:01")):
        world.clock.move_to(local(f"2024-01-{day}"))
        world.hear("allocation", "PermutaRequested", f"permuta-{number}", **SWAP)
    assert world.mails().count("PermutaRequested") == 2


@pytest.mark.parametrize(("was_agreed", "told"), [(True, [OTHER]), (False, [])])
def test_that_it_was_withdrawn_is_told_to_who_had_agreed_alone(
    world: World, was_agreed: bool, told: list[str]
) -> None:
    two(world)
    world.hear("allocation", "PermutaWithdrawn", "permuta-1", **SWAP, was_agreed=was_agreed)
    found = [stored.value for stored in world.store.mensajes.find({"kind": "PermutaWithdrawn"})]
    assert [one.expediente_id for one in found] == told


def test_a_permuta_heard_before_the_other_is_known_waits_for_them(world: World) -> None:
    world.open_account()
    world.hear("validation", "FichaIssued", folio=FOLIO)
    fact = world.fact("allocation", "PermutaApproved", "permuta-1", **SWAP)
    with pytest.raises(Unavailable, match="CORREO_SIN_DESTINO"):
        usecases.on_permuta(world.desk, fact)
    assert world.mails().count("PermutaApproved") == 1
    world.open_account(OTHER, "beto@example.com")
    world.hear("validation", "FichaIssued", OTHER, folio=HIS)
    usecases.on_permuta(world.desk, fact)
    assert world.mails().count("PermutaApproved") == 2
