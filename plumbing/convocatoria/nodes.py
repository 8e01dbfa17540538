"""The shape of every value of a convocatoria: frozen, closed to unknown keys, saying where it comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Clause = Annotated[str, Field(pattern=r"^\d{3}[§ ].+")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Words = Annotated[str, Field(min_length=1)]


def _exists(moment: str) -> str:
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        raise ValueError("FECHA_IMPOSIBLE") from None
    return moment


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_exists)]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$"), AfterValidator(_exists)]
"""A day, or a day and minute, of Mexico City's wall clock."""


class Part(BaseModel):
    """A piece of a node: it may cite its own clause, otherwise the clause of the node around it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clause: Clause | None = None
    """Where the text says it, e.g. `000§1.1`."""
    text: str | None = None
    """The source's own words, between « and »."""
    note: str | None = None
    """Why the value reads as it does, when the text alone does not show it."""
    supuestos: tuple[str, ...] = ()
    """Ids of the assumptions this rests on (filled in when a `{supuesto: id}` is resolved)."""


class Node(Part):
    """A rule or value that stands on a clause, on an assumption, or on both."""

    @model_validator(mode="after")
    def _has_provenance(self) -> Self:
        if self.clause is None and not self.supuestos:
            raise ValueError("SIN_CLAUSULA")
        return self


class RuleClause(Node):
    """Where the text has a rule that no value of its own carries."""


class StatedText(Node):
    """One text with its clause: `{value: …, clause: …, text: …}`."""

    value: Words


class StatedNumber(Node):
    """One whole number with its clause."""

    value: int


class Supuesto(BaseModel):
    """What the source does not say and we decided. Shown to people; CES may replace it before publication."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Code
    value: object
    statement: Words
    """The assumption in one plain es-MX sentence, for the portal."""
    why: Words
    gap: Annotated[str, Field(pattern=r"^([GX]-\d{2}(, [GX]-\d{2})*|sin número)$")]
    kind: Annotated[str, Field(pattern=r"^(supuesto|producto)$")] = "supuesto"
    """`supuesto`: an assumption about the rule; `producto`: how the system does what the rule leaves open."""
