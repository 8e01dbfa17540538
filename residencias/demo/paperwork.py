"""Which papers a person must hand in, by slot, and of which kind theirs are."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from residencias.demo.kinds import required_slots, rules_of
from residencias.demo.scenarios import Script

OF_CLAIM = {"docencia": "DOCENCIA", "publicaciones": "PUBLICACIONES"}
FIXED = {
    "CURP": "CONSTANCIA_CURP",
    "PUNTAJENARM": "CONSTANCIA_ENARM",
    "SOLICITUD": "SOLICITUD",
    "SOLVENCIA": "SOLVENCIA",
    "DOCUMENTOMIGRATORIO": "FORMA_MIGRATORIA",
    "BT09": "BT09",
    "TARJETONDEPAGO": "TARJETON",
    "TARJETONPADRE": "TARJETON_PADRE",
    "DOCENCIA": "DOCENCIA_ANTIGUEDAD",
    "PUBLICACIONES": "PUBLICACIONES",
}


@dataclass(frozen=True, slots=True)
class Background:
    """Where a person comes from and studied."""

    pais: str
    gentilicio: str
    school: str
    abroad: bool


def choose_papers(
    rng: Random,
    told: Script,
    categoria: str,
    background: Background,
    claimed: frozenset[str],
    proven: frozenset[str],
    declared: Mapping[str, str],
) -> dict[str, str]:
    """Slot → kind for every required slot; what the scenario declares wins.

    A row the demo has no custom for gets its first kind, which must be one of `papers/templates`.
    """
    electronic = rng.random() < 0.6
    chosen = {
        **FIXED,
        "IDENTIFICACION1": rng.choices(("INE_ANVERSO", "PASAPORTE"), (85, 15))[0],
        "ACTADENACIMIENTO": "ACTA_EXTRANJERA" if categoria == "extranjero" else "ACTA",
        "TITULO1": "TITULO_ELECTRONICO" if electronic else "TITULO_IMPRESO",
        "TITULO2": "TITULO_ELECTRONICO" if electronic else "TITULO_REVERSO",
        "CEDULA": rng.choice(("CEDULA_ELECTRONICA", "CEDULA_CREDENCIAL")),
        "CERTIFICADO": rng.choice(("CERTIFICADO", "CERTIFICADO_DOS_HOJAS")),
        "INTERNADO": "INTERNADO_IMSS" if "internado_imss" in proven else "INTERNADO_ESCUELA",
        "SERVICIOSOCIAL": _servicio(rng, proven),
    }
    chosen["IDENTIFICACION2"] = "PASAPORTE" if chosen["IDENTIFICACION1"] == "PASAPORTE" else "INE_REVERSO"
    chosen.update(declared)
    slots = required_slots(told.convocatoria, categoria, claimed, abroad=background.abroad)
    table = rules_of(told.convocatoria).documents
    return {slot: chosen.get(told.usual_name(slot)) or table.row(slot).kinds[0].kind for slot in slots}


def _servicio(rng: Random, proven: frozenset[str]) -> str:
    if "servicio_social_imss" in proven:
        return "SERVICIO_IMSS"
    return rng.choices(("SERVICIO_ESCUELA", "SERVICIO_NO_EXIGIBLE"), (94, 6))[0]
