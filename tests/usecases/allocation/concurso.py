"""A small concurso over the real convocatoria: facts in as validation and scoring send them, clock in hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import mongomock

from contracts.residencias.scoring.v1 import events_pb2 as scoring
from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing import config as configs
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Unavailable
from plumbing.events import Act, decode
from services.allocation import usecases, wiring

MX = ZoneInfo("America/Mexico_City")
X47 = "xlvii-enarm-2023"
REGISTRY = Registry.load(configs.ROOT / "convocatorias")
DIGEST = REGISTRY[X47].digest

LOADED = datetime(2023, 11, 15, 10, tzinfo=MX)
RUN = datetime(2023, 12, 13, 10, tzinfo=MX)
GATE = datetime(2023, 12, 14, 18, tzinfo=MX)
INSIDE = datetime(2023, 12, 15, 9, tzinfo=MX)
CLOSED = datetime(2023, 12, 18, 0, 0, 1, tzinfo=MX)
VALID = datetime(2023, 12, 20, 9, tzinfo=MX)

OFERTA = """especialidad,sede,subsede,categoria,plazas
pediatria,HGR-1-CDMX-S,HGR-1-CDMX-S,nacional,1
pediatria,HGR-1-CDMX-S,UMF-28-CDMX-S,indistinta,1
pediatria,UMAE-PED-SXXI,UMAE-PED-SXXI,nacional,1
pediatria,UMAE-PED-CMNO,UMAE-PED-CMNO,extranjero,1
"""
SCAN = b"%PDF-1.7 a scan of "
CES, OTHER, AUDITOR = "ces-1", "ces-2", "aud-1"


class Memory:
    """Bundles in a dictionary, refused when their digest is not theirs."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, sha256: str, content: bytes) -> None:
        assert hashlib.sha256(content).hexdigest() == sha256
        self.kept[sha256] = content

    def get(self, sha256: str) -> bytes:
        return self.kept[sha256]


class MemoryPapers:
    """Scans in a dictionary, which cannot be deleted while it is away."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.ages: dict[str, timedelta] = {}
        self.is_away = False
        self._numbers = count()

    def new_name(self) -> str:
        return f"papel-{next(self._numbers)}"

    def put(self, name: str, content: bytes, sha256: str) -> None:
        assert hashlib.sha256(content).hexdigest() == sha256
        self.kept[name] = content

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def older_than(self, age: timedelta) -> Iterator[str]:
        return iter([name for name in self.kept if self.ages.get(name, timedelta()) >= age])

    def delete(self, name: str) -> None:
        if self.is_away:
            raise Unavailable("OBJETOS_NO_DISPONIBLE")
        self.kept.pop(name, None)


@dataclass
class Inscritos:
    """validation's list of inscritos, as the concurso has told it."""

    folios: dict[str, str] = field(default_factory=dict)
    rezago: int = 0

    def inscritos_of(self, convocatoria: str) -> dict[str, Any]:
        rows = sorted(self.folios.items(), key=lambda pair: pair[1])
        text = "\n".join(folio for _, folio in rows)
        return {
            "inscritos": [{"expediente_id": one, "folio": folio} for one, folio in rows],
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "rezago": self.rezago,
        }


class Concurso:
    """The service with its desk, and how the others speak to it."""

    rules = REGISTRY

    def __init__(
        self,
        database: Any = None,
        bundles: Any = None,
        call: str = X47,
        cycle: Registry | None = None,
        papers: Any = None,
    ) -> None:
        self.call = call
        self.rules = cycle or REGISTRY
        self.clock = FixedClock(LOADED)
        own = mongomock.MongoClient(tz_aware=True)["allocation"] if database is None else database
        settings = replace(_settings(), catalog=configs.ROOT / "catalog")
        self.papers = papers or MemoryPapers()
        rules = cycle or {call: REGISTRY[call]}
        built = wiring.build(settings, self.clock, rules, own, bundles or Memory(), self.papers)
        self.desk, self.store = built.desk, built.store
        self.inscritos = Inscritos()
        self._version = 0

    def act(self, *roles: str, who: str = CES, key: str = "", scope: str = "", session: str = "") -> Act:
        caller = Caller(who, frozenset(roles or ("ces",)), None, session, scope)
        return Act(self.clock.now(), caller, self.call, self.rules[self.call].digest, key)

    def own(self, expediente_id: str, *, key: str = "", session: str = "s1") -> Act:
        caller = Caller(expediente_id, frozenset({"aspirante"}), expediente_id, session)
        return Act(self.clock.now(), caller, self.call, self.rules[self.call].digest, key)

    def ooad(self, scope: str) -> Act:
        return self.act("ooad", who=f"ooad-{scope}", scope=scope)

    def paper(self, expediente_id: str, kind: str = "RENUNCIA") -> str:
        """The digest of a scan that CES received for this person."""
        content = SCAN + kind.encode()
        return str(usecases.receive_paper(self.desk, self.act(), expediente_id, kind, content)["sha256"])

    def at(self, instant: datetime) -> Concurso:
        self.clock.move_to(instant)
        return self

    def fact(self, message: Any, expediente_id: str, source: str, **data: Any) -> Any:
        self._version += 1
        return decode(
            {
                "id": f"id-{self._version}",
                "type": message.DESCRIPTOR.full_name,
                "source": f"residencias/{source}",
                "subject": expediente_id,
                "time": self.clock.now().isoformat(),
                "convocatoria": self.call,
                "rules_digest": self.rules[self.call].digest,
                "version": self._version,
                "data": data,
            },
            message,
        )

    def ficha(self, expediente_id: str, folio: str, sedes: list[Any], **data: Any) -> Any:
        opciones = [{"sede": one, "subsedes": []} if isinstance(one, str) else one for one in sedes]
        content = {
            "folio": folio,
            "especialidad": "pediatria",
            "categoria": "nacional",
            "opciones": opciones,
            "nombre_completo": f"Persona {folio}",
            **data,
        }
        return self.fact(validation.FichaIssued, expediente_id, "validation", **content)

    def puntaje(self, expediente_id: str, folio: str, total: str, enarm: str = "70") -> Any:
        content = {"folio": folio, "total": total, "puntaje_enarm": enarm, "calificacion": "80"}
        return self.fact(scoring.PuntajeComputed, expediente_id, "scoring", **content)

    def enter(self, expediente_id: str, folio: str, total: str, sedes: list[Any], **data: Any) -> None:
        """The person is inscrito: ficha and puntaje are here."""
        usecases.on_ficha_issued(self.desk, self.ficha(expediente_id, folio, sedes, **data))
        usecases.on_puntaje_computed(self.desk, self.puntaje(expediente_id, folio, total))
        self.inscritos.folios[expediente_id] = folio

    def load_oferta(self, text: str = OFERTA) -> str:
        report = usecases.load_oferta(self.desk, self.act(), "oferta.csv", text.encode())
        usecases.accept_oferta(self.desk, self.act(), report["oferta_id"])
        return str(report["oferta_id"])

    def run(self) -> dict[str, Any]:
        self.at(RUN)
        return usecases.run_round(self.desk, self.inscritos, self.act(), "12345", "Lotería Nacional")

    def publish(self) -> None:
        """Run, proposed by one, approved by another; the clock stands before the gate."""
        round_id = self.run()["round_id"]
        usecases.propose_publication(self.desk, self.act(), round_id)
        usecases.approve_publication(self.desk, self.act(who=OTHER), round_id)

    def facts(self, name: str = "") -> list[dict[str, Any]]:
        """Every fact waiting in the outboxes, or those with this name."""
        waiting = [
            envelope
            for collection in self.store.outboxes
            for mongo_doc in collection.find({})
            for envelope in mongo_doc["outbox"]
        ]
        return [one for one in waiting if not name or one["type"].endswith(f".{name}")]

    def estado(self, expediente_id: str) -> str:
        stored = self.desk.participaciones.load(expediente_id)
        assert stored
        return stored.value.estado


def four(concurso: Concurso) -> Concurso:
    """Four people for three national places and one foreign; «d» gets nothing, «x» is a foreigner."""
    concurso.load_oferta()
    every = ["UMAE-PED-SXXI", "HGR-1-CDMX-S"]
    concurso.enter("a", "F-A", "90.5", every)
    concurso.enter("b", "F-B", "88", every, cartas_compromiso=["CEDULA"])
    concurso.enter("c", "F-C", "87", every)
    concurso.enter("d", "F-D", "60", every)
    concurso.enter("x", "F-X", "80", ["UMAE-PED-CMNO", "HGR-1-CDMX-S"], categoria="extranjero")
    return concurso


def accepted(concurso: Concurso, expediente_id: str) -> Concurso:
    """The person has accepted twice and printed, inside the window."""
    own = concurso.at(INSIDE).own(expediente_id)
    usecases.accept_adscripcion(concurso.desk, own, expediente_id)
    usecases.accept_compromiso(concurso.desk, own, expediente_id)
    usecases.issue_preaceptacion(concurso.desk, own, expediente_id)
    return concurso


def _settings() -> configs.Config:
    names = ("AMQP_URI", "MONGO_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL")
    keys = ("RESIDENCIAS_TOKEN_PUBLIC_KEY", "RESIDENCIAS_SECRET_KEY")
    return configs.from_environment({name: "unused" for name in (*names, *keys)})
