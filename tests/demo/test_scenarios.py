"""Scenarios are dealt by declared shares, and every plan is one that its validator and its clock allow."""

from decimal import Decimal
from itertools import pairwise

import pytest

from residencias.demo.desk import Typed, judge
from residencias.demo.papers import truth_of
from residencias.demo.people import Person
from residencias.demo.plan import Step, backlog_size, local, plan_of, timeline, uploads
from residencias.demo.scenarios import counts, script
from tests.demo.crowd import X47, people, somebody

SCRIPT = script(X47)

NAMED_BY_THE_CALL = {
    "late_registro": "late",
    "last_minute": "late",
    "wrong_scale": "wrong scale",
    "missing_phone": "missing second phone",
    "too_big": "too big",
    "png_renamed": "PNG renamed .jpg",
    "truncated": "truncated",
    "wrong_dpi": "wrong DPI",
    "stale_solicitud": "stale solicitud",
    "unfilled_spaces": "unfilled spaces",
    "false_category": "false category",
    "false_worker": "false claims",
    "corrected": "corrected after observations",
    "never_answered": "never answered",
    "ficha_not_taken": "ficha not taken",
    "explicit_rejection": "explicit rejection",
    "silent_rejection": "implicit rejection",
    "renuncia": "renuncia",
    "abandono": "abandono",
    "foreigner_pays": "extranjeros with payment",
    "worker_16_years": "workers failing the conditions",
    "tie_draw": "exact ties",
}


def test_the_shares_sum_to_one() -> None:
    assert sum((s.share for s in SCRIPT.scenarios.values()), Decimal(0)) == 1
    assert set(NAMED_BY_THE_CALL) <= set(SCRIPT.scenarios)


@pytest.mark.parametrize("total", [30, 120, 1000, 1001])
def test_everybody_gets_one_scenario(total: int) -> None:
    got = counts(total, SCRIPT.scenarios)
    assert sum(got.values()) == total
    assert min(got.values()) >= 0


@pytest.mark.parametrize("total", [100, 120, 1000])
def test_from_a_hundred_people_on_every_scenario_happens(total: int) -> None:
    assert all(n >= SCRIPT.scenarios[k].size for k, n in counts(total, SCRIPT.scenarios).items())


def test_a_thousand_people_follow_the_shares() -> None:
    for name, n in counts(1000, SCRIPT.scenarios).items():
        assert abs(n - SCRIPT.scenarios[name].share * 1000) <= 2, name


def test_thirty_people_are_of_many_kinds() -> None:
    assert sum(n > 0 for n in counts(30, SCRIPT.scenarios).values()) >= 25


@pytest.mark.parametrize("seed", [1, 7, 47])
def test_steps_follow_each_other_in_time(seed: int) -> None:
    for person in people(120, seed):
        for before, after in pairwise(plan_of(person, seed)):
            assert before.at <= after.at, (person.scenario, before, after)


def test_the_timeline_is_everybodys_steps_in_order() -> None:
    steps = timeline(people(), 47)
    assert len(steps) == sum(len(plan_of(p, 47)) for p in people())
    assert list(steps) == sorted(steps, key=lambda s: (s.at, s.index))


def _inside(step: Step, opens: str, closes: str) -> bool:
    is_last_minute = step.expect == "refused:FUERA_DE_VENTANA_DESPUES"
    return (local(SCRIPT.calendar[opens]) <= step.at <= local(SCRIPT.calendar[closes])) != is_last_minute


def test_what_should_be_accepted_is_inside_its_window_and_what_should_not_is_outside() -> None:
    windows = {
        "open_account": ("opens", "registro_closes"),
        "rank_sedes": ("opens", "registro_closes"),
        "submit": ("opens", "envio_closes"),
        "download_ficha": ("opens", "ficha_closes"),
        "accept_adscripcion": ("results", "acceptance_closes"),
        "accept_compromiso": ("results", "acceptance_closes"),
        "issue_preaceptacion": ("results", "acceptance_closes"),
        "reject_plaza": ("results", "acceptance_closes"),
    }
    seen = set()
    for step in timeline(people(1000), 47):
        if step.do in windows:
            assert _inside(step, *windows[step.do]), step
            seen.add(step.do)
    assert seen == set(windows)


def test_the_backlog_arrives_after_everybody_else() -> None:
    sent = [s for s in timeline(people(1000), 47) if s.do == "submit" and s.expect == "ok"]
    last = sent[-backlog_size(people(1000)) :]
    assert {people(1000)[s.index].scenario for s in last} == {"backlog"}


def _ruling(person: Person, *, is_corrected: bool):  # type: ignore[no-untyped-def]
    promedio = person.grade.registered if is_corrected else person.typed_promedio
    typed = Typed(X47, person.full_name, person.typed_categoria, promedio, person.claimed)
    defects = {} if is_corrected else person.first_papers
    return judge(typed, {slot: truth_of(person, slot, defects.get(slot, "")) for slot in person.papers})


def test_a_validator_who_rules_by_the_papers_does_what_the_plan_says() -> None:
    verbs = {
        "validate": "validate",
        "observe": "observe",
        "propose_annulment": "annul",
        "resolve_rezago": "validate",
    }
    rulings = set()
    for person in people(1000):
        steps = plan_of(person, 47)
        for phase, is_corrected in (("revision", False), ("revision_2", True)):
            first = next((s for s in steps if s.phase == phase), None)
            if first is None:
                continue
            ruling = _ruling(person, is_corrected=is_corrected)
            assert ruling.decision == verbs[first.do], (person.scenario, ruling)
            assert ruling.cause == (first.facts["cause"] if ruling.decision == "annul" else "")
            assert ruling.slots == tuple(first.facts.get("slots", ()))
            assert ruling.fields == tuple(first.facts.get("fields", ()))
            rulings.add(ruling.decision)
            if ruling.decision == "validate":
                assert frozenset(c for c, ok in ruling.claims.items() if ok) == person.proven, person.scenario
    assert rulings == {"validate", "observe", "annul"}


@pytest.mark.parametrize(
    ("scenario", "claim", "reason"),
    [
        ("false_worker", "trabajador", "BT09_SIN_BASE_00"),
        ("false_child", "hijo_trabajador", "TARJETON_NO_VIGENTE"),
        ("school_internado", "internado_imss", "CONSTANCIA_NO_ES_DEL_IMSS"),
        ("school_servicio_social", "servicio_social_imss", "CONSTANCIA_NO_ES_DEL_IMSS"),
        ("worker_16_years", "trabajador", "ANTIGUEDAD_FUERA_DE_RANGO"),
        ("worker_without_cedula", "trabajador", "TRABAJADOR_SIN_TITULO_O_CEDULA"),
    ],
)
def test_a_claim_that_is_not_proven_says_why(scenario: str, claim: str, reason: str) -> None:
    assert _ruling(somebody(scenario), is_corrected=False).reasons == {claim: reason}


def test_a_missing_paper_is_observed() -> None:
    person = somebody()
    typed = Typed(X47, person.full_name, person.categoria, person.typed_promedio, person.claimed)
    papers = {slot: truth_of(person, slot) for slot in person.papers if slot != "CEDULA"}
    assert judge(typed, papers).slots == ("CEDULA",)


def test_every_plan_that_is_sent_has_all_its_papers_and_no_defect_that_a_check_refuses() -> None:
    for person in people(1000):
        kept: dict[str, str] = {}
        for step in plan_of(person, 47):
            if not step.expect.startswith("refused"):
                kept.update(uploads(person, step))
            if step.do == "submit" and step.expect == "ok":
                assert set(kept) == set(person.papers), person.scenario
                assert all(truth_of(person, s, d).technical[:7] != "refused" for s, d in kept.items())
