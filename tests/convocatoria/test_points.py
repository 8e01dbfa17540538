"""The weights and points of each call as its text prints them, written here a second time by hand.

The demo's oracle reads them from the call, like the services: only this would see one mistyped there.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from plumbing.convocatoria import Convocatoria, load

from .conftest import X47

HALVES = {"enarm": "0.5", "licenciatura": "0.5"}  # G-01
X47_EXTRAS = {
    "trabajador": ("1.0", "relacion_laboral"),  # 000§9.3: «1.0 punto», not both with the next
    "hijo_trabajador": ("0.75", "relacion_laboral"),  # 000§9.3
    "internado_imss": ("0.25", None),  # 000§9.3
    "servicio_social_imss": ("0.75", None),  # 000§9.3
}
X45_EXTRAS = X47_EXTRAS | {
    "docencia": ("0.5", None),  # G-06, X-53: a year, up to two
    "publicaciones": ("0.5", None),  # G-06, X-53: each, up to two; 004 Documents: up to four presented
}
CER_WEIGHTS = {
    "efiser": "0.03",  # 002§3.1 Tabla 3: 10% of the 30%
    "posgrado": "0.27",  # 002§3.1 Tabla 3: 90% of the 30%
    "enarm": "0.70",  # 002§3.1 Tabla 3: 100% of the 70%
}
CER_EXTRAS = {
    "articulo_primer_autor": ("0.50", "investigacion"),  # 002§4.3 Tabla 4
    "articulo_segundo_autor": ("0.25", "investigacion"),  # 002§4.3 Tabla 4
}
X49_EXTRAS = {  # 003§2.2.1 h, k, l: «ya fue considerado por la DGCES»
    "trabajador": ("0", None),
    "hijo_trabajador": ("0", None),
    "servicio_social_imss": ("0", None),
}
PRINTED = {
    "xlvii-enarm-2023": (HALVES, X47_EXTRAS, None),
    "xlvii-enarm-2023-periodo-2": (HALVES, X47_EXTRAS, None),  # one cycle, one scale (000§4.8)
    "xlvii-enarm-2023-periodo-3": (HALVES, X47_EXTRAS, None),
    "xlviii-extraordinario": (HALVES, X47_EXTRAS, None),  # G-06
    "xlv-enarm-2021": (HALVES, X45_EXTRAS, None),
    "cer-rama-2025": (CER_WEIGHTS, CER_EXTRAS, "0.5"),  # 002§3.1 Puntaje adicional, 4.3
    "xlix-tercer-periodo-2026": ({}, X49_EXTRAS, None),
}


def the_call(folder: str) -> Convocatoria:
    return load(X47.parent / folder)


def test_every_call_has_its_points_here() -> None:
    assert set(PRINTED) == {path.parent.name for path in X47.parent.glob("*/convocatoria.yaml")}


@pytest.mark.parametrize("folder", PRINTED)
def test_the_weights_are_the_printed_ones(folder: str) -> None:
    weights, _, _ = PRINTED[folder]
    found = {one.code: one.weight for one in the_call(folder).scoring.components}
    assert found == {code: Decimal(weight) for code, weight in weights.items()}


@pytest.mark.parametrize("folder", PRINTED)
def test_the_points_and_what_excludes_what_are_the_printed_ones(folder: str) -> None:
    _, extras, cap = PRINTED[folder]
    scoring = the_call(folder).scoring
    found = {one.code: (one.points, one.exclusive_group) for one in scoring.extras}
    assert found == {code: (Decimal(points), group) for code, (points, group) in extras.items()}
    assert scoring.extras_cap == (Decimal(cap) if cap else None)
    assert scoring.total_cap is None  # G-01, G-03


def test_only_the_xlv_counts_by_units() -> None:
    counted = {
        (folder, one.code): (one.counted.max_units, one.counted.max_accepted)
        for folder in PRINTED
        for one in the_call(folder).scoring.extras
        if one.counted
    }
    assert counted == {
        ("xlv-enarm-2021", "docencia"): (2, 30),
        ("xlv-enarm-2021", "publicaciones"): (2, 4),
    }
