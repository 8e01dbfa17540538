"""The expected end of a run of indirect entry: PI-IMSS with Decimals, places, states, facts, e-mails and letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from residencias.demo.oferta import OfertaRow
from residencias.demo.oracle.assignment import Contender, Place
from residencias.demo.oracle.predict import Expected, Prediction, contender_of, cutoffs_of, settled
from residencias.demo.oracle.puntaje import Puntaje
from residencias.demo.oracle.story import end_of, facts_of
from residencias.demo.people import Person
from residencias.demo.plan import Step, plan_of
from residencias.demo.rama.form import DIPLOMA
from residencias.demo.rama.residente import Article
from residencias.demo.scenarios import script

LETTERS = {
    "L-03": "SolicitudPrinted",
    "L-06": "ResultAssigned",
    "L-07": "ResultNotAssigned",
    "L-10": "PreaceptacionIssued",
    "L-12": "PresentacionIssued",
}
MAILED = (
    "AccountOpened",
    "RegistroCompleted",
    "ParticipationRegistered",
    "ArticlesRuled",
    "ParticipantExcluded",
    "ResultPublished",
    "AdscripcionAccepted",
    "CompromisoAccepted",
    "PreaceptacionIssued",
    "PlazaRejected",
    "RenunciaRegistered",
    "AbandonoRecorded",
    "PlazaLost",
    "PresentacionIssued",
)
KEEPS_COURSE_UNTIL = date(2025, 2, 28)
OWED = ("SIN_ADEUDOS", "SIN_INVESTIGACION_LABORAL")
FREES = frozenset(["NO_ACEPTA", "RECHAZO_IMPLICITO", "RENUNCIA", "ABANDONO", "PLAZA_PERDIDA"])
BY_DEADLINE = {
    "RECHAZO_IMPLICITO": "PlazaRejected",
    "ABANDONO": "AbandonoRecorded",
    "PLAZA_PERDIDA": "PlazaLost",
}
LATER = dict.fromkeys(("NO_ASIGNADO", *FREES), "NINGUNO")


@dataclass(frozen=True, slots=True)
class Integrado(Puntaje):
    """The PI-IMSS; `promedio` is the mean of the cycles of posgrado. Source: 002§3.1 Tabla 3."""

    efiser: Decimal
    components: dict[str, Decimal]

    @property
    def lines(self) -> dict[str, Decimal]:
        return {**self.components, **self.extras}


def integrado_of(person: Person) -> Integrado:
    """The PI-IMSS of a resident: each grade by its weight of Tabla 3, and the best article.

    Source: 002§3.1, 4.3; decisions G-19, G-30.
    """
    assert person.residente is not None
    grades = [value for _, value in person.residente.cycles]
    article = person.residente.article
    extras = worth(article, script(person.convocatoria).facts["articles"]["tipos"]) if article else {}
    mean = sum(grades, Decimal(0)) / len(grades)
    components = {
        "efiser": person.residente.efiser * 3 / 100,
        "posgrado": mean * 27 / 100,
        "enarm": person.puntaje_enarm * 70 / 100,
    }
    base = sum(components.values(), Decimal(0))
    total = base + sum(extras.values(), Decimal(0))
    return Integrado(
        enarm=person.puntaje_enarm,
        promedio=mean,
        base=base,
        extras=extras,
        total=total,
        efiser=person.residente.efiser,
        components=components,
    )


def worth(article: Article, tipos: Sequence[str]) -> dict[str, Decimal]:
    """Half a point for a first author, a quarter for a second, nothing for what the call does not count.

    Source: 002§4.1, 4.2, 4.3 Tabla 4.
    """
    counts = (
        article.issn
        and article.doi
        and article.is_in_medline
        and article.is_of_imss_patients
        and article.tipo in tipos
        and article.published_on.isoformat() < "2024-12-02"
    )
    if not counts:
        return {}
    authors = {1: ("articulo_primer_autor", "0.50"), 2: ("articulo_segundo_autor", "0.25")}
    return {name: Decimal(points) for name, points in [authors.get(article.position, ("", ""))] if name}


def predict_rama(
    people: Sequence[Person],
    seed: int,
    oferta: Sequence[OfertaRow],
    *,
    folios: Mapping[str, str],
    draw_seed: bytes,
    catalogue: Mapping[str, Sequence[str]],
) -> Prediction:
    """The end that residents, oferta, folios and the draw's seed imply. Shapes: as in `predict`."""
    plans = {p.folio_enarm: plan_of(p, seed) for p in people}
    competing = [p for p in people if _is_printed(p, plans[p.folio_enarm]) and _has_grades(p)]
    points = {p.folio_enarm: integrado_of(p) for p in competing}
    pool = {p.folio_enarm: _contender(p, points[p.folio_enarm], folios) for p in competing}
    ends, free, facts = settled(
        people, pool, oferta, catalogue, draw_seed,
        lambda p, rank, place: _expected(p, plans[p.folio_enarm], points.get(p.folio_enarm), rank, place),
    )  # fmt: skip
    return Prediction(
        people=ends,
        cutoffs=cutoffs_of(ends.values()),
        freed=Counter(e.place for e in ends.values() if e.place and e.state in FREES),
        leftover=free,
        mails=_mails(facts),
        letters={letter: facts[kind] for letter, kind in LETTERS.items() if facts[kind]},
        later=LATER,
        banned=frozenset(),
    )


def _mails(facts: Mapping[str, int]) -> dict[str, int]:
    """One e-mail for each fact that people are told; of an exclusion they are told once, with its own words."""
    told = {kind: facts[kind] for kind in MAILED if facts[kind]}
    unsent = facts["ExpedienteOutOfProcess"] - facts["ParticipantExcluded"]
    return told | ({"ExpedienteOutOfProcess": unsent} if unsent else {})


def _is_printed(person: Person, steps: Sequence[Step]) -> bool:
    return bool(facts_of(person, steps, is_assigned=False)["SolicitudPrinted"])


def _has_grades(person: Person) -> bool:
    assert person.residente is not None
    return person.residente.has_current


def _contender(person: Person, puntaje: Integrado, folios: Mapping[str, str]) -> Contender:
    """Ties by ENARM, posgrado, EFISER and the draw. Source: decisions G-02."""
    return replace(contender_of(person, puntaje, folios), categoria="indistinta", efiser=puntaje.efiser)


def _expected(
    person: Person, steps: Sequence[Step], puntaje: Integrado | None, rank: int, place: Place | None
) -> Expected:
    facts = facts_of(person, steps, is_assigned=place is not None)
    is_printed = bool(facts["SolicitudPrinted"])
    state, cause = end_of(person, is_inscrito=is_printed, is_assigned=place is not None)
    if is_printed:
        facts.update(["ParticipationRegistered", "FichaIssued"])
        facts["ArticlesRuled"] = facts["DocumentUploaded"]
    if state == "FUERA_DE_PROCESO":
        facts.update(["ExpedienteOutOfProcess"])
    if cause == "SIN_CALIFICACION_SIICES":
        facts.update(["ParticipantExcluded"])
    if puntaje is not None:
        facts.update(
            ["PuntajeComputed", "ResultPublished", "ResultAssigned" if place else "ResultNotAssigned"]
        )
    if place and state in BY_DEADLINE:
        facts.update([BY_DEADLINE[state]])
    if place and state in FREES:
        facts.update(["PlazaReleased", f"PlazaReleased {_left_by(state, steps)}"])
    owed = _obligations(person, steps, state) if place else {}
    return Expected(person, state, cause, puntaje, rank, place, owed, facts)


def _left_by(state: str, steps: Sequence[Step]) -> str:
    """The outcome under which a place was left: a renuncia after 28 February ends the studies. Source: 002§5.5."""
    is_late = any(s.do == "register_renuncia" and s.at.date() > KEEPS_COURSE_UNTIL for s in steps)
    return "RENUNCIA_BAJA_ALUMNO" if is_late else state


def _obligations(person: Person, steps: Sequence[Step], state: str) -> dict[str, str]:
    """What is owed at the new sede from the letter on; whoever leaves before leaves it as it was. Source: 002§6.1."""
    if not any(s.do == "issue_preaceptacion" for s in steps):
        return {}
    assert person.residente is not None
    met = {s.facts["kind"] for s in steps if s.do == "record_obligation"}
    owed = [*OWED, DIPLOMA] if person.residente.needs_diploma else OWED
    unmet = "VENCIDA" if state == "PLAZA_PERDIDA" else "PENDIENTE"
    return {kind: "CUMPLIDA" if kind in met else unmet for kind in owed}
