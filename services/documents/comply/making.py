"""From any pictures of a paper to the one legal JPG: a pure function of bytes, for a process of its own (`apart`).

Each page is opened within limits, laid flat when its four corners are sure, straightened, lit evenly and given the
pixels of its paper; the pages are composed; the JPG is the most legible that the limit allows. What cannot become
legible is refused with the reason, not polished.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

from plumbing.errors import Invalid
from services.documents.comply import composition, encoding, legibility, opening, page, paper
from services.documents.comply.opening import Page, Pixels
from services.documents.domain.complying import Complied, Goal, Step
from services.documents.domain.page import Area

PREVIEW_PX = 900
PREVIEW_QUALITY = 70
SCREEN_PPP = 96
ENLARGED = 1.01
LEAST_DETAIL = 0.25
LEAST_LEGIBLE = 0.6
MOST_TOGETHER_PX = 24_000_000
WITHOUT_GAPS = 0.97  # of a composition: its pages


def comply(files: tuple[bytes, ...], goal: Goal) -> Complied:
    """The legal JPG and what was done. Raises Invalid with one clear code.

    Codes: ORIGINAL_VACIO, ORIGINAL_DESCONOCIDO, ORIGINAL_DANADO, ORIGINAL_DEMASIADO_GRANDE, PDF_CON_CONTRASENA,
    DEMASIADAS_PAGINAS, PAGINA_INEXISTENTE, FOTO_CON_POCOS_PIXELES, FOTO_BORROSA, NO_CABE_LEGIBLE.
    Source: 000§2.2.3 (table), 2.2.1 d–f; X-62, X-63.
    """
    cv2.setNumThreads(1)
    chosen = opening.places(files, goal)
    minimum, full = goal.page(len(chosen))
    most_px = min(MOST_TOGETHER_PX, WITHOUT_GAPS * goal.max_pixels)
    full = _together(full, len(chosen), most_px)
    before, sheets = [], []
    for number, place in enumerate(chosen, 1):
        found = opening.open_page(place, full)
        before.append(_reduced(found.pixels))
        sheets.append(_prepared(found, str(number), minimum, full, goal.required_ppp))
    done = composition.within([sheet.pixels for sheet in sheets], most_px)
    steps = [step for sheet in sheets for step in sheet.steps]
    least = max(max(minimum[0] / min(one.shape[:2]), minimum[1] / max(one.shape[:2])) for one in done)
    whole = composition.composed(done)
    if len(done) > 1:
        steps.append(Step("HOJAS_REUNIDAS", {"hojas": str(len(done))}))
    made_of = encoding.encode(whole, goal.max_bytes, least, goal.required_ppp)
    if made_of is None or made_of.legibility < LEAST_LEGIBLE:
        raise Invalid("NO_CABE_LEGIBLE", hojas=len(done))
    told = _told(made_of, composition.composed(before), whole, steps, goal)
    where = sheets[0].glare if len(sheets) == 1 else ()
    return replace(told, has_glare=any(sheet.glare for sheet in sheets), glare=where)


def _together(full: tuple[int, int], total: int, most_px: float) -> tuple[int, int]:
    """Pixels of one page when so many share a picture that must stay of a size one can open."""
    share = min(1.0, math.sqrt(most_px / (total * full[0] * full[1])))
    return math.ceil(full[0] * share), math.ceil(full[1] * share)


@dataclass(frozen=True)
class Sheet:
    """A page with the pixels of its paper, what was done to it, and where its photo had a glare."""

    pixels: Pixels
    steps: tuple[Step, ...]
    glare: tuple[Area, ...]


def _prepared(found: Page, sheet: str, minimum: tuple[int, int], full: tuple[int, int], ppp: int) -> Sheet:
    """The page, ready to be composed. Raises Invalid(FOTO_…)."""
    pixels, steps, quad = found.pixels, list[Step](), None
    glare: tuple[Area, ...] = ()
    if found.is_photo:
        quad = paper.corners(pixels, full)
        if quad is not None:
            pixels = paper.flat(pixels, quad, full)
            steps.append(Step("RECORTADA", {"hoja": sheet}))
    pixels, turned = page.upright(pixels)
    steps += [Step("GIRADA", {"hoja": sheet, "grados": str(min(turned, 360 - turned))})] if turned else []
    if found.is_photo:
        if quad is None:
            pixels, degrees = page.straightened(pixels)
            steps += [Step("ENDEREZADA", {"hoja": sheet, "grados": f"{abs(degrees):.1f}"})] if degrees else []
        _require_hope(pixels, minimum, full, ppp, sheet)
        glare = page.glare(pixels)
        pixels, was_uneven = page.lit_evenly(pixels)
        steps += [Step("LUZ_PAREJA", {"hoja": sheet})] if was_uneven else []
    pixels, factor = composition.sized(pixels, full, not found.is_photo or quad is not None)
    if found.is_photo:
        pixels, was_noisy = page.calmed(pixels)
        steps += [Step("GRANO_ATENUADO", {"hoja": sheet})] if was_noisy else []
        share = {"hoja": sheet, "por_ciento": str(round(factor * 100 - 100))}
        steps += [Step("AMPLIADA", share)] if factor > ENLARGED else []
    return Sheet(pixels, tuple(steps), glare)


def _require_hope(
    pixels: Pixels, minimum: tuple[int, int], full: tuple[int, int], ppp: int, sheet: str
) -> None:
    """Raises Invalid when nobody could read what would come of it."""
    short, long = sorted(pixels.shape[:2])
    effective = max(short / full[0], long / full[1]) * ppp
    if short < minimum[0] and long < minimum[1]:
        size: dict[str, Any] = {"ancho": pixels.shape[1], "alto": pixels.shape[0]}
        least = round(minimum[0] * ppp / full[0])
        raise Invalid("FOTO_CON_POCOS_PIXELES", hoja=sheet, ppp=round(effective), minima=least, **size)
    if page.detail(legibility.as_grey(pixels), effective) < LEAST_DETAIL:
        raise Invalid("FOTO_BORROSA", hoja=sheet)


def _told(made: encoding.Encoded, shown: Pixels, whole: Pixels, steps: list[Step], goal: Goal) -> Complied:
    """The answer: what the last steps were, and how legible it has stayed."""
    if made.is_grey and encoding.has_colour(whole):
        steps.append(Step("EN_GRIS"))
    if made.scale < 1:
        steps.append(Step("MENOS_PIXELES", {"por_ciento": str(round(made.scale * 100))}))
    size = {"ancho": str(round(whole.shape[1] * made.scale)), "alto": str(round(whole.shape[0] * made.scale))}
    facts = {
        "kb": f"{len(made.content) / 1024:.0f}",
        "limite": f"{goal.max_bytes / 1024:.0f}",
        "calidad": str(made.quality),
        "legible": f"{made.legibility * 100:.0f}",
        **size,
    }
    return Complied(
        content=made.content,
        before=_preview(shown),
        after=_preview(_decoded(made.content)),
        steps=(*steps, Step("GUARDADA", facts)),
        legibility=round(made.legibility * 1000),
        margin_bytes=goal.max_bytes - len(made.content),
        quality=made.quality,
        is_grey=made.is_grey,
    )


def _decoded(content: bytes) -> Pixels:
    """The very result, as it came out of its compression; no more of it than a preview needs."""
    image = Image.open(BytesIO(content))
    image.draft(None, (PREVIEW_PX, PREVIEW_PX))
    return np.asarray(image.convert("RGB"))


def _reduced(pixels: Pixels) -> Pixels:
    scale = min(1.0, PREVIEW_PX / max(pixels.shape[:2]))
    return composition.resized(pixels, (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)))


def _preview(pixels: Pixels) -> bytes:
    return encoding.as_jpg(Image.fromarray(_reduced(pixels)), PREVIEW_QUALITY, SCREEN_PPP)
