"""What a person types into their registro: every field, true to their papers unless the plan says otherwise."""

from collections.abc import Mapping
from typing import Any

from residencias.demo.claims import CLAIMS
from residencias.demo.identity import names
from residencias.demo.papers.values import text_values
from residencias.demo.people import Person
from residencias.demo.rama import form
from residencias.demo.scenarios import script


def registro_of(person: Person, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The whole form as plain values.

    Shapes: field names of the registration contract (`RegistroDatos`); days are ISO, grades decimal strings; `typed`
    is the `facts` of a `save_registro` step and wins over what is true.
    """
    if person.residente:
        return form.registro_of(person, typed)
    said = text_values(person, "REGISTRO")
    grade = {
        "valor": typed.get("promedio_certificado", str(person.grade.shown)),
        "escala": str(typed.get("escala", person.grade.scale)),
        "base_100": typed.get("promedio", f"{person.typed_promedio:f}"),
        "has_equivalencia": person.grade.scale == 5,
    }
    phones = [typed.get(f"telefono_{n + 1}", person.telefonos[n]) for n in range(2)]
    return {
        "nombre": person.nombre,
        "primer_apellido": person.primer_apellido,
        "segundo_apellido": person.segundo_apellido,
        "sexo": person.sexo,
        "nacimiento_on": person.born_on.isoformat(),
        "entidad_nacimiento": person.entidad,
        "categoria": typed.get("categoria", person.typed_categoria),
        "nacionalidad": "mexicana" if person.typed_categoria == "nacional" else person.background.gentilicio,
        "estudios": "EXTRANJERO" if person.background.abroad else "MEXICO",
        "telefonos": [p for p in phones if p],
        "correos": [c for n in range(2) if (c := typed.get(f"correo_{n + 1}", person.correos[n]))],
        "domicilio": _home(person, said),
        "escuela": person.background.school,
        "calificacion": grade,
        "reclamos": {
            claim: claim in person.claimed
            for claim in script(person.convocatoria).facts.get("claims", CLAIMS)
        },
        "trabajador": _employment(person, said),
        **_studies(person, said),
        "declaraciones": {
            **dict.fromkeys(DECLARATIONS, True),
            "sostiene_categoria": bool(typed.get("sostiene_categoria", False)),
        },
    }


DECLARATIONS = (
    "sin_proceso_legal",
    "sin_rescision",
    "sin_especialidad_concluida",
    "una_sola_institucion",
    "datos_verdaderos",
    "advertencia_sedes_leida",
)


def _home(person: Person, said: Mapping[str, str]) -> dict[str, str]:
    state = person.entidad if person.entidad != "NE" else "DF"
    town = names()["entidades"][state]
    colonia, _, postal = said["colonia"].rpartition(" ")
    return {
        "calle_numero": said["calle"],
        "colonia": colonia,
        "municipio": town,
        "entidad": state,
        "codigo_postal": postal,
    }


def _employment(person: Person, said: Mapping[str, str]) -> dict[str, Any] | None:
    """The contract with the IMSS: of who claims the base plaza, or of who has another one in force."""
    if "trabajador" in person.claimed:
        return _worker(person, said)
    if not person.relacion_laboral:
        return None
    return {"matricula": said["matricula"], "contratacion": person.relacion_laboral}


def _worker(person: Person, said: Mapping[str, str]) -> dict[str, Any]:
    """What somebody who claims to be a worker says; a false claim is typed as if it were true."""
    return {
        "matricula": said["matricula"],
        "contratacion": "BASE",
        "marca": "00",
        "regimen": "ORDINARIO",
        "is_titular": True,
        "ingreso_on": person.worker_since.isoformat(),
    }


def _studies(person: Person, said: Mapping[str, str]) -> dict[str, str]:
    has_cedula = person.papers["CEDULA"] != "CC_DOC_CEDULA"
    servicio = {"SERVICIO_EN_CURSO": "EN_CURSO", "SERVICIO_NO_EXIGIBLE": "NO_EXIGIBLE"}
    status = servicio.get(person.papers["SERVICIOSOCIAL"], "TERMINADO")
    ended = {"EN_CURSO": said["en_curso_fin_iso"], "NO_EXIGIBLE": ""}.get(status, said["servicio_fin_iso"])
    has_titulo = person.papers["TITULO2"] != "CC_DOC_TITULO"
    return {
        "egreso_on": said["internado_fin_iso"],
        "titulo_anverso": "TITULO" if has_titulo else "ACTA_EXAMEN",
        "titulo_reverso": _reverso(person.papers["TITULO2"]),
        "cedula": "FEDERAL" if has_cedula else "CARTA_COMPROMISO",
        "cedula_numero": said["cedula"] if has_cedula else "",
        "servicio_social": status,
        "servicio_social_on": ended,
        "internado_on": said["internado_fin_iso"],
    }


def _reverso(kind: str) -> str:
    return {"CC_DOC_TITULO": "CARTA_COMPROMISO", "TITULO_ELECTRONICO": "SIN_REVERSO"}.get(
        kind, "TITULO_REVERSO"
    )
