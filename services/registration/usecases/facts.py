"""What registration learns from others: validation's state of a person, the oferta, and acts that ban."""

from __future__ import annotations

from collections.abc import Sequence

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Act, Fact, system_act
from plumbing.shapes import read
from services.registration.domain import rules, vetos
from services.registration.domain.model import (
    CON_OBSERVACIONES,
    TERCER_PERIODO,
    TODAS,
    Cell,
    Expediente,
    Oferta,
    Veto,
)
from services.registration.usecases.bans import keep_ban
from services.registration.usecases.desk import Desk
from services.registration.usecases.liberaciones import on_left


def on_state(desk: Desk, fact: Fact, estado: str) -> None:
    """Where validation stands, as of the fact's version; an overtaken fact changes nothing."""
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
        return rules.in_estado(expediente, estado, fact.version, fact.sequence, observados), ()

    desk.expedientes.absorb(fact, fact.subject, _act(desk, fact), change)


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
    """The ban that the convocatoria attaches to this outcome, once per fact; none when it attaches none."""
    stored = desk.expedientes.load(fact.subject)
    if stored is None:
        return
    convocatoria = desk.convocatoria(stored.value.convocatoria)
    known = {consequence.outcome for consequence in convocatoria.consequences}
    named = cause if cause in known else outcome
    scope = _scope(convocatoria, named)
    if not scope:
        return
    from_on = local_date(fact.at)
    years = convocatoria.consequence(named).ban_years
    veto = Veto(
        curp=stored.value.curp,
        scope=scope,
        cause=cause,
        clause=clause or convocatoria.consequence(named).clause or "",
        act=fact.id,
        from_on=from_on.isoformat(),
        to_on=from_on.replace(year=from_on.year + years, day=min(from_on.day, 28)).isoformat()
        if years
        else "",
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
