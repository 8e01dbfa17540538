"""An expediente with everything right, and the rules of the real XLVII call, for pure tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from plumbing.shapes import read
from services.registration.domain.model import Expediente, RegistroDatos, Seleccionado
from services.registration.domain.reglas import Reglas
from services.registration.usecases.reglas import reglas_of
from tests.usecases.registration.world import X47, datos, row

REGLAS: Reglas = reglas_of(Registry.load(ROOT / "convocatorias")[X47])
TODAY = date(2023, 11, 20)


def seleccionado(**changes: Any) -> Seleccionado:
    cells = row(1)
    plain = {**cells, "puntaje_enarm": Decimal(cells["puntaje_enarm"])}
    return Seleccionado(**{**plain, **changes})


def expediente(registro: dict[str, Any] | None = None, **changes: Any) -> Expediente:
    """A complete registro without ranking; `registro` changes what was typed, `changes` the expediente."""
    person = changes.pop("seleccionado", seleccionado())
    found = Expediente(
        convocatoria=X47,
        curp=row(1)["curp"],
        folio_enarm=person.folio_enarm,
        seleccionado=person,
        correo="fernanda@example.com",
        password_hash="",
        opened_at=datetime(2023, 11, 20, tzinfo=UTC),
        datos=read(RegistroDatos, datos(**(registro or {}))),
    )
    return replace(found, **changes)
