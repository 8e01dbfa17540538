"""Which papers a person must hand in, by slot, and of which kind theirs are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

EVERYBODY = (
    "ACTADENACIMIENTO",
    "TITULO1",
    "TITULO2",
    "CEDULA",
    "CERTIFICADO",
    "INTERNADO",
    "SERVICIOSOCIAL",
    "PUNTAJENARM",
    "SOLICITUD",
)
NACIONAL = ("IDENTIFICACION1", "IDENTIFICACION2", "CURP")
EXTRANJERO = ("SOLVENCIA", "DOCUMENTOMIGRATORIO")
TRABAJADOR = ("BT09", "TARJETONDEPAGO")
HIJO = ("TARJETONPADRE",)
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
USUAL_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Background:
    """Where a person comes from and studied."""

    pais: str
    gentilicio: str
    school: str
    abroad: bool


def required_slots(
    categoria: str, claimed: Iterable[str] = (), names: Mapping[str, str] = USUAL_NAMES
) -> tuple[str, ...]:
    """The slots a person of this category must fill: 12 nacional, 11 extranjero, +2 trabajador, +1 hijo.

    Shapes: `names` gives the call's own name of a file where it is another one (001: ACTANACIMIENTO, TARJETONPAGO).
    Source: 000§2.2.3 table; 001 paso 2; 004 Documents (teaching, publications).
    """
    claimed = frozenset(claimed)
    slots: tuple[str, ...] = NACIONAL + EVERYBODY
    if categoria == "extranjero":
        slots = EVERYBODY[:-1] + EXTRANJERO + EVERYBODY[-1:]
    slots += TRABAJADOR if "trabajador" in claimed else ()
    slots += HIJO if "hijo_trabajador" in claimed else ()
    slots += tuple(slot for claim, slot in OF_CLAIM.items() if claim in claimed)
    return tuple(names.get(slot, slot) for slot in slots)


def choose_papers(
    rng: Random,
    categoria: str,
    background: Background,
    claimed: frozenset[str],
    proven: frozenset[str],
    declared: Mapping[str, str],
    names: Mapping[str, str] = USUAL_NAMES,
) -> dict[str, str]:
    """Slot → kind for every required slot; what the scenario declares wins."""
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
    return {names.get(slot, slot): chosen[slot] for slot in required_slots(categoria, claimed)}


def _servicio(rng: Random, proven: frozenset[str]) -> str:
    if "servicio_social_imss" in proven:
        return "SERVICIO_IMSS"
    return rng.choices(("SERVICIO_ESCUELA", "SERVICIO_NO_EXIGIBLE"), (94, 6))[0]
