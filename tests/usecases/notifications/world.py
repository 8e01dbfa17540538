"""A desk of notifications on an in-memory database, with answers of the earlier services that the test holds.

The answers are the contracts' own messages, so that a field that does not exist fails here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

import mongomock

from contracts.residencias.allocation.v1 import events_pb2 as allocation_events
from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.registration.v1 import events_pb2 as registration_events
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.scoring.v1 import service_pb2 as scoring
from contracts.residencias.validation.v1 import events_pb2 as validation_events
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from plumbing.errors import NotFound
from plumbing.events import Act, Fact, as_plain, decode
from services.notifications import usecases, wiring
from services.notifications.domain.mensaje import Mensaje, Refused
from tests.usecases.documents.memory_files import MemoryFiles

X47 = "xlvii-enarm-2023"
PERSON = "018f2f1e-0000-7000-8000-000000000001"
OTHER = "018f2f1e-0000-7000-8000-000000000002"
ISSUANCE = "018f2f1e-1111-7000-8000-000000000009"
FOLIO = "XLVII-00017-K"
SEDE = "UMAE-HE-SXXI"
EVENTS = {
    "registration": registration_events,
    "validation": validation_events,
    "allocation": allocation_events,
}
ENVIRONMENT = {
    "AMQP_URI": "unused",
    "MONGO_URI": "unused",
    "S3_ENDPOINT": "unused:1",
    "S3_ACCESS_KEY": "unused",
    "S3_SECRET_KEY": "unused",
    "SMTP_URL": "smtp://unused",
    "RESIDENCIAS_TOKEN_PUBLIC_KEY": "unused",
    "RESIDENCIAS_SECRET_KEY": "only for tests, long enough for codes",
    "PUBLIC_URL": "https://residencias.example",
}


def local(text: str) -> datetime:
    """`2023-12-14T18:00` as Mexico City reads it."""
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


@lru_cache
def the_registry() -> Registry:
    return Registry.load(ROOT / "convocatorias")


def datos() -> registration.RegistroDatos:
    """A whole registro of somebody invented."""
    return registration.RegistroDatos(
        nombre="Ana María",
        primer_apellido="Ñáñez",
        segundo_apellido="de la Peña",
        sexo="M",
        nacimiento_on="1996-02-29",
        entidad_nacimiento="DF",
        categoria="nacional",
        nacionalidad="Mexicana",
        estudios="MEXICO",
        telefonos=["5500000101", "5500000102"],
        correos=["ana@example.com", "ana.otra@example.com"],
        domicilio=registration.Domicilio(
            calle_numero="Calle Ejemplo 1",
            colonia="Centro",
            municipio="Cuauhtémoc",
            entidad="DF",
            codigo_postal="06000",
        ),
        escuela="Universidad de Ejemplo",
        egreso_on="2022-07-31",
        calificacion=registration.Calificacion(valor="8.88", escala="10", base_100="88.8"),
        reclamos=registration.Reclamos(servicio_social_imss=True),
        titulo_anverso="TITULO",
        titulo_reverso="TITULO_REVERSO",
        cedula="FEDERAL",
        cedula_numero="12345678",
        servicio_social="TERMINADO",
        servicio_social_on="2022-07-31",
        internado_on="2021-06-30",
        declaraciones=registration.Declaraciones(sin_proceso_legal=True, datos_verdaderos=True),
    )


def a_place() -> allocation.Place:
    return allocation.Place(
        sede=SEDE,
        sede_nombre="UMAE Hospital de Especialidades",
        subsede=SEDE,
        subsede_nombre="UMAE Hospital de Especialidades",
        ooad="CDMX-S",
        ooad_nombre="OOAD Ciudad de México Sur",
        ciudad="Ciudad de México",
        categoria="nacional",
    )


def a_result(categoria: str = "nacional", **changes: Any) -> allocation.Result:
    """Of somebody with a place who accepted it."""
    fields: dict[str, Any] = {
        "expediente_id": PERSON,
        "folio": FOLIO,
        "estado": "PREACEPTADO",
        "especialidad": "pediatria",
        "categoria": categoria,
        "puntaje": "80.0125",
        "rank": 3,
        "place": a_place(),
        "option": 2,
        "nombre_completo": "Ana María Ñáñez de la Peña",
        "decisions": [
            allocation.Decision(decision="ACEPTO_ADSCRIPCION", at="2023-12-15T00:20:00+00:00", acuse_id="a1"),
            allocation.Decision(decision="ACEPTO_COMPROMISO", at="2023-12-15T00:30:00+00:00", acuse_id="a2"),
        ],
        "obligations": [
            allocation.Obligation(kind="CEDULA", due_on="2024-12-15", clause="000§2.2.1 e", state="PENDIENTE")
        ],
    }
    return allocation.Result(**(fields | changes))


@dataclass
class Answers:
    """What the earlier services would say; a test may change it, and `asked` tells who was asked."""

    prints: int = 1
    result_of: allocation.Result = field(default_factory=a_result)
    issued_at: str = "2023-12-15T00:42:00+00:00"
    asked: list[str] = field(default_factory=list)

    def registro(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        self.asked.append("registro")
        return as_plain(
            registration.Registro(
                expediente_id=expediente_id,
                folio_enarm="E23-100287",
                curp="XAXX960229MDFXXN01",
                especialidad="pediatria",
                categoria_roster="nacional",
                datos=datos(),
            )
        )

    def solicitud(self, convocatoria: str, expediente_id: str, number: int) -> dict[str, Any]:
        self.asked.append("solicitud")
        found = number or self.prints
        if found > self.prints:
            raise NotFound("SIN_IMPRESION", numero=number)
        content = registration.Snapshot(
            expediente_id=expediente_id,
            folio_enarm="E23-100287",
            curp="XAXX960229MDFXXN01",
            especialidad="pediatria",
            categoria="nacional",
            puntaje_enarm="71.625",
            datos=datos(),
            opciones=[
                registration.Opcion(sede=SEDE, subsedes=[SEDE]),
                registration.Opcion(sede="UMAE-HGO-4", subsedes=["UMAE-HGO-4"]),
            ],
        )
        return as_plain(
            registration.SolicitudPrint(
                expediente_id=expediente_id,
                number=found,
                printed_at=f"2023-11-2{found}T18:00:00+00:00",
                sha256=f"{found}" * 64,
                qr=f"RES1|{X47}|x|{found}|x",
                is_current=found == self.prints,
                content=content,
            )
        )

    def ficha(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        return as_plain(
            validation.Ficha(
                expediente_id=expediente_id,
                folio=FOLIO,
                issued_at="2023-12-05T14:30:00+00:00",
                downloads=1,
                nombre_completo="Ana María Ñáñez de la Peña",
                folio_enarm="E23-100287",
                especialidad="pediatria",
                categoria="nacional",
                submitted_at="2023-11-28T03:03:00+00:00",
                validated_at="2023-12-04T16:15:00+00:00",
                snapshot_sha256="2c" * 32,
            )
        )

    def acuse(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        return as_plain(
            validation.Acuse(
                expediente_id=expediente_id,
                acuse_id="018f2f1e-2222-7000-8000-000000000001",
                send_number=1,
                submitted_at="2023-11-28T03:03:00+00:00",
                snapshot_sha256="2c" * 32,
                print_number=1,
                documents=[validation.ManifestEntry(slot="CURP", sha256="ab" * 32, bytes=1234)],
                folio_enarm="E23-100287",
            )
        )

    def puntaje(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        line = scoring.Line
        return as_plain(
            scoring.Puntaje(
                total="80.0125",
                lines=[
                    line(
                        concept="enarm",
                        value="35.8125",
                        clause="000§9.1, 9.2",
                        kind="COMPONENT",
                        given="71.625",
                    ),
                    line(
                        concept="licenciatura", value="44.4", clause="000§9.2", kind="COMPONENT", given="88.8"
                    ),
                    line(
                        concept="hijo_trabajador",
                        value="0",
                        clause="000§9.3",
                        kind="EXTRA",
                        reason="NOT_VALIDATED",
                        given="0.75",
                    ),
                ],
            )
        )

    def result(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        self.asked.append("result")
        return as_plain(self.result_of)

    def explanation(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        option = allocation.OptionExplained
        return as_plain(
            allocation.Explanation(
                folio=FOLIO,
                puntaje="80.0125",
                rank=3,
                pool=20,
                options=[
                    option(
                        option=1,
                        sede="UMAE-HGO-4",
                        plazas=2,
                        why="LLENA_ANTES",
                        own_rank=3,
                        last_admitted_puntaje="81.5",
                        last_admitted_rank=2,
                        places_short=1,
                        points_short="1.4875",
                    ),
                    option(option=2, sede=SEDE, plazas=2, why="OBTENIDA", own_rank=1),
                    option(option=3, sede="UMAE-HE-25", plazas=1, why="NO_FUE_NECESARIA"),
                ],
            )
        )

    def issuance(self, convocatoria: str, expediente_id: str, kind: str) -> dict[str, Any]:
        return as_plain(
            allocation.Issuance(
                issuance_id=f"{ISSUANCE}-{kind}",
                kind=kind,
                issued_at=self.issued_at,
                session="sesion-1",
                result=self.result_of,
                valid_from="2023-12-18T06:00:00+00:00",
                valid_until="2024-01-05T23:59:00+00:00",
                ooad_address="Av. Ilustrativa 100",
                ooad_phone="(00) 0000 0000",
            )
        )

    def cutoffs(self, convocatoria: str) -> dict[str, Any]:
        cell = allocation.Cutoff
        cells = [cell(especialidad="pediatria", plazas=4), cell(especialidad="geriatria", plazas=9)]
        return as_plain(allocation.Cutoffs(cutoffs=cells))


class Outbox:
    """A mail server in memory: keeps what it accepts, refuses what the test says."""

    def __init__(self) -> None:
        self.accepted: list[Mensaje] = []
        self.refusals: list[Exception] = []

    def __enter__(self) -> Outbox:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def send(self, mensaje: Mensaje) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.accepted.append(mensaje)


def a_refusal(*, for_good: bool = False) -> Refused:
    return Refused("SMTP 451", for_good=for_good)


@dataclass
class World:
    """What a test holds."""

    clock: FixedClock = field(default_factory=lambda: FixedClock(local("2023-11-20T12:00")))
    real: FixedClock = field(default_factory=lambda: FixedClock(local("2026-01-01T00:00")))
    answers: Answers = field(default_factory=Answers)
    outbox: Outbox = field(default_factory=Outbox)

    def __post_init__(self) -> None:
        self.files = MemoryFiles(self.real)
        self.database: Any = mongomock.MongoClient(tz_aware=True)["residencias_notifications"]
        self._versions = count(1)
        built = wiring.build(
            plumbing_config.from_environment(ENVIRONMENT),
            self.clock,
            the_registry(),
            self.database,
            sources=self.answers,
            files=self.files,
            post=lambda: self.outbox,
            real=self.real,
        )
        self.desk, self.store = built.desk, built.store

    def act(
        self, role: str = "aspirante", *, me: str = PERSON, session: str = "s1", key: str = "", **more: Any
    ) -> Act:
        """Circumstances of a call now."""
        own = me if role == "aspirante" else None
        caller = Caller(me if own else role, frozenset({role}), own, session, **more)
        return Act(self.clock.now(), caller, X47, "d" * 64, key)

    def hear(self, service: str, name: str, subject: str = PERSON, **data: Any) -> Fact:
        """A fact arrives."""
        fact = self.fact(service, name, subject, **data)
        react = usecases.on_permuta if name in usecases.CONCERNED else usecases.on_fact
        react(self.desk, fact)
        return fact

    def fact(self, service: str, name: str, subject: str = PERSON, **data: Any) -> Fact:
        """A fact that has not arrived yet."""
        message = getattr(EVENTS[service], name)
        return decode(
            {
                "id": hashlib.sha256(f"{name}{subject}{next(self._versions)}".encode()).hexdigest(),
                "type": message.DESCRIPTOR.full_name,
                "source": f"residencias/{service}",
                "subject": subject,
                "time": self.clock.now().isoformat(),
                "convocatoria": X47,
                "rules_digest": "d" * 64,
                "version": next(self._versions),
                "data": data,
            },
            message,
        )

    def open_account(self, subject: str = PERSON, correo: str = "ana@example.com") -> Fact:
        return self.hear(
            "registration", "AccountOpened", subject, correo=correo, nombre="Ana Ñáñez", folio_enarm="E1"
        )

    def print(self, kind: str, ref: str = "", **act: Any) -> dict[str, Any]:
        return usecases.print_letter(self.desk, self.act(**act), PERSON, kind, ref)

    def open_gate(self) -> None:
        """Results are published: the instant has come and its fact was heard."""
        self.clock.move_to(local("2023-12-14T18:30"))
        self.open_account()
        until = "2023-12-18T05:59:00+00:00"
        self.hear("allocation", "ResultPublished", folio=FOLIO, is_assigned=True, decide_until=until)

    def mails(self) -> list[str]:
        """Kinds of the e-mails there are."""
        found = self.store.mensajes.find({}, sort=[("composed_at", 1)])
        return sorted(stored.value.kind for stored in found)

    def facts(self) -> list[str]:
        """Names of the facts that wait to be relayed."""
        return sorted(
            envelope["type"].rpartition(".")[2]
            for collection in self.store.outboxes
            for document in collection.find({})
            for envelope in document["outbox"]
        )
