"""The oracle agrees with what a person works out by hand."""

import hashlib
import hmac
import json
from collections import Counter
from decimal import Decimal

import pytest

from plumbing.convocatoria import Convocatoria
from residencias.demo.kinds import rules_of
from residencias.demo.oferta import OfertaRow, subsede_order
from residencias.demo.oracle import (
    Contender,
    Place,
    assign,
    canonical_json,
    differences,
    predict,
    puntaje_of,
    ranked,
)
from residencias.demo.people import Person, scenario_of
from residencias.demo.preferences import Preference
from tests.demo.crowd import X47, people, real_oferta

SEED = hashlib.sha256(b"public number").digest()
MI = "medicina-interna"


@pytest.mark.parametrize(
    ("claims", "extras"),
    [
        ([], "0"),
        (["trabajador"], "1.0"),
        (["hijo_trabajador"], "0.75"),
        (["trabajador", "hijo_trabajador"], "1.0"),
        (["hijo_trabajador", "servicio_social_imss"], "1.50"),
        (["trabajador", "hijo_trabajador", "internado_imss", "servicio_social_imss"], "2.00"),
    ],
)
def test_extras_follow_the_table_of_the_clause(claims: list[str], extras: str) -> None:
    puntaje = puntaje_of(rules_of(X47), Decimal("76.1250"), Decimal("88.8"), claims)
    assert puntaje.base == Decimal("82.4625")
    assert puntaje.total == Decimal("82.4625") + Decimal(extras)


def test_nothing_is_rounded_and_the_total_may_pass_100() -> None:
    assert puntaje_of(rules_of(X47), Decimal("70.0001"), Decimal("80"), []).total == Decimal("75.00005")
    assert puntaje_of(
        rules_of(X47), Decimal(100), Decimal(100), ["trabajador", "internado_imss"]
    ).total == Decimal("101.25")


def _rules_with(**scoring: object) -> Convocatoria:
    rules = rules_of(X47)
    return rules.model_copy(update={"scoring": rules.scoring.model_copy(update=scoring)})


def test_weights_and_points_are_the_calls_own() -> None:
    enarm, promedio = rules_of(X47).scoring.components
    extras = [one.model_copy(update={"points": one.points * 2}) for one in rules_of(X47).scoring.extras]
    weights = [
        enarm.model_copy(update={"weight": Decimal("0.7")}),
        promedio.model_copy(update={"weight": Decimal("0.3")}),
    ]
    puntaje = puntaje_of(
        _rules_with(components=weights, extras=extras), Decimal(70), Decimal(90), ["trabajador"]
    )
    assert (puntaje.base, puntaje.total) == (Decimal("76.0"), Decimal("78.0"))


def test_of_claims_that_exclude_each_other_the_higher_counts_whatever_their_order() -> None:
    points = {"trabajador": "0.5", "hijo_trabajador": "0.75"}
    extras = [
        one.model_copy(update={"points": Decimal(points.get(one.code, "1"))})
        for one in rules_of(X47).scoring.extras
    ]
    puntaje = puntaje_of(_rules_with(extras=extras), Decimal(70), Decimal(90), list(points))
    assert puntaje.extras == {"hijo_trabajador": Decimal("0.75")}


def test_a_call_may_cap_the_extras_and_the_total() -> None:
    claims = ["trabajador", "servicio_social_imss"]
    rules = _rules_with(extras_cap=Decimal("1.5"))
    assert puntaje_of(rules, Decimal(70), Decimal(90), claims).total == Decimal("81.5")
    rules = _rules_with(total_cap=Decimal(100))
    assert puntaje_of(rules, Decimal(100), Decimal(100), claims).total == Decimal(100)


def _who(
    folio: str, score: str, *options: Preference, categoria: str = "nacional", **grades: str
) -> Contender:
    enarm, promedio = Decimal(grades.get("enarm", score)), Decimal(grades.get("promedio", score))
    return Contender(folio, MI, categoria, Decimal(score), enarm, promedio, options)


def _run(pool: list[Contender], rows: list[OfertaRow]) -> dict[str, str]:
    placed, _ = assign(pool, rows, subsede_order(rows), SEED)
    return {f: f"{p.subsede}/{p.categoria}" if p else "-" for f, p in placed.items()}


def _row(sede: str, subsede: str, plazas: int, categoria: str = "nacional") -> OfertaRow:
    return OfertaRow(MI, sede, subsede, categoria, plazas)


def test_the_sede_has_priority_over_the_subsede() -> None:
    rows = [_row("X", "X1", 1), _row("X", "X2", 1), _row("Y", "Y", 1)]
    a = _who("a", "90", Preference("X", ("X1",)), Preference("Y", ()))
    b = _who("b", "80", Preference("X", ("X1",)), Preference("Y", ()))
    assert _run([b, a], rows) == {"a": "X1/nacional", "b": "X2/nacional"}


def test_unnamed_subsedes_follow_in_catalogue_order() -> None:
    rows = [_row("X", "X3", 1), _row("X", "X1", 1), _row("X", "X2", 1)]
    pool = [_who(f, s, Preference("X", ("X2",))) for f, s in (("a", "90"), ("b", "80"), ("c", "70"))]
    placed, _ = assign(pool, rows, subsede_order(rows, {"X": ("X1", "X2", "X3")}), SEED)
    assert [placed[f].subsede for f in "abc" if placed[f]] == ["X2", "X1", "X3"]  # type: ignore[union-attr]


def test_own_category_comes_before_indistinta_inside_a_subsede() -> None:
    rows = [_row("X", "X1", 1, "indistinta"), _row("X", "X1", 1), _row("X", "X2", 1)]
    pool = [_who(f, s, Preference("X", ("X1",))) for f, s in (("a", "90"), ("b", "80"), ("c", "70"))]
    assert _run(pool, rows) == {"a": "X1/nacional", "b": "X1/indistinta", "c": "X2/nacional"}


def test_a_quota_is_only_for_its_category() -> None:
    rows = [_row("X", "X", 1), _row("X", "X", 1, "extranjero"), _row("X", "X", 1, "indistinta")]
    foreign = [
        _who(f, s, Preference("X", ()), categoria="extranjero")
        for f, s in (("f", "60"), ("g", "50"), ("h", "40"))
    ]
    local = [_who(f, s, Preference("X", ())) for f, s in (("a", "90"), ("b", "45"))]
    expected = {"a": "X/nacional", "f": "X/extranjero", "g": "X/indistinta", "b": "-", "h": "-"}
    assert _run(foreign + local, rows) == expected


def test_a_better_puntaje_never_waits_and_the_next_takes_the_next_option() -> None:
    rows = [_row("X", "X", 1), _row("Y", "Y", 1)]
    pool = [
        _who(f, s, Preference("X", ()), Preference("Y", ()))
        for f, s in (("c", "70"), ("a", "90"), ("b", "80"))
    ]
    assert _run(pool, rows) == {"a": "X/nacional", "b": "Y/nacional", "c": "-"}


def test_ties_go_by_enarm_then_promedio_then_the_draw() -> None:
    one, two = sorted(("XLVII-1", "XLVII-2"), key=lambda f: hmac.new(SEED, f.encode(), "sha256").digest())
    pool = [
        _who(two, "80", enarm="79", promedio="80"),
        _who(one, "80", enarm="79", promedio="80"),
        _who("p", "80", enarm="79", promedio="81"),
        _who("e", "80", enarm="80", promedio="70"),
        _who("s", "80.00001", enarm="1", promedio="1"),
    ]
    assert [c.folio for c in ranked(pool, SEED)] == ["s", "e", "p", one, two]


def _predict(count: int = 120, seed: int = 47, folios: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    crowd = people(count, seed)
    numbers = {p.folio_enarm: f"XLVII-2023-{p.index:06d}" for p in crowd} if folios is None else folios
    rows = real_oferta(max(1, count // 120))
    mails = {"FichaIssued": 1, "ExpedienteObserved": 2}
    return predict(crowd, seed, rows, folios=numbers, draw_seed=SEED, mail_kinds=mails)


@pytest.mark.parametrize(("count", "seed"), [(120, 47), (120, 7), (1000, 7)])
def test_every_outcome_of_the_call_is_expected_of_somebody(count: int, seed: int) -> None:
    states = _predict(count, seed).as_dict()["states"]
    assert set(states) == {
        "SIN_REGISTRO",
        "FUERA_DE_PROCESO",
        "ANULADO",
        "NO_ASIGNADO",
        "NO_ACEPTA",
        "RECHAZO_IMPLICITO",
        "RENUNCIA",
        "ABANDONO",
        "BAJA",
        "PRESENTADO_A_SEDE",
    }
    assert sum(states.values()) == count


def test_places_are_conserved() -> None:
    expected = _predict(1000, 7)
    placed = Counter(e.place for e in expected.people.values() if e.place)
    for row in real_oferta(8):
        cell = Place(row.especialidad, row.sede, row.subsede, row.categoria)
        assert placed[cell] + expected.leftover[cell] == row.plazas
    assert sum(expected.freed.values()) == sum(
        n for s, n in expected.as_dict()["states"].items() if s in FREED
    )


FREED = {"NO_ACEPTA", "RECHAZO_IMPLICITO", "RENUNCIA", "ABANDONO", "BAJA"}


def test_nobody_without_ficha_has_puntaje_rank_or_place() -> None:
    for end in _predict().people.values():
        is_in = bool(end.facts["FichaIssued"])
        assert (end.puntaje is not None) == is_in
        assert (end.rank > 0) == is_in
        assert is_in or end.place is None


def test_only_proven_claims_count() -> None:
    ends = {e.person.scenario: e for e in _predict().people.values()}
    for scenario in (
        "false_worker",
        "false_child",
        "school_internado",
        "worker_16_years",
        "worker_without_cedula",
    ):
        assert ends[scenario].puntaje.extras == {}
    assert ends["true_worker"].puntaje.extras == {"trabajador": Decimal("1.0")}


def test_the_tie_groups_tie_exactly_and_fall_as_declared() -> None:
    groups: dict[str, list[Person]] = {}
    for person in people():
        if person.tie_group:
            groups.setdefault(person.tie_group, []).append(person)
    ends = _predict().people
    assert {scenario_of(g[0]).person["tie"] for g in groups.values()} == {
        "enarm",
        "promedio",
        "draw",
    }
    for pair in groups.values():
        one, two = sorted((ends[p.folio_enarm] for p in pair), key=lambda e: e.rank)
        assert one.puntaje.total == two.puntaje.total
        kind = scenario_of(pair[0]).person["tie"]
        if kind == "enarm":
            assert one.puntaje.enarm > two.puntaje.enarm
        else:
            assert one.puntaje.enarm == two.puntaje.enarm
            assert (one.puntaje.promedio > two.puntaje.promedio) == (kind == "promedio")
        if kind == "draw":
            assert one.puntaje.promedio == two.puntaje.promedio


def test_another_draw_changes_only_who_wins_the_draw() -> None:
    tied = {p.folio_enarm for p in people() if p.scenario == "tie_draw"}
    winners = set()
    for name in (f"folio-{n}" for n in range(12)):
        folios = {p.folio_enarm: f"{name}-{p.index}" for p in people()}
        ranks = {f: _predict(folios=folios).people[f].rank for f in sorted(tied)}
        winners.add(min(ranks, key=lambda f: ranks[f]))
    assert winners == tied


def test_mails_and_letters_follow_the_facts() -> None:
    told = _predict().as_dict()
    assert told["mails"] == {
        "FichaIssued": told["facts"]["FichaIssued"],
        "ExpedienteObserved": 2 * told["facts"]["ExpedienteObserved"],
    }
    assert told["letters"]["L-06"] + told["letters"]["L-07"] == told["facts"]["FichaIssued"]
    assert told["letters"]["L-09"] > told["letters"]["L-12"] > 0


def test_rights_and_bans_follow_the_outcome() -> None:
    rights = {
        (e.state, e.as_dict()["later_right"], e.as_dict()["is_banned"]) for e in _predict().people.values()
    }
    assert ("RENUNCIA", "TERCER_PERIODO", False) in rights
    assert ("ABANDONO", "NINGUNO", True) in rights
    assert ("ANULADO", "NINGUNO", True) in rights
    assert ("RECHAZO_IMPLICITO", "SIGUIENTE_PERIODO", False) in rights
    assert len(rights) == len({state for state, _, _ in rights})


def test_what_the_system_reports_alike_has_no_difference() -> None:
    told = _predict().as_dict()
    assert differences(told, json.loads(canonical_json(told))) == []
    assert canonical_json(told) == canonical_json(json.loads(canonical_json(told)))


def test_a_number_written_otherwise_is_the_same_number() -> None:
    told = _predict().as_dict()
    seen = json.loads(canonical_json(told))
    folio = next(f for f, e in seen["people"].items() if e["puntaje"])
    seen["people"][folio]["puntaje"] = f"{Decimal(seen['people'][folio]['puntaje']):.10f}"
    assert differences(told, seen) == []


def test_every_difference_is_said_in_words() -> None:
    told = _predict().as_dict()
    seen = json.loads(canonical_json(told))
    assigned = [f for f, e in seen["people"].items() if e["place"]]
    seen["people"][assigned[0]]["state"] = "NO_ASIGNADO"
    seen["people"][assigned[1]]["place"]["subsede"] = "OTRA"
    del seen["people"][assigned[2]]
    seen["people"]["E47-999999"] = {"state": "INSCRITO"}
    seen["facts"]["FichaIssued"] += 1
    seen["facts"]["SomethingElse"] = 3
    said = differences(told, seen)
    assert len(said) == 5
    assert any(f"aspirante {assigned[0]}, state: se esperaba" in s and "NO_ASIGNADO" in s for s in said)
    assert any(f"aspirante {assigned[2]}: se esperaba" in s and "no lo reporta" in s for s in said)
    assert any("E47-999999" in s and "nadie lo esperaba" in s for s in said)
    assert any(s.startswith("hechos de tipo FichaIssued") for s in said)
