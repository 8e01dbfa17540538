"""The catalogue is whole, and the illustrative oferta stands on it."""

from __future__ import annotations

import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.convocatoria import (
    Catalog,
    Convocatoria,
    ConvocatoriaInvalid,
    OfertaRow,
    load_catalog,
    oferta_digest,
    parse_oferta,
    scale_oferta,
    write_oferta,
)

from .conftest import ROOT, X47

HEADER = "especialidad,sede,subsede,categoria,plazas\n"


def test_there_are_at_least_60_sedes_12_with_several_subsedes_and_12_specialties(catalog: Catalog) -> None:
    assert len(catalog.sedes) >= 60
    assert sum(len(sede.subsedes) in (2, 3) for sede in catalog.sedes) >= 12
    assert len(catalog.especialidades) >= 12
    assert {sede.kind for sede in catalog.sedes} >= {"UMAE", "HGR", "HGZ"}


def test_every_sede_is_in_the_state_of_its_ooad_and_its_first_subsede_is_itself(catalog: Catalog) -> None:
    assert len(catalog.ooads) == 35
    for sede in catalog.sedes:
        assert catalog.ooad_of(sede.code).state == sede.state
        assert sede.subsedes[0].code == sede.code


def test_the_oferta_has_some_90_places_in_12_specialties_of_6_to_15_sedes(
    oferta: tuple[OfertaRow, ...],
) -> None:
    sedes = Counter(especialidad for especialidad, _ in {(row.especialidad, row.sede) for row in oferta})
    assert len(sedes) == 12
    assert all(6 <= count <= 15 for count in sedes.values())
    assert 85 <= sum(row.plazas for row in oferta) <= 100


def test_an_extranjero_of_any_offered_specialty_has_somewhere_to_go(
    oferta: tuple[OfertaRow, ...], catalog: Catalog, x47: Convocatoria
) -> None:
    plazas = x47.category("extranjero").plazas
    for especialidad in {row.especialidad for row in oferta}:
        assert any(row.especialidad == especialidad and row.categoria in plazas for row in oferta)


def test_some_specialty_is_offered_in_two_subsedes_of_one_sede(
    oferta: tuple[OfertaRow, ...], catalog: Catalog, x47: Convocatoria
) -> None:
    plazas = x47.category("nacional").plazas
    subsedes = {(row.especialidad, row.sede, row.subsede) for row in oferta if row.categoria in plazas}
    assert max(Counter((especialidad, sede) for especialidad, sede, _ in subsedes).values()) > 1


def test_the_oferta_says_it_is_illustrative() -> None:
    assert "ILUSTRATIVA" in (X47 / "oferta.csv").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("medicina-interna,UMAE-HE-SXXI,UMAE-HE-SXXI,nacional,0", "PLAZAS"),
        ("medicina-interna,UMAE-HE-SXXI,UMAE-HE-SXXI,nacional,-1", "PLAZAS"),
        ("medicina-interna,UMAE-HE-SXXI,UMAE-HE-SXXI,nacional,dos", "PLAZAS"),
        ("medicina-interna,UMAE-HE-SXXI,UMAE-HE-SXXI,mexicano,1", "VALOR_FUERA_DE_LISTA"),
        ("medicina-interna,UMAE-HE-SXXI,HGR-1-QRO,nacional,1", "SUBSEDE_AJENA"),
        ("medicina-interna,UMAE-HE-99,UMAE-HE-99,nacional,1", "SEDE_DESCONOCIDA"),
        ("brujeria,UMAE-HE-SXXI,UMAE-HE-SXXI,nacional,1", "ESPECIALIDAD_DESCONOCIDA"),
        ("medicina-interna,UMAE-HE-SXXI,UMAE-HE-SXXI,nacional", "COLUMNAS"),
        ("pediatria,UMAE-PED-SXXI,UMAE-PED-SXXI,nacional,2", "RENGLON_REPETIDO"),
    ],
)
def test_a_bad_row_of_the_oferta_is_refused_with_its_line(catalog: Catalog, line: str, code: str) -> None:
    text = HEADER + "pediatria,UMAE-PED-SXXI,UMAE-PED-SXXI,nacional,1\n" + line + "\n"
    with pytest.raises(ConvocatoriaInvalid) as caught:
        parse_oferta(text, catalog)
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [(3, code)]


@pytest.mark.parametrize("text", ["", "# solo un comentario\n", "sede,plazas\n", HEADER])
def test_an_oferta_without_rows_or_with_another_header_is_refused(catalog: Catalog, text: str) -> None:
    with pytest.raises(ConvocatoriaInvalid):
        parse_oferta(text, catalog)


def test_writing_and_reading_the_oferta_gives_the_same_rows(
    catalog: Catalog, oferta: tuple[OfertaRow, ...]
) -> None:
    assert parse_oferta(write_oferta(oferta), catalog) == oferta
    assert oferta_digest(oferta) == oferta_digest(list(oferta))
    assert oferta_digest(oferta) != oferta_digest(oferta[1:])


CELLS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), min_size=1, max_size=20)


@given(cells=CELLS, factor=st.fractions(Fraction(1, 10), 20))
def test_scaling_multiplies_the_places_of_each_specialty_and_keeps_the_order(
    cells: list[tuple[str, int]], factor: Fraction
) -> None:
    rows = [OfertaRow(e, f"s{i}", f"s{i}", "nacional", n) for i, (e, n) in enumerate(cells)]
    scaled = scale_oferta(rows, factor)
    for especialidad in {row.especialidad for row in rows}:
        exact = factor * sum(row.plazas for row in rows if row.especialidad == especialidad)
        total = sum(row.plazas for row in scaled if row.especialidad == especialidad)
        assert total == max(1, int(exact + Fraction(1, 2)))
    original = {row.sede: row.plazas for row in rows}
    assert all(abs(row.plazas - original[row.sede] * factor) <= 1 for row in scaled)
    assert [row.sede for row in scaled] == [row.sede for row in rows if row.sede in {r.sede for r in scaled}]


def test_scaling_by_one_changes_nothing_and_by_zero_is_refused(oferta: tuple[OfertaRow, ...]) -> None:
    assert scale_oferta(oferta, 1) == oferta
    with pytest.raises(ValueError, match="positive"):
        scale_oferta(oferta, 0)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("sedes.yaml", "ooad: CDMX-S", "ooad: MARTE", "OOAD_DESCONOCIDO"),
        ("sedes.yaml", "kind: UMAE", "kind: CLINICA", "VALOR_FUERA_DE_LISTA"),
        ("sedes.yaml", "code: UMAE-CARDIO-SXXI", "code: UMAE-HE-SXXI", "CODIGO_REPETIDO"),
        ("sedes.yaml", "{code: UMF-28-CDMX-S,", "{code: UMAE-HE-SXXI,", "CODIGO_REPETIDO"),
        ("especialidades.yaml", "years: 3", "years: tres", "NUMERO_FUERA_DE_RANGO"),
        ("ooad.yaml", "code: AGS, name:", "code: AGS, nombre:", "TEXTO_FALTANTE"),
    ],
)
def test_a_mistake_in_the_catalogue_is_reported_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(ROOT / "catalog", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid) as caught:
        load_catalog(folder)
    problem = caught.value.problems[0]
    assert (problem.file, problem.code) == (file, code)
    assert problem.line > 1


def test_looking_up_an_unknown_code_raises(catalog: Catalog) -> None:
    for look_up in (catalog.sede, catalog.ooad, catalog.ooad_of, catalog.especialidad):
        with pytest.raises(KeyError):
            look_up("no-existe")
    with pytest.raises(KeyError):
        catalog.sede("HGR-1-QRO").subsede("no-existe")
