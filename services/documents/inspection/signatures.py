"""What a file is by its first bytes, and whether a second file hides in it."""

from __future__ import annotations

STARTS = (
    (b"\xff\xd8\xff", "JPG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"%PDF-", "PDF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "Word"),
)
BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"hevc": "HEIC", b"avif": "AVIF"}
HIDDEN = (
    (b"PK\x03\x04", "ZIP"),
    (b"%PDF-", "PDF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MZ\x90\x00", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"<?php", "PHP"),
    (b"<html", "HTML"),
    (b"<script", "HTML"),
    (b"#!/", "script"),
)
ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES = 22
ZIP_COMMENT_BYTES = 65_535
PDF_HEADER_WITHIN = 1024


def format_of(content: bytes) -> str:
    """`JPG`, `PNG`, `PDF`, … by content; empty when nothing known begins like this."""
    for start, name in STARTS:
        if content.startswith(start):
            return name
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12], "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    return ""


def second_file(content: bytes, end: int) -> str:
    """The kind of file that readers of that kind would find in these bytes besides the JPG; empty when none.

    `end`: where the JPG ends, 0 when it does not. A second JPG after the first (phones keep depth maps
    or bursts so) is no such file.
    """
    tail = content[end:].lower() if end else b""
    for start, name in HIDDEN:
        if start.lower() in tail:
            return name
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return "PDF"
    return "ZIP" if _is_zip(content) else ""


def _is_zip(content: bytes) -> bool:
    """A ZIP directory closes exactly at the end of the bytes (a ZIP is read from its end)."""
    first = max(0, len(content) - ZIP_END_BYTES - ZIP_COMMENT_BYTES)
    at = content.rfind(ZIP_END, first)
    while at >= 0:
        comment = int.from_bytes(content[at + 20 : at + 22], "little")
        if at + ZIP_END_BYTES + comment == len(content):
            return True
        at = content.rfind(ZIP_END, first, at)
    return False
