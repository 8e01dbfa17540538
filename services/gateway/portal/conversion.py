"""Help to comply, to be looked at: what was made of somebody's files travels in the page and back; nothing is kept."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Invalid, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.visits import Visit
from services.gateway.portal.words import words
from services.gateway.transfers import CONVERSION_S, MOST_ORIGINALS

MADE = "_jpg"
FORM = {
    "accepted": "image/*,application/pdf,.pdf,.heic,.heif,.tif,.tiff",
    "most_files": MOST_ORIGINALS,
    "most_mb": 24,
}
JPEG_BEGINS = b"\xff\xd8\xff"
BY_NAME = "NOMBRE_DE_ARCHIVO"
MENDABLE = frozenset(
    {BY_NAME, "EXCEDE_TAMANO", "NO_ES_JPG", "DEMASIADOS_PIXELES", "ARCHIVO_DOBLE", "SIN_PPP", "PPP_DISTINTOS"}
)
"""Refusals of a file that end when it is made anew; for the others another picture is needed."""
REFUSED = "RECHAZADO"


@dataclass(frozen=True)
class Made:
    """A file for the slot that nobody has decided on yet. `before` and `after`: addresses of pictures.

    `before` is empty when only the name changed; `legibility` is in hundredths, 0 when nothing was compressed.
    """

    filename: str
    content: bytes
    before: str
    after: str
    steps: Sequence[Mapping[str, Any]]
    verdict: Mapping[str, Any]
    legibility: int = 0
    sent: Sequence[Mapping[str, Any]] = ()

    @property
    def is_usable(self) -> bool:
        return str(self.verdict["verdict"]) != REFUSED

    @property
    def carried(self) -> str:
        """The file as a form field; letters that no encoding of forms makes longer."""
        return urlsafe_b64encode(self.content).decode()

    @property
    def reads(self) -> str:
        """How sharp its text has stayed, in a word."""
        levels = words()["nitidez"]
        return str(next(word for least, word in levels if self.legibility >= least))


def carried_back(text: str) -> bytes:
    """The file of a page that came back. Raises Invalid(IMAGEN_ALTERADA)."""
    try:
        content = urlsafe_b64decode(text)
    except ValueError:
        content = b""
    if not content.startswith(JPEG_BEGINS):
        raise Invalid("IMAGEN_ALTERADA")
    return content


def may_be_legal(call: Convocatoria, content: bytes) -> bool:
    """It is worth being judged as it is: a JPG by its beginning, and not too heavy."""
    return content.startswith(JPEG_BEGINS) and len(content) <= call.documents.file.max_bytes


def blocked_by(error: ResidenciasError) -> frozenset[str]:
    """The findings that refused the file; empty when something else was refused."""
    listed = str(error.facts.get("hallazgos", "")).split(", ") if error.code == "DOCUMENTO_RECHAZADO" else []
    return frozenset(listed or ({BY_NAME} if error.code == BY_NAME else ()))


def complied(visitor: Visit, slot: str, kind: str, files: Sequence[bytes], pages: Sequence[int]) -> Made:
    """The legal JPG of these files, to be looked at. Raises what Comply refuses."""
    given: dict[str, Any] = {"slot": slot, "kind": kind, "files": files, "pages": pages}
    answer = visitor.ask("documents", "Comply", deadline_s=CONVERSION_S, **given)
    told = as_plain(answer)
    return Made(
        filename=answer.filename,
        content=answer.content,
        before=_picture(answer.before),
        after=_picture(answer.after),
        steps=told["steps"],
        verdict=told.get("verdict") or {"verdict": "", "findings": []},
        legibility=round(answer.legibility / 10),
        sent=told["originals"],
    )


def renamed(visitor: Visit, slot: str, content: bytes) -> Made:
    """The very same file under the name of its row, to be looked at."""
    name = visitor.call.documents.file_name(slot)
    judged = as_plain(visitor.ask("documents", "CheckImage", slot=slot, filename=name, content=content))
    return Made(name, content, "", _picture(content), (), judged)


def _picture(jpg: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(jpg).decode()}"
