"""The XLIX call: the first send closes before what is sent again, and a false claim cancels the folio."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plumbing.errors import Conflict, Invalid, NotAllowed, OutsideWindow
from plumbing.events import Act
from services.validation import usecases

from .world import REGISTRY, Aspirante, World, a_fact, local

X49 = "xlix-tercer-periodo-2026"
OPEN = "2026-02-18T17:00"
PLACE = [{"sede": "UMAE-HE-CMNO", "subsedes": ["UMAE-HE-CMNO"]}]


class Call(World):
    """The validation of the XLIX call, as the others see it."""

    def __init__(self, at: str = OPEN) -> None:
        super().__init__(at=at)

    def act(self, *args: Any, **more: Any) -> Act:
        return replace(super().act(*args, **more), convocatoria=X49, rules_digest=REGISTRY[X49].digest)

    def an_aspirante(self, expediente_id: str, *claims: str, **worker: Any) -> Aspirante:
        person = super().an_aspirante(expediente_id, *claims, **worker)
        person.registro |= {"opciones": PLACE, "seleccion_on": "2026-02-17"}
        return person

    def moved(self, when: str) -> Call:
        self.clock.move_to(local(when))
        return self

    def ruled(self, expediente_id: str, claim: str, reason: str) -> Any:
        usecases.claim_next(self.desk, self.validador())
        verdicts = [{"claim": claim, "verdict": "NO_ACREDITADO", "reason": reason}]
        return usecases.validate(self.desk, self.validador(), expediente_id, verdicts)


@pytest.mark.parametrize(("when", "is_open"), [("2026-02-20T16:00:00", True), ("2026-02-20T16:00:01", False)])
def test_the_first_send_closes_at_four_although_the_registro_is_open_until_midnight(
    when: str, is_open: bool
) -> None:
    call = Call(when)
    call.an_aspirante("me")
    if is_open:
        assert call.send("me")["send_number"] == 1
    else:
        with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_DESPUES"):
            call.send("me")


@pytest.mark.parametrize(("when", "is_open"), [("2026-02-23T10:00:00", True), ("2026-02-23T10:00:01", False)])
def test_what_was_observed_is_sent_again_until_ten_on_the_23rd(when: str, is_open: bool) -> None:
    call = Call()
    person = call.observed("me", ("CERTIFICADO", "DOCUMENTO_ILEGIBLE"))
    call.moved(when)
    person.upload("CERTIFICADO", at="2026-02-23T08:00:00+00:00")
    person.print_and_sign()
    if is_open:
        assert call.send("me")["send_number"] == 2
    else:
        with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_DESPUES"):
            call.send("me")


def test_who_never_sent_is_out_when_the_registro_closes_not_at_four() -> None:
    call = Call()
    usecases.on_account_opened(call.desk, replace(a_fact("AccountOpened", "me"), convocatoria=X49))
    usecases.sweep_deadlines(call.moved("2026-02-20T23:59:59").desk)
    assert call.estado("me") == "PENDIENTE"
    usecases.sweep_deadlines(call.moved("2026-02-21T00:00:00").desk)
    assert call.estado("me") == "FUERA_DE_PROCESO:NO_ENVIADO"


@pytest.mark.parametrize(("when", "is_open"), [("2026-02-23T12:00:00", True), ("2026-02-23T12:00:01", False)])
def test_the_ficha_is_had_until_noon_on_the_23rd(when: str, is_open: bool) -> None:
    call = Call()
    call.validated("me")
    call.moved(when)
    if is_open:
        assert usecases.issue_ficha(call.desk, call.own("me"), "me")["folio"].startswith("XLIX-")
    else:
        with pytest.raises(OutsideWindow):
            usecases.issue_ficha(call.desk, call.own("me"), "me")


@pytest.mark.parametrize(
    ("claim", "reason", "cause", "clause"),
    [
        ("trabajador", "BT09_SIN_BASE_00", "TRABAJADOR_NO_COMPROBADO", "003§2.2.1 k"),
        ("hijo_trabajador", "TARJETON_NO_VIGENTE", "HIJO_NO_COMPROBADO", "003§2.2.1 l"),
        ("servicio_social_imss", "CONSTANCIA_NO_ES_DEL_IMSS", "SERVICIO_SOCIAL_NO_COMPROBADO", "003§2.2.1 h"),
    ],
)
def test_a_claim_that_is_not_borne_out_cancels_the_folio(
    claim: str, reason: str, cause: str, clause: str
) -> None:
    call = Call()
    call.sent("me", claim)
    proposed = call.ruled("me", claim, reason)
    assert (proposed["estado"], proposed["proposed_annulment_cause"]) == ("EN_VALIDACION", cause)
    assert [one["data"] for one in call.facts("me")][-1] == {"cause": cause}
    shown = usecases.confirm_annulment(call.desk, call.act("supervisor_validacion", "s-1"), "me")
    assert [(one["claim"], one["verdict"]) for one in shown["claims"]] == [(claim, "NO_ACREDITADO")]
    assert call.estado("me") == f"CANCELADO:{cause}"
    cancelled = [one["data"] for one in call.facts("me") if one["type"].endswith("ParticipationCancelled")]
    assert cancelled == [{"cause": cause, "clause": clause}]
    assert "ExpedienteValidated" not in call.names("me")


def test_one_person_alone_does_not_cancel_a_folio() -> None:
    call = Call()
    call.sent("me", "trabajador")
    proposed_by = call.ruled("me", "trabajador", "BT09_SIN_BASE_00")["proposed_annulment_by"]
    with pytest.raises(NotAllowed, match="SE_NECESITA_OTRA_PERSONA"):
        usecases.confirm_annulment(call.desk, call.act("supervisor_validacion", proposed_by), "me")
    assert call.estado("me") == "EN_VALIDACION"
    own = usecases.get_expediente(call.desk, call.own("me"), "me")["history"]
    assert [entry["what"] for entry in own] == ["ENVIADO"], "what the office has not decided is not told"
    assert usecases.claim_next(call.desk, call.validador("v-2")) == {}
    assert "ParticipationCancelled" not in call.names("me")


def test_a_second_person_who_disagrees_sends_it_back_to_the_desks_without_a_verdict() -> None:
    call = Call()
    call.sent("me", "trabajador")
    call.ruled("me", "trabajador", "BT09_SIN_BASE_00")
    rejected = usecases.reject_annulment(call.desk, call.act("ces", "ces-1"), "me", "El BT-09 sí es base 00.")
    assert (rejected["proposed_annulment_cause"], list(rejected["claims"])) == ("", [])
    assert usecases.claim_next(call.desk, call.validador("v-2"))["expediente_id"] == "me"
    proven = [{"claim": "trabajador", "verdict": "ACREDITADO"}]
    assert usecases.validate(call.desk, call.validador("v-2"), "me", proven)["estado"] == "VALIDADO"


def test_a_proposal_that_the_close_of_the_review_overtakes_can_still_be_decided() -> None:
    call = Call()
    call.sent("me", "trabajador")
    call.ruled("me", "trabajador", "BT09_SIN_BASE_00")
    usecases.sweep_deadlines(call.moved("2026-02-23T12:00:01").desk)
    ces = call.act("ces", "ces-1")
    with pytest.raises(Conflict, match="ANULACION_PROPUESTA"):
        usecases.resolve_rezago(call.desk, ces, "me", "EXCLUIR", "Fuera de tiempo.")
    usecases.confirm_annulment(call.desk, ces, "me")
    assert call.estado("me") == "CANCELADO:TRABAJADOR_NO_COMPROBADO"


def test_a_claim_that_is_borne_out_is_validated_and_its_contract_goes_with_the_ficha() -> None:
    call = Call()
    call.validated("me", "trabajador")
    usecases.issue_ficha(call.desk, call.own("me"), "me")
    ficha = next(one["data"] for one in call.facts("me") if one["type"].endswith("FichaIssued"))
    assert (ficha["relacion_laboral"], ficha["seleccion_on"]) == ("BASE", "2026-02-17")


def test_an_eventual_contract_that_claims_nothing_goes_with_the_ficha_too() -> None:
    call = Call()
    person = call.an_aspirante("me")
    person.registro["datos"]["trabajador"] = {"matricula": "99123456", "contratacion": "EVENTUAL"}
    call.send("me")
    usecases.claim_next(call.desk, call.validador())
    usecases.validate(call.desk, call.validador(), "me", [])
    usecases.issue_ficha(call.desk, call.own("me"), "me")
    ficha = next(one["data"] for one in call.facts("me") if one["type"].endswith("FichaIssued"))
    assert ficha["relacion_laboral"] == "EVENTUAL"
    assert not ficha.get("trabajador")


@pytest.mark.parametrize("cause", ["TRABAJADOR_NO_COMPROBADO", "FALSEDAD", "EXCLUSION"])
def test_ces_may_cancel_at_any_stage_for_the_causes_of_this_call(cause: str) -> None:
    call = Call()
    call.validated("me")
    usecases.issue_ficha(call.desk, call.own("me"), "me")
    usecases.cancel_participation(call.desk, call.act("ces", "ces-1"), "me", cause, "Consta en el oficio.")
    assert call.estado("me") == f"CANCELADO:{cause}"


def test_another_call_does_not_cancel_for_those_causes() -> None:
    world = World()
    world.validated("me")
    with pytest.raises(Invalid, match="CAUSA_DESCONOCIDA"):
        usecases.cancel_participation(
            world.desk, world.act("ces", "ces-1"), "me", "TRABAJADOR_NO_COMPROBADO", "Consta."
        )
