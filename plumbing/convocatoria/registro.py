"""What an aspirante registers: categories, fields, grade scales, declarations, preferences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plumbing.convocatoria.nodes import Code, Node, Words

PlazaCategoria = Literal["nacional", "extranjero", "indistinta"]
FieldKind = Literal[
    "TEXTO", "CURP", "FECHA", "ENTIDAD", "PAIS", "TELEFONO_10", "CORREO", "CODIGO_POSTAL",
    "SEDE", "SUBSEDE", "ESPECIALIDAD", "FOLIO_ENARM", "PUNTAJE_0_100", "ESCALA",
    "CALIFICACION", "SI_NO", "OPCION", "ENTERO", "CER",
]  # fmt: skip


class Category(Node):
    """Who the aspirante is for this call; must agree with the ENARM registration."""

    code: Code
    label: Words
    roster: Literal["nacional", "extranjero", "residente"]
    audience: Literal["MEXICANO", "EXTRANJERO", "RESIDENTE"]
    identity_key: Literal["curp", "curp_temporal"]
    plazas: Annotated[tuple[PlazaCategoria, ...], Field(min_length=1)]
    """Categories of plaza this person may take, the one to use first in front."""
    studies: Literal["MEXICO", "EXTRANJERO"] | None = None
    """Where the licenciatura was studied; None: anywhere."""
    issued_abroad_needs: tuple[Code, ...] = ()
    """Formalities for each document issued abroad (`notariado`, `apostillado`, `autenticacion_consular`)."""


class RegistroField(Node):
    """One field of the form, under the tab where it is shown."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
    """Its path in the form, as errors and observations name it (`calificacion.base_100`)."""
    label: Words
    tab: Code
    kind: FieldKind
    required: bool = True
    when: Literal["siempre", "trabajador", "con_cedula", "con_servicio_social"] = "siempre"
    count_min: Annotated[int, Field(ge=1)] = 1
    count_max: Annotated[int, Field(ge=1)] = 1
    options: tuple[Code, ...] = ()
    option_labels: Mapping[Code, Words] = {}
    """What this call calls an option of its own; those that every call shares have their words already."""
    in_roster: bool = False
    """The roster of seleccionados carries it, and both must agree."""
    shown_in: tuple[Code, ...] = ()
    """Slots of the documents a validador compares it with."""

    @model_validator(mode="after")
    def _names_its_options(self) -> Self:
        if not self.option_labels.keys() <= set(self.options):
            raise ValueError("OPCION_SIN_CAMPO")
        return self


class GradeScale(Node):
    """How a grade becomes base 100."""

    code: Code
    label: Words
    top: Decimal | None
    factor: Decimal | None
    """Multiplies the grade; None: the equivalence document gives the value in base 100."""
    needs_equivalence: bool


class WorkerCondition(Node):
    """A condition of IMSS workers; failing it loses the worker's points, not the contest."""

    code: Code
    label: Words
    rule: Literal[
        "contratacion_base_00", "titulo_y_cedula", "antiguedad", "seleccionado_enarm", "tramite_personal"
    ]
    min_years: int | None = None
    max_years: int | None = None
    counted_on: Literal["primer_envio"] | None = None
    decides_points: bool = True
    """False: information only, checked by somebody else later."""


class Declaration(Node):
    """A sentence the aspirante declares true under protest; `code` is its field in the form."""

    code: Code
    sentence: Words
    excludes: bool = True
    """Not declaring it is a cause that bars the person from this call; otherwise it only stops the print."""


class Preferences(Node):
    """How sedes are ranked."""

    spaces: Literal["todas_las_sedes", "maximo", "una"]
    max_spaces: Annotated[int, Field(ge=1)] | None = None
    """With `maximo`, and only with it: how many sedes are ranked where more are offered."""
    duplicates: Literal[False]
    subsedes: Literal["orden_opcional_por_sede", "ninguna"]
    unnamed_subsedes: Literal["orden_de_catalogo"]
    change_after_assignment: Literal[False]
