"""From the bytes of what was sent to its pages: RGB pixels, the right way up by EXIF, within limits.

Nothing is opened that its first bytes or its header show to be too much. Raises Invalid(ORIGINAL_…, PDF_…).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from plumbing.errors import Invalid
from services.documents.comply import printed
from services.documents.domain.complying import Goal
from services.documents.inspection import markers, signatures

Pixels = NDArray[np.uint8]
MOST_PHOTO_PX = 220_000_000  # a telephone of 200 megapixels; decoded at a fraction of its scale
MOST_PX = 36_000_000  # of what can only be decoded whole: a sheet at 600 dots per inch
MOST_COSTLY_PX = 16_500_000  # of what needs several copies to be decoded
COSTLY = ("WebP", "HEIC", "AVIF")
ENOUGH_PX = 26_000_000
DRAFTS = (2, 4, 8)
MOST_FRAMES = 40
OBLONG, MOST_OBLONG = 0.05, 4.0  # from which a pixel is not square, and beyond which its tag is wrong
ORIENTATION, LYING = 0x0112, range(5, 9)
READERS = {
    "JPG": "JPEG",
    "PNG": "PNG",
    "TIFF": "TIFF",
    "WebP": "WEBP",
    "HEIC": "HEIF",
    "AVIF": "AVIF",
    "BMP": "BMP",
}
FORMATS = (*READERS, "PDF")

Image.MAX_IMAGE_PIXELS = MOST_PX
pi_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Page:
    """One page. `is_photo`: a camera or a scanner made it, so it may lie in perspective or be dim."""

    pixels: Pixels
    is_photo: bool


@dataclass(frozen=True)
class Place:
    """Where a page is: in which file (and its number, from 1), and which page of it (from 0)."""

    content: bytes
    file: int
    page: int


def places(files: tuple[bytes, ...], goal: Goal) -> tuple[Place, ...]:
    """The pages that were chosen of all files, in order.

    Raises Invalid(PAGINA_INEXISTENTE, DEMASIADAS_PAGINAS) besides what opening raises.
    """
    every = [
        Place(content, number, page)
        for number, content in enumerate(files, 1)
        for page in range(_count(content, number))
    ]
    chosen = goal.chosen or tuple(range(1, len(every) + 1))
    for number in chosen:
        if not 1 <= number <= len(every):
            raise Invalid("PAGINA_INEXISTENTE", pagina=number, hay=len(every))
    if len(chosen) > goal.most_pages:
        raise Invalid("DEMASIADAS_PAGINAS", hay=len(chosen), maximo=goal.most_pages)
    return tuple(every[number - 1] for number in chosen)


def format_of(content: bytes) -> str:
    """What the file is by its content; empty when it is nothing we open."""
    found = signatures.format_of(content)
    return found if found in FORMATS else ""


def _count(content: bytes, number: int) -> int:
    """Pages in one file. Raises Invalid."""
    if not content:
        raise Invalid("ORIGINAL_VACIO", archivo=number)
    kind = format_of(content)
    if not kind:
        shown = signatures.format_of(content) or "desconocido"
        raise Invalid("ORIGINAL_DESCONOCIDO", archivo=number, formato=shown, formatos=", ".join(FORMATS))
    if kind == "PDF":
        return printed.count(content, number)
    if kind != "TIFF":
        return 1
    with _reading(number), _open(content, kind, number) as image:
        count = int(getattr(image, "n_frames", 1))
    if count > MOST_FRAMES:
        raise Invalid("DEMASIADAS_PAGINAS", hay=count, maximo=MOST_FRAMES)
    return count


def open_page(place: Place, full: tuple[int, int]) -> Page:
    """The page as pixels; `full`: (short, long) pixels that its paper should have. Raises Invalid."""
    kind = format_of(place.content)
    if kind == "PDF":
        return Page(*printed.render(place.content, place.page, full, place.file))
    with _reading(place.file), _open(place.content, kind, place.file) as image:
        if place.page:
            image.seek(place.page)
            _require_affordable(image, MOST_PX, place.file)
        if isinstance(image, JpegImageFile):
            _reduce(image)
        ratio = _density_ratio(image) if kind == "TIFF" else 1.0  # before loading turns it
        image.load()
        if image.width * image.height > ENOUGH_PX and image.mode in ("L", "RGB"):
            image = image.reduce(2)
        ImageOps.exif_transpose(image, in_place=True)
        return Page(np.asarray(_squared(as_rgb(image), ratio)), True)


def _density_ratio(image: Any) -> float:
    """How much denser the pixels stand along a row of the upright page: a fax has 204 dots across and 98 down."""
    x, y = (float(density) for density in image.info.get("dpi", (1, 1)))
    if not (x > 0 and y > 0 and 1 / MOST_OBLONG <= x / y <= MOST_OBLONG):
        return 1.0
    return y / x if image.getexif().get(ORIENTATION, 1) in LYING else x / y


def _squared(image: Any, ratio: float) -> Any:
    """The page with square pixels: more of them, or, where these are too many, fewer."""
    if abs(ratio - 1) < OBLONG:
        return image
    grows = image.width * image.height * max(ratio, 1 / ratio) <= ENOUGH_PX
    across, down = (1.0, ratio) if (ratio > 1) == grows else (1 / ratio, 1.0)
    return image.resize((max(1, round(image.width * across)), max(1, round(image.height * down))))


def _open(content: bytes, kind: str, number: int) -> Any:
    """Pillow's view of the header, read only as what the signature says."""
    if kind == "JPG":
        structure = markers.walk(content)
        too_much = structure.cost_bytes > markers.MAX_COST_BYTES or structure.work > markers.MAX_WORK
        if too_much or structure.pixels > MOST_PHOTO_PX:
            raise _too_large(structure.width, structure.height, MOST_PHOTO_PX, number)
        return JpegImageFile(BytesIO(content))
    image = Image.open(BytesIO(content), formats=(READERS[kind],))
    _require_affordable(image, MOST_COSTLY_PX if kind in COSTLY else MOST_PX, number)
    return image


def _reduce(image: JpegImageFile) -> None:
    """A photo of more pixels than a page can use is decoded at a half, a quarter or an eighth."""
    width, height = image.size
    scale = next((s for s in (1, *DRAFTS) if width * height // (s * s) <= ENOUGH_PX), DRAFTS[-1])
    if scale > 1:
        image.draft(None, (width // scale, height // scale))


def _require_affordable(image: Any, most: int, number: int) -> None:
    if image.width * image.height > most:
        raise _too_large(image.width, image.height, most, number)


def _too_large(width: int, height: int, most: int, number: int) -> Invalid:
    size: dict[str, Any] = {"ancho": f"{width:,}", "alto": f"{height:,}"}
    return Invalid("ORIGINAL_DEMASIADO_GRANDE", archivo=number, maximo=most // 1_000_000, **size)


def as_rgb(image: Any) -> Any:
    """The image in RGB; what is transparent is white, sixteen bits become eight."""
    if image.mode.startswith(("I", "F")):
        levels = np.asarray(image, dtype=np.float32)
        top = 65535.0 if levels.max(initial=0) > 255 else 255.0
        return Image.fromarray(np.clip(levels * (255.0 / top), 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    return image if image.mode == "RGB" else image.convert("RGB")


@contextmanager
def _reading(number: int) -> Iterator[None]:
    """Turns whatever a decoder throws at broken bytes into one clear error."""
    try:
        yield
    except (Invalid, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(0, 0, MOST_PX, number) from error
    except Exception as error:
        raise Invalid("ORIGINAL_DANADO", archivo=number) from error
