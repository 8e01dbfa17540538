"""What the CES has to do in a convocatoria, in order, and how each act stands. It reads; it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.calendar import Entry, entry_of
from services.gateway.portal.tasks import ATTEND, BEGUN, CLOSED, DONE, NOT_YET, TO_DO, WAIT

PROPOSED = ("PROPUESTO", "PROPUESTA")
ACCEPTED = ("ACEPTADO", "ACEPTADA")
RAN = ("CORRIDA", "PUBLICACION_PROPUESTA", "PUBLICADA")
REHEARSAL, OFFICIAL = "ENSAYO", "OFICIAL"


@dataclass(frozen=True)
class Standing:
    """Everything known of a convocatoria, as the services answered it."""

    call: Convocatoria
    now: datetime
    me: str
    rosters: Sequence[Mapping[str, Any]] = ()
    ofertas: Sequence[Mapping[str, Any]] = ()
    cortes: Sequence[Mapping[str, Any]] = ()
    rounds: Sequence[Mapping[str, Any]] = ()
    review: Mapping[str, Any] = field(default_factory=dict)
    pace: Mapping[str, Any] = field(default_factory=dict)
    rezago: int = 0
    permutas: int = 0

    @property
    def is_direct(self) -> bool:
        """The sede comes from elsewhere: no oferta, no round."""
        return self.call.allocation.algorithm == "sin_asignacion"

    @property
    def official(self) -> Mapping[str, Any] | None:
        """The run that counts."""
        ran = (one for one in self.rounds if one["kind"] == OFFICIAL and one["state"] in RAN)
        return next(ran, None)

    @property
    def selected(self) -> int:
        """People on accepted rosters."""
        return sum(one["admitted"] for one in self.rosters if one["state"] in ACCEPTED)

    def has_begun(self, window: str) -> bool:
        return self.call.windows[window].opened(self.now)

    def has_ended(self, window: str) -> bool:
        return self.call.windows[window].closed(self.now)


@dataclass(frozen=True)
class Act:
    """One act: its page below the convocatoria's (or an absolute address), how it stands, and until when."""

    code: str
    page: str
    state: str
    until: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_due(self) -> bool:
        """Somebody of the CES has to do something now."""
        return self.state in (ATTEND, TO_DO, BEGUN)


def acts_of(one: Standing) -> tuple[Act, ...]:
    """The acts that this convocatoria has, in the order they are done."""
    acts = [] if one.is_direct else [_file(one, "oferta", "ofertas", one.ofertas)]
    acts += [_file(one, "roster", "rosters", one.rosters)]
    if one.call.has_validation:
        acts += [_review(one), _rezago(one)]
    if one.call.scoring.grades:
        acts.append(_grades(one))
    if not one.is_direct:
        acts += [_rehearsal(one), _run(one), _publication(one)]
    acts.append(_results(one))
    if one.call.permutas and one.permutas:
        acts.append(Act("permutas", "permutas", ATTEND, None, {"permutas": one.permutas}))
    return tuple(acts)


def next_act(acts: Sequence[Act]) -> Act | None:
    """The first that is due; what waits for a second look goes before what begins."""
    due = [act for act in acts if act.is_due]
    return next(iter([act for act in due if act.state == ATTEND] + due), None)


def _file(one: Standing, code: str, page: str, files: Sequence[Mapping[str, Any]]) -> Act:
    """A file that must be accepted before the registro opens; late is still better than never."""
    opens = one.call.windows["registro"].first_instant
    facts = {"archivos": len(files), "admitidos": one.selected if code == "roster" else 0}
    is_accepted = any(file["state"] in ACCEPTED for file in files)
    if one.has_ended("registro"):
        return Act(code, page, DONE if is_accepted else CLOSED, None, facts)
    if any(file["state"] in PROPOSED for file in files):
        return Act(code, page, ATTEND, opens, facts)
    if is_accepted:
        return Act(code, page, DONE, None, facts)
    return Act(code, page, ATTEND if one.has_begun("registro") else TO_DO, opens, facts)


def _review(one: Standing) -> Act:
    counts = one.review.get("counts", {})
    forecast = one.pace.get("forecast", {})
    facts = {"pendientes": counts.get("EN_VALIDACION", 0), "rezago": forecast.get("left", 0)}
    window = _entry(one, "revision")
    state = DONE if one.has_ended("revision") else WAIT if one.has_begun("revision") else NOT_YET
    return Act("revision", "tablero", state, window.closes_at if window and window.is_open else None, facts)


def _rezago(one: Standing) -> Act:
    if not one.has_ended("revision"):
        return Act("rezago", "/supervision", NOT_YET)
    until = one.call.windows[one.call.allocation.frozen_in].last_instant
    return Act("rezago", "/supervision", ATTEND if one.rezago else DONE, until, {"rezago": one.rezago})


def _grades(one: Standing) -> Act:
    grades = one.call.scoring.grades
    window = _entry(one, grades.window) if grades else None
    if window is None or any(corte["state"] in ACCEPTED for corte in one.cortes):
        return Act("calificaciones", "calificaciones", DONE if window else NOT_YET)
    state = (ATTEND if one.cortes else TO_DO) if window.is_open else _outside(window)
    return Act("calificaciones", "calificaciones", state, window.closes_at)


def _rehearsal(one: Standing) -> Act:
    window = _entry(one, one.call.allocation.frozen_in)
    rehearsals = [r for r in one.rounds if r["kind"] == REHEARSAL and r["state"] in RAN]
    facts = {"ensayos": len(rehearsals)}
    if rehearsals or one.official:
        return Act("ensayo", "rondas", DONE, None, facts)
    is_open = window is not None and window.is_open
    return Act("ensayo", "rondas", TO_DO if is_open else NOT_YET, None, facts)


def _run(one: Standing) -> Act:
    window = _entry(one, one.call.allocation.frozen_in)
    if one.official:
        return Act("ronda", "rondas", DONE, None, {"asignados": one.official["assigned"]})
    if window is None:
        return Act("ronda", "rondas", NOT_YET)
    until = window.closes_at if window.is_open else window.opens_at
    return Act("ronda", "rondas/oficial", TO_DO if window.is_open else _outside(window), until)


def _publication(one: Standing) -> Act:
    ran = one.official
    until = one.call.windows[one.call.allocation.embargo_until].first_instant
    if ran is None:
        return Act("publicacion", "rondas", NOT_YET, until)
    page = f"rondas/{ran['round_id']}/publicacion"
    if ran["state"] == "PUBLICADA":
        return Act("publicacion", page, DONE)
    facts = {"propuso": ran["proposed_by"]}
    if ran["state"] == "PUBLICACION_PROPUESTA":
        return Act("publicacion", page, WAIT if ran["proposed_by"] == one.me else ATTEND, until, facts)
    return Act("publicacion", page, TO_DO, until)


def _results(one: Standing) -> Act:
    opens = one.call.windows[one.call.allocation.embargo_until].first_instant
    is_out = opens is not None and opens <= one.now
    is_published = one.is_direct or (one.official is not None and one.official["state"] == "PUBLICADA")
    return Act(
        "resultados", "resultados", DONE if is_out and is_published else NOT_YET, None if is_out else opens
    )


def _entry(one: Standing, name: str) -> Entry | None:
    return entry_of(one.call, name, one.now)


def _outside(window: Entry) -> str:
    return CLOSED if window.state == "cerrada" else NOT_YET
