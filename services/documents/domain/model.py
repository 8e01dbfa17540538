"""What documents knows: the measurements of a file, what is said of it, and the carpeta of one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.documents.domain.complying import Original
from services.documents.domain.page import Area, Page

SOLICITUD = "SOLICITUD"


class Level(StrEnum):
    """What a finding does."""

    BLOQUEA = "BLOQUEA"
    ADVIERTE = "ADVIERTE"
    INFORMA = "INFORMA"


class Damage(StrEnum):
    """Why the image of a JPG could not be read whole."""

    NINGUNO = ""
    TRUNCADO = "TRUNCADO"  # it ends before the picture does
    ILEGIBLE = "NO_SE_PUEDE_LEER"  # its structure or its picture is broken
    DEMASIADO = "DEMASIADOS_PIXELES"  # it would cost too much to open: not opened


@dataclass(frozen=True)
class Measurements:
    """What a file is, measured from its bytes alone. Units: bytes, pixels, dots per inch.

    `format` is what the content says (`JPG`, `PNG`, … or empty). What follows `damage` needs
    a JPG, and what follows `orientation` one without damage.
    """

    bytes: int
    sha256: str
    format: str
    damage: Damage = Damage.NINGUNO
    width_px: int = 0
    height_px: int = 0
    dpi: int = 0  # of the tag, horizontal; 0 when there is none
    dpi_vertical: int = 0
    orientation: int = 1  # EXIF, 1..8
    mode: str = ""  # L, RGB, CMYK
    trailing_bytes: int = 0
    second_file: str = ""  # ZIP, PDF, … hidden in the same bytes
    is_blank: bool = False
    qr: tuple[str, ...] = ()
    page: Page = field(default_factory=Page)
    picture_sha256: str = ""  # of the picture alone: the same under other tags
    likeness: str = ""  # a small likeness of the picture, to tell nearly equal ones
    likeness_keys: tuple[str, ...] = ()  # nearly equal pictures nearly always share one

    @property
    def short_px(self) -> int:
        return min(self.width_px, self.height_px)

    @property
    def long_px(self) -> int:
        return max(self.width_px, self.height_px)


@dataclass(frozen=True)
class Requirements:
    """What the convocatoria asks of a file in one slot. `minimum` and `full`: (short, long) pixels.

    Units: bytes, pixels, points per inch. `clause` is that of the file rules.
    """

    slot: str
    max_bytes: int
    size_label: str
    required_ppp: int
    readable_ppp: int
    minimum: tuple[int, int]
    full: tuple[int, int]
    max_pixels: int
    paper: str
    clause: str
    tag_blocks: bool = False
    tag_counts: bool = True
    any_name: bool = False


@dataclass(frozen=True)
class Policy:
    """How often a slot may be filled, and whether it still may once its owner is inscrito. Source: 002§2.3 C."""

    is_single: bool = False
    outlives_inscription: bool = False


ANY_TIME = Policy()


@dataclass(frozen=True)
class Print:
    """The last print of the solicitud, as registration knows it. `qr` is the text its code carries."""

    number: int
    printed_at: datetime
    printed_text: str
    qr: str
    is_current: bool


@dataclass(frozen=True)
class Finding:
    """One thing seen in a file: code, level, clause, the facts of its sentences, and where on the page."""

    code: str
    level: Level
    clause: str
    facts: dict[str, str] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """All that is said of one file. `verdict`: ACEPTABLE, CON_ADVERTENCIAS or RECHAZADO."""

    verdict: str
    findings: tuple[Finding, ...]
    bytes: int
    width_px: int
    height_px: int
    dpi: int
    sha256: str
    qr: tuple[str, ...] = ()
    picture_sha256: str = ""
    likeness: str = ""
    likeness_keys: tuple[str, ...] = ()  # of its codes too

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.BLOQUEA)


@dataclass(frozen=True)
class Version:
    """A file that was kept in a slot. Numbers count from 1 within the slot."""

    slot: str
    number: int
    kind: str
    uploaded_at: datetime
    sha256: str
    bytes: int
    verdict: Verdict
    print_number: int
    object_name: str
    originals: tuple[Original, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A legal JPG that Comply made and that is not in the slot: its digest, and the originals that were kept.

    `findings`: what was seen of the originals and no longer shows in the result.
    """

    slot: str
    sha256: str
    prepared_at: datetime
    originals: tuple[Original, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Carpeta:
    """The papers of one person in one convocatoria, and how far validation lets them be changed.

    `versions` oldest first, of all slots. `observed`: slots named by the last observations. `erased_at`: the term to
    keep the files is over; `erasing`: objects that are still to be deleted for it.
    `estado_position` orders validation's facts (all of one person come from one document).
    """

    convocatoria: str
    expediente_id: str
    versions: tuple[Version, ...] = ()
    estado: str = "PENDIENTE"
    observed: tuple[str, ...] = ()
    estado_position: int = -1
    prepared: tuple[Prepared, ...] = ()
    erased_at: datetime | None = None
    erasing: tuple[str, ...] = ()

    def of(self, slot: str) -> tuple[Version, ...]:
        """The slot's versions, newest first."""
        return tuple(version for version in reversed(self.versions) if version.slot == slot)

    def version(self, slot: str, number: int) -> Version | None:
        """That version; number 0 is the newest; None when there is none."""
        found = self.of(slot)
        if number == 0:
            return found[0] if found else None
        return next((version for version in found if version.number == number), None)


@dataclass(frozen=True)
class Readings:
    """How often staff looked into one person's carpeta; each look is a fact of its own."""

    convocatoria: str
    count: int
