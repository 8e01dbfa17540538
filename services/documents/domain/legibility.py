"""What is said of how a page looks: advice with its place on the page, never a refusal.

The texts ask for legible documents and give no measure; a person judges. What is said here helps the aspirante
to scan again in time and tells the validador where to look.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.documents.domain.model import Finding, Level, Requirements
from services.documents.domain.page import Area, Page

LEAST_SHARPNESS = 0.25  # a letter page at 300 ppp out of focus by 4 pixels
BLURRED_SHARE = 0.2
LEAST_CONTRAST = 0.24
LEAST_PAPER = 110
DARK_SHARE = 0.3
MOST_SLANT = 3.0
CUT_PIECES = 6
LEAST_QUALITY = 12
EDGE = 0.03
EDGES = {
    "arriba": Area(0.0, 0.0, 1.0, EDGE),
    "abajo": Area(0.0, 1.0 - EDGE, 1.0, 1.0),
    "izquierda": Area(0.0, 0.0, EDGE, 1.0),
    "derecha": Area(1.0 - EDGE, 0.0, 1.0, 1.0),
}


def legibility_findings(page: Page, asked: Requirements) -> Iterator[Finding]:
    """Focus, light, position and compression of a page that carries ink.

    Source: 000§2.1, 2.2.3 «Especificaciones» b («legibles»); 003§2.2.3 b.
    """
    if not page.inked_share:
        return
    is_blurred = page.sharpness < LEAST_SHARPNESS or page.blurred_share >= BLURRED_SHARE
    is_dark = page.paper < LEAST_PAPER or page.dark_share >= DARK_SHARE
    if is_blurred:
        yield _warns("BORROSA", asked, page.blurred, parte=_percent(page.blurred_share))
    if page.contrast < LEAST_CONTRAST:
        yield _warns("CONTRASTE_BAJO", asked, contraste=_percent(page.contrast))
    if is_dark:
        yield _warns("OSCURA", asked, page.dark, parte=_percent(page.dark_share))
    if page.glare:
        yield glare_finding(page.glare, asked)
    if not is_blurred and not is_dark:
        yield from _direction(page, asked)
    yield from _position(page, asked)
    if 0 < page.quality < LEAST_QUALITY:
        yield _warns("MUY_COMPRIMIDA", asked, calidad=str(page.quality))


def glare_finding(areas: tuple[Area, ...], asked: Requirements) -> Finding:
    """Light wiped out a part of the photo that the page was made of. Source: 000§2.2.3 «Especificaciones» b."""
    return _warns("REFLEJO", asked, areas)


def _direction(page: Page, asked: Requirements) -> Iterator[Finding]:
    """Which way is up; only a page that can be read tells."""
    if page.turned == 180:
        yield _warns("DE_CABEZA", asked)
    elif page.turned:
        yield _warns("DE_LADO", asked)


def _position(page: Page, asked: Requirements) -> Iterator[Finding]:
    """How the page lies, and whether its edges cut it."""
    if abs(page.slant) >= MOST_SLANT:
        yield _warns("INCLINADA", asked, grados=f"{abs(page.slant):.1f}")
    if sides := [side for side, pieces in page.cut.items() if pieces >= CUT_PIECES]:
        yield _warns("CORTADA", asked, tuple(EDGES[side] for side in sides), lados=", ".join(sides))


def _warns(code: str, asked: Requirements, areas: tuple[Area, ...] = (), **facts: str) -> Finding:
    return Finding(code, Level.ADVIERTE, asked.clause, facts, areas)


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"
