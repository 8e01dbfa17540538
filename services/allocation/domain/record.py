"""What allocation keeps: a participación per expediente, the ofertas, the rounds and the permutas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from unicodedata import combining, normalize

from services.allocation.domain.adscripcion import WITH_LETTER, Adscripcion
from services.allocation.domain.model import Option, Plazas
from services.allocation.domain.rounds import Round


@dataclass(frozen=True)
class Candidato:
    """Who competes, as the ficha froze it. `traits` say which obligations would apply. Source: 000§3.4."""

    nombre_completo: str
    especialidad: str
    categoria: str
    opciones: tuple[Option, ...]
    traits: tuple[str, ...] = ()
    selected_on: date | None = None


@dataclass(frozen=True)
class Puntaje:
    """What ranks: exact, never rounded. A grade that the formula has not is 0. Source: 000§9.2, 002§3.1, G-02."""

    total: Decimal
    enarm: Decimal
    licenciatura: Decimal
    posgrado: Decimal = Decimal(0)
    efiser: Decimal = Decimal(0)


@dataclass(frozen=True)
class Paper:
    """Something signed that the person handed in, as it was scanned. Its bytes lie in the object store.

    `erased_at`: the term to keep them is over. `object_name` is "" once they are gone.
    """

    sha256: str
    kind: str
    media_type: str
    size: int
    object_name: str
    received_at: datetime
    received_by: str
    erased_at: datetime | None = None


@dataclass(frozen=True)
class Participacion:
    """One person of the concurso. `estado`, `ooad`, `next_due_on`, `words` and `papers_since` repeat what queries
    select by.

    `salida` is why validation took the person out, "" while they take part. `estado` is "" until the gate opens:
    before it nothing of a result stands here.
    """

    convocatoria: str
    folio: str = ""
    estado: str = ""
    ooad: str = ""
    next_due_on: str = ""
    candidato: Candidato | None = None
    puntaje: Puntaje | None = None
    salida: str = ""
    salida_estado: str = ""
    salida_clause: str = ""
    round_id: str = ""
    rank: int = 0
    option: int = 0
    published_at: datetime | None = None
    resultado_id: str = ""
    puntaje_id: str = ""
    identificacion: str = ""
    presentacion_at: datetime | None = None
    released_at: datetime | None = None
    permutas: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    papers_since: datetime | None = None
    words: tuple[str, ...] = ()
    adscripcion: Adscripcion | None = None


def with_case(one: Participacion, case: Adscripcion, at: datetime, ooad: str | None = None) -> Participacion:
    """`one` with its new case; the fields that queries select by follow it."""
    due = [o.due_on for o in case.obligations if o.state == "PENDIENTE" and not o.is_before_sede and o.due_on]
    pending = case.status in WITH_LETTER and due
    return replace(
        one,
        adscripcion=case,
        estado=case.status.value,
        words=words_of(f"{one.candidato.nombre_completo if one.candidato else ''} {one.folio}"),
        ooad=one.ooad if ooad is None else ooad,
        next_due_on=min(due).isoformat() if pending else "",
        released_at=at if case.has_freed_plaza and one.released_at is None else one.released_at,
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or folio, as people look for them: in capitals, without accents, each once."""
    plain = "".join(c for c in normalize("NFD", text.upper()) if not combining(c))
    return tuple(dict.fromkeys(plain.split()))


@dataclass(frozen=True)
class Refused:
    """A row of the file that does not count, and why: `facts` fill the sentence for `code`."""

    row: int
    code: str
    facts: dict[str, str]


@dataclass(frozen=True)
class Oferta:
    """A file of plazas. `state`: PROPUESTA, ACEPTADA, SUSTITUIDA."""

    convocatoria: str
    state: str
    sha256: str
    rows: int
    cells: tuple[Plazas, ...]
    refused: tuple[Refused, ...]
    loaded_by: str
    loaded_at: datetime
    accepted_by: str = ""
    accepted_at: datetime | None = None
    filename: str = ""

    @property
    def plazas(self) -> int:
        """All places of the file."""
        return sum(cell.plazas for cell in self.cells)


@dataclass(frozen=True)
class Broken:
    """A property that did not hold, and where."""

    property: str
    where: str


@dataclass(frozen=True)
class Ronda:
    """A round from its frozen input on. `state`: CORRIENDO, FALLIDA, INTERRUMPIDA, or the round's own.

    The input's digest is kept (and published) before anything is computed; the bundles lie in the object store.
    """

    convocatoria: str
    kind: str
    state: str
    oferta_id: str
    input_sha256: str
    inscritos_sha256: str
    rules_digest: str
    public_number: str
    public_source: str
    draw_seed: str
    pool: int
    plazas: int
    run_by: str
    run_at: datetime
    key: str = ""
    broken: tuple[Broken, ...] = ()
    changed: int = 0
    round: Round | None = None
    is_delivered: bool = False


@dataclass(frozen=True)
class Lado:
    """One of the two of a permuta, with the place they had when it was asked for."""

    expediente_id: str
    folio: str
    sede: str = ""
    subsede: str = ""
    categoria: str = ""


@dataclass(frozen=True)
class Permuta:
    """A swap: SOLICITADA, CONVENIDA, APROBADA; or RECHAZADA by the other, RETIRADA by who asked. Source: 000§7.1."""

    convocatoria: str
    especialidad: str
    a: Lado
    b: Lado
    state: str
    asked_at: datetime
    agreed_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str = ""
    ended_at: datetime | None = None
    is_applied: bool = False


@dataclass(frozen=True)
class Read:
    """Somebody of the staff looked into a dossier."""

    convocatoria: str
    what: str
    by: str
    at: datetime
