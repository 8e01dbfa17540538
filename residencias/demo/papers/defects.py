"""Ways a file goes wrong, made on purpose: each turns a good image into the bytes somebody would really send."""

import io
from collections.abc import Callable

from PIL import Image, ImageFilter

from residencias.demo.papers.paper import MAX_BYTES, PPP


def as_jpg(image: Image.Image, quality: int, ppp: int = PPP) -> bytes:
    """The image as a JPG of at most 400 × 1024 bytes, with its density tag; quality gives way to size."""
    while True:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, dpi=(ppp, ppp), subsampling=2)
        if out.tell() <= MAX_BYTES or quality <= 8:
            return out.getvalue()
        quality -= 7


def too_big(image: Image.Image, quality: int) -> bytes:
    """A valid JPG over the limit: best quality, and scanner noise until it weighs too much."""
    noise = Image.effect_noise(image.size, 30).convert(image.mode)
    for share in (0.0, 0.12, 0.3, 0.6):
        out = io.BytesIO()
        Image.blend(image, noise, share).save(out, "JPEG", quality=97, dpi=(PPP, PPP), subsampling=0)
        if out.tell() > MAX_BYTES:
            return out.getvalue()
    raise ValueError(f"an image of {image.size} cannot be made too big")


def png_renamed(image: Image.Image, quality: int) -> bytes:
    """A PNG of a size that would be allowed; only its kind is wrong."""
    small = image.convert("L").quantize(16)
    while True:
        out = io.BytesIO()
        small.save(out, "PNG", dpi=(PPP, PPP))
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
        small = small.resize((small.width * 3 // 4, small.height * 3 // 4))


def truncated(image: Image.Image, quality: int) -> bytes:
    """A JPG whose last third never arrived."""
    whole = as_jpg(image, quality)
    return whole[: len(whole) * 2 // 3]


def wrong_dpi_tag(image: Image.Image, quality: int) -> bytes:
    """All the pixels, under a tag that says 72 ppp."""
    return as_jpg(image, quality, ppp=72)


def too_few_pixels(image: Image.Image, quality: int) -> bytes:
    """A thumbnail: nobody can read it."""
    return as_jpg(image.resize((image.width // 7, image.height // 7), Image.Resampling.BILINEAR), 80)


def blurred(image: Image.Image, quality: int) -> bytes:
    """Out of focus, with all its pixels."""
    return as_jpg(image.filter(ImageFilter.BoxBlur(max(4, image.width // 220))), quality)


def illegible(image: Image.Image, quality: int) -> bytes:
    """Out of focus and washed out by the lamp."""
    soft = image.filter(ImageFilter.BoxBlur(max(7, image.width // 150)))
    return as_jpg(soft.point(lambda v: 60 + v * 3 // 5), quality)


FILES: dict[str, Callable[[Image.Image, int], bytes]] = {
    "TOO_BIG": too_big,
    "PNG_RENAMED": png_renamed,
    "TRUNCATED": truncated,
    "WRONG_DPI_TAG": wrong_dpi_tag,
    "TOO_FEW_PIXELS": too_few_pixels,
    "BLURRED": blurred,
    "ILLEGIBLE": illegible,
}
