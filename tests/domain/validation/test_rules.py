"""Transitions and guards of an expediente, without I/O (000§3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.errors import Conflict, ResidenciasError
from services.validation.domain import rules
from services.validation.domain.model import (
    TERMINAL,
    ClaimVerdict,
    Estado,
    Expediente,
    Proposal,
    Registro,
    Send,
    WorkerCondition,
)

NOON = datetime(2023, 11, 22, 18, tzinfo=UTC)
SEND = Send(1, "acuse", NOON, "sha", 3, 1, 12)
SENIORITY = WorkerCondition("antiguedad", "de 1 a 15 años", "000 CONDICIONES GENERALES 3", 1, 15)


def an_expediente(estado: Estado, **changes: object) -> Expediente:
    sends = () if estado is Estado.PENDIENTE else (SEND,)
    plain: dict[str, object] = {"sends": sends, "submitted_at": NOON if sends else None}
    return Expediente("x", NOON, estado, **(plain | changes))  # type: ignore[arg-type]


def leased(by: str = "v") -> Expediente:
    waiting = an_expediente(Estado.EN_VALIDACION, waiting="x")
    return rules.claim(waiting, by, NOON)[0]


@pytest.mark.parametrize(
    "estado", [e for e in Estado if e not in (Estado.PENDIENTE, Estado.CON_OBSERVACIONES)]
)
def test_only_what_is_pending_or_observed_is_sent(estado: Estado) -> None:
    with pytest.raises(Conflict) as refused:
        rules.submit(an_expediente(estado), SEND, "E1", "a")
    assert refused.value.facts == {"estado": estado.value}


@pytest.mark.parametrize("estado", [e for e in Estado if e is not Estado.EN_VALIDACION])
def test_only_what_is_under_review_is_reviewed(estado: Estado) -> None:
    expediente = an_expediente(estado, claimed_by="v", claimed_until=NOON + timedelta(hours=1))
    for act in (
        lambda: rules.claim(expediente, "v", NOON),
        lambda: rules.observe(expediente, (), None, "v", NOON),
        lambda: rules.validate(expediente, (), "v", NOON),
        lambda: rules.release(expediente, "v", NOON),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "REVISION_NO_PROCEDE"


@pytest.mark.parametrize("estado", sorted(TERMINAL))
def test_nothing_leaves_a_terminal_estado(estado: Estado) -> None:
    expediente = an_expediente(estado)
    for act in (
        lambda: rules.submit(expediente, SEND, "E1", "a"),
        lambda: rules.propose_annulment(expediente, "INCONSISTENCIA_GRAVE", "", "c", NOON, anytime=True),
        lambda: rules.cancel(expediente, "FALSEDAD", "oficio", "", "c", NOON),
        lambda: rules.issue_ficha(expediente, "F", Registro({}), (), "a", NOON),
        lambda: rules.exclude_rezago(expediente, "razón", "", "c", NOON),
    ):
        with pytest.raises(ResidenciasError):
            act()
    assert rules.fall_out(expediente, "", "s", NOON) is None
    assert rules.list_rezago(expediente, "s", NOON) is None


def test_a_lease_is_over_at_its_very_last_instant() -> None:
    expediente = leased()
    assert not rules.is_expired(expediente, NOON + timedelta(minutes=30) - timedelta(microseconds=1))
    assert rules.is_expired(expediente, NOON + timedelta(minutes=30))


def test_leaving_the_desk_clears_the_lease_and_its_keys() -> None:
    validated, facts = rules.validate(leased(), (ClaimVerdict("trabajador", "ACREDITADO"),), "v", NOON)
    assert (validated.claimed_by, validated.claimed_until, validated.held, validated.waiting) == (
        "",
        None,
        "",
        "",
    )
    assert [type(fact).__name__ for fact in facts] == ["ExpedienteValidated"]
    assert validated.since_at == NOON


def test_only_one_validador_holds_an_expediente() -> None:
    with pytest.raises(Conflict) as refused:
        rules.claim(leased(), "other", NOON + timedelta(minutes=29))
    assert refused.value.code == "YA_LO_REVISA_OTRA_PERSONA"
    taken, _ = rules.claim(leased(), "other", NOON + timedelta(minutes=30))
    assert taken.claimed_by == "other"


def test_only_what_waits_for_nobody_else_is_put_aside() -> None:
    waiting = an_expediente(Estado.EN_VALIDACION, waiting="x")
    kept, facts = rules.set_aside(waiting, "v", NOON) or (waiting, ())
    assert (kept.waiting, kept.aside_for, kept.claimed_by) == ("x", "v", "")
    assert [type(fact).__name__ for fact in facts] == ["ExpedienteSetAside"]
    last = NOON + timedelta(minutes=5)
    assert rules.is_aside(kept, last - timedelta(microseconds=1))
    assert not rules.is_aside(kept, last)
    assert rules.set_aside(kept, "w", last - timedelta(microseconds=1)) is None
    assert rules.set_aside(kept, "w", last) is not None
    assert rules.set_aside(leased(), "w", NOON) is None
    assert rules.set_aside(replace(waiting, recused=("v",)), "v", NOON) is None
    taken, _ = rules.claim(kept, "w", NOON)
    assert (taken.aside_for, taken.aside_until) == ("", None), "whoever takes it, it is put aside no more"


def test_a_conflict_of_interest_frees_it_and_is_for_good() -> None:
    freed, facts = rules.declare_conflict(leased(), "Es mi alumna", "v", NOON, anytime=False)
    assert (freed.waiting, freed.held, freed.recused) == ("x", "", ("v",))
    assert [type(fact).__name__ for fact in facts] == ["ConflictDeclared", "ClaimReleased"]
    proposed = rules.propose_annulment(freed, "INCONSISTENCIA_GRAVE", "", "s", NOON, anytime=True)[0]
    for act in (
        lambda: rules.claim(freed, "v", NOON),
        lambda: rules.declare_conflict(freed, "", "v", NOON, anytime=True),
        lambda: rules.propose_annulment(freed, "INCONSISTENCIA_GRAVE", "", "v", NOON, anytime=True),
        lambda: rules.confirm_annulment(proposed, "", "v", NOON),
        lambda: rules.reject_annulment(proposed, "razón", "v", NOON),
        lambda: rules.cancel(freed, "FALSEDAD", "oficio", "", "v", NOON),
        lambda: rules.exclude_rezago(freed, "razón", "", "v", NOON),
    ):
        with pytest.raises(ResidenciasError) as refused:
            act()
        assert refused.value.code == "CONFLICTO_DECLARADO"
    assert rules.claim(freed, "w", NOON)[0].claimed_by == "w"


def test_who_holds_it_keeps_it_when_another_declares_a_conflict() -> None:
    kept, facts = rules.declare_conflict(leased(), "", "supervisora", NOON, anytime=True)
    assert (kept.claimed_by, kept.recused, len(facts)) == ("v", ("supervisora",), 1)
    with pytest.raises(ResidenciasError) as refused:
        rules.declare_conflict(leased(), "", "w", NOON, anytime=False)
    assert refused.value.code == "NO_ES_TU_EXPEDIENTE"


def test_a_proposed_annulment_takes_it_from_the_desk_and_the_queue() -> None:
    proposed, _ = rules.propose_annulment(leased(), "INCONSISTENCIA_GRAVE", "", "v", NOON, anytime=False)
    assert (proposed.waiting, proposed.held, proposed.claimed_by) == ("", "", "")
    assert proposed.proposal == Proposal("v", "INCONSISTENCIA_GRAVE", "", NOON)


def test_an_expired_lease_does_not_propose() -> None:
    late = NOON + timedelta(minutes=30)
    with pytest.raises(ResidenciasError) as refused:
        rules.propose_annulment(leased(), "INCONSISTENCIA_GRAVE", "", "v", late, anytime=False)
    assert refused.value.code == "NO_ES_TU_EXPEDIENTE"


@pytest.mark.parametrize(
    ("began", "holds"),
    [
        ("2022-11-23", False),  # one day short of a year
        ("2022-11-22", True),
        ("2008-11-22", True),
        ("2008-11-21", False),  # one day over fifteen
        ("", False),
    ],
)
def test_seniority_runs_from_one_year_to_fifteen_on_the_day_of_the_first_send(
    began: str, holds: bool
) -> None:
    registro = Registro({"datos": {"trabajador": {"ingreso_on": began}}})
    failed = rules.failed_conditions(registro, (), date(2023, 11, 22), [SENIORITY])
    assert [reason.code for reason in failed] == ([] if holds else ["antiguedad"])


def test_who_began_on_29_february_completes_the_year_on_1_march() -> None:
    registro = Registro({"datos": {"trabajador": {"ingreso_on": "2020-02-29"}}})
    assert rules.failed_conditions(registro, (), date(2021, 2, 28), [SENIORITY])
    assert not rules.failed_conditions(registro, (), date(2021, 3, 1), [SENIORITY])


@given(st.integers(min_value=1, max_value=999_999), st.data())
def test_a_folio_tells_one_wrong_digit_and_two_exchanged_ones(number: int, data: st.DataObject) -> None:
    folio = rules.folio_text("XLVII", number)
    place = data.draw(st.integers(6, 11))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != folio[place]]))
    changed = [folio[:place] + digit + folio[place + 1 :]]
    if place < 11 and folio[place] != folio[place + 1]:
        changed.append(folio[:place] + folio[place + 1] + folio[place] + folio[place + 2 :])
    for wrong in changed:
        assert rules.folio_text("XLVII", int(wrong[6:12])) != wrong


def test_a_folio_says_nothing_but_the_call_and_a_number() -> None:
    assert rules.folio_text("XLVII", 123) == "XLVII-000123-P"


def test_a_command_received_before_the_deadline_finds_what_the_deadline_found() -> None:
    out = rules.fall_out(an_expediente(Estado.VALIDADO), "", "s", NOON)
    assert out is not None
    assert rules.as_received(out[0], NOON - timedelta(seconds=1)).estado is Estado.VALIDADO
    assert rules.as_received(out[0], NOON).estado is Estado.FUERA_DE_PROCESO


@pytest.mark.parametrize(
    ("claim", "verdict", "units", "is_wrong"),
    [
        ("publicaciones", "ACREDITADO", 1, False),
        ("publicaciones", "ACREDITADO", 4, False),
        ("publicaciones", "ACREDITADO", 5, True),
        ("publicaciones", "ACREDITADO", 0, True),
        ("publicaciones", "ACREDITADO", -1, True),
        ("publicaciones", "NO_ACREDITADO", 0, False),
        ("publicaciones", "NO_ACREDITADO", 2, True),
        ("internado_imss", "ACREDITADO", 0, False),
        ("internado_imss", "ACREDITADO", 1, True),
    ],
)
def test_units_go_only_with_an_accredited_claim_that_counts_by_them(
    claim: str, verdict: str, units: int, is_wrong: bool
) -> None:
    said = [ClaimVerdict(claim, verdict, "MOTIVO" if verdict == "NO_ACREDITADO" else "", units)]
    wrong = rules.wrong_verdicts(said, [claim], [], {claim: ("MOTIVO",)}, {"publicaciones": 4})
    assert [w.code for w in wrong] == (["UNIDADES_DE_RECLAMO"] if is_wrong else [])
