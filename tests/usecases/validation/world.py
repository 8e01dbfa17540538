"""A small world: one desk, a clock that is moved by hand, aspirantes with registro and papers, staff."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import mongomock
from pymongo.database import Database

from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock
from plumbing.config import ROOT
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registry import Registry
from plumbing.events import Act, Fact
from services.validation import usecases, wiring
from services.validation.usecases import Desk

X47 = "xlvii-enarm-2023"
REGISTRY = Registry.load(ROOT / "convocatorias")


def local(text: str) -> datetime:
    """`2023-12-11T12:00` as Mexico City reads it."""
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


def a_registro(expediente_id: str, **changes: Any) -> dict[str, Any]:
    """registration's Snapshot of somebody with everything in order and no claims."""
    datos: dict[str, Any] = {
        "nombre": "ANA",
        "primer_apellido": "PÉREZ",
        "segundo_apellido": "LÓPEZ",
        "categoria": "nacional",
        "estudios": "MEXICO",
        "telefonos": ["5511112222", "5533334444"],
        "calificacion": {"valor": "88.8", "escala": "100", "base_100": "88.8"},
        "reclamos": {
            "trabajador": False,
            "hijo_trabajador": False,
            "internado_imss": False,
            "servicio_social_imss": False,
        },
        "titulo_reverso": "TITULO_REVERSO",
        "cedula": "FEDERAL",
        "servicio_social": "TERMINADO",
    }
    registro = {
        "expediente_id": expediente_id,
        "revision": 3,
        "folio_enarm": "E0001",
        "curp": "",
        "especialidad": "PEDIATRIA",
        "categoria": "nacional",
        "puntaje_enarm": "71.25",
        "datos": datos,
        "opciones": [{"sede": "S1", "subsedes": ["S1"]}, {"sede": "S2", "subsedes": []}],
        "print_number": 1,
        "printed_at": "2023-11-20T18:00:00+00:00",
        "is_print_current": True,
        "is_complete": True,
        "printed_revision": 3,
    }
    return registro | changes


def a_worker(**changes: Any) -> dict[str, Any]:
    """Conditions of a worker who meets them all."""
    worker = {"matricula": "1", "contratacion": "BASE", "marca": "00", "regimen": "ORDINARIO"}
    return worker | {"is_titular": True, "ingreso_on": "2018-01-15"} | changes


def a_fact(name: str, expediente_id: str, version: int = 1) -> Fact:
    """A fact of registration about somebody."""
    return Fact(
        id=f"{name}-{expediente_id}",
        type=f"residencias.registration.v1.{name}",
        source="residencias/registration",
        subject=expediente_id,
        time="2023-11-19T18:00:00+00:00",
        convocatoria=X47,
        rules_digest="",
        version=version,
        actor="",
        data={"folio_enarm": "E9"},
    )


@dataclass
class Aspirante:
    """What registration and documents would answer for one person."""

    registro: dict[str, Any]
    slots: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    call: Convocatoria = REGISTRY[X47]

    def upload(
        self, slot: str, kind: str = "", *, print_number: int = 0, at: str = "2023-11-21T00:00:00+00:00"
    ) -> None:
        number = len(self.slots.get(slot, ())) + 1
        kinds = self.call.documents.row(slot).kinds
        version = {
            "number": number,
            "kind": kind or kinds[0].kind,
            "uploaded_at": at,
            "sha256": f"{slot}{number}",
            "bytes": 1000,
            "object_name": f"o/{slot}/{number}",
            "print_number": print_number,
            "verdict": {"verdict": "ACEPTABLE", "findings": []},
        }
        self.slots.setdefault(slot, []).insert(0, version)

    def upload_required(self, *slots: str) -> None:
        reclamos = self.registro["datos"]["reclamos"]
        claimed = tuple(claim for claim, is_claimed in reclamos.items() if is_claimed)
        required = self.call.required_slots(
            self.registro["datos"]["categoria"],
            reclamos["trabajador"],
            reclamos["hijo_trabajador"],
            claimed,
        )
        for slot in required:
            self.upload(slot, print_number=self.registro["print_number"] if slot == "SOLICITUD" else 0)

    def save(self, **datos: Any) -> None:
        self.registro["datos"] |= datos
        self.registro["revision"] += 1
        self.registro["is_print_current"] = False

    def print_and_sign(self) -> None:
        self.registro["print_number"] += 1
        self.registro["is_print_current"] = True
        self.upload("SOLICITUD", print_number=self.registro["print_number"])

    def claim(self, *claims: str, **worker: Any) -> None:
        for claim in claims:
            self.registro["datos"]["reclamos"][claim] = True
        if "trabajador" in claims:
            self.registro["datos"]["trabajador"] = a_worker(**worker)


class World:
    """Everything around one desk. Implements `Sources` from the aspirantes it holds."""

    def __init__(
        self,
        database: Database[dict[str, Any]] | None = None,
        at: str = "2023-11-22T10:00",
        call: Convocatoria = REGISTRY[X47],
    ) -> None:
        self.call = call
        others: Mapping[str, Convocatoria] = REGISTRY
        is_one = call.id in others and others[call.id] is call
        registry = others if is_one else {**others, call.id: call}
        self.clock = FixedClock(local(at))
        self.people: dict[str, Aspirante] = {}
        base: Any = database if database is not None else mongomock.MongoClient(tz_aware=True)["validation"]
        self.desk: Desk = wiring.build(None, self.clock, registry, base)  # type: ignore[arg-type]

    def registro_of(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        return deepcopy(self.people[expediente_id].registro)

    def manifest_of(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        slots = [
            {"slot": row.slot, "versions": deepcopy(self.people[expediente_id].slots.get(row.slot, []))}
            for row in self.call.documents.rows
        ]
        return {"expediente_id": expediente_id, "slots": slots}

    def an_aspirante(self, expediente_id: str, *claims: str, **worker: Any) -> Aspirante:
        """Somebody ready to send."""
        person = self.people[expediente_id] = Aspirante(a_registro(expediente_id), call=self.call)
        person.claim(*claims, **worker)
        person.upload_required()
        return person

    def act(self, role: str, subject: str, *, key: str = "", at: datetime | None = None) -> Act:
        owner = subject if role == "aspirante" else None
        caller = Caller(subject, frozenset({role}), owner)
        return Act(at or self.clock.now(), caller, self.call.id, self.call.digest, key)

    def own(self, expediente_id: str, **more: Any) -> Act:
        return self.act("aspirante", expediente_id, **more)

    def validador(self, name: str = "validador-1", **more: Any) -> Act:
        return self.act("validador", name, **more)

    def send(self, expediente_id: str, **more: Any) -> Any:
        act = self.own(expediente_id, **more)
        return usecases.submit_expediente(self.desk, self, act, expediente_id)

    def sent(self, expediente_id: str, *claims: str, **worker: Any) -> Aspirante:
        """Somebody who has just sent; the clock goes on a second, so that arrival has an order."""
        person = self.an_aspirante(expediente_id, *claims, **worker)
        self.send(expediente_id)
        self.clock.advance(timedelta(seconds=1))
        return person

    def observed(self, expediente_id: str, *targets: tuple[str, str]) -> Aspirante:
        person = self.sent(expediente_id)
        usecases.claim_next(self.desk, self.validador())
        said = [{"target": target, "reason": reason} for target, reason in targets]
        usecases.observe(self.desk, self.validador(), expediente_id, said)
        return person

    def validated(self, expediente_id: str, *claims: str, **worker: Any) -> Aspirante:
        person = self.sent(expediente_id, *claims, **worker)
        usecases.claim_next(self.desk, self.validador())
        verdicts = [{"claim": claim, "verdict": "ACREDITADO"} for claim in claims]
        usecases.validate(self.desk, self.validador(), expediente_id, verdicts)
        return person

    def estado(self, expediente_id: str) -> str:
        stored = self.desk.expedientes.load(expediente_id)
        assert stored is not None
        return f"{stored.value.estado}:{stored.value.cause}".rstrip(":")

    def facts(self, expediente_id: str) -> list[dict[str, Any]]:
        """The envelopes that lie in the expediente's outbox, oldest first."""
        mongo_doc = self.desk.expedientes.collection.find_one({"_id": expediente_id})
        assert mongo_doc is not None
        return list(mongo_doc["outbox"])

    def names(self, expediente_id: str) -> list[str]:
        return [envelope["type"].rsplit(".", 1)[-1] for envelope in self.facts(expediente_id)]
