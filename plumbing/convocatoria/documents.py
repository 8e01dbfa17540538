"""The document table of a convocatoria: rows (slots), the kinds each accepts, the limits of a file."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import Field

from plumbing.convocatoria.nodes import Code, Day, Node, Part, StatedNumber, Words

Audience = Literal[
    "TODOS", "MEXICANO", "EXTRANJERO", "TRABAJADORES IMSS", "HIJO DE TRABAJADOR", "QUIEN LO RECLAMA",
    "CON ARTICULOS",
]  # fmt: skip
MM_PER_INCH = Decimal("25.4")


class Paper(Part):
    """A usual paper size. Units: millimetres."""

    code: Code
    label: Words
    short_mm: Annotated[Decimal, Field(gt=0)]
    long_mm: Annotated[Decimal, Field(gt=0)]


class Sheets(Part):
    """Several sheets or sides that go in one file."""

    most: Annotated[int, Field(ge=2, le=24)]
    paper: Code | None = None
    """Of each of them, where it is not the kind's own."""


class Retention(Node):
    """How long files are kept, the aspirante's and the scans of what an OOAD received. Units: days."""

    after_cycle: Literal["todo"] | Annotated[int, Field(ge=1)]
    """Days after the cycle closes; `todo`: everything is kept until CES sets a term."""


class DocumentKind(Part):
    """A paper that fills a slot; the aspirante says which one it is."""

    kind: Code
    label: Words
    paper: Code
    categories: tuple[Code, ...] = ()
    """Only these categories may use it; empty: all."""
    claims: tuple[Code, ...] = ()
    """Claims (codes of extras) this paper can prove, once a validador accepts it."""
    obligation: Code | None = None
    """Accepting it starts this obligation (carta compromiso)."""
    reasons: tuple[Code, ...] = ()
    """Reasons the aspirante may give for it (`en_tramite`, `solo_cedula_estatal`)."""
    sheets: Sheets | None = None
    """They share the file; without it the paper is one sheet."""
    needs_qr: bool = False
    qr_names: Literal["", "curp", "cedula_numero"] = ""
    """The field of the registro whose value this paper's QR carries; compared when it can be read."""
    may_repeat: tuple[Code, ...] = ()
    """Slots whose very image it may be (the passport in both, the anverso again)."""
    max_age_years: int | None = None
    issued_since: Day | None = None
    """It must have been issued on this date or later (ISO)."""
    ends_before: Day | None = None
    """The activity it certifies must end before this date (ISO)."""


class DocumentRow(Node):
    """One row of the table: its exact name, who files it, and what it accepts."""

    slot: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*$")]
    label: Words
    audience: Audience
    optional_for: tuple[Code, ...] = ()
    """Categories that may file it without being obliged."""
    single_upload: bool = False
    """It may be uploaded once; there is no second version."""
    issued_abroad: bool = False
    """If it was issued abroad, the foreign-document formalities apply to it."""
    kinds: Annotated[tuple[DocumentKind, ...], Field(min_length=1)]

    def proves(self, claim: str) -> bool:
        """One of its kinds can prove this claim."""
        return any(claim in kind.claims for kind in self.kinds)

    def kind(self, code: str) -> DocumentKind:
        """Raises KeyError."""
        for kind in self.kinds:
            if kind.kind == code:
                return kind
        raise KeyError(code)


class FileRules(Node):
    """What every file must be. Units: bytes, points per inch, pixels."""

    format: Literal["JPG"]
    max_bytes: Annotated[int, Field(ge=1)]
    size_label: Words
    required_ppp: Annotated[int, Field(ge=72)]
    readable_ppp: Annotated[int, Field(ge=72)]
    """Below this effective resolution a file is refused; between this and `required_ppp` it is warned."""
    max_pixels: Annotated[int, Field(ge=1)]
    wrong_ppp_tag: Literal["avisa", "rechaza", "no_se_mira"]
    name_rule: Literal["nombre_exacto_de_la_tabla", "cualquier_nombre"]


class DocumentTable(Part):
    """The rows in the table's order, with the rules they share."""

    file: FileRules
    papers: tuple[Paper, ...]
    rows: tuple[DocumentRow, ...]
    rows_in_source: StatedNumber
    retention: Retention | None = None
    """Without it everything is kept."""

    def row(self, slot: str) -> DocumentRow:
        """Raises KeyError."""
        for row in self.rows:
            if row.slot == slot:
                return row
        raise KeyError(slot)

    def file_name(self, slot: str) -> str:
        """The exact name the file must carry, e.g. `CURP.jpg` (the extension may be upper or lower case)."""
        return f"{self.row(slot).slot}.jpg"

    def min_pixels(self, slot: str, kind: str) -> tuple[int, int]:
        """Short and long side, in pixels, under which a file of this kind is refused."""
        return self._pixels(slot, kind, self.file.readable_ppp)

    def full_pixels(self, slot: str, kind: str) -> tuple[int, int]:
        """Short and long side, in pixels, of this paper at the required resolution; fewer is warned."""
        return self._pixels(slot, kind, self.file.required_ppp)

    def _pixels(self, slot: str, kind: str, ppp: int) -> tuple[int, int]:
        return self.pixels(self.row(slot).kind(kind).paper, ppp)

    def pixels(self, code: str, ppp: int) -> tuple[int, int]:
        """Short and long side, in pixels, of the paper with this code at so many points per inch."""
        paper = next(paper for paper in self.papers if paper.code == code)
        short, long = (
            int((side / MM_PER_INCH * ppp).to_integral_value(rounding=ROUND_CEILING))
            for side in (paper.short_mm, paper.long_mm)
        )
        return short, long
