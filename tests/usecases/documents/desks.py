"""A documents desk on an in-memory database, with a clock and files that the test holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import mongomock

from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock
from plumbing.config import ROOT, Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Unavailable
from plumbing.events import Act, Fact
from services.documents import wiring
from services.documents.comply.making import comply
from services.documents.domain.model import Print
from services.documents.usecases import Desk
from tests.usecases.documents.memory_files import MemoryFiles, MemoryViews

CALL = "xlvii-enarm-2023"
PERSON = "018f2f1e-0000-7000-8000-000000000001"
CURP = "ROCG960506MDFBHB03"
OPEN = datetime(2023, 11, 20, 12, 0, tzinfo=MEXICO_CITY)
QR = f"RES1|{CALL}|018f2f1e-aaaa-7bbb-8ccc-0123456789ab|2|0123456789ab"
OLD_QR = f"RES1|{CALL}|018f2f1e-aaaa-7bbb-8ccc-0123456789aa|1|ba9876543210"
PRINT = Print(2, OPEN - timedelta(hours=2), "10:00 del lunes 20 de noviembre de 2023", QR, True)


@lru_cache
def the_registry() -> Registry:
    return Registry.load(ROOT / "convocatorias")


def registry_keeping(days: int) -> dict[str, Convocatoria]:
    """The call, if its files were kept for so many days after the cycle."""
    call = the_registry()[CALL]
    assert call.documents.retention is not None
    rule = call.documents.retention.model_copy(update={"after_cycle": days})
    table = call.documents.model_copy(update={"retention": rule})
    return {CALL: call.model_copy(update={"documents": table})}


@dataclass
class Bench:
    """What a test holds."""

    clock: FixedClock = field(default_factory=lambda: FixedClock(OPEN))
    prints: dict[str, Print] = field(default_factory=lambda: {PERSON: PRINT})
    built: wiring.Built = field(init=False)
    files: MemoryFiles = field(init=False)
    views: MemoryViews = field(init=False)
    asked: list[tuple[str, str]] = field(default_factory=list)
    registro: dict[str, str] | None = field(
        default_factory=lambda: {"curp": CURP, "cedula_numero": "12761123"}
    )

    def __post_init__(self) -> None:
        database: Any = mongomock.MongoClient(tz_aware=True)["residencias_documents"]
        self.files, self.views = MemoryFiles(self.clock), MemoryViews(self.clock)
        config: Any = Config
        self.built = wiring.build(
            config,
            self.clock,
            the_registry(),
            database,
            self.files,
            self.current_print,
            self.typed,
            "",
            self.views,
            comply,
        )

    def typed(self, convocatoria: str, expediente_id: str) -> dict[str, str]:
        if self.registro is None:
            raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="registration")
        return self.registro

    def current_print(self, convocatoria: str, expediente_id: str) -> Print | None:
        self.asked.append((convocatoria, expediente_id))
        return self.prints.get(expediente_id)

    @property
    def desk(self) -> Desk:
        return self.built.desk

    def act(self, key: str = "", role: str = "aspirante", who: str = PERSON) -> Act:
        owner = who if role == "aspirante" else None
        caller = Caller(subject=who, roles=frozenset({role}), expediente_id=owner)
        return Act(self.clock.now(), caller, CALL, the_registry()[CALL].digest, key)

    def outbox(self) -> list[dict[str, Any]]:
        """Every fact not yet relayed, in order."""
        return [e for c in self.built.store.outboxes for d in c.find({}) for e in d["outbox"]]

    def facts(self) -> list[str]:
        return [envelope["type"].rsplit(".", 1)[-1] for envelope in self.outbox()]


def a_fact(name: str, version: int, data: dict[str, Any] | None = None, sequence: int = 0) -> Fact:
    """A fact of validation about PERSON."""
    return Fact(
        id=f"{name}-{version}-{sequence}",
        type=f"residencias.validation.v1.{name}",
        source="residencias/validation",
        subject=PERSON,
        time=OPEN.isoformat(),
        convocatoria=CALL,
        rules_digest="d",
        version=version,
        sequence=sequence,
        actor="sistema:validation",
        data=data or {},
    )


def observed(*slots: str, fields: tuple[str, ...] = ()) -> dict[str, Any]:
    """Data of an ExpedienteObserved."""
    documents = [{"target": slot, "target_kind": "DOCUMENTO", "reason": "x"} for slot in slots]
    return {
        "observations": documents + [{"target": f, "target_kind": "CAMPO", "reason": "x"} for f in fields]
    }
