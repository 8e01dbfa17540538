"""A drawn paper: its bytes and, beside them, the machine-readable truth that simulated validators use."""

from collections.abc import Mapping
from dataclasses import dataclass

MAX_BYTES = 400 * 1024
PPP = 300

REFUSED = {
    "TOO_BIG": "refused:EXCEDE_TAMANO",
    "PNG_RENAMED": "refused:NO_ES_JPG",
    "TRUNCATED": "refused:TRUNCADO",
    "TOO_FEW_PIXELS": "refused:POCOS_PIXELES",
    "WRONG_DPI_TAG": "warned:PPP_DISTINTOS",
}
FALSE_KINDS: dict[str, dict[str, str]] = {
    "EXPIRED_TARJETON": {"TARJETONPADRE": "TARJETON_VENCIDO", "TARJETONDEPAGO": "TARJETON_VENCIDO_PROPIO"},
    "BT09_WITHOUT_BASE": {"BT09": "BT09_SIN_BASE"},
    "SCHOOL_CONSTANCIA": {"INTERNADO": "INTERNADO_ESCUELA", "SERVICIOSOCIAL": "SERVICIO_ESCUELA"},
}
UNREADABLE = frozenset(["BLURRED", "ILLEGIBLE"])
DEFECTS = (*REFUSED, *UNREADABLE, "WRONG_PERSON", *FALSE_KINDS)


DECLARED_AS = {
    "TITULO_IMPRESO": "TITULO",
    "CC_DOC_TITULO": "CARTA_COMPROMISO",
    "CC_DOC_CEDULA": "CARTA_COMPROMISO",
    "CERTIFICADO_DOS_HOJAS": "CERTIFICADO",
    "BT09_SIN_BASE": "BT09",
    "TARJETON_VENCIDO": "TARJETON_PADRE",
    "DOCENCIA_SIN_ANTIGUEDAD": "DOCENCIA_ANTIGUEDAD",
    "PUBLICACIONES_RESUMEN": "PUBLICACIONES",
    "TARJETON_VENCIDO_PROPIO": "TARJETON",
}


@dataclass(frozen=True, slots=True)
class PaperTruth:
    """What a paper really is.

    Shapes: `holder` is the full name printed on it; `facts` depend on the kind (promedio, escala, issuer, status,
    marca, since, valid_until, compromiso, categoria, print_number …), all strings; `technical` is what an image
    check should answer (ok | warned:CODE | refused:CODE).
    """

    slot: str
    kind: str
    holder: str
    folio_enarm: str
    facts: Mapping[str, str]
    readable: bool
    defect: str
    technical: str

    @property
    def declared_kind(self) -> str:
        """What the person says the paper is when uploading it: the convocatoria's kinds, a false one as a true one."""
        return DECLARED_AS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class Paper:
    """The file a person uploads. Units: `content` is the bytes of the file, `name` its name (000§2.2.3 d)."""

    name: str
    content: bytes
    truth: PaperTruth
