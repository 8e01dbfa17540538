"""A permuta: asked by one, agreed by the other, approved by CES, and then applied to both, once each.

Until it is approved either of the two may step back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, NotFound, Rule
from plumbing.events import Act, system_act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.allocation.domain import permutas
from services.allocation.domain.adscripcion import Adscripcion
from services.allocation.domain.events import (
    PermutaAgreed,
    PermutaRejected,
    PermutaRequested,
    PermutaWithdrawn,
)
from services.allocation.domain.record import Lado, Participacion, Permuta, with_case
from services.allocation.usecases import views
from services.allocation.usecases.desk import RACES, Desk, again_if_lost, case_of, found
from services.allocation.usecases.gate import open_round
from services.allocation.usecases.terms import terms_of


@again_if_lost
def request_permuta(desk: Desk, act: Act, expediente_id: str, other_folio: str) -> dict[str, Any]:
    """A permuta with who holds `other_folio` is asked for; asked again, it is the same one.

    Raises: NotFound PERMUTA_SIN_CONTRAPARTE; Conflict as `require_permuta` and `require_room`. Source: 000§7.1.
    """
    act.actor.may_see(expediente_id)
    convocatoria = _open(desk, act)
    mine = found(desk, act, expediente_id)
    other = desk.participaciones.first({"convocatoria": act.convocatoria, "folio": other_folio.strip()})
    if other is None or other.value.adscripcion is None:
        raise NotFound("PERMUTA_SIN_CONTRAPARTE", clause=Rule.PERMUTAS, folio=other_folio)
    mine_case, other_case = case_of(mine.value), case_of(other.value)
    terms = terms_of(convocatoria)
    permutas.require_permuta(mine_case, other_case, terms, act.at)
    asked = desk.permutas.find({"a.expediente_id": expediente_id})
    before = [known for known in asked if known.value.b.expediente_id == other.id]
    if known := next((known for known in before if known.value.state in permutas.OPEN), None):
        return views.permuta(known)
    waiting = sum(known.value.state in permutas.OPEN for known in asked)
    permutas.require_room(waiting, {known.value.state for known in before}, terms)
    a = _with_place(Lado(expediente_id, mine.value.folio), mine_case)
    b = _with_place(Lado(other.id, other.value.folio), other_case)
    value = Permuta(act.convocatoria, mine_case.specialty, a, b, permutas.REQUESTED, act.at)
    said = (PermutaRequested(a.folio, b.folio),)
    stored = desk.permutas.create(new_id(), value, act, said, command="RequestPermuta", answer={})
    return views.permuta(stored)


@again_if_lost
def agree_permuta(desk: Desk, act: Act, expediente_id: str, permuta_id: str) -> dict[str, Any]:
    """The other of the two agrees. Raises: NotFound NO_ES_TUYO; Conflict PERMUTA_TERMINADA … Source: 000§7.1."""
    stored = _own(desk, act, expediente_id, permuta_id, "b")
    if stored.value.state in (permutas.AGREED, permutas.APPROVED):
        return views.permuta(stored)
    permutas.require_open(stored.value.state)
    one, other = _both(desk, stored)
    permutas.require_permuta(one, other, terms_of(convocatoria_of(desk.registry, act)), act.at)
    agreed = replace(stored.value, state=permutas.AGREED, agreed_at=act.at)
    said = (PermutaAgreed(agreed.a.folio, agreed.b.folio),)
    return views.permuta(desk.permutas.save(stored, agreed, act, said, command="AgreePermuta", answer={}))


@again_if_lost
def reject_permuta(desk: Desk, act: Act, expediente_id: str, permuta_id: str) -> dict[str, Any]:
    """Who was asked does not agree, or no longer does. Raises: NotFound NO_ES_TUYO; Conflict PERMUTA_TERMINADA."""
    stored = _own(desk, act, expediente_id, permuta_id, "b")
    one = stored.value
    fact = PermutaRejected(one.a.folio, one.b.folio)
    return _ended(desk, act, stored, permutas.REJECTED, fact, "RejectPermuta")


@again_if_lost
def withdraw_permuta(desk: Desk, act: Act, expediente_id: str, permuta_id: str) -> dict[str, Any]:
    """Who asked asks no longer. Raises: NotFound NO_ES_TUYO; Conflict PERMUTA_TERMINADA."""
    stored = _own(desk, act, expediente_id, permuta_id, "a")
    one = stored.value
    fact = PermutaWithdrawn(one.a.folio, one.b.folio, was_agreed=one.state == permutas.AGREED)
    return _ended(desk, act, stored, permutas.WITHDRAWN, fact, "WithdrawPermuta")


@again_if_lost
def approve_permuta(desk: Desk, act: Act, permuta_id: str) -> dict[str, Any]:
    """CES approves what both agreed to: from now on each holds the other's place.

    Raises: Conflict PERMUTA_TERMINADA, PERMUTA_SIN_CONVENIO or as `require_permuta`. Source: 000§7.1, X-31.
    """
    convocatoria = _open(desk, act)
    stored = _found(desk, act, permuta_id)
    if stored.value.state == permutas.APPROVED:
        apply_permuta(desk, convocatoria, stored)
        return views.permuta(stored)
    permutas.require_open(stored.value.state)
    if stored.value.state != permutas.AGREED:
        raise Conflict("PERMUTA_SIN_CONVENIO", clause=Rule.PERMUTAS, estado=stored.value.state)
    one, other = _both(desk, stored)
    _, _, fact = permutas.approve_permuta(one, other, terms_of(convocatoria), act.at)
    approved = replace(
        stored.value,
        state=permutas.APPROVED,
        approved_at=act.at,
        approved_by=act.actor.subject,
    )
    saved = desk.permutas.save(stored, approved, act, (fact,), command="ApprovePermuta", answer={})
    apply_permuta(desk, convocatoria, saved)
    return views.permuta(saved)


def list_permutas(desk: Desk, act: Act) -> dict[str, Any]:
    """Every permuta with who asks and what each has: first those that wait for CES, then the other open ones."""
    convocatoria_of(desk.registry, act)
    found = desk.permutas.find({"convocatoria": act.convocatoria})
    order = sorted(found, key=lambda one: (_rank(one.value.state), one.value.asked_at, one.id))
    return {"permutas": [views.permuta_whole(desk, stored) for stored in order]}


def _rank(state: str) -> int:
    return [permutas.AGREED, permutas.REQUESTED, state].index(state)


def apply_permuta(desk: Desk, convocatoria: Convocatoria, stored: Stored[Permuta]) -> None:
    """Both hold the place the other had when it was approved. Begun again, it goes on where it stopped."""
    one = stored.value
    if one.state != permutas.APPROVED or one.is_applied:
        return
    act = system_act(
        "allocation",
        one.approved_at or desk.clock.now(),
        convocatoria=convocatoria.id,
        rules_digest=convocatoria.digest,
    )
    if _take(desk, act, stored.id, one.a, one.b) and _take(desk, act, stored.id, one.b, one.a):
        desk.permutas.save(stored, replace(one, is_applied=True), act)


def _take(desk: Desk, act: Act, permuta_id: str, who: Lado, gives: Lado) -> bool:
    for _ in range(RACES):
        stored = desk.participaciones.load(who.expediente_id)
        if stored is None or permuta_id in stored.value.permutas:
            return True
        value = stored.value
        case = replace(case_of(value), sede=gives.sede, subsede=gives.subsede, category=gives.categoria)
        ooad = desk.catalog.ooad_of(gives.sede).code
        moved = with_case(replace(value, permutas=(*value.permutas, permuta_id)), case, act.at, ooad)
        try:
            desk.participaciones.save(stored, moved, act)
            return True
        except Conflict:
            continue
    return False


def _open(desk: Desk, act: Act) -> Convocatoria:
    convocatoria = convocatoria_of(desk.registry, act)
    open_round(desk, act.convocatoria, act.at)
    return convocatoria


def _found(desk: Desk, act: Act, permuta_id: str) -> Stored[Permuta]:
    stored = desk.permutas.load(permuta_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("NO_ES_TUYO")
    return stored


def _own(desk: Desk, act: Act, expediente_id: str, permuta_id: str, side: str) -> Stored[Permuta]:
    """The permuta in which the person is `a`, who asked, or `b`, who was asked.

    Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS, NotFound NO_ES_TUYO.
    """
    act.actor.may_see(expediente_id)
    _open(desk, act)
    stored = _found(desk, act, permuta_id)
    if getattr(stored.value, side).expediente_id != expediente_id:
        raise NotFound("NO_ES_TUYO")
    return stored


def _ended(
    desk: Desk, act: Act, stored: Stored[Permuta], state: str, fact: object, command: str
) -> dict[str, Any]:
    """It is over and each keeps their place; said again, it is the same."""
    if stored.value.state == state:
        return views.permuta(stored)
    permutas.require_open(stored.value.state)
    ended = replace(stored.value, state=state, ended_at=act.at)
    return views.permuta(desk.permutas.save(stored, ended, act, (fact,), command=command, answer={}))


def _both(desk: Desk, stored: Stored[Permuta]) -> tuple[Adscripcion, Adscripcion]:
    """The two, each where they were when it was asked for. Raises: Conflict PERMUTA_LUGAR_CAMBIADO. Source: X-31."""
    sides = (stored.value.a, stored.value.b)
    one, other = (_case(desk, side) for side in sides)
    if any(_with_place(side, case) != side for side, case in zip(sides, (one, other), strict=True)):
        raise Conflict("PERMUTA_LUGAR_CAMBIADO", clause=Rule.PERMUTAS)
    return one, other


def _case(desk: Desk, lado: Lado) -> Adscripcion:
    one: Stored[Participacion] | None = desk.participaciones.load(lado.expediente_id)
    if one is None:
        raise NotFound("NO_ES_TUYO")
    return case_of(one.value)


def _with_place(lado: Lado, case: Adscripcion) -> Lado:
    return replace(lado, sede=case.sede, subsede=case.subsede, categoria=case.category)
