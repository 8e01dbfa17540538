"""The demo's people are always the same, are all different, and are what their scenario says."""

import csv
import io
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal

import pytest

from residencias.demo import curp as clave
from residencias.demo.kinds import required_slots
from residencias.demo.oferta import sedes_for
from residencias.demo.people import make_people
from residencias.demo.registro import registro_of
from residencias.demo.roster import make_roster
from tests.demo.crowd import ROOT, X47, fingerprint, people, real_oferta, small_oferta


def _fingerprint_in_another_process(hash_seed: str) -> str:
    code = "from tests.demo.crowd import fingerprint; print(fingerprint(47))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )
    return answer.stdout.strip()


def test_the_same_seed_gives_the_same_people_and_plans_byte_for_byte_in_any_process() -> None:
    assert {_fingerprint_in_another_process("1"), _fingerprint_in_another_process("2")} == {fingerprint(47)}


def test_another_seed_gives_other_people() -> None:
    assert fingerprint(47) != fingerprint(48)


def test_the_same_seed_gives_the_same_roster_file() -> None:
    assert (
        make_roster(people()).text.encode()
        == make_roster(make_people(47, 120, real_oferta(), X47)).text.encode()
    )


@pytest.mark.parametrize("count", [30, 120, 1000])
def test_nobody_shares_curp_folio_or_mail(count: int) -> None:
    crowd = people(count)
    assert len(crowd) == count
    for values in (
        [p.curp for p in crowd if p.curp],
        [p.folio_enarm for p in crowd],
        [p.correos[0] for p in crowd],
    ):
        assert len(set(values)) == len(values)


def test_every_curp_is_valid_and_agrees_with_its_person() -> None:
    for p in people(1000):
        if p.curp:
            assert clave.is_valid(p.curp)
            born = (p.born_on, p.sexo, p.entidad)
            assert p.curp[:16] == clave.root(p.primer_apellido, p.segundo_apellido, p.nombre, *born)


def test_foreigners_have_no_curp_of_their_own_except_who_hides_it() -> None:
    foreign = [p for p in people(1000) if p.categoria == "extranjero"]
    assert {p.scenario for p in foreign} == {"foreigner_pays", "foreigner_unpaid", "false_category"}
    assert all(bool(p.curp) == (p.scenario == "false_category") for p in foreign)
    assert all(p.entidad == "NE" and not p.claimed for p in foreign)


def test_phones_and_mails_lead_to_nobody() -> None:
    for p in people(1000):
        assert all(len(t) == 10 and t.startswith("550") for t in p.telefonos)
        assert p.correos[0].endswith("@example.com")
        assert p.correos[1].endswith("@example.org")


def test_the_crowd_has_the_names_that_systems_forget() -> None:
    crowd = people(1000)
    assert any(not p.segundo_apellido for p in crowd if p.categoria == "nacional")
    assert any("Ñ" in p.full_name.upper() for p in crowd)
    assert any(" " in p.primer_apellido for p in crowd)
    assert any(p.nombre.startswith(("María ", "José ", "Ma. ", "J. ")) for p in crowd)
    assert len({p.entidad for p in crowd}) == 33


def test_grades_convert_by_their_scale() -> None:
    scales = Counter(p.grade.scale for p in people(1000))
    assert set(scales) == {100, 10, 5}
    for p in people(1000):
        assert p.grade.registered == p.grade.shown * Decimal(100) / p.grade.scale
        assert Decimal(60) < p.grade.registered <= 100
        assert Decimal(0) <= p.puntaje_enarm <= 100
        assert p.puntaje_enarm.as_tuple().exponent == -4


def test_everybody_ranks_every_sede_that_is_offered_to_them_once() -> None:
    for p in people(120):
        offered = sedes_for(real_oferta(), p.especialidad, p.categoria)
        ranked = [o.sede for o in p.preferences]
        assert sorted(ranked) == sorted(offered)
        assert all(len(set(o.subsedes)) == len(o.subsedes) for o in p.preferences)


def test_papers_are_the_ones_the_table_asks_for() -> None:
    for p in people(1000):
        asked = required_slots(X47, p.typed_categoria, p.claimed, abroad=p.background.abroad)
        assert sorted(p.papers) == sorted(asked)
    assert len(required_slots(X47, "nacional")) == 12
    assert len(required_slots(X47, "extranjero")) == 11
    assert len(required_slots(X47, "nacional", ["trabajador", "hijo_trabajador"])) == 15


def test_an_oferta_without_places_for_foreigners_is_refused() -> None:
    only_nacional = [r for r in small_oferta() if r.categoria == "nacional"]
    with pytest.raises(ValueError, match="extranjero"):
        make_people(1, 120, only_nacional, X47)


def test_the_roster_has_everybody_and_three_rows_to_refuse() -> None:
    roster = make_roster(people())
    rows = list(csv.DictReader(io.StringIO(roster.text)))
    assert len(rows) == 123
    assert roster.accepted == 120
    by_reason = {r.reason: rows[r.row - 1] for r in roster.refused}
    assert not clave.is_valid(by_reason["CURP_CHECK_DIGIT"]["curp"])
    assert (
        clave.check_digit(by_reason["CURP_CHECK_DIGIT"]["curp"][:17])
        != by_reason["CURP_CHECK_DIGIT"]["curp"][17]
    )
    assert by_reason["FOLIO_REPEATED"]["folio_enarm"] == rows[0]["folio_enarm"]
    assert clave.is_valid(by_reason["FOLIO_REPEATED"]["curp"])
    assert by_reason["PUNTAJE_OUT_OF_RANGE"]["puntaje_enarm"] == "173.0000"


def test_the_registro_says_what_the_person_is() -> None:
    for p in people(120):
        form = registro_of(p, {})
        assert form["nombre"] == p.nombre
        assert form["categoria"] == p.typed_categoria
        assert form["telefonos"] == list(p.telefonos)
        assert len(form["correos"]) == 2
        assert Decimal(form["calificacion"]["base_100"]) == p.typed_promedio
        assert (form["trabajador"] is not None) == ("trabajador" in p.claimed)
        assert (form["cedula"] == "CARTA_COMPROMISO") == (form["cedula_numero"] == "")
        assert (form["servicio_social_on"] == "") == (form["servicio_social"] == "NO_EXIGIBLE")
        assert form["egreso_on"] <= form["internado_on"] < "2024-03-01"


def test_workers_were_grown_up_when_they_began() -> None:
    workers = [p for p in people(1000) if p.seniority_years]
    assert {1, 16} <= {p.seniority_years for p in workers}
    assert all((p.worker_since - p.born_on).days > 18 * 365 for p in workers)
