"""The demo's people, papers and roster against the real rules of the services: what is declared is what they say."""

from datetime import UTC, date, datetime
from functools import cache

import cattrs
import pytest

from plumbing.convocatoria import Convocatoria, load, load_catalog
from residencias.demo.papers import DEFECTS, draw
from residencias.demo.papers.paper import FALSE_KINDS
from residencias.demo.people import Person
from residencias.demo.plan import plan_of, uploads
from residencias.demo.registro import registro_of
from residencias.demo.roster import make_roster
from services.documents.domain import rules as documents
from services.documents.inspection import inspect
from services.documents.usecases.views import requirements
from services.registration.domain import curp as clave
from services.registration.domain import preferencias, registro, roster
from services.registration.domain.model import Expediente, Opcion, RegistroDatos, Seleccionado
from services.registration.domain.reglas import Reglas
from services.registration.domain.roster_file import read_rows
from services.registration.usecases.reglas import reglas_of
from tests.demo.crowd import ROOT, people, real_oferta, somebody

TODAY = date(2023, 11, 22)
REFUSED = {
    "CURP_CHECK_DIGIT": "CURP_DIGITO",
    "FOLIO_REPEATED": "FOLIO_REPETIDO",
    "PUNTAJE_OUT_OF_RANGE": "PUNTAJE_FUERA_DE_RANGO",
}


@cache
def call() -> Convocatoria:
    return load(ROOT / "convocatorias" / "xlvii-enarm-2023")


@cache
def imported() -> roster.Judged:
    known = roster.Known({r.especialidad for r in real_oferta()}, TODAY)
    return roster.judge(read_rows(make_roster(people(1000)).text.encode()), known)


def test_the_import_admits_everybody_and_refuses_the_three_bad_rows() -> None:
    expected = make_roster(people(1000))
    assert len(imported().admitted) == expected.accepted
    assert imported().direction_ok
    assert imported().statistics["curp_disagreements"] == "0"
    said = [(r.row, r.folio_enarm, REFUSED[r.reason]) for r in expected.refused]
    assert [(r.row, r.folio_enarm, r.code) for r in imported().refused] == said


@cache
def _reglas() -> Reglas:
    return reglas_of(call())


@cache
def _admitted() -> dict[str, Seleccionado]:
    return {s.folio_enarm: s for _, s in imported().admitted}


def _problems(person: Person, typed: dict[str, object]) -> set[str]:
    form = {k: v for k, v in registro_of(person, typed).items() if v is not None}
    expediente = Expediente(
        convocatoria=call().id,
        curp=person.curp or clave.temporal(call().id, person.folio_enarm),
        folio_enarm=person.folio_enarm,
        seleccionado=_admitted()[person.folio_enarm],
        correo=person.correos[0],
        password_hash="",
        opened_at=datetime(2023, 11, 20, tzinfo=UTC),
        datos=cattrs.structure(form, RegistroDatos),
    )
    return {f.code for f in registro.problems(expediente, _reglas(), TODAY)}


def test_every_save_has_the_problem_its_plan_declares_and_no_other() -> None:
    seen: set[str] = set()
    for person in people(1000):
        for step in plan_of(person, 47):
            if step.do == "save_registro":
                expected = {step.expect.removeprefix("field:")} if step.expect.startswith("field:") else set()
                assert _problems(person, dict(step.facts)) == expected, (person.scenario, step)
                seen |= expected
    assert len(seen) == 4


def test_every_ranking_is_complete_for_the_real_oferta() -> None:
    catalogue = load_catalog(ROOT / "catalog")
    subsedes = {sede.code: tuple(s.code for s in sede.subsedes) for sede in catalogue.sedes}
    for person in people(120):
        sedes: dict[str, dict[str, int]] = {}
        for row in real_oferta():
            if row.especialidad == person.especialidad and row.categoria in (person.categoria, "indistinta"):
                sedes.setdefault(row.sede, {})[row.subsede] = row.plazas
        offered = tuple(
            preferencias.Ofrecida(code, cells, (code, *subsedes.get(code, ())))
            for code, cells in sedes.items()
        )
        ranked = [Opcion(o.sede, o.subsedes) for o in person.preferences]
        assert preferencias.problems(ranked, offered, len(offered)) == []


def _findings(person: Person, slot: str, defect: str = "") -> dict[str, str]:
    paper = draw(person, slot, defect=defect)
    row = next(r for r in call().documents.rows if r.slot == slot)
    asked = requirements(call(), row, paper.truth.declared_kind)
    wants_qr = getattr(row.kind(paper.truth.declared_kind), "needs_qr", False)
    seen = inspect(paper.content, asked.max_pixels, wants_qr)
    if wants_qr and not defect:
        assert seen.qr, (slot, paper.truth.kind)
    return {f.code: f.level.value for f in documents.judge(seen, paper.name, asked).findings}


@pytest.mark.parametrize(
    "scenario",
    ["clean", "true_worker", "foreigner_pays", "compromiso_titulo", "false_child", "school_servicio_social"],
)
def test_the_check_has_nothing_to_say_of_clean_papers(scenario: str) -> None:
    person = somebody(scenario)
    for slot in person.papers:
        assert _findings(person, slot) == {}, (slot, person.papers[slot])


@pytest.mark.parametrize("slot", ["CERTIFICADO", "IDENTIFICACION1", "TITULO1", "ACTADENACIMIENTO"])
@pytest.mark.parametrize("defect", sorted(set(DEFECTS) - set(FALSE_KINDS)))
def test_the_check_says_of_a_defect_what_the_paper_declares(slot: str, defect: str) -> None:
    person = somebody()
    technical = draw(person, slot, defect=defect).truth.technical
    found = _findings(person, slot, defect)
    if technical == "ok":
        assert "BLOQUEA" not in found.values()
        return
    answer, _, code = technical.partition(":")
    assert found[code] == {"refused": "BLOQUEA", "warned": "ADVIERTE"}[answer]
    assert [c for c, level in found.items() if level == "BLOQUEA"] == ([code] if answer == "refused" else [])


def test_what_a_plan_expects_of_an_upload_is_what_its_paper_declares() -> None:
    checked = set()
    for person in people(1000):
        for step in plan_of(person, 47):
            if step.do == "upload" and uploads(person, step)[0][1]:
                if step.expect in checked:
                    continue
                slot, defect = uploads(person, step)[0]
                assert draw(person, slot, defect=defect).truth.technical == step.expect
                checked.add(step.expect)
    assert len(checked) == 5
