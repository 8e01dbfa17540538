"""The one error tree: a stable code, one of six kinds, facts, and the clause that asks for it.

Text for people is not here: each service keeps it in its `messages.yaml`, keyed by code, and the edge joins
the two (`plumbing.messages`). So a domain rule can say precisely what is wrong without knowing a language. Nor is
the clause: a domain cites a `Rule` by its name, and each convocatoria says in its `clauses` where its text has it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a caller may do about the error."""

    INVALID = "INVALID"  # correct the input
    NOT_FOUND = "NOT_FOUND"  # there is no such thing, or it is not yours to see
    NOT_ALLOWED = "NOT_ALLOWED"  # this caller may not
    OUTSIDE_WINDOW = "OUTSIDE_WINDOW"  # not at this time
    CONFLICT = "CONFLICT"  # the state has moved on: read again
    UNAVAILABLE = "UNAVAILABLE"  # try again later


class Rule(StrEnum):
    """What the refusals of the services rest on, where no value of the convocatoria carries the clause along."""

    ABANDONO = "abandono"
    ACCEPTANCE_CLOSE = "acceptance_close"
    ADSCRIPCION = "adscripcion"
    ARTICLES = "articles"
    CATEGORY = "category"
    CLAIMS = "claims"
    COMPROMISO = "compromiso"
    COURSE_CHOICE = "course_choice"
    COURSES = "courses"
    CURP = "curp"
    CURP_TEMPORAL = "curp_temporal"
    DIPLOMAS = "diplomas"
    DOCUMENTS = "documents"
    EXAM_EXEMPTION = "exam_exemption"
    EXAMS = "exams"
    FIELDS = "fields"
    FILE_NAMES = "file_names"
    FINAL_CHOICE = "final_choice"
    GRADES = "grades"
    INSTITUTION = "institution"
    INTERNADO = "internado"
    LAST_PRINT = "last_print"
    LETTER_VALIDITY = "letter_validity"
    NO_ACEPTAR = "no_aceptar"
    OBLIGATIONS = "obligations"
    OBSERVATIONS = "observations"
    OFERTA = "oferta"
    PERMUTAS = "permutas"
    PHONES = "phones"
    POINTS = "points"
    POOL = "pool"
    PREACEPTACION = "preaceptacion"
    PRESENTATION = "presentation"
    PUNTAJE = "puntaje"
    RANKING = "ranking"
    RENUNCIA = "renuncia"
    RESULTS = "results"
    ROSTER = "roster"
    ROUND = "round"
    SEDE_LETTER = "sede_letter"
    SERVICIO_SOCIAL = "servicio_social"
    SINGLE_PRINT = "single_print"
    SOLICITUD = "solicitud"
    STATUSES = "statuses"
    TRACE = "trace"
    UNDER_REVIEW = "under_review"
    WORKERS = "workers"


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong: its path as the form names it (`telefonos[1]`), a code, and facts."""

    field: str
    code: str
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    clause: str | None = None


class ResidenciasError(Exception):
    """A refusal with a stable `code`; `facts` fill the message and travel to the caller."""

    kind: Kind
    text: Mapping[str, str] | None = None  # que, porque, arreglo, when the error came over the wire with them

    def __init__(
        self, code: str, *, clause: str | None = None, fields: tuple[FieldError, ...] = (), **facts: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.clause = clause
        self.fields = tuple(fields)
        self.facts = facts

    def citing(self, clauses: Mapping[str, str]) -> ResidenciasError:
        """The same error, the rules it and its fields rest on replaced by the clauses of a convocatoria."""
        self.clause = cited(self.clause, clauses) or None
        self.fields = tuple(
            dataclasses.replace(one, clause=cited(one.clause, clauses) or None) for one in self.fields
        )
        return self

    def __str__(self) -> str:
        parts = [self.code]
        if self.facts:
            parts.append(", ".join(f"{name}={value}" for name, value in sorted(self.facts.items())))
        if self.fields:
            parts.append("; ".join(f"{f.field}: {f.code}" for f in self.fields))
        return " · ".join(parts)


class Invalid(ResidenciasError):
    kind = Kind.INVALID


class NotFound(ResidenciasError):
    kind = Kind.NOT_FOUND


class NotAllowed(ResidenciasError):
    kind = Kind.NOT_ALLOWED


class OutsideWindow(ResidenciasError):
    kind = Kind.OUTSIDE_WINDOW


class Conflict(ResidenciasError):
    kind = Kind.CONFLICT


class Unavailable(ResidenciasError):
    kind = Kind.UNAVAILABLE


class Unrouted(Unavailable):
    """The broker is there, but no queue is bound to this one message: others may still go."""


def cited(clause: str | None, clauses: Mapping[str, str]) -> str:
    """Where the text says it: what `clauses` has for a rule, empty when nothing; any other clause as it is."""
    named = clause in {rule.value for rule in Rule}
    return clauses.get(clause, "") if clause and named else clause or ""


BY_KIND: dict[Kind, type[ResidenciasError]] = {
    Kind.INVALID: Invalid,
    Kind.NOT_FOUND: NotFound,
    Kind.NOT_ALLOWED: NotAllowed,
    Kind.OUTSIDE_WINDOW: OutsideWindow,
    Kind.CONFLICT: Conflict,
    Kind.UNAVAILABLE: Unavailable,
}


@dataclass(frozen=True)
class Reason:
    """Why a decision fell as it did: a code, the clause, and the facts it rests on."""

    code: str
    clause: str
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Accepted:
    """A rule said yes."""


@dataclass(frozen=True)
class Rejected:
    """A rule said no, and says why."""

    reasons: tuple[Reason, ...]


Decision = Accepted | Rejected
