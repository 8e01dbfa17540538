"""The whole expected end of a run where the sede comes from the DGCES: nobody ranks and nobody assigns."""

from collections import Counter
from collections.abc import Mapping, Sequence

from residencias.demo.oracle.assignment import Place
from residencias.demo.oracle.predict import LETTERS, Expected, Prediction
from residencias.demo.oracle.story import end_of, facts_of, obligations_of
from residencias.demo.people import Person
from residencias.demo.plan import Step, plan_of

TOLD = {"SIN_REGISTRO": "NO_REGISTRADO", "RENUNCIA": "RENUNCIA", "ABANDONO": "ABANDONO"}
"""State in which a story ends → what the DGCES is told; the other ends are told by their cause."""
STAYS = frozenset(["PRESENTADO_A_SEDE"])
FREED_IN_ALLOCATION = frozenset(["RENUNCIA", "ABANDONO"])
LATER = {"RENUNCIA": "NINGUNO", "ABANDONO": "NINGUNO", "ANULADO": "NINGUNO"}


def predict_direct(people: Sequence[Person], seed: int, *, mail_kinds: Mapping[str, int]) -> Prediction:
    """The end that people and their plans imply. Source: 003§4.1, 5.1, 5.2.

    Shapes: `mail_kinds` maps a kind of fact to the e-mails each causes.
    """
    ends = {p.folio_enarm: _expected(p, plan_of(p, seed)) for p in people}
    facts: Counter[str] = Counter()
    for end in ends.values():
        facts.update(end.facts)
    return Prediction(
        people=ends,
        cutoffs={},
        freed=Counter(e.place for e in ends.values() if e.place and e.state in FREED_IN_ALLOCATION),
        leftover={},
        mails={kind: facts[kind] * each for kind, each in mail_kinds.items() if facts[kind] * each},
        letters={letter: facts[kind] for letter, kind in LETTERS.items() if letter not in ("L-06", "L-07")},
        later=LATER,
        banned=frozenset(["ANULADO"]),
        releases={folio: told for folio, end in ends.items() if (told := _told(end))},
    )


def _expected(person: Person, steps: Sequence[Step]) -> Expected:
    facts = facts_of(person, steps, is_assigned=False)
    is_inscrito = bool(facts["FichaIssued"])
    if is_inscrito:
        facts = facts_of(person, steps, is_assigned=True)
    state, cause = end_of(person, is_inscrito=is_inscrito, is_assigned=is_inscrito)
    place = None
    if is_inscrito:
        facts.update(["ResultPublished", "ResultAssigned"])
        own = person.preferences[0]
        place = Place(person.especialidad, own.sede, own.subsedes[0], "indistinta")
    if state == "FUERA_DE_PROCESO":
        facts.update(["ExpedienteOutOfProcess"])
    if (state, cause) == ("RENUNCIA", "OMISION"):
        facts.update(["PlazaRejected"])
    if (state, cause) == ("ABANDONO", "NO_SE_PRESENTO"):
        facts.update(["AbandonoRecorded"])
    if is_inscrito and state not in STAYS:
        facts.update(["PlazaReleased"])
    if state not in STAYS:
        facts.update(["SedeReleased"])
    owed = obligations_of(person, steps, state) if place else {}
    return Expected(person, state, cause, None, 0, place, owed, facts)


def _told(end: Expected) -> str:
    """Sede, subsede and cause of which the DGCES is told; "" for who stays."""
    if end.state in STAYS:
        return ""
    own = end.person.preferences[0]
    return f"{own.sede}|{own.subsedes[0]}|{TOLD.get(end.state, end.cause)}"
