"""A permuta: asked by one, agreed by the other, approved by CES, and then applied to both, once each."""

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
from services.allocation.domain.events import PermutaAgreed, PermutaRequested
from services.allocation.domain.record import Lado, Participacion, Permuta, with_case
from services.allocation.usecases import views
from services.allocation.usecases.desk import RACES, Desk, again_if_lost, case_of, found
from services.allocation.usecases.gate import open_round
from services.allocation.usecases.terms import terms_of


def request_permuta(desk: Desk, act: Act, expediente_id: str, other_folio: str) -> dict[str, Any]:
    """A permuta with who holds `other_folio` is asked for; asked again, it is the same one.

    Raises: NotFound PERMUTA_SIN_CONTRAPARTE; Conflict as `require_permuta`. Source: 000§7.1.
    """
    act.actor.may_see(expediente_id)
    convocatoria = _open(desk, act)
    mine = found(desk, act, expediente_id)
    other = desk.participaciones.first({"convocatoria": act.convocatoria, "folio": other_folio.strip()})
    if other is None or other.value.adscripcion is None:
        raise NotFound("PERMUTA_SIN_CONTRAPARTE", clause=Rule.PERMUTAS, folio=other_folio)
    mine_case, other_case = case_of(mine.value), case_of(other.value)
    permutas.require_permuta(mine_case, other_case, terms_of(convocatoria), act.at)
    pair = {"a.expediente_id": expediente_id, "b.expediente_id": other.id}
    for known in desk.permutas.find(pair):
        if known.value.state != permutas.APPROVED:
            return views.permuta(known)
    a, b = Lado(expediente_id, mine.value.folio), Lado(other.id, other.value.folio)
    value = Permuta(act.convocatoria, mine_case.specialty, a, b, permutas.REQUESTED, act.at)
    said = (PermutaRequested(a.folio, b.folio),)
    stored = desk.permutas.create(new_id(), value, act, said, command="RequestPermuta", answer={})
    return views.permuta(stored)


@again_if_lost
def agree_permuta(desk: Desk, act: Act, expediente_id: str, permuta_id: str) -> dict[str, Any]:
    """The other of the two agrees. Raises: NotFound NO_ES_TUYO; Conflict. Source: 000§7.1."""
    act.actor.may_see(expediente_id)
    convocatoria = _open(desk, act)
    stored = _found(desk, act, permuta_id)
    if stored.value.b.expediente_id != expediente_id:
        raise NotFound("NO_ES_TUYO")
    if stored.value.state != permutas.REQUESTED:
        return views.permuta(stored)
    one, other = _both(desk, stored)
    permutas.require_permuta(one, other, terms_of(convocatoria), act.at)
    agreed = replace(stored.value, state=permutas.AGREED, agreed_at=act.at)
    said = (PermutaAgreed(agreed.a.folio, agreed.b.folio),)
    return views.permuta(desk.permutas.save(stored, agreed, act, said, command="AgreePermuta", answer={}))


@again_if_lost
def approve_permuta(desk: Desk, act: Act, permuta_id: str) -> dict[str, Any]:
    """CES approves what both agreed to: from now on each holds the other's place.

    Raises: Conflict PERMUTA_SIN_CONVENIO or as `require_permuta`. Source: 000§7.1, X-31.
    """
    convocatoria = _open(desk, act)
    stored = _found(desk, act, permuta_id)
    if stored.value.state == permutas.APPROVED:
        apply_permuta(desk, convocatoria, stored)
        return views.permuta(stored)
    if stored.value.state != permutas.AGREED:
        raise Conflict("PERMUTA_SIN_CONVENIO", clause=Rule.PERMUTAS, estado=stored.value.state)
    one, other = _both(desk, stored)
    _, _, fact = permutas.approve_permuta(one, other, terms_of(convocatoria), act.at)
    approved = replace(
        stored.value,
        a=_with_place(stored.value.a, one),
        b=_with_place(stored.value.b, other),
        state=permutas.APPROVED,
        approved_at=act.at,
        approved_by=act.actor.subject,
    )
    saved = desk.permutas.save(stored, approved, act, (fact,), command="ApprovePermuta", answer={})
    apply_permuta(desk, convocatoria, saved)
    return views.permuta(saved)


def list_permutas(desk: Desk, act: Act) -> dict[str, Any]:
    """Every permuta with who asks and what each has, those that wait for CES first, then by date."""
    convocatoria_of(desk.registry, act)
    found = desk.permutas.find({"convocatoria": act.convocatoria})
    order = sorted(found, key=lambda one: (one.value.state != permutas.AGREED, one.value.asked_at, one.id))
    return {"permutas": [views.permuta_whole(desk, stored) for stored in order]}


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


def _both(desk: Desk, stored: Stored[Permuta]) -> tuple[Adscripcion, Adscripcion]:
    return _case(desk, stored.value.a), _case(desk, stored.value.b)


def _case(desk: Desk, lado: Lado) -> Adscripcion:
    one: Stored[Participacion] | None = desk.participaciones.load(lado.expediente_id)
    if one is None:
        raise NotFound("NO_ES_TUYO")
    return case_of(one.value)


def _with_place(lado: Lado, case: Adscripcion) -> Lado:
    return replace(lado, sede=case.sede, subsede=case.subsede, categoria=case.category)
