"""The demo reads the convocatorias of the folder in force, and never those of another one."""

from pathlib import Path

import pytest

from plumbing.errors import NotFound
from residencias.demo.kinds import is_direct, required_slots, rules_of, spaces_of
from residencias.demo.oferta import read_oferta, sedes_for
from residencias.demo.papers import draw
from residencias.demo.papers.values import text_values
from residencias.demo.people import make_people
from residencias.demo.run import code_version, oferta_for
from residencias.demo.scenarios import require_script, script, scripted
from tests.demo.crowd import X47, people
from tests.e2e.sixth_call import ID, IN_MEXICO, SOLVENCY_SLOT, SPACES, write_sixth_call


@pytest.fixture
def sixth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The folder in force holds one call that is not of the repository."""
    write_sixth_call(tmp_path)
    monkeypatch.setenv("CONVOCATORIAS_DIR", str(tmp_path))
    return ID


def test_what_has_a_script_is_what_the_folder_holds(sixth: str) -> None:
    assert scripted() == [sixth]
    require_script(sixth)
    with pytest.raises(NotFound):
        require_script(X47)


def test_one_id_in_two_folders_is_two_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = rules_of(X47), code_version()
    person = people()[0]
    here = write_sixth_call(tmp_path).rename(tmp_path / X47)
    rules = here / "convocatoria.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace(ID, X47), encoding="utf-8")
    monkeypatch.setenv("CONVOCATORIAS_DIR", str(tmp_path))
    assert rules_of(X47).enarm.value == "LI"
    assert script(X47).facts["folio_prefix"] == "E51"
    assert text_values(person, "CONSTANCIA_ENARM")["enarm"] == "LI"
    assert code_version() != version
    monkeypatch.delenv("CONVOCATORIAS_DIR")
    assert rules_of(X47) is before
    assert text_values(person, "CONSTANCIA_ENARM")["enarm"] == "XLVII"
    assert code_version() == version


def test_people_of_a_capped_call_rank_their_dearest_sedes_alone(sixth: str) -> None:
    oferta = read_oferta(oferta_for(sixth, 120))
    crowd = make_people(5, 120, oferta, sixth)
    assert not is_direct(sixth)
    assert spaces_of(sixth) == SPACES
    offered = [len(sedes_for(oferta, person.especialidad, person.categoria)) for person in crowd]
    ranked = [len(person.preferences) for person in crowd]
    assert ranked == [min(SPACES, many) for many in offered]
    assert max(offered) > SPACES


def test_a_row_that_only_this_call_has_is_drawn_and_a_category_has_the_papers_of_its_audience(
    sixth: str,
) -> None:
    crowd = make_people(5, 120, read_oferta(oferta_for(sixth, 120)), sixth)
    person = next(one for one in crowd if one.scenario == IN_MEXICO)
    assert draw(person, SOLVENCY_SLOT).name == f"{SOLVENCY_SLOT}.jpg"
    assert set(person.papers) == set(required_slots(sixth, "nacional"))
    abroad = next(one for one in crowd if one.scenario == "foreigner_pays")
    assert set(abroad.papers) == set(required_slots(sixth, "extranjero", abroad=True))
    assert set(abroad.papers) - set(person.papers) == {"SOLVENCIA", "DOCUMENTOMIGRATORIO"}
