"""The residents of the demo: same seed, same people. Nobody here exists."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import Any

from residencias.demo import curp as clave
from residencias.demo.identity import background_of, identity
from residencias.demo.oferta import OfertaRow
from residencias.demo.people import Grade, Person
from residencias.demo.preferences import rank_sedes
from residencias.demo.rama.residente import Article, Residente
from residencias.demo.scenarios import Script, deal, script

CENT = Decimal("0.01")
LEVELS = {"high": (90, 3), "any": (80, 6), "low": (62, 2)}


def make_residents(
    seed: int, count: int, oferta: Sequence[OfertaRow], convocatoria: str
) -> tuple[Person, ...]:
    """`count` residents of the convocatoria's script, in the order of the roster."""
    told = script(convocatoria)
    roots: Counter[str] = Counter()
    leads: dict[tuple[str, int], Person] = {}
    people = []
    for index, (name, group) in enumerate(deal(seed, count, told.scenarios)):
        person = _make(Random(f"{seed}/{index}"), index, told, name, oferta)
        if kind := told.scenarios[name].person.get("tie"):
            lead = leads.setdefault((name, group), person)
            person = _tied(person, lead, kind, f"{name}-{group}")
        root = person.curp[:16]
        args = (person.primer_apellido, person.segundo_apellido, person.nombre, person.born_on)
        unique = clave.build(*args, person.sexo, person.entidad, roots[root])
        roots[root] += 1
        people.append(replace(person, curp=unique))
    return tuple(people)


def _make(rng: Random, index: int, told: Script, name: str, oferta: Sequence[OfertaRow]) -> Person:
    scenario = told.scenarios[name]
    wants = scenario.person
    who = identity(rng, index, told.facts, foreign=False, dual=False, seniority=0)
    who.pop("pais")
    courses = told.facts["courses"]
    course = rng.choices(courses, [one["weight"] for one in courses])[0]
    if wanted := wants.get("cer"):
        course = next(one for one in courses if one["cer"] == wanted)
    grade = _grades(rng, wants)
    residente = _residente(rng, told, course, wants, grade)
    return Person(
        index=index,
        convocatoria=told.convocatoria,
        categoria="residente",
        typed_categoria="residente",
        background=background_of(rng, None, "residente", 100),
        especialidad=course["cer"],
        puntaje_enarm=grade(),
        grade=Grade(100, Decimal(90)),
        typed_promedio=Decimal(90),
        claimed=frozenset(),
        proven=frozenset(),
        seniority_years=0,
        preferences=rank_sedes(rng, oferta, course["cer"], "residente"),
        papers={"ARTICULOS": "ARTICULOS"} if residente.article else {},
        first_papers={},
        scenario=scenario.id,
        tie_group="",
        residente=residente,
        **who,
    )


def _grades(rng: Random, wants: Mapping[str, Any]) -> Callable[[], Decimal]:
    """Draws one grade after another, of the level that the scenario wants."""
    middle, spread = LEVELS[wants.get("puntaje", "any")]

    def grade() -> Decimal:
        value = min(max(rng.gauss(middle, spread), 60.0), 99.5)
        return Decimal(value).quantize(CENT, ROUND_HALF_EVEN)

    return grade


def _residente(
    rng: Random,
    told: Script,
    course: Mapping[str, Any],
    wants: Mapping[str, Any],
    grade: Callable[[], Decimal],
) -> Residente:
    first = told.facts["current_cycle"] - course["grado"] + 1
    return Residente(
        ceme=course["ceme"],
        grado=course["grado"],
        adscripcion=rng.choice(told.facts["units"]),
        delegacion=rng.choice(told.facts["delegaciones"]),
        efiser_published=course["efiser"],
        efiser=grade(),
        cycles=tuple((f"{first + n}-{first + n + 1}", grade()) for n in range(course["grado"])),
        has_current=wants.get("has_current", True),
        needs_diploma=course["diploma"],
        article=_article(rng, told.facts["articles"], wants.get("article")),
    )


def _article(rng: Random, shelf: Mapping[str, Any], wants: Mapping[str, Any] | None) -> Article | None:
    """A good article of a first author, with what the scenario says is otherwise."""
    if wants is None:
        return None
    plain: dict[str, Any] = {
        "titulo": rng.choice(shelf["titulos"]),
        "revista": rng.choice(shelf["revistas"]),
        "issn": f"{rng.randrange(10**4):04d}-{rng.randrange(10**4):04d}",
        "doi": f"10.99999/ilustrativo.{rng.randrange(10**6):06d}",
        "published_on": date(2024, rng.randint(1, 11), rng.randint(1, 28)),
        "position": 1,
        "tipo": rng.choice(shelf["tipos"]),
    }
    return Article(**plain | dict(wants))


def _tied(person: Person, lead: Person, kind: str, group: str) -> Person:
    """The same PI-IMSS and the same wishes as `lead`; where the tie is of `enarm`, reached by other grades.

    0.70 of 2.70 more of ENARM is 0.27 of 7.00 less of posgrado.
    """
    residente = lead.residente
    assert residente is not None
    enarm = lead.puntaje_enarm
    if kind == "enarm" and person is not lead:
        cycles = tuple((cycle, value - 7) for cycle, value in residente.cycles)
        residente, enarm = replace(residente, cycles=cycles), enarm + Decimal("2.70")
    return replace(
        person,
        tie_group=group,
        especialidad=lead.especialidad,
        preferences=lead.preferences,
        puntaje_enarm=enarm,
        residente=residente,
    )
