"""The expediente's life as data: statuses, reprint policy, coded reasons, texts of the portal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plumbing.convocatoria.nodes import Code, Node, Words


class Status(Node):
    """A status with the name people see."""

    code: Code
    label: Words
    explanation: Words


class ExpedienteRules(Node):
    """How the circuit of validation behaves."""

    circuit: Literal["validacion", "sin_validacion"] = "validacion"
    """`sin_validacion`: nobody reviews; the first print of the solicitud carries the folio and inscribes."""
    statuses: Annotated[tuple[Status, ...], Field(min_length=1)]
    reprint: Literal["cada_ingreso", "cada_modificacion"]
    """What makes the last print of the solicitud stale."""
    writes_in_validation: Literal["bloqueadas"]
    edits_after_registro: Literal["solo_lo_observado"]
    backlog: Literal["se_termina_de_revisar"]
    people_to_annul: Annotated[int, Field(ge=1)]
    exclusive_institution: bool


class ObservationReason(Node):
    """A coded reason: what the aspirante reads (`que`, `porque`, `arreglo`) and what it does."""

    code: Code
    effect: Literal["observacion", "rechaza_comprobacion", "anula", "cancela"]
    slots: tuple[str, ...] = ()
    """Slots it may be used on; `*`: any."""
    fields: tuple[str, ...] = ()
    claims: tuple[Code, ...] = ()
    que: Words
    porque: Words
    arreglo: Words


class PortalText(Node):
    """A sentence people must be shown at a given place."""

    code: Code
    where: Literal[
        "preferencias", "envio", "en_validacion", "registro", "resultados", "preaceptacion", "siempre"
    ]
    sentence: Words


class Contact(Node):
    """How to reach the people in charge."""

    label: Words
    phone: str | None = None
    extensions: tuple[str, ...] = ()
    hours: str | None = None
    email: str | None = None
    url: str | None = None
