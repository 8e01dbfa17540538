"""Indirect entry: who may choose what, the cut of grades, the ruling on articles, the iterations of a round."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput, Rules
from services.allocation.domain.run import run_round
from services.allocation.domain.trace import trace_of
from services.allocation.usecases.terms import tie_breaks, traits_of
from services.registration.domain.model import Declaraciones, RegistroDatos, Residencia, Troncal
from services.registration.domain.registro import declaration_problems
from services.registration.domain.residente import course_problems
from services.registration.usecases.reglas import reglas_of
from services.scoring.domain import articulos, calificaciones
from services.scoring.domain.articulos import Answer, Article, Dictamen
from services.scoring.domain.calificaciones import GradesOf
from services.scoring.usecases.articulos import checklist_of, research_of
from services.scoring.usecases.cortes import grades_file
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant
from tests.cases.kinds.puntaje import plain


@kind("elegibilidad")
def eligibility(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: ceme, grado. entonces: cursos (por su nombre), cuantos, con_diploma (los que lo piden)."""
    assert convocatoria.eligibility is not None
    rows = convocatoria.eligibility.courses(given["ceme"], int(given["grado"]))
    return {
        "cursos": [row.label for row in rows],
        "cuantos": len(rows),
        "con_diploma": sum(row.diploma for row in rows),
    }


@kind("eleccion")
def choice(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: ceme, grado, cer; efiser (fechas), concluyo_un_cer. entonces: errores, rasgos (lo que deberá)."""
    reglas = reglas_of(convocatoria)
    efiser = tuple(str(day) for day in given.get("efiser", [given_july(convocatoria)]))
    troncal = Troncal(given["ceme"], int(given["grado"]), "ACTIVO", "HGR 46", "Jalisco", efiser)
    declared = {d.code: True for d in convocatoria.declarations}
    declared["sin_cer_concluido"] = not given.get("concluyo_un_cer", False)
    datos = RegistroDatos(
        residencia=Residencia(given.get("cer", "")), declaraciones=Declaraciones(**declared)
    )
    wrong = [*course_problems(datos, troncal, reglas), *declaration_problems(datos, reglas)]
    course = (given.get("cer", ""), given["ceme"], int(given["grado"]))
    return {
        "errores": [problem.code for problem in wrong],
        "rasgos": list(traits_of(convocatoria, "residente", [], False, course=course)),
    }


def given_july(convocatoria: Convocatoria) -> str:
    """The EFISER call of the first table."""
    assert convocatoria.eligibility is not None
    return convocatoria.eligibility.efiser[0].published_on


@kind("calificaciones")
def grades(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: enarm, efiser, posgrado {ciclo: calificación}. entonces: falta, promedio_de_posgrado."""
    rule = grades_file(convocatoria)
    concepts = [component.code for component in convocatoria.scoring.components]
    found: dict[str, dict[str, Decimal]] = {}
    for concept in concepts:
        value = given.get(concept)
        cycles = value if isinstance(value, Mapping) else {"": value} if value is not None else {}
        if cycles:
            found[concept] = {str(cycle): Decimal(str(grade)) for cycle, grade in cycles.items()}
    person = GradesOf("CURP", found)
    posgrado = found.get(rule.cycles_of, {})
    return {
        "falta": list(calificaciones.missing(person, concepts, rule.cycles_of, rule.required_cycle)),
        "promedio_de_posgrado": plain(calificaciones.mean(tuple(posgrado.values()))) if posgrado else "",
    }


@kind("dictamen")
def ruling(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: articulos [{posicion, publicado, tipo, doi, issn, fallan, sin_contestar}].

    entonces: acredita (extras), errores; con errores no hay dictamen.
    """
    checklist = checklist_of(research_of(convocatoria))
    articles = tuple(_article(one, checklist.codes) for one in given["articulos"])
    wrong = articulos.problems(articles, checklist)
    if wrong:
        return {"errores": [problem.code for problem in wrong], "acredita": []}
    claims = articulos.claims_of(Dictamen(articles, "revisor", instant("2025-01-15T09:00:00")), checklist)
    return {"errores": [], "acredita": [one.extra for one in claims if one.verdict == "VALIDATED"]}


def _article(one: Mapping[str, Any], codes: tuple[str, ...]) -> Article:
    fails, silent = one.get("fallan", ()), one.get("sin_contestar", ())
    return Article(
        titulo="Un artículo",
        revista="Una revista",
        issn=one.get("issn", "0443-5117"),
        doi=one.get("doi", "10.5281/zenodo.1"),
        published_on=str(one.get("publicado", "2024-06-01")),
        position=int(one.get("posicion", 1)),
        tipo=one.get("tipo", "cohortes"),
        answers=tuple(Answer(code, code not in fails) for code in codes if code not in silent),
    )


@kind("iteraciones")
def iterations(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: plazas {sede: lugares}, personas [{folio, pi, opciones}]. entonces: lugares, intentos {folio: [...]}."""
    keys = tie_breaks(convocatoria)
    cells = tuple(
        Cell("cer", number, sede, sede, "indistinta", int(places))
        for number, (sede, places) in enumerate(given["plazas"].items())
    )
    pool = tuple(
        Aspirante(
            one["folio"],
            "cer",
            "residente",
            Decimal(str(one["pi"])),
            tuple(Decimal(str(one.get(key, 70))) for key in keys),
            tuple(Option(sede) for sede in one["opciones"]),
        )
        for one in given["personas"]
    )
    entered = RoundInput(
        Rules(convocatoria.id, convocatoria.digest, keys, "123456", is_traced=True), cells, pool
    )
    result = run_round(entered)
    return {
        "lugares": {one.folio: one.sede or "sin lugar" for one in result.assignments},
        "intentos": {
            one.folio: [f"{i.sede}: {i.outcome}" for i in one.iterations] for one in trace_of(entered, result)
        },
    }
