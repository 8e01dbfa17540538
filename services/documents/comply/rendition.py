"""What is shown instead of a kept JPG: drawn anew, without EXIF, comments or anything behind the picture."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

QUALITY = 85
WHOLE = 1000


def render(content: bytes, longest_px: int, area: tuple[int, int, int, int] | None) -> bytes:
    """The JPG, or this area of it (left, top, width, height in thousandths), no side longer than `longest_px`.

    0: with every pixel. The right way up whatever its EXIF said.
    """
    image = JpegImageFile(BytesIO(content))
    if longest_px and area is None:
        image.draft(None, (longest_px, longest_px))
    image.load()
    upright: Image.Image = ImageOps.exif_transpose(image) or image
    if area is not None:
        left, top, width, height = area
        box = (left * upright.width // WHOLE, top * upright.height // WHOLE,
               -(-(left + width) * upright.width // WHOLE), -(-(top + height) * upright.height // WHOLE))  # fmt: skip
        upright = upright.crop(box)
    if longest_px:
        upright.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    clean = Image.new("L" if upright.mode == "L" else "RGB", upright.size)
    clean.paste(upright if upright.mode == clean.mode else upright.convert(clean.mode))
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
