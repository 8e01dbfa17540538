"""What registration learns from others: validation's state of a person, the oferta, and acts that ban."""

from __future__ import annotations

from collections.abc import Sequence

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Act, Fact, system_act
from plumbing.shapes import read
from services.registration.domain import derechos, rules, vetos
from services.registration.domain.desenlaces import Desenlace
from services.registration.domain.model import (
    CON_OBSERVACIONES,
    TERCER_PERIODO,
    TODAS,
    Cell,
    Expediente,
    Oferta,
    Veto,
)
from services.registration.usecases.bans import keep_ban, last_day, source_of
from services.registration.usecases.desk import Desk
from services.registration.usecases.liberaciones import on_left

NOT_ASSIGNED, NO_RIGHT = "NO_ASIGNADO", "NONE"


def on_state(desk: Desk, fact: Fact, estado: str) -> None:
    """Where validation stands, as of the fact's version; with a cause the person has ended here. An overtaken fact
    changes nothing. Source: 000§3.2.3, 3.3, 3.4."""
    _absorb(desk, fact, estado, ())


def on_out(desk: Desk, fact: Fact, estado: str) -> None:
    """The person is out: the registro is closed, and the sede goes back where it came from. Source: 003§5.2."""
    on_state(desk, fact, estado)
    on_left(desk, fact)


def on_expediente_observed(desk: Desk, fact: Fact) -> None:
    """The observed fields are open again and a new print is due. Source: 000§3.3 c; G-12."""
    observations = fact.data["observations"]
    fields = [o["target"] for o in observations if o["target_kind"] == "CAMPO"]
    _absorb(desk, fact, CON_OBSERVACIONES, fields)


def _absorb(desk: Desk, fact: Fact, estado: str, observados: Sequence[str]) -> None:
    def change(expediente: Expediente | None) -> tuple[Expediente, tuple[object, ...]] | None:
        if expediente is None:
            return None
        after = rules.in_estado(expediente, estado, fact.version, fact.sequence, observados)
        return _ended(desk, after, fact, fact.data.get("cause", "")), ()

    desk.expedientes.absorb(fact, fact.subject, _act(desk, fact), change)


def on_result_published(desk: Desk, fact: Fact) -> None:
    """Who got no plaza has ended this period; who got one has not, until it is given back. Source: 000§4.2; G-08."""
    _conclude(desk, fact, "" if fact.data["is_assigned"] else NOT_ASSIGNED)


def on_plaza_released(desk: Desk, fact: Fact) -> None:
    """Who gave a plaza back has ended, by the outcome that the release names, and a sede of the DGCES goes back to it.

    Source: 000§4.6, 4.8, 4.9, 4.10; 003§5.2; G-25.
    """
    _conclude(desk, fact, fact.data["cause"])
    on_left(desk, fact)


def _conclude(desk: Desk, fact: Fact, outcome: str) -> None:
    def change(expediente: Expediente | None) -> tuple[Expediente, tuple[object, ...]] | None:
        return None if expediente is None else (_ended(desk, expediente, fact, outcome), ())

    desk.expedientes.absorb(fact, fact.subject, _act(desk, fact), change)


def _ended(desk: Desk, expediente: Expediente, fact: Fact, outcome: str) -> Expediente:
    """`expediente` with the outcome and the right its convocatoria attaches to it; none stated, none left."""
    if not outcome:
        return expediente
    convocatoria = desk.convocatoria(expediente.convocatoria)
    ruled = {one.outcome: one for one in convocatoria.consequences}.get(outcome)
    right, clause = (ruled.right, source_of(ruled)) if ruled else (NO_RIGHT, "")
    source = fact.source.rsplit("/", 1)[-1]
    ended = Desenlace(source, outcome, right, clause, fact.at, fact.version, fact.sequence)
    return derechos.with_desenlace(expediente, ended)


def on_expediente_annulled(desk: Desk, fact: Fact) -> None:
    """The person is banned as the convocatoria says, and the registro is closed. Source: 000§1.4, 3.3 b."""
    cause = fact.data["cause"]
    _ban(desk, fact, cause, "INCONSISTENCIA_GRAVE", fact.data["clause"])
    on_out(desk, fact, "ANULADO")


def on_abandono_recorded(desk: Desk, fact: Fact) -> None:
    """Who abandons a plaza may not compete again. Source: 000§4.6, 4.9, 4.10."""
    _ban(desk, fact, "ABANDONO", "ABANDONO", fact.data["clause"])


def on_renuncia_registered(desk: Desk, fact: Fact) -> None:
    """Who renounces in writing may compete in the third period of the cycle only. Source: 000§4.9."""
    _ban(desk, fact, "RENUNCIA", "RENUNCIA", "")


def _ban(desk: Desk, fact: Fact, cause: str, outcome: str, clause: str) -> None:
    """The ban that the convocatoria attaches to this outcome, once per fact; none when it attaches none.

    It counts from the day of the resolution, which is the fact's. Source: 000§3.3 b, 4.6, 4.9; 002§1.6 C; G-13.
    """
    stored = desk.expedientes.load(fact.subject)
    if stored is None:
        return
    convocatoria = desk.convocatoria(stored.value.convocatoria)
    known = {consequence.outcome for consequence in convocatoria.consequences}
    named = cause if cause in known else outcome
    scope = _scope(convocatoria, named) if named in known else ""
    if not scope:
        return
    ruled, from_on = convocatoria.consequence(named), local_date(fact.at)
    veto = Veto(
        curp=stored.value.curp,
        scope=scope,
        cause=cause,
        clause=clause or source_of(ruled),
        act=fact.id,
        from_on=from_on.isoformat(),
        to_on=last_day(ruled, from_on),
        convocatoria=stored.value.convocatoria,
        persona=vetos.persona(stored.value.seleccionado),
    )
    keep_ban(desk, _act(desk, fact), veto)


def _scope(convocatoria: Convocatoria, outcome: str) -> str:
    consequence = convocatoria.consequence(outcome)
    if consequence.ban:
        return TODAS
    return TERCER_PERIODO if consequence.right == "THIRD_PERIOD_ONLY" else ""


def on_oferta_accepted(desk: Desk, fact: Fact) -> None:
    """The accepted oferta is what can be ranked; of several, the one accepted last. Source: G-05."""
    oferta = Oferta(
        convocatoria=fact.convocatoria,
        oferta_id=fact.subject,
        sha256=fact.data["sha256"],
        accepted_at=fact.at,
        cells=tuple(read(Cell, cell) for cell in fact.data["cells"]),
    )

    def change(current: Oferta | None) -> tuple[Oferta, tuple[object, ...]]:
        newest = oferta if current is None or current.accepted_at <= oferta.accepted_at else current
        return newest, ()

    desk.ofertas.absorb(fact, fact.convocatoria, _act(desk, fact), change)


def _act(desk: Desk, fact: Fact) -> Act:
    return system_act("registration", desk.clock.now(), fact)
