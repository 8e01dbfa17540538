"""What a person's papers say, as text, and what that means, as facts for the validators."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from residencias.demo import curp as clave
from residencias.demo.folders import folder_of
from residencias.demo.identity import names
from residencias.demo.kinds import rules_of
from residencias.demo.paperwork import OF_CLAIM
from residencias.demo.people import Person
from residencias.demo.rama.page import article_facts, article_values
from residencias.demo.scenarios import script

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[2] / "catalog" / "especialidades.yaml"


@cache
def words() -> Mapping[str, Any]:
    """The words papers print that are not a person's."""
    found: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return found


@cache
def especialidad_name(code: str) -> str:
    """The specialty's name in the catalogue, or its code made readable when the catalogue does not know it."""
    if CATALOGUE.exists():
        for row in yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["especialidades"]:
            if row["code"] == code:
                return str(row["name"])
    return code.replace("-", " ").capitalize()


def long_date(day: date) -> str:
    """A date as Mexican papers write it: 3 de mayo de 1996."""
    return f"{day.day} de {words()['months'][day.month - 1]} de {day.year}"


def text_values(person: Person, kind: str, print_number: int = 1) -> dict[str, str]:
    """Every value a template may name, the same on each call for the same person and kind."""
    rng = Random(f"{person.folio_enarm}/{person.nombre}/{kind}")
    return {
        **_call(person.convocatoria),
        **_person(person),
        **_papers(person, rng),
        **_studies(person, Random(f"{person.folio_enarm}/studies")),
        **_work(person, Random(f"{person.folio_enarm}/work")),
        **_taught(person),
        **_article(person),
        **_subjects(person, Random(f"{person.folio_enarm}/subjects")),
        "impresion": str(print_number),
        "sello1": _hexes(rng, 150),
        "sello2": _hexes(rng, 150),
    }


def _call(convocatoria: str) -> dict[str, str]:
    """What the call itself gives its papers to say: exam, cycle, dates that follow from its own."""
    return _said_by(folder_of(convocatoria))


@cache
def _said_by(folder: Path) -> dict[str, str]:
    convocatoria = folder.name
    call = rules_of(convocatoria)
    facts = script(convocatoria).facts
    cycle = facts.get("cycle_begins") or date.fromisoformat((call.windows["ciclo"].opens or "")[:10])
    owed = {o.code: o.due.months for o in call.obligations if o.due.months}
    ends = (cycle.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    begins = (ends + timedelta(days=1)).replace(year=ends.year - 1)
    numerals = facts.get("compromiso_numerals", {})
    return {
        "enarm": call.enarm.value,
        "enarm_ano": str(_issued_from(convocatoria).year),
        "ciclo": call.cycle.value,
        "convocatoria": call.title.value,
        "compromiso_meses": str(next(iter(owed.values()), "")),
        "numeral_titulo": numerals.get("TITULO", ""),
        "numeral_cedula": numerals.get("CEDULA", ""),
        "ciclo_inicio": f"{cycle.day:02d} de {words()['months'][cycle.month - 1]} de {cycle.year}",
        "en_curso_inicio": long_date(begins),
        "en_curso_fin": long_date(ends),
        "en_curso_fin_iso": ends.isoformat(),
        "fin_de_ano": long_date(date(facts["sent_about"].year, 12, 31)),
    }


def _issued_from(convocatoria: str) -> date:
    """The first day on which people asked for the papers they hand in: six weeks before they send them."""
    sent_about: date = script(convocatoria).facts["sent_about"]
    return sent_about - timedelta(days=42)


def _person(p: Person) -> dict[str, str]:
    book, rng = words(), Random(f"{p.folio_enarm}/{p.nombre}/home")
    mother = (
        names()["mujer"][rng.randrange(12)] + " " + (p.segundo_apellido or rng.choice(names()["apellidos"]))
    )
    father = (
        names()["hombre"][rng.randrange(20)]
        + " "
        + p.primer_apellido
        + " "
        + rng.choice(names()["apellidos"])
    )
    head = clave.root(p.primer_apellido, p.segundo_apellido, p.nombre, p.born_on, p.sexo, p.entidad)
    state = names()["entidades"][p.entidad]
    flat = [
        clave.plain(x).replace(" ", "<").replace(".", "").replace("Ñ", "N")
        for x in (p.primer_apellido, p.segundo_apellido, p.nombre)
    ]
    return {
        "nombre": p.nombre.upper(),
        "primer": p.primer_apellido.upper(),
        "segundo": p.segundo_apellido.upper(),
        "nombre_completo": p.full_name,
        "NOMBRE": p.full_name.upper(),
        "sexo": p.sexo,
        "sexo_palabra": book["sexo"][p.sexo],
        "titulo": book["titulo_sexo"][p.sexo],
        "curp": p.curp or "—",
        "nacimiento": f"{p.born_on:%d/%m/%Y}",
        "nacimiento_largo": long_date(p.born_on),
        "entidad": state.upper(),
        "lugar": state if p.entidad != "NE" else p.background.pais,
        "padre": father,
        "madre": mother,
        "calle": f"{rng.choice(book['street'])} {rng.randint(10, 990)}",
        "colonia": f"Col. {rng.choice(book['colonia'])} {rng.randint(10000, 98999)}",
        "clave_elector": f"{head[:4]}{rng.randint(10, 99)}{p.born_on:%y%m%d}{rng.randint(10, 32)}{p.sexo}"
        f"{rng.randint(100, 999)}",
        "seccion": f"{rng.randint(1, 6200):04d}",
        "mrz1": f"IDMEX{rng.randrange(10**10):010d}<<{rng.randrange(10**11):011d}<<"[:30],
        "mrz2": f"{p.born_on:%y%m%d}{rng.randint(0, 9)}{p.sexo}3112315MEX<{rng.randint(10, 99)}<<<<<<<<<"[
            :30
        ],
        "mrz3": f"{flat[0]}<{flat[1]}<<{flat[2]}<<<<<<<<<<<<<<<<"[:30],
        "mrz_pasaporte": f"P<MEX{flat[0]}<{flat[1]}<<{flat[2]}<<<<<<<<<<<<<<<<<<<<<<<<"[:44],
        "pais": p.background.pais,
        "gentilicio": p.background.gentilicio,
        "escuela": p.background.school,
        "telefonos": " · ".join(p.telefonos),
        "correo": p.correos[0],
        "folio_enarm": p.folio_enarm,
        "categoria": p.categoria,
        "medico_enarm": book["medico_enarm"].get(p.categoria, ""),
        "especialidad": especialidad_name(p.especialidad),
        "puntaje": f"{p.puntaje_enarm:.4f}",
        "promedio": str(p.grade.shown),
        "escala": str(p.grade.scale),
        "equivalente": f"{p.grade.registered.normalize():f}",
    }


def _papers(p: Person, rng: Random) -> dict[str, str]:
    issued = _issued_from(p.convocatoria) + timedelta(days=rng.randrange(28))
    return {
        "folio": f"{rng.randrange(16**8):08X}-{rng.randrange(10**4):04d}",
        "numero": f"{rng.randrange(10**8):08d}",
        "libro": str(rng.randint(100, 980)),
        "foja": str(rng.randint(1, 300)),
        "expedicion": long_date(issued),
        "expedicion_iso": issued.isoformat(),
        "saldo": f"{rng.randint(14, 60)},{rng.randint(0, 999):03d}.00",
    }


def _studies(p: Person, rng: Random) -> dict[str, str]:
    issued = _issued_from(p.convocatoria)
    studied_to = (issued - timedelta(days=270)).year  # a servicio social that began in July has ended by then
    start = date(studied_to - 2 - rng.randrange(2), rng.choice((1, 7)), 1)
    served = date(start.year + 1, start.month, 1) + timedelta(days=31)
    degree = served + timedelta(days=380 + rng.randrange(40))
    degree = min(degree, issued - timedelta(days=10))
    return {
        "matricula": f"{rng.randrange(10**9):09d}",
        "internado_inicio": long_date(start),
        "internado_fin": long_date(start + timedelta(days=364)),
        "internado_nota": rng.choice(words()["grades"]),
        "internado_fin_iso": (start + timedelta(days=364)).isoformat(),
        "servicio_fin_iso": (served.replace(day=1) + timedelta(days=364)).isoformat(),
        "servicio_inicio": long_date(served.replace(day=1)),
        "servicio_fin": long_date(served.replace(day=1) + timedelta(days=364)),
        "titulo_fecha": long_date(degree),
        "titulo_iso": degree.isoformat(),
        "cedula": f"{rng.randrange(12_000_000, 14_900_000)}",
    }


def _taught(p: Person) -> dict[str, str]:
    """Years taught, and one line for each publication: books and journals, with their number in sight."""
    years, published = p.units.get("docencia", 0), p.units.get("publicaciones", 0)
    shelf = words()["publications"]
    return {
        "anos_docencia": words()["years_taught"].format(years=years),
        **{f"publicacion{n + 1}": shelf[n] if n < published else "" for n in range(len(shelf))},
    }


def _article(p: Person) -> dict[str, str]:
    """The article of a resident who has one."""
    article = p.residente.article if p.residente else None
    return article_values(article, p.full_name, long_date(article.published_on) if article else "")


def _subjects(p: Person, rng: Random) -> dict[str, str]:
    """n1 … n26: grades of subjects on the certificate's own scale, in pairs around the average."""
    found = {}
    top = Decimal(p.grade.scale)
    for pair in range(13):
        room = min(top - p.grade.shown, top / 12)
        off = (room * rng.randrange(100) / 100).quantize(Decimal("0.1"))
        middle = p.grade.shown.quantize(Decimal("0.1"))
        found[f"n{2 * pair + 1}"], found[f"n{2 * pair + 2}"] = str(middle + off), str(middle - off)
    return found


def _work(p: Person, rng: Random) -> dict[str, str]:
    book, issued = words(), _issued_from(p.convocatoria)
    base = p.papers.get("BT09") != "BT09_SIN_BASE"
    return {
        "unidad": rng.choice(book["units"]),
        "ooad": rng.choice(book["ooad"]),
        "quincena": f"{issued.year} / {min(2 * issued.month + 1, 24)}",
        "contratacion": book["contract"]["base" if base else "temporary"],
        "antiguedad": book["seniority"].format(years=p.seniority_years),
        "antiguedad_desde": long_date(p.worker_since),
    }


def _hexes(rng: Random, length: int) -> str:
    text = f"{rng.randrange(16**length):0{length}x}"
    return " ".join(text[i : i + 30] for i in range(0, length, 30))


def facts(person: Person, kind: str, print_number: int) -> dict[str, str]:
    """What this kind of paper proves about the person. Source: 000§2.2, 9.3."""
    found = dict(_FACTS.get(kind, {}))
    if kind.startswith("CERTIFICADO"):
        found |= {"promedio": str(person.grade.shown), "escala": str(person.grade.scale)}
        found["base_100"] = f"{person.grade.registered:f}"
    if kind == "CONSTANCIA_ENARM":
        found |= {"categoria": person.categoria, "puntaje": str(person.puntaje_enarm)}
    if kind.startswith("BT09") or kind == "TARJETON":
        found |= {"since": person.worker_since.isoformat(), "years": str(person.seniority_years)}
    if kind == "SOLICITUD":
        found |= {"print_number": str(print_number), "signed": "yes"}
    if kind == "ARTICULOS" and person.residente and person.residente.article:
        found |= article_facts(person.residente.article)
    for claim, slot in OF_CLAIM.items():
        if kind.startswith(slot) and claim in person.units:
            found["units"] = str(person.units[claim])
    if person.background.abroad and kind in ABROAD:
        found["apostilled"] = "yes"
    return found


ABROAD = {
    "TITULO_IMPRESO": "apostille_wide",
    "TITULO_ELECTRONICO": "",
    "ACTA_EXAMEN": "apostille",
    "CERTIFICADO": "apostille",
    "CERTIFICADO_DOS_HOJAS": "apostille_wide",
    "CERTIFICADO_EQUIVALENCIA": "apostille_wide",
    "INTERNADO_ESCUELA": "apostille",
    "SERVICIO_ESCUELA": "apostille",
    "SERVICIO_EN_CURSO": "apostille",
    "SERVICIO_NO_EXIGIBLE": "apostille",
}
_FACTS: dict[str, dict[str, str]] = {
    "INTERNADO_ESCUELA": {"issuer": "ESCUELA", "status": "TERMINADO"},
    "INTERNADO_IMSS": {"issuer": "IMSS", "status": "TERMINADO"},
    "SERVICIO_ESCUELA": {"issuer": "ESCUELA", "status": "TERMINADO"},
    "SERVICIO_EN_CURSO": {"issuer": "ESCUELA", "status": "EN_CURSO"},
    "SERVICIO_NO_EXIGIBLE": {"issuer": "ESCUELA", "status": "NO_EXIGIBLE"},
    "SERVICIO_IMSS": {"issuer": "IMSS", "status": "TERMINADO"},
    "BT09": {"marca": "00", "contract": "BASE"},
    "BT09_SIN_BASE": {"marca": "08", "contract": "TEMPORAL"},
    "TARJETON": {"current": "yes"},
    "TARJETON_PADRE": {"current": "yes", "holder_is": "PARENT"},
    "TARJETON_VENCIDO": {"current": "no", "holder_is": "PARENT"},
    "TARJETON_VENCIDO_PROPIO": {"current": "no"},
    "CC_DOC_TITULO": {"compromiso": "TITULO"},
    "CC_DOC_CEDULA": {"compromiso": "CEDULA"},
}
