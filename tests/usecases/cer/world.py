"""Five desks on in-memory databases; `pump` carries every waiting fact to whoever listens, in order."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import mongomock

from contracts.residencias.allocation.v1 import events_pb2 as allocation_events
from contracts.residencias.allocation.v1 import service_pb2 as allocation_pb
from contracts.residencias.documents.v1 import events_pb2 as documents_events
from contracts.residencias.registration.v1 import events_pb2 as registration_events
from contracts.residencias.registration.v1 import service_pb2 as registration_pb
from contracts.residencias.scoring.v1 import events_pb2 as scoring_events
from contracts.residencias.scoring.v1 import service_pb2 as scoring_pb
from contracts.residencias.validation.v1 import events_pb2 as validation_events
from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock
from plumbing.config import ROOT, Config, from_environment
from plumbing.confirmation import confirmation_code
from plumbing.convocatoria.registry import Registry
from plumbing.events import Act, Fact, as_plain, decode
from plumbing.rpc import reply
from residencias.demo import curp as independent
from services.allocation import usecases as allocation
from services.allocation import wiring as allocation_wiring
from services.documents import usecases as documents
from services.documents import wiring as documents_wiring
from services.notifications import usecases as notifications
from services.notifications import wiring as notifications_wiring
from services.notifications.worker import HEARD
from services.registration import usecases as registration
from services.registration import wiring as registration_wiring
from services.registration.usecases.reglas import roster_columns
from services.scoring import usecases as scoring
from services.scoring import wiring as scoring_wiring
from services.validation import usecases as validation
from services.validation import wiring as validation_wiring
from tests.usecases.allocation.concurso import Memory, MemoryPapers, _settings
from tests.usecases.documents.memory_files import MemoryFiles, MemoryViews
from tests.usecases.notifications.world import ENVIRONMENT, Outbox
from tests.usecases.registration.world import PASSWORD, SECRET, PlainPasswords

CER = "cer-rama-2025"
CALL = Registry.load(ROOT / "convocatorias")[CER]
REGISTRY = {CER: CALL}
BORN = date(1995, 4, 23)
CORREO = "residente@example.com"
OFERTA = """especialidad,sede,subsede,categoria,plazas
cardiologia,UMAE-CARDIO-SXXI,UMAE-CARDIO-SXXI,indistinta,1
cardiologia,UMAE-HC-34,UMAE-HC-34,indistinta,1
neonatologia,UMAE-PED-SXXI,UMAE-PED-SXXI,indistinta,1
neonatologia,UMAE-PED-CMNO,UMAE-PED-CMNO,indistinta,1
neuro-anestesiologia,UMAE-HE-SXXI,UMAE-HE-SXXI,indistinta,1
medicina-paliativa-y-del-dolor,UMAE-HE-SXXI,UMAE-HE-SXXI,indistinta,1
"""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


LOADED, OPEN, CLOSED = local("2025-01-07T18:00"), local("2025-01-09T10:00"), local("2025-01-14T10:00:01")
CUT, RUN, GATE = local("2025-01-16T10:00"), local("2025-01-20T10:00"), local("2025-01-24T00:00")


def row(number: int = 1, **changes: str) -> dict[str, str]:
    """A valid resident of the roster; the number tells people apart."""
    plain = {
        "folio_enarm": f"E44-{number:06d}",
        "curp": independent.build("García", "Núñez", "María Fernanda", BORN, "M", "JC", number),
        "nombre": "María Fernanda",
        "primer_apellido": "García",
        "segundo_apellido": "Núñez",
        "sexo": "M",
        "fecha_nacimiento": BORN.isoformat(),
        "entidad_nacimiento": "JC",
        "correo": CORREO,
        "ceme": "Medicina interna",
        "grado": "2",
        "status": "ACTIVO",
        "adscripcion": "HGR 46",
        "delegacion": "Jalisco",
        "efiser_convocatoria": "2024-07-24",
    }
    return plain | changes


def table_csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
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
    "correos": [CORREO],
    "declaraciones": {
        "sin_proceso_legal": True,
        "sin_corrupcion": True,
        "sin_cer_concluido": True,
        "datos_verdaderos": True,
        "advertencia_sedes_leida": True,
    },
}


def an_article(**changes: Any) -> dict[str, Any]:
    """A good article of a first author; `fails` names the lines that do not hold."""
    fails = changes.pop("fails", ())
    plain = {
        "titulo": "Cohorte de choque séptico",
        "revista": "Rev Med Inst Mex Seguro Soc",
        "issn": "0443-5117",
        "doi": "10.5281/zenodo.1",
        "published_on": "2024-12-01",
        "position": 1,
        "tipo": "cohortes",
        "answers": [
            {"code": f"RP-{n:02d}", "holds": f"RP-{n:02d}" not in fails, "note": ""} for n in range(1, 13)
        ],
    }
    return plain | changes


HEARD_BY_MAIL = {
    getattr(module, name).DESCRIPTOR.full_name: getattr(module, name)
    for module, heard in HEARD.items()
    for name in heard
}


class Answers:
    """What notifications asks the earlier services, answered by their own use cases."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _staff(self) -> Act:
        return self._world.act("ces")

    def solicitud(self, convocatoria: str, expediente_id: str, number: int) -> Any:
        desk = self._world.registration.desk
        found = registration.get_solicitud_print(desk, self._staff(), expediente_id, number)
        return _as_contract(registration_pb.SolicitudPrint, found)

    def registro(self, convocatoria: str, expediente_id: str) -> Any:
        found = registration.get_registro(self._world.registration.desk, self._staff(), expediente_id)
        return _as_contract(registration_pb.Registro, found)

    def result(self, convocatoria: str, expediente_id: str) -> Any:
        found = allocation.get_result(self._world.allocation.desk, self._staff(), expediente_id)
        return _as_contract(allocation_pb.Result, found)

    def explanation(self, convocatoria: str, expediente_id: str) -> Any:
        found = allocation.explain_result(self._world.allocation.desk, self._staff(), expediente_id)
        return _as_contract(allocation_pb.Explanation, found)

    def puntaje(self, convocatoria: str, expediente_id: str) -> Any:
        found = scoring.explain_puntaje(self._world.scoring, self._staff(), expediente_id)
        return _as_contract(scoring_pb.Puntaje, found)

    def cutoffs(self, convocatoria: str) -> Any:
        found = allocation.get_cutoffs(self._world.allocation.desk, self._staff())
        return _as_contract(allocation_pb.Cutoffs, found)

    def issuance(self, convocatoria: str, expediente_id: str, kind: str) -> Any:
        found = allocation.get_issuance(self._world.allocation.desk, self._staff(), expediente_id, kind)
        return _as_contract(allocation_pb.Issuance, found)


def _as_contract(message: Any, found: Any) -> Any:
    """As it travels: the contract's message, read back as plain data."""
    return as_plain(reply(message, found))


class World:
    """The desks, one clock, and the facts between them."""

    def __init__(self) -> None:
        self.clock = FixedClock(LOADED)
        database = partial(lambda name: mongomock.MongoClient(tz_aware=True)[name])
        plain: Any = SimpleNamespace(catalog=ROOT / "catalog", secret_key=SECRET)
        config: Any = Config
        self.registration = registration_wiring.build(
            plain, self.clock, REGISTRY, database("r"), PlainPasswords()
        )
        self.documents = documents_wiring.build(
            config, self.clock, REGISTRY, database("d"), MemoryFiles(self.clock), lambda *_: None,
            views=MemoryViews(self.clock),
        )  # fmt: skip
        self.validation = validation_wiring.build(config, self.clock, REGISTRY, database("v"))
        self.scoring, self.scoring_store = scoring_wiring.build(config, self.clock, REGISTRY, database("s"))
        settings = replace(_settings(), catalog=ROOT / "catalog")
        self.allocation = allocation_wiring.build(
            settings, self.clock, REGISTRY, database("a"), Memory(), MemoryPapers()
        )
        self.answers, self.outbox = Answers(self), Outbox()
        built = notifications_wiring.build(
            from_environment(ENVIRONMENT),
            self.clock,
            REGISTRY,
            database("n"),
            sources=self.answers,
            files=MemoryFiles(self.clock),
            post=lambda: self.outbox,
            real=self.clock,
        )
        self.notifications, self.letters_store = built.desk, built.store
        self.told: list[dict[str, Any]] = []

    def at(self, instant: datetime) -> World:
        self.clock.move_to(instant)
        return self

    def act(self, *roles: str, me: str | None = None, key: str = "", who: str = "p1", scope: str = "") -> Act:
        caller = Caller(me or who, frozenset(roles), me, "s1", scope)
        return Act(self.clock.now(), caller, CER, CALL.digest, key)

    def mine(self, expediente_id: str, key: str = "") -> Act:
        return self.act("aspirante", me=expediente_id, key=key)

    # ---- facts

    def _reactions(self) -> dict[Any, list[Callable[[Fact], object]]]:
        v, r, d, s, a = (
            self.validation,
            self.registration.desk,
            self.documents.desk,
            self.scoring,
            self.allocation.desk,
        )
        left = partial(allocation.on_left, a, estado="ANULADO")
        return {
            registration_events.AccountOpened: [partial(validation.on_account_opened, v)],
            registration_events.ParticipationRegistered: [partial(validation.on_participation_registered, v)],
            documents_events.DocumentUploaded: [partial(scoring.on_document_uploaded, s)],
            scoring_events.ParticipantExcluded: [partial(validation.on_participant_excluded, v)],
            scoring_events.PuntajeComputed: [partial(allocation.on_puntaje_computed, a)],
            allocation_events.OfertaAccepted: [partial(registration.on_oferta_accepted, r)],
            allocation_events.RenunciaRegistered: [partial(registration.on_renuncia_registered, r)],
            allocation_events.AbandonoRecorded: [partial(registration.on_abandono_recorded, r)],
            validation_events.FichaIssued: [
                partial(registration.on_state, r, estado="INSCRITO"),
                partial(documents.on_estado, d),
                partial(scoring.on_ficha_issued, s),
                partial(allocation.on_ficha_issued, a),
            ],
            validation_events.ExpedienteOutOfProcess: [
                partial(registration.on_state, r, estado="FUERA_DE_PROCESO"),
                partial(allocation.on_out_of_process, a),
            ],
            validation_events.ExpedienteAnnulled: [partial(registration.on_expediente_annulled, r), left],
        }

    def _collections(self) -> list[Any]:
        return [
            *self.registration.store.outboxes,
            *self.documents.store.outboxes,
            *self.validation.outboxes,
            *self.scoring_store.outboxes,
            *self.allocation.store.outboxes,
            *self.letters_store.outboxes,
        ]

    def pump(self) -> None:
        """Every waiting fact has reached everybody, and what it caused as well."""
        reactions = {message.DESCRIPTOR.full_name: (message, do) for message, do in self._reactions().items()}
        while True:
            waiting = [
                (collection, doc["_id"], envelope)
                for collection in self._collections()
                for doc in collection.find({"outbox.0": {"$exists": True}})
                for envelope in doc["outbox"]
            ]
            if not waiting:
                return
            for collection, key, envelope in waiting:
                self.told.append(envelope)
                message, listeners = reactions.get(envelope["type"], (None, []))
                for listener in listeners:
                    listener(decode(envelope, message))
                if (heard := HEARD_BY_MAIL.get(envelope["type"])) is not None:
                    notifications.on_fact(self.notifications, decode(envelope, heard))
                collection.update_one({"_id": key}, {"$pull": {"outbox": {"id": envelope["id"]}}})

    def facts(self, name: str) -> list[dict[str, Any]]:
        return [one for one in self.told if one["type"].endswith(f".{name}")]

    # ---- the story

    def accept(self, *rows: dict[str, str]) -> dict[str, Any]:
        content = table_csv(roster_columns(CALL), list(rows))
        desk, ces = self.registration.desk, self.act("ces")
        report = registration.import_roster(desk, ces, "residentes.csv", content)
        return registration.accept_roster(desk, ces, report["roster_id"])

    def load_oferta(self, text: str = OFERTA) -> None:
        desk = self.allocation.desk
        report = allocation.load_oferta(desk, self.act("ces"), "oferta.csv", text.encode())
        assert not report["refused"], report["refused"]
        allocation.accept_oferta(desk, self.act("ces"), report["oferta_id"])
        self.pump()

    def account(self, number: int = 1) -> str:
        desk, who = self.registration.desk, row(number)
        made = registration.open_account(desk, self.act(), who["curp"], who["folio_enarm"], CORREO, PASSWORD)
        code = confirmation_code(desk.secret, made["expediente_id"], CORREO)
        registration.confirm_correo(desk, self.act(), who["curp"], code)
        return str(made["expediente_id"])

    def choose(self, me: str, cer: str, sedes: list[str] | None = None, **datos: Any) -> dict[str, Any]:
        """The form is typed with this course and its sedes ranked: all of them in their order, or `sedes`."""
        desk = self.registration.desk
        typed = DATOS | {"residencia": {"cer": cer}} | datos
        registration.save_registro(desk, self.mine(me), me, datos=typed)
        offered = registration.list_opciones(desk, self.mine(me), me)["sedes"]
        ranking = [one["sede"] for one in offered] if sedes is None else sedes
        opciones = [{"sede": sede, "subsedes": []} for sede in ranking]
        return registration.rank_sedes(desk, self.mine(me), me, opciones=opciones)

    def print(self, me: str, key: str = "") -> dict[str, Any]:
        return registration.print_solicitud(self.registration.desk, self.mine(me, key), me)

    def participant(self, number: int, cer: str, sedes: list[str] | None = None) -> str:
        """A person of the accepted roster with folio."""
        me = self.account(number)
        self.choose(me, cer, sedes)
        self.print(me)
        self.pump()
        return me

    def cut(self, *rows: tuple[str, ...]) -> None:
        """The grades are loaded and accepted, and everybody's puntaje follows. Shapes: rows of the file."""
        names = ("curp", "concepto", "ciclo", "calificacion")
        content = table_csv(names, [dict(zip(names, one, strict=True)) for one in rows])
        corte = scoring.import_calificaciones(self.scoring, self.act("ces"), "siices.csv", content)
        scoring.accept_calificaciones(self.scoring, self.act("ces"), corte["corte_id"])
        self.sweep()

    def sweep(self) -> None:
        """Everything that acts by itself has acted, and its facts have arrived."""
        self.pump()
        scoring.sweep_participantes(self.scoring)
        validation.sweep_deadlines(self.validation)
        allocation.sweep(self.allocation.desk)
        self.pump()

    def inscritos_of(self, convocatoria: str) -> Any:
        return validation.list_inscritos(self.validation, self.act("ces"))

    def publish(self) -> dict[str, Any]:
        desk = self.allocation.desk
        ran = allocation.run_round(desk, self, self.act("ces"), "123456", "Lotería Nacional")
        allocation.propose_publication(desk, self.act("ces", who="ces-1"), ran["round_id"])
        allocation.approve_publication(desk, self.act("ces", who="ces-2"), ran["round_id"])
        return dict(ran)

    def estado(self, me: str) -> str:
        stored = self.allocation.desk.participaciones.load(me)
        assert stored
        return stored.value.estado

    def accepted(self, me: str) -> None:
        """ACEPTO SEDE, carta compromiso, carta de aceptación."""
        desk, own = self.allocation.desk, self.mine(me)
        allocation.accept_adscripcion(desk, own, me)
        allocation.accept_compromiso(desk, own, me)
        allocation.issue_preaceptacion(desk, own, me)


def grades(
    number: int, enarm: str, efiser: str, *posgrado: str, current: bool = True
) -> list[tuple[str, ...]]:
    """The rows of one person; the last of `posgrado` is that of 2024-2025, left out unless `current`."""
    curp = row(number)["curp"]
    first = 2025 - len(posgrado)
    cycles = [f"{first + n}-{first + n + 1}" for n in range(len(posgrado))]
    years = list(zip(cycles, posgrado, strict=True))
    kept = years if current else years[:-1]
    cells = [(curp, "posgrado", cycle, value) for cycle, value in kept]
    return [(curp, "enarm", "", enarm), (curp, "efiser", "", efiser), *cells]
