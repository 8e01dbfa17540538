"""The registro field by field: everything that keeps it from being complete, none of it lost."""

from __future__ import annotations

import re
from datetime import date

from plumbing.errors import FieldError, Rule
from services.registration.domain import curp as clave
from services.registration.domain.estudios import estudios_problems, laboral_problems
from services.registration.domain.fechas import day, past_day
from services.registration.domain.model import (
    EXTRANJERO,
    NACIONAL,
    Domicilio,
    Expediente,
    RegistroDatos,
    Seleccionado,
)
from services.registration.domain.reglas import Reglas
from services.registration.domain.residente import course_problems

ALL_FIELDS = Rule.FIELDS
CATEGORY = Rule.CATEGORY
PHONES = Rule.PHONES
NAME = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿÑñ][A-Za-zÀ-ÖØ-öø-ÿÑñ .'’-]{0,79}")
CORREO = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
MIN_AGE = 18
LONGEST = 200
CONCLUDED = "sin_cer_concluido"


def problems(expediente: Expediente, reglas: Reglas, today: date) -> list[FieldError]:
    """Every wrong or missing field of the registro, in the order of the form.

    Source: 000§1.2, 1.4, 1.5, 2.1, 9.4; 002§2.3 A.
    """
    datos = expediente.datos or RegistroDatos()
    if expediente.seleccionado.troncal:
        return [
            *person_problems(datos, reglas, today),
            *_agreement(expediente.curp, datos),
            *_correos(datos.correos, reglas),
            *course_problems(datos, expediente.seleccionado.troncal, reglas),
            *declaration_problems(datos, reglas),
        ]
    return [
        *_identity(datos, reglas, today),
        *_agreement(expediente.curp, datos),
        *categoria_problems(datos, expediente.seleccionado),
        *_phones(datos.telefonos, reglas.telefonos),
        *_correos(datos.correos, reglas),
        *_domicilio(datos.domicilio),
        *_text("escuela", datos.escuela),
        *estudios_problems(datos, reglas, today),
        *laboral_problems(datos, reglas, today),
        *declaration_problems(datos, reglas),
    ]


def missing(field: str, clause: str = ALL_FIELDS) -> FieldError:
    return FieldError(field, "DATO_OBLIGATORIO", {}, clause)


def _identity(datos: RegistroDatos, reglas: Reglas, today: date) -> list[FieldError]:
    wrong = person_problems(datos, reglas, today)
    wrong += _text("nacionalidad", datos.nacionalidad)
    return wrong + _one_of("estudios", datos.estudios, reglas.options["estudios"])


def person_problems(datos: RegistroDatos, reglas: Reglas, today: date) -> list[FieldError]:
    """Names, sex, birth. Source: 000§1.2; 002§2.3 A."""
    wrong = []
    for name in ("nombre", "primer_apellido", "segundo_apellido"):
        text = getattr(datos, name).strip()
        if not text and name != "segundo_apellido":
            wrong.append(missing(name))
        elif text and not NAME.fullmatch(text):
            wrong.append(FieldError(name, "NOMBRE_CARACTERES", {"valor": text}, ALL_FIELDS))
    wrong += _one_of("sexo", datos.sexo, reglas.options["sexo"])
    born, problem = past_day("nacimiento_on", datos.nacimiento_on, today)
    wrong += problem
    if born and _years(born, today) < MIN_AGE:
        wrong.append(FieldError("nacimiento_on", "EDAD_IMPOSIBLE", {"edad": _years(born, today)}, ALL_FIELDS))
    return wrong + _one_of("entidad_nacimiento", datos.entidad_nacimiento, clave.ENTIDADES)


def _text(field: str, value: str) -> list[FieldError]:
    if not value.strip():
        return [missing(field)]
    return [FieldError(field, "TEXTO_LARGO", {"maximo": LONGEST}, ALL_FIELDS)] if len(value) > LONGEST else []


def _one_of(field: str, value: str, options: tuple[str, ...] | frozenset[str]) -> list[FieldError]:
    if not value:
        return [missing(field)]
    if value in options:
        return []
    facts = {"valor": value, "opciones": ", ".join(sorted(options))}
    return [FieldError(field, "OPCION_DESCONOCIDA", facts, ALL_FIELDS)]


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _agreement(curp: str, datos: RegistroDatos) -> list[FieldError]:
    """What the CURP says otherwise; a CURP temporal says nothing about the person. Source: 000§2.1."""
    if clave.is_temporal(curp):
        return []
    born = day(datos.nacimiento_on)
    who = clave.Identidad(
        datos.nombre,
        datos.primer_apellido,
        datos.segundo_apellido,
        datos.sexo,
        born,
        datos.entidad_nacimiento,
    )
    return clave.disagreements(curp, who)


def categoria_problems(datos: RegistroDatos, roster: Seleccionado) -> list[FieldError]:
    """The category must be the one of the ENARM. Source: 000§1.4.

    A foreigner who registers as Mexican is warned of «Falso de información»; if they insist
    (`declaraciones.sostiene_categoria`) the draft is accepted as typed and annulment follows elsewhere.
    """
    if datos.categoria not in (NACIONAL, EXTRANJERO):
        return _one_of("categoria", datos.categoria, (NACIONAL, EXTRANJERO))
    if datos.categoria == roster.categoria:
        return []
    if roster.categoria == NACIONAL:
        return [FieldError("categoria", "CATEGORIA_DISTINTA_AL_ENARM", {"esperada": NACIONAL}, CATEGORY)]
    if datos.declaraciones.sostiene_categoria:
        return []
    return [FieldError("categoria", "CATEGORIA_FALSO_DE_INFORMACION", {"esperada": EXTRANJERO}, CATEGORY)]


def _phones(telefonos: tuple[str, ...], due: int) -> list[FieldError]:
    """Two different numbers of ten digits each. Source: 000§1.5."""
    wrong = []
    for index in range(max(due, len(telefonos))):
        field = f"telefonos[{index}]"
        number = telefonos[index].strip() if index < len(telefonos) else ""
        if index >= due:
            wrong.append(FieldError(field, "TELEFONO_DE_MAS", {"cuantos": due}, PHONES))
        elif not number:
            wrong.append(FieldError(field, "TELEFONO_FALTANTE", {"cuantos": due}, PHONES))
        elif not re.fullmatch(r"[0-9]{10}", number):
            digits = sum(char.isdigit() for char in number)
            wrong.append(
                FieldError(field, "TELEFONO_LONGITUD", {"telefono": number, "digitos": digits}, PHONES)
            )
        elif number in telefonos[:index]:
            wrong.append(FieldError(field, "TELEFONO_REPETIDO", {"telefono": number}, PHONES))
    return wrong


def _correos(correos: tuple[str, ...], reglas: Reglas) -> list[FieldError]:
    wrong = []
    for index in range(max(reglas.correos, len(correos))):
        field = f"correos[{index}]"
        correo = correos[index].strip().lower() if index < len(correos) else ""
        if index >= reglas.correos_max:
            wrong.append(FieldError(field, "CORREO_DE_MAS", {"cuantos": reglas.correos_max}, ALL_FIELDS))
        elif not correo and index < reglas.correos:
            wrong.append(missing(field))
        elif correo and not CORREO.fullmatch(correo):
            wrong.append(FieldError(field, "CORREO_INVALIDO", {"valor": correo}, ALL_FIELDS))
        elif correo and correo in [other.strip().lower() for other in correos[:index]]:
            wrong.append(FieldError(field, "CORREO_REPETIDO", {"valor": correo}, ALL_FIELDS))
    return wrong


def _domicilio(domicilio: Domicilio) -> list[FieldError]:
    wrong = []
    for name in ("calle_numero", "colonia", "municipio", "entidad", "codigo_postal"):
        wrong += _text(f"domicilio.{name}", getattr(domicilio, name))
    code = domicilio.codigo_postal.strip()
    if code and domicilio.entidad != "NE" and not re.fullmatch(r"[0-9]{5}", code):
        wrong.append(FieldError("domicilio.codigo_postal", "CODIGO_POSTAL", {"valor": code}, ALL_FIELDS))
    return wrong


def declaration_problems(datos: RegistroDatos, reglas: Reglas) -> list[FieldError]:
    """Each declaration must be true; a false one names what keeps the person out.

    Who concluded a CER may still choose one that asks for another specialty.
    Source: 000§9.4, 1.3 NOTA, 9.3; 002§1.5 A, B, C, X-33.
    """
    return [
        FieldError(
            f"declaraciones.{exclusion.field}",
            "DECLARACION_EXCLUYE" if exclusion.excludes else "DECLARACION_PENDIENTE",
            {"declaracion": exclusion.sentence},
            exclusion.clause,
        )
        for exclusion in reglas.exclusiones
        if not getattr(datos.declaraciones, exclusion.field)
        and not (exclusion.field == CONCLUDED and datos.residencia.cer in reglas.for_who_concluded)
    ]
