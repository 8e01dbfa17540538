"""A simulated validator: decides from the truth of the papers and from what was typed, nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from residencias.demo.kinds import required_slots
from residencias.demo.papers.paper import PaperTruth
from residencias.demo.paperwork import OF_CLAIM
from residencias.demo.scenarios import script


@dataclass(frozen=True, slots=True)
class Typed:
    """What the validator sees in the registro that was sent, under this call.

    Units: `promedio` on a base of 100.
    """

    convocatoria: str
    nombre_completo: str
    categoria: str
    promedio: Decimal
    claimed: frozenset[str]
    studied_abroad: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the validator does.

    Shapes: `decision` is validate | observe | annul; `cause` only with annul; `slots` and `fields` only with observe;
    `claims` maps every claim to whether it is proven, `reasons` says why one is not; `units` are those the papers of a
    proven claim show.
    """

    decision: str
    cause: str
    slots: tuple[str, ...]
    fields: tuple[str, ...]
    claims: Mapping[str, bool]
    reasons: Mapping[str, str]
    units: Mapping[str, int] = field(default_factory=dict)


def judge(typed: Typed, papers: Mapping[str, PaperTruth]) -> Ruling:
    """The ruling on one expediente. Source: 000§3.3, §1.4, §9.3; 000 CONDICIONES GENERALES."""
    told = script(typed.convocatoria)
    required = required_slots(typed.convocatoria, typed.categoria, typed.claimed, abroad=typed.studied_abroad)
    slots = tuple(slot for slot in required if slot not in papers or not papers[slot].readable)
    papers = {told.usual_name(slot): paper for slot, paper in papers.items()}
    reasons = {claim: why for claim in sorted(typed.claimed) if (why := _unproven(claim, papers))}
    claims = {claim: claim not in reasons for claim in sorted(typed.claimed)}
    if cause := _grave(typed, papers.values()):
        return Ruling("annul", cause, (), (), claims, reasons)
    certificate = papers.get("CERTIFICADO")
    is_wrong = (
        certificate and certificate.readable and Decimal(certificate.facts["base_100"]) != typed.promedio
    )
    fields = ("promedio",) if is_wrong else ()
    decision = "observe" if slots or fields else "validate"
    units = {c: int(_fact(papers, OF_CLAIM[c], "units")) for c in claims if claims[c] and c in OF_CLAIM}
    return Ruling(decision, "", slots, fields, claims, reasons, units)


def _grave(typed: Typed, papers: Iterable[PaperTruth]) -> str:
    for paper in papers:
        if paper.kind == "CONSTANCIA_ENARM" and paper.facts["categoria"] != typed.categoria:
            return "FALSO_DE_INFORMACION"
        if paper.holder != typed.nombre_completo and paper.facts.get("holder_is") != "PARENT":
            return "INCONSISTENCIA_GRAVE"
    return ""


def _unproven(claim: str, papers: Mapping[str, PaperTruth]) -> str:
    """Why a claim is not proven, or "" when it is."""
    judges: dict[str, Callable[[Mapping[str, PaperTruth]], str]] = {
        "trabajador": _worker,
        "hijo_trabajador": lambda p: (
            "" if _fact(p, "TARJETONPADRE", "current") == "yes" else "TARJETON_NO_VIGENTE"
        ),
        "internado_imss": lambda p: (
            "" if _fact(p, "INTERNADO", "issuer") == "IMSS" else "CONSTANCIA_NO_ES_DEL_IMSS"
        ),
        "servicio_social_imss": _servicio,
        "docencia": lambda p: "" if _fact(p, "DOCENCIA", "units") else "DOCENCIA_SIN_COMPROBAR",
        "publicaciones": lambda p: "" if _fact(p, "PUBLICACIONES", "units") else "PUBLICACION_NO_VALIDA",
    }
    return judges[claim](papers)


def _worker(papers: Mapping[str, PaperTruth]) -> str:
    if _fact(papers, "BT09", "marca") != "00":
        return "BT09_SIN_BASE_00"
    if _fact(papers, "TARJETONDEPAGO", "current") != "yes":
        return "TARJETON_NO_VIGENTE"
    if not 1 <= int(_fact(papers, "BT09", "years")) <= 15:
        return "ANTIGUEDAD_FUERA_DE_RANGO"
    if _fact(papers, "TITULO2", "compromiso") or _fact(papers, "CEDULA", "compromiso"):
        return "TRABAJADOR_SIN_TITULO_O_CEDULA"
    return ""


def _servicio(papers: Mapping[str, PaperTruth]) -> str:
    is_proven = _fact(papers, "SERVICIOSOCIAL", "issuer") == "IMSS"
    is_finished = _fact(papers, "SERVICIOSOCIAL", "status") == "TERMINADO"
    return "" if is_proven and is_finished else "CONSTANCIA_NO_ES_DEL_IMSS"


def _fact(papers: Mapping[str, PaperTruth], slot: str, name: str) -> str:
    return papers[slot].facts.get(name, "") if slot in papers else ""
