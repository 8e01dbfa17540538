"""The whole expected end of a run, as one value."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from residencias.demo.kinds import rules_of
from residencias.demo.oferta import OfertaRow, subsede_order
from residencias.demo.oracle.assignment import Contender, Place, assign, ranked
from residencias.demo.oracle.puntaje import Puntaje, puntaje_of
from residencias.demo.oracle.story import BANNED, BY_DEADLINE, FREES, RIGHTS, end_of, facts_of, obligations_of
from residencias.demo.people import Person
from residencias.demo.plan import Step, plan_of

LETTERS = {
    "L-01": "SolicitudPrinted",
    "L-02": "FichaIssued",
    "L-06": "ResultAssigned",
    "L-07": "ResultNotAssigned",
    "L-09": "PreaceptacionIssued",
    "L-12": "PresentacionIssued",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """How one person ends. `rank` counts from 1 inside the specialty; 0 outside the concurso."""

    person: Person
    state: str
    cause: str
    puntaje: Puntaje | None
    rank: int
    place: Place | None
    obligations: Mapping[str, str]
    facts: Mapping[str, int]

    def as_dict(self, later: Mapping[str, str] = RIGHTS, banned: frozenset[str] = BANNED) -> dict[str, Any]:
        """Plain values: decimal strings, sorted by whoever writes them."""
        return {
            "scenario": self.person.scenario,
            "state": self.state,
            "cause": self.cause,
            "puntaje": number(self.puntaje.total) if self.puntaje else "",
            "breakdown": _breakdown(self.puntaje),
            "rank": self.rank,
            "place": _place(self.place) if self.place else None,
            "later_right": later.get(self.state, "NO_APLICA"),
            "is_banned": self.state in banned,
            "obligations": dict(self.obligations),
        }


@dataclass(frozen=True, slots=True)
class Prediction:
    """The expected end of everybody and of every place. Shapes: `people` is keyed by folio ENARM."""

    people: Mapping[str, Expected]
    cutoffs: Mapping[Place, tuple[int, Decimal]]
    freed: Mapping[Place, int]
    leftover: Mapping[Place, int]
    mails: Mapping[str, int]
    letters: Mapping[str, int]
    later: Mapping[str, str] = field(default_factory=lambda: RIGHTS)
    banned: frozenset[str] = BANNED
    releases: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The canonical content that `differences` compares with what the system reports."""
        facts: Counter[str] = Counter()
        for expected in self.people.values():
            facts.update(expected.facts)
        states = Counter(e.state for e in self.people.values())
        return {
            "people": {folio: e.as_dict(self.later, self.banned) for folio, e in self.people.items()},
            "states": dict(states),
            "facts": dict(facts),
            "mails": dict(self.mails),
            "letters": dict(self.letters),
            "cutoffs": {
                _cell(p): {"admitted": n, "puntaje": number(v)} for p, (n, v) in self.cutoffs.items()
            },
            "freed": {_cell(p): n for p, n in self.freed.items() if n},
            "leftover": {_cell(p): n for p, n in self.leftover.items() if n},
            "releases": dict(self.releases),
        }


def predict(
    people: Sequence[Person],
    seed: int,
    oferta: Sequence[OfertaRow],
    *,
    folios: Mapping[str, str],
    draw_seed: bytes,
    mail_kinds: Mapping[str, int],
    catalogue: Mapping[str, Sequence[str]] | None = None,
) -> Prediction:
    """The end that people, oferta, folios and the draw's seed imply.

    Shapes: `folios` maps folio ENARM to the folio de inscripción that the run issued (a missing one takes part under
    its folio ENARM, and the comparison will say that the system lacks it); `mail_kinds` maps a kind of fact to the
    e-mails each causes; `catalogue` maps sede to its subsedes in order.
    """
    plans = {p.folio_enarm: plan_of(p, seed) for p in people}
    inscritos = [p for p in people if facts_of(p, plans[p.folio_enarm], is_assigned=False)["FichaIssued"]]
    points = {
        p.folio_enarm: puntaje_of(
            rules_of(p.convocatoria), p.puntaje_enarm, p.grade.registered, p.proven, p.units
        )
        for p in inscritos
    }
    pool = {p.folio_enarm: contender_of(p, points[p.folio_enarm], folios) for p in inscritos}
    ends, free, facts = settled(
        people, pool, oferta, catalogue, draw_seed,
        lambda p, rank, place: _expected(p, plans[p.folio_enarm], points.get(p.folio_enarm), rank, place),
    )  # fmt: skip
    return Prediction(
        people=ends,
        cutoffs=cutoffs_of(ends.values()),
        freed=Counter(e.place for e in ends.values() if e.place and e.state in FREES),
        leftover=free,
        mails={kind: facts[kind] * each for kind, each in mail_kinds.items() if facts[kind] * each},
        letters={letter: facts[kind] for letter, kind in LETTERS.items()},
    )


def settled(
    people: Iterable[Person],
    pool: Mapping[str, Contender],
    oferta: Sequence[OfertaRow],
    catalogue: Mapping[str, Sequence[str]] | None,
    draw_seed: bytes,
    expected: Callable[[Person, int, Place | None], Expected],
) -> tuple[dict[str, Expected], dict[Place, int], Counter[str]]:
    """(Everybody's end, the places nobody took, how often each fact) once the pool is assigned.

    Shapes: `pool` is keyed by folio ENARM; `expected` is given a person's rank (0 outside the pool) and place.
    """
    placed, free = assign(pool.values(), oferta, subsede_order(oferta, catalogue), draw_seed)
    ranks = ranks_of(pool, draw_seed)
    ends, facts = {}, Counter[str]()
    for p in people:
        place = placed[pool[p.folio_enarm].folio] if p.folio_enarm in pool else None
        ends[p.folio_enarm] = expected(p, ranks.get(p.folio_enarm, 0), place)
        facts.update(ends[p.folio_enarm].facts)
    return ends, free, facts


def _expected(
    person: Person, steps: Sequence[Step], puntaje: Puntaje | None, rank: int, place: Place | None
) -> Expected:
    facts = facts_of(person, steps, is_assigned=place is not None)
    state, cause = end_of(person, is_inscrito=puntaje is not None, is_assigned=place is not None)
    facts.update(BY_DEADLINE.get(state, ()))
    if puntaje is not None:
        facts.update(
            ["PuntajeComputed", "ResultPublished", "ResultAssigned" if place else "ResultNotAssigned"]
        )
    if place and state in FREES:
        facts.update(["PlazaReleased"])
    owed = obligations_of(person, steps, state) if place else {}
    return Expected(person, state, cause, puntaje, rank, place, owed, facts)


def contender_of(person: Person, puntaje: Puntaje, folios: Mapping[str, str]) -> Contender:
    """Under the folio de inscripción that the run issued, or the folio ENARM where it issued none."""
    return Contender(
        folio=folios.get(person.folio_enarm, person.folio_enarm),
        especialidad=person.especialidad,
        categoria=person.categoria,
        puntaje=puntaje.total,
        enarm=puntaje.enarm,
        promedio=puntaje.promedio,
        options=person.preferences,
    )


def ranks_of(pool: Mapping[str, Contender], draw_seed: bytes) -> dict[str, int]:
    """Each one's rank in their specialty, from 1, by the key of the pool."""
    keys = {contender.folio: key for key, contender in pool.items()}
    seen: Counter[str] = Counter()
    ranks = {}
    for contender in ranked(pool.values(), draw_seed):
        seen[contender.especialidad] += 1
        ranks[keys[contender.folio]] = seen[contender.especialidad]
    return ranks


def cutoffs_of(ends: Iterable[Expected]) -> dict[Place, tuple[int, Decimal]]:
    """Place → (how many entered, the lowest puntaje among them)."""
    found: dict[Place, tuple[int, Decimal]] = {}
    for end in ends:
        if end.place and end.puntaje:
            count, lowest = found.get(end.place, (0, end.puntaje.total))
            found[end.place] = (count + 1, min(lowest, end.puntaje.total))
    return found


def number(value: Decimal) -> str:
    """A decimal string without exponent or idle zeros: 78.5, 80, 71.12345; twelve decimals tell any two apart."""
    plain = f"{round(value, 12):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _breakdown(puntaje: Puntaje | None) -> dict[str, str]:
    if puntaje is None:
        return {}
    return {name: number(value) for name, value in puntaje.lines.items()}


def _place(place: Place) -> dict[str, str]:
    return {"sede": place.sede, "subsede": place.subsede, "categoria": place.categoria}


def _cell(place: Place) -> str:
    return "|".join((place.especialidad, place.sede, place.subsede, place.categoria))
