"""What is said of a file, and when a slot may change: measurements and requirements in, findings out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plumbing.errors import Rule
from services.documents.domain.legibility import legibility_findings
from services.documents.domain.likeness import code_keys
from services.documents.domain.model import (
    ANY_TIME,
    SOLICITUD,
    Carpeta,
    Damage,
    Finding,
    Level,
    Measurements,
    Policy,
    Print,
    Requirements,
    Verdict,
    Version,
)

KB = 1024
TAG_TOLERANCE_PPP = 1  # centimetres in the tag do not give 300 exactly
ROUNDING_PX = 1
EXTENSIONS = (".jpg", ".jpeg")
MARK = "RES1"
MARK_PARTS = 5
NAMES = {Level.BLOQUEA: "RECHAZADO", Level.ADVIERTE: "CON_ADVERTENCIAS"}
ORDER = {Level.BLOQUEA: 0, Level.ADVIERTE: 1, Level.INFORMA: 2}
WRITABLE = {"PENDIENTE", "CON_OBSERVACIONES"}
ONLY_ONCE = "CERRADO_CARGA_UNICA"


def judge(seen: Measurements, filename: str, asked: Requirements, extra: tuple[Finding, ...] = ()) -> Verdict:
    """Everything that is to be said of the file, at once; what blocks stands first.

    Source: 000§2.2.3 «Especificaciones» b, d and table; decisions X-62, X-63.
    """
    findings = [*name_findings(filename, asked), *content_findings(seen, asked)]
    if seen.format == "JPG" and seen.damage is Damage.NINGUNO:
        looks = () if seen.is_blank else legibility_findings(seen.page, asked)
        findings += [*page_findings(seen, asked), *looks, *extra]
    findings.sort(key=lambda finding: ORDER[finding.level])
    levels = {finding.level for finding in findings}
    name = next((name for level, name in NAMES.items() if level in levels), "ACEPTABLE")
    return Verdict(
        verdict=name,
        findings=tuple(findings),
        bytes=seen.bytes,
        width_px=seen.width_px,
        height_px=seen.height_px,
        dpi=seen.dpi,
        sha256=seen.sha256,
        qr=seen.qr,
        picture_sha256=seen.picture_sha256,
        likeness=seen.likeness,
        likeness_keys=(*seen.likeness_keys, *code_keys(seen.qr)),
    )


def name_findings(filename: str, asked: Requirements) -> list[Finding]:
    """The file is called as the column NOMBRE says: capitals, no accents, no symbols.

    The extension is `.jpg` or `.jpeg` in any case: the same format, and the column gives none. Folders before
    the name are ignored.
    Where the call gives no name, any name does with the extension. Source: 000§2.2.3 «Especificaciones» d; 002§2.3 C.
    """
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, extension = name.rpartition(".")
    if (asked.any_name or stem == asked.slot) and dot + extension.lower() in EXTENSIONS:
        return []
    shown = name[:80] or "(sin nombre)"
    facts = {"nombre": shown, "esperado": f"{asked.slot}.jpg"}
    clause = asked.clause if asked.any_name else Rule.FILE_NAMES
    return [Finding("NOMBRE_DE_ARCHIVO", Level.BLOQUEA, clause, facts)]


def content_findings(seen: Measurements, asked: Requirements) -> list[Finding]:
    """Weight, format, damage and company. Source: 000§2.1, 2.2.3 table (TAMAÑO MÁXIMO, FORMATO); X-62."""
    found = []
    if not seen.bytes:
        return [_blocks("ARCHIVO_VACIO", asked)]
    if seen.bytes > asked.max_bytes:
        facts = {"peso": kilobytes(seen.bytes), "limite": asked.size_label, "maximo": f"{asked.max_bytes:,}"}
        found.append(_blocks("EXCEDE_TAMANO", asked, bytes=f"{seen.bytes:,}", **facts))
    if seen.format != "JPG":
        code = "NO_ES_JPG" if seen.format else "NO_ES_IMAGEN"
        return [*found, _blocks(code, asked, formato=seen.format)]
    if seen.second_file:
        found.append(_blocks("ARCHIVO_DOBLE", asked, formato=seen.second_file))
    elif seen.trailing_bytes:
        found.append(_warns("DATOS_AL_FINAL", asked, sobrante=kilobytes(seen.trailing_bytes)))
    if seen.damage is Damage.DEMASIADO:
        facts = {"ancho": f"{seen.width_px:,}", "alto": f"{seen.height_px:,}"}
        found.append(_blocks("DEMASIADOS_PIXELES", asked, maximo=f"{asked.max_pixels // 1_000_000}", **facts))
    elif seen.damage is not Damage.NINGUNO:
        found.append(_blocks(seen.damage.value, asked))
    return found


def page_findings(seen: Measurements, asked: Requirements) -> list[Finding]:
    """Enough to be read, on paper of its usual size; the tag only warns.

    Source: 000§2.2.3 table (RESOLUCIÓN, 300 ppp); X-63.
    """
    found = []
    effective = effective_ppp(seen, asked)
    facts = {
        "ancho": str(seen.width_px),
        "alto": str(seen.height_px),
        "ppp": str(effective),
        "requerida": str(asked.required_ppp),
        "minima": str(asked.readable_ppp),
        "papel": asked.paper,
    }
    if seen.short_px < asked.minimum[0] or seen.long_px < asked.minimum[1]:
        found.append(_blocks("POCOS_PIXELES", asked, **facts))
    elif effective < asked.required_ppp:
        found.append(_warns("RESOLUCION_BAJA", asked, **facts))
    if seen.is_blank:
        found.append(_blocks("VACIO", asked))
    found += tag_findings(seen, asked)
    if seen.mode == "CMYK":
        found.append(_warns("COLORES_DE_IMPRENTA", asked))
    if seen.orientation != 1:
        found.append(Finding("GIRADA_POR_ETIQUETA", Level.INFORMA, asked.clause))
    return found


def tag_findings(seen: Measurements, asked: Requirements) -> list[Finding]:
    """What the density tag says against what is asked. Source: 000§2.2.3 table (RESOLUCIÓN); X-63."""
    if not asked.tag_counts:
        return []
    level = Level.BLOQUEA if asked.tag_blocks else Level.ADVIERTE
    facts = {"requerida": str(asked.required_ppp)}
    if not seen.dpi or not seen.dpi_vertical:
        return [Finding("SIN_PPP", level, asked.clause, facts)]
    if all(abs(dpi - asked.required_ppp) <= TAG_TOLERANCE_PPP for dpi in (seen.dpi, seen.dpi_vertical)):
        return []
    shown = f"{seen.dpi}" if seen.dpi == seen.dpi_vertical else f"{seen.dpi} × {seen.dpi_vertical}"
    return [Finding("PPP_DISTINTOS", level, asked.clause, {**facts, "etiqueta": shown})]


def effective_ppp(seen: Measurements, asked: Requirements) -> int:
    """Dots per inch of the page, from its pixels and the usual size of such a paper.

    A scanner rounds a side down and the convocatoria rounds it up: one pixel less is not fewer dots.
    Source: X-63.
    """
    return min(
        (seen.short_px + ROUNDING_PX) * asked.required_ppp // asked.full[0],
        (seen.long_px + ROUNDING_PX) * asked.required_ppp // asked.full[1],
    )


def solicitud_findings(
    seen: Measurements, convocatoria: str, current: Print | None
) -> tuple[tuple[Finding, ...], int]:
    """(Findings, number of the print the scan shows; 0 when its QR names none of this person's).

    The signed solicitud must be the last print of the last entry; an unreadable QR is left to the validador.
    Source: 000§2.2.1 j, 3.3 c; rules.md §3.3.
    """
    marks = [parts for text in seen.qr if (parts := text.split("|"))[0] == MARK and len(parts) == MARK_PARTS]
    if not marks:
        return (Finding("QR_NO_LEIDO", Level.ADVIERTE, Rule.LAST_PRINT),), 0
    number = int(marks[0][3]) if marks[0][3].isascii() and marks[0][3].isdigit() else 0
    facts = {"impresion": str(number)}
    if current is None or marks[0][1] != convocatoria or not number:
        return (Finding("SOLICITUD_AJENA", Level.BLOQUEA, Rule.LAST_PRINT, facts),), 0
    facts |= {"vigente": str(current.number), "impresa": current.printed_text}
    if number < current.number:
        return (Finding("SOLICITUD_VENCIDA", Level.BLOQUEA, Rule.LAST_PRINT, facts),), number
    if "|".join(marks[0]) != current.qr:
        return (Finding("SOLICITUD_AJENA", Level.BLOQUEA, Rule.LAST_PRINT, facts),), 0
    if not current.is_current:
        return (Finding("SOLICITUD_POR_REIMPRIMIR", Level.BLOQUEA, Rule.LAST_PRINT, facts),), number
    return (), number


def why_closed(carpeta: Carpeta, slot: str, policy: Policy = ANY_TIME) -> str:
    """Empty when the slot may change now; else the code of the reason.

    Source: 000§3.3 a–c and advice on re-entering; rules.md §3.5; decisions X-22, G-12; 002§2.3 C.
    """
    if policy.is_single and carpeta.of(slot):
        return ONLY_ONCE
    if carpeta.estado not in (WRITABLE | {"INSCRITO"} if policy.outlives_inscription else WRITABLE):
        return f"CERRADO_{carpeta.estado}"
    if carpeta.estado == "CON_OBSERVACIONES" and slot not in (*carpeta.observed, SOLICITUD):
        return "CERRADO_SIN_OBSERVACION"
    return ""


def add_version(carpeta: Carpeta, version: Version) -> Carpeta:
    """The version is the slot's newest; earlier ones are kept. Source: 000§2.1, 3.3 c."""
    return replace(carpeta, versions=(*carpeta.versions, version))


def next_number(carpeta: Carpeta, slot: str) -> int:
    """1 for the slot's first version. Source: 000§2.1."""
    newest = carpeta.version(slot, 0)
    return newest.number + 1 if newest else 1


def is_repeated(carpeta: Carpeta, slot: str, kind: str, sha256: str) -> bool:
    """The slot's newest version is this very file as this very kind of paper. Source: 000§2.1."""
    newest = carpeta.version(slot, 0)
    return newest is not None and newest.sha256 == sha256 and newest.kind == kind


def with_estado(carpeta: Carpeta, estado: str, observed: tuple[str, ...], position: int) -> Carpeta | None:
    """The carpeta follows validation; None when it already knows something later. Source: 000§3.3."""
    if position <= carpeta.estado_position:
        return None
    return replace(carpeta, estado=estado, observed=observed, estado_position=position)


def new_version(
    slot: str, number: int, kind: str, at: datetime, verdict: Verdict, print_number: int, object_name: str
) -> Version:
    """The version that keeps a file that was not blocked. Source: 000§2.1."""
    return Version(
        slot=slot,
        number=number,
        kind=kind,
        uploaded_at=at,
        sha256=verdict.sha256,
        bytes=verdict.bytes,
        verdict=verdict,
        print_number=print_number,
        object_name=object_name,
    )


def kilobytes(size: int) -> str:
    """`512 KB`; remainders with a decimal, rounded up: more than 400 KB never reads as 400. Source: X-62."""
    if size < KB:
        return f"{size} bytes"
    tenths = -(-size * 10 // KB)
    return f"{tenths // 10} KB" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10} KB"


def _blocks(code: str, asked: Requirements, **facts: str) -> Finding:
    return Finding(code, Level.BLOQUEA, asked.clause, facts)


def _warns(code: str, asked: Requirements, **facts: str) -> Finding:
    return Finding(code, Level.ADVIERTE, asked.clause, facts)
