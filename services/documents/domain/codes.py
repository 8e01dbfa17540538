"""What the QR code of a paper says against what was typed in the registro: a flag or advice, never a refusal."""

from __future__ import annotations

import re

from services.documents.domain.model import Finding, Level, Requirements

SHAPES = {
    "curp": re.compile(r"(?<![A-Z0-9])[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?![A-Z0-9])"),
    "cedula_numero": re.compile(r"CEDULA[A-Z_-]{0,12}\W{1,3}(\d{7,8})(?!\d)"),
}
"""Name of the field of the registro → how its value looks inside a code, in capitals."""
WORD = re.compile(r"[A-Z0-9]+")


def code_findings(
    qr: tuple[str, ...], names: str, typed: str, asked: Requirements, label: str = ""
) -> tuple[Finding, ...]:
    """The code could be read, and where it names the datum it names the one that was typed.

    `names`: the field of the registro that this paper's code carries, empty when it carries none; `typed`: its value
    there; `label`: how people call it. What a code links to is never fetched; a code without the datum is for the
    validador's own reader.
    Source: 000§2.2.1 c, d, e (QR legible; CURP); 003§2.2.1 d, e.
    """
    if not qr:
        return (Finding("QR_SIN_LEER", Level.INFORMA, asked.clause),)
    shape, wanted = SHAPES.get(names), typed.strip().upper()
    texts = [text.upper().replace("É", "E") for text in qr]
    if shape is None or not wanted or any(wanted in WORD.findall(text) for text in texts):
        return ()
    if any(shape.search(text) for text in texts):
        return (Finding("QR_DISTINTO", Level.ADVIERTE, asked.clause, {"dato": label}),)
    return ()
