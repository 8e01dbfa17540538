"""Registration's use cases on an in-memory database, inside the window of the real XLVII call."""

from __future__ import annotations

import csv
import io
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import mongomock

from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock
from plumbing.config import ROOT
from plumbing.confirmation import confirmation_code
from plumbing.convocatoria.catalog import load_catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.oferta import read_oferta
from plumbing.convocatoria.registry import Registry
from plumbing.events import Act, Fact
from residencias.demo import curp as independent
from services.registration import usecases, wiring
from services.registration.domain.roster_file import COLUMNS

X47 = "xlvii-enarm-2023"
REGISTRY = Registry.load(ROOT / "convocatorias")
SECRET = "a secret of tests"
PASSWORD = "una frase de paso"
ESPECIALIDAD = "pediatria"
OPEN = datetime(2023, 11, 20, 10, 0, tzinfo=MEXICO_CITY)
BORN = date(1997, 4, 23)


class PlainPasswords:
    """Passwords as themselves: argon2id is tested where it is."""

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def verify(self, hashed: str | None, password: str) -> bool:
        return hashed == f"plain:{password}"


def row(number: int = 1, **changes: str) -> dict[str, str]:
    """A valid row of the roster; the number tells people apart."""
    curp = independent.build("García", "Núñez", "María Fernanda", BORN, "M", "JC", number)
    plain = {
        "folio_enarm": f"E47-{number:06d}",
        "curp": curp,
        "nombre": "María Fernanda",
        "primer_apellido": "García",
        "segundo_apellido": "Núñez",
        "sexo": "M",
        "fecha_nacimiento": BORN.isoformat(),
        "entidad_nacimiento": "JC",
        "categoria": "nacional",
        "especialidad": ESPECIALIDAD,
        "puntaje_enarm": "71.2500",
        "correo": "fernanda@example.com",
    }
    return {**plain, **changes}


def foreigner(number: int = 5, **changes: str) -> dict[str, str]:
    return row(number, **{"curp": "", "entidad_nacimiento": "NE", "categoria": "extranjero", **changes})


def roster_csv(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    more = [column for column in rows[0] if column not in COLUMNS] if rows else []
    writer = csv.DictWriter(out, (*COLUMNS, *more), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


DATOS: dict[str, Any] = {
    "nombre": "María Fernanda",
    "primer_apellido": "García",
    "segundo_apellido": "Núñez",
    "sexo": "M",
    "nacimiento_on": BORN.isoformat(),
    "entidad_nacimiento": "JC",
    "categoria": "nacional",
    "nacionalidad": "mexicana",
    "estudios": "MEXICO",
    "telefonos": ["5512345678", "3312345678"],
    "correos": ["fernanda@example.com", "fernanda@example.org"],
    "domicilio": {
        "calle_numero": "Juárez 10",
        "colonia": "Centro",
        "municipio": "Guadalajara",
        "entidad": "JC",
        "codigo_postal": "44100",
    },
    "escuela": "Universidad de Guadalajara",
    "egreso_on": "2022-06-30",
    "calificacion": {"valor": "8.88", "escala": "10", "base_100": "88.8", "has_equivalencia": False},
    "reclamos": {"internado_imss": True},
    "titulo_anverso": "TITULO",
    "titulo_reverso": "TITULO_REVERSO",
    "cedula": "FEDERAL",
    "cedula_numero": "12345678",
    "servicio_social": "TERMINADO",
    "servicio_social_on": "2023-07-31",
    "internado_on": "2021-12-31",
    "declaraciones": {
        "sin_proceso_legal": True,
        "sin_rescision": True,
        "sin_especialidad_concluida": True,
        "una_sola_institucion": True,
        "datos_verdaderos": True,
        "advertencia_sedes_leida": True,
    },
}


def datos(**changes: Any) -> dict[str, Any]:
    """Complete and right, but for `changes`; a dict changes only its own keys."""
    found = deepcopy(DATOS)
    for name, value in changes.items():
        merges = isinstance(value, dict) and isinstance(found.get(name), dict)
        found[name] = {**found[name], **value} if merges else value
    return found


def oferta_cells(code: str = X47) -> list[dict[str, Any]]:
    catalog = load_catalog(ROOT / "catalog")
    rows = read_oferta(ROOT / "convocatorias" / code / "oferta.csv", catalog)
    return [vars(cell) for cell in rows]


@dataclass
class World:
    """One desk with its clock; `act` makes the circumstances of a call at the clock's instant."""

    built: wiring.Registration
    clock: FixedClock
    call: Convocatoria = REGISTRY[X47]

    @property
    def desk(self) -> usecases.Desk:
        return self.built.desk

    def act(self, *roles: str, me: str | None = None, key: str = "", subject: str = "p1") -> Act:
        caller = Caller(me or subject, frozenset(roles), me)
        return Act(self.clock.now(), caller, self.call.id, self.call.digest, key)

    def mine(self, expediente_id: str, key: str = "") -> Act:
        return self.act("aspirante", me=expediente_id, key=key)

    def accept(self, *rows: dict[str, str]) -> dict[str, Any]:
        report = usecases.import_roster(self.desk, self.act("ces"), "lista.csv", roster_csv(*rows))
        return usecases.accept_roster(self.desk, self.act("ces"), report["roster_id"])

    def account(self, number: int = 1, **changes: str) -> str:
        """A confirmed account for the person of `row(number)`; its expediente_id."""
        who = {**row(number), **changes}
        account = usecases.open_account(
            self.desk, self.act(), who["curp"], who["folio_enarm"], "fernanda@example.com", PASSWORD
        )
        code = confirmation_code(self.desk.secret, account["expediente_id"], "fernanda@example.com")
        usecases.confirm_correo(self.desk, self.act(), who["curp"], code)
        found: str = account["expediente_id"]
        return found

    def publish_oferta(self, version: int = 1, cells: list[dict[str, Any]] | None = None) -> None:
        data = {"sha256": "0" * 64, "cells": oferta_cells(self.call.id) if cells is None else cells}
        usecases.on_oferta_accepted(
            self.desk, self.fact("OfertaAccepted", "oferta-1", version, data, "allocation")
        )

    def rank_all(self, expediente_id: str) -> list[dict[str, Any]]:
        sedes = usecases.list_opciones(self.desk, self.mine(expediente_id), expediente_id)["sedes"]
        return [{"sede": sede["sede"], "subsedes": []} for sede in sedes]

    def complete(self, expediente_id: str) -> dict[str, Any]:
        """Everything typed and ranked; ready to print."""
        mine = self.mine(expediente_id)
        usecases.save_registro(self.desk, mine, expediente_id, datos=datos())
        return usecases.rank_sedes(self.desk, mine, expediente_id, opciones=self.rank_all(expediente_id))

    def fact(
        self,
        name: str,
        subject: str,
        version: int,
        data: dict[str, Any] | None = None,
        of: str = "validation",
    ) -> Fact:
        return Fact(
            id=f"{name}-{subject}-{version}",
            type=f"residencias.{of}.v1.{name}",
            source=f"residencias/{of}",
            subject=subject,
            time=self.clock.now().isoformat(),
            convocatoria=self.call.id,
            rules_digest="",
            version=version,
            actor="sistema",
            data=data or {},
        )

    def events(self, collection: str) -> list[dict[str, Any]]:
        """What waits to be published, as (name, subject, data)."""
        docs = getattr(self.desk, collection).collection.find({})
        return [envelope for doc in docs for envelope in doc.get("outbox", [])]

    def said(self, collection: str, name: str) -> list[dict[str, Any]]:
        return [e["data"] for e in self.events(collection) if e["type"].endswith(f".{name}")]


def a_world(
    at: datetime = OPEN, extra: dict[str, Any] | None = None, call: Convocatoria = REGISTRY[X47]
) -> World:
    """A fresh desk at `at`, in `call`; `extra` adds convocatorias."""
    clock = FixedClock(at)
    config = SimpleNamespace(catalog=ROOT / "catalog", secret_key=SECRET)
    registry = {**REGISTRY, call.id: call, **(extra or {})}
    database: Any = mongomock.MongoClient(tz_aware=True)["residencias_registration"]
    built = wiring.build(config, clock, registry, database, PlainPasswords())  # type: ignore[arg-type]
    return World(built, clock, call)


def another_call(**changes: Any) -> Any:
    """The XLVII call with other values."""
    return REGISTRY[X47].model_copy(update=changes)
