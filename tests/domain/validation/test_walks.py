"""Whatever people and deadlines do, in any order: no illegal state, one ficha, an annulment that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plumbing.errors import ResidenciasError
from services.validation.domain import rules
from services.validation.domain.model import (
    Estado,
    Expediente,
    Observation,
    Registro,
    Send,
)

START = datetime(2023, 11, 22, 18, tzinfo=UTC)
LEGAL = {
    Estado.PENDIENTE: {Estado.EN_VALIDACION},
    Estado.EN_VALIDACION: {Estado.CON_OBSERVACIONES, Estado.VALIDADO, Estado.INSCRITO},
    Estado.CON_OBSERVACIONES: {Estado.EN_VALIDACION},
    Estado.VALIDADO: {Estado.INSCRITO},
    Estado.INSCRITO: set(),
    Estado.FUERA_DE_PROCESO: {Estado.ANULADO},  # proposed before the deadline, confirmed after
    Estado.ANULADO: set(),
    Estado.CANCELADO: set(),
}
ENDS = {Estado.ANULADO, Estado.CANCELADO, Estado.FUERA_DE_PROCESO}
OBSERVED = (Observation("CURP", "DOCUMENTO", "INCOMPLETO"),)
Act = Callable[[Expediente, str, datetime], object]

ACTS: dict[str, Act] = {
    "submit": lambda e, by, at: rules.submit(e, Send(len(e.sends) + 1, "a", at, "s", 1, 1, 12), "E1", by),
    "claim": rules.claim,
    "aside": rules.set_aside,
    "renew": rules.renew,
    "release": rules.release,
    "conflict": lambda e, by, at: rules.declare_conflict(e, "", by, at, anytime=by == "s"),
    "expire": rules.release_expired,
    "observe": lambda e, by, at: rules.observe(e, OBSERVED, at, by, at),
    "validate": lambda e, by, at: rules.validate(e, (), by, at),
    "propose": lambda e, by, at: rules.propose_annulment(
        e, "INCONSISTENCIA_GRAVE", "", by, at, anytime=by == "s"
    ),
    "confirm": lambda e, by, at: rules.confirm_annulment(e, "", by, at),
    "reject": lambda e, by, at: rules.reject_annulment(e, "razón", by, at),
    "cancel": lambda e, by, at: rules.cancel(e, "FALSEDAD", "oficio", "", by, at),
    "ficha": lambda e, by, at: rules.issue_ficha(e, "F", Registro({}), (), by, at),
    "deadline": lambda e, by, at: rules.fall_out(e, "", by, at),
    "rezago": rules.list_rezago,
    "exclude": lambda e, by, at: rules.exclude_rezago(e, "razón", "", by, at),
    "include": lambda e, by, at: rules.validate_rezago(e, (), "F", Registro({}), (), "razón", by, at),
}
STEP = st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(["v", "w", "s"]), st.integers(0, 40))


def check(before: Expediente, after: Expediente) -> None:
    """What must hold after every step."""
    moved = after.estado is not before.estado
    assert not moved or after.estado in LEGAL[before.estado] | (ENDS if before.estado not in ENDS else set())
    assert bool(after.held) == (after.estado is Estado.EN_VALIDACION and bool(after.claimed_by))
    assert not (after.waiting and (after.held or after.proposal or after.is_rezago))
    assert not after.waiting or after.estado is Estado.EN_VALIDACION
    assert bool(after.claimed_by) == (after.claimed_until is not None)
    assert bool(after.proposed) == bool(
        after.proposal and after.estado not in (Estado.ANULADO, Estado.CANCELADO)
    )
    assert after.claimed_by not in after.recused
    assert bool(after.aside_for) == (after.aside_until is not None)
    assert not after.aside_for or (after.waiting and after.aside_for not in after.recused)
    assert after.history[: len(before.history)] == before.history


@settings(max_examples=400)
@given(st.lists(STEP, max_size=25))
def test_no_order_of_acts_breaks_an_expediente(steps: list[tuple[str, str, int]]) -> None:
    expediente, at, said = Expediente("x", START), START, []
    for name, by, minutes in steps:
        at += timedelta(minutes=minutes)
        try:
            outcome = ACTS[name](expediente, by, at)
        except ResidenciasError:
            continue
        if outcome is None:
            continue
        after, facts = outcome  # type: ignore[misc]
        check(expediente, after)
        expediente = after
        said += [type(fact).__name__ for fact in facts]
    assert said.count("FichaIssued") <= 1
    assert said.count("ExpedienteAnnulled") <= 1
    assert (expediente.estado is Estado.ANULADO) == ("ExpedienteAnnulled" in said)
