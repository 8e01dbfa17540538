"""The demo's aspirantes: same seed, same people, byte for byte. Nobody here exists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import Any

from residencias.demo import curp as clave
from residencias.demo.claims import CLAIMS, choose_claims, choose_units
from residencias.demo.identity import background_of, identity
from residencias.demo.kinds import is_direct, spaces_of
from residencias.demo.oferta import OfertaRow
from residencias.demo.paperwork import Background, choose_papers
from residencias.demo.preferences import Preference, choose_especialidades, rank_sedes
from residencias.demo.rama.residente import Residente
from residencias.demo.scenarios import Scenario, Script, deal, script


@dataclass(frozen=True, slots=True)
class Grade:
    """The final licenciatura average as the certificate shows it. Units: points of `scale` (100, 10 or 5)."""

    scale: int
    shown: Decimal

    @property
    def registered(self) -> Decimal:
        """The average on a base of 100. Source: 000§2.1."""
        return self.shown * {100: 1, 10: 10, 5: 20}[self.scale]


@dataclass(frozen=True, slots=True)
class Person:
    """One aspirante: who they are, what they claim, what their papers prove, what they prefer.

    Shapes: `curp` is "" for foreigners (CES assigns a CURP temporal at run time); `categoria` is the roster's and
    `typed_categoria` the one they register with; `papers` maps slot to kind of paper; `first_papers` maps slot to
    the defect of the first upload; `tie_group` joins people made to tie; `units` are those of the claims that count by
    units; `residente` is what only residents bring, in the calls of indirect entry.
    """

    index: int
    convocatoria: str
    folio_enarm: str
    nombre: str
    primer_apellido: str
    segundo_apellido: str
    sexo: str
    born_on: date
    entidad: str
    curp: str
    categoria: str
    typed_categoria: str
    background: Background
    especialidad: str
    puntaje_enarm: Decimal
    grade: Grade
    typed_promedio: Decimal
    claimed: frozenset[str]
    proven: frozenset[str]
    seniority_years: int
    telefonos: tuple[str, str]
    correos: tuple[str, str]
    preferences: tuple[Preference, ...]
    papers: Mapping[str, str]
    first_papers: Mapping[str, str]
    scenario: str
    tie_group: str
    seleccion_on: str = ""
    relacion_laboral: str = ""
    units: Mapping[str, int] = field(default_factory=dict)
    residente: Residente | None = None

    @property
    def full_name(self) -> str:
        """Nombre and surnames, as papers print it."""
        return " ".join(p for p in (self.nombre, self.primer_apellido, self.segundo_apellido) if p)

    @property
    def worker_since(self) -> date:
        """The day a worker's effective seniority began."""
        sent_about: date = script(self.convocatoria).facts["sent_about"]
        return sent_about - timedelta(days=round(self.seniority_years * 365.25) + 40)


def make_people(seed: int, count: int, oferta: Sequence[OfertaRow], convocatoria: str) -> tuple[Person, ...]:
    """`count` people of the convocatoria's script, in the order of the roster.

    Raises ValueError when the oferta offers nothing to a category that the scenarios need.
    """
    told = script(convocatoria)
    hands = deal(seed, count, told.scenarios)
    crowd = choose_especialidades(seed, hands, oferta, told.scenarios)
    roots: Counter[str] = Counter()
    people = []
    for index, (name, group) in enumerate(hands):
        person = _make(Random(f"{seed}/{index}"), index, told, name, group, crowd[index], oferta)
        root = person.curp[:16]
        if root:
            args = (person.primer_apellido, person.segundo_apellido, person.nombre, person.born_on)
            unique = clave.build(*args, person.sexo, person.entidad, roots[root])
            person = replace(person, curp=unique)
            roots[root] += 1
        people.append(person)
    return tuple(_tie(people))


def _make(
    rng: Random,
    index: int,
    told: Script,
    name: str,
    group: int,
    especialidad: str,
    oferta: Sequence[OfertaRow],
) -> Person:
    scenario = told.scenarios[name]
    wants = scenario.person
    categoria = wants.get("categoria", "nacional")
    claimed, proven, seniority = choose_claims(rng, wants, categoria, told.facts.get("claims", CLAIMS))
    is_foreign, is_dual = categoria == "extranjero", wants.get("dual", False)
    who = identity(rng, index, told.facts, foreign=is_foreign, dual=is_dual, seniority=seniority)
    grade = _grade(rng, wants)
    background = background_of(rng, who.pop("pais"), categoria, grade.scale, wants.get("studies", ""))
    typed = scenario.typed.get("categoria", categoria)
    higher = 2 if scenario.typed.get("promedio") == "higher" else 0
    promedio = min(grade.registered + higher, Decimal(100))
    return Person(
        index=index,
        convocatoria=told.convocatoria,
        categoria=categoria,
        typed_categoria=typed,
        background=background,
        especialidad=especialidad,
        puntaje_enarm=_enarm(rng, wants.get("puntaje", "any")),
        grade=grade,
        typed_promedio=promedio,
        claimed=claimed,
        proven=proven,
        seniority_years=seniority,
        preferences=_sedes(rng, told, oferta, especialidad, categoria),
        papers=choose_papers(rng, told, typed, background, claimed, proven, wants.get("papers", {})),
        first_papers=dict(scenario.first_papers),
        scenario=scenario.id,
        tie_group=f"{scenario.id}-{group}" if "tie" in wants else "",
        units=choose_units(Random(f"{who['folio_enarm']}/units"), wants, proven),
        seleccion_on=_seleccion(rng, told, wants),
        relacion_laboral=wants.get("relacion_laboral", ""),
        **who,
    )


def _sedes(
    rng: Random, told: Script, oferta: Sequence[OfertaRow], especialidad: str, categoria: str
) -> tuple[Preference, ...]:
    """What the person ranks; or the one sede and subsede that the DGCES gave them."""
    if not is_direct(told.convocatoria):
        return rank_sedes(rng, oferta, especialidad, categoria, spaces_of(told.convocatoria))
    place = rng.choice([row for row in oferta if row.especialidad == especialidad])
    return (Preference(place.sede, (place.subsede or place.sede,)),)


def _seleccion(rng: Random, told: Script, wants: Mapping[str, Any]) -> str:
    """The day on which the DGCES let this person choose; "" where nobody asks."""
    days = sorted(told.calendar.get("opens_by_selection", {}))
    return str(wants.get("seleccion") or rng.choice(days)) if days else ""


def _enarm(rng: Random, level: str) -> Decimal:
    middle, spread = {"high": (82, 4), "any": (69, 6), "low": (48, 3)}[level]
    value = min(max(rng.gauss(middle, spread), 40.0), 98.0)
    return Decimal(value).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def _grade(rng: Random, wants: Mapping[str, Any]) -> Grade:
    base = Decimal(min(max(rng.gauss(86, 4.5), 70.0), 99.4))
    if wants.get("puntaje") == "low":
        base = Decimal(71)
    scale = wants.get("scale") or rng.choices((100, 10, 5), (55, 40, 5))[0]
    step = {100: Decimal("0.1"), 10: Decimal("0.01"), 5: Decimal("0.01")}[scale]
    return Grade(scale, (base * scale / 100).quantize(step, ROUND_HALF_EVEN))


def _tie(people: list[Person]) -> list[Person]:
    """The same people, where both of a tie group have exactly one puntaje and the same first wishes."""
    first: dict[str, Person] = {}
    for place, person in enumerate(people):
        lead = first.setdefault(person.tie_group, person) if person.tie_group else person
        if lead is person:
            continue
        kind = scenario_of(person).person["tie"]
        twin = replace(
            person, puntaje_enarm=lead.puntaje_enarm, grade=lead.grade, preferences=lead.preferences
        )
        if kind == "enarm":
            twin = _regrade(twin, lead.grade.registered - 1)
            twin = replace(twin, puntaje_enarm=lead.puntaje_enarm + 1)
        if kind == "promedio":
            twin = _regrade(twin, lead.grade.registered - Decimal("1.5"))
            papers = {**twin.papers, "TARJETONPADRE": "TARJETON_PADRE"}
            hijo = frozenset(["hijo_trabajador"])
            twin = replace(twin, claimed=hijo, proven=hijo, papers=papers)
        people[place] = replace(twin, typed_promedio=twin.grade.registered)
    return people


def scenario_of(person: Person) -> Scenario:
    """What this person does, by the script of their convocatoria."""
    return script(person.convocatoria).scenarios[person.scenario]


def _regrade(person: Person, registered: Decimal) -> Person:
    return replace(person, grade=Grade(100, registered))
