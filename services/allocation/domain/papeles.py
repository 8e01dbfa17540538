"""What may be kept as a scan of something signed: what it is, how large, what it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from plumbing.errors import Conflict, Invalid, NotFound
from services.allocation.domain.record import Paper, Participacion

LARGEST = 5 * 1024 * 1024
MOST = 30
BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


class PaperKind(StrEnum):
    """What the paper is: a written renuncia, the dictamen of an exam, what an abandono rests on."""

    RENUNCIA = "RENUNCIA"
    DICTAMEN = "DICTAMEN"
    ABANDONO = "ABANDONO"


def media_type_of(content: bytes) -> str:
    """What the bytes are, whatever the file was called.

    Raises Invalid PAPEL_VACIO, PAPEL_DEMASIADO_GRANDE, PAPEL_FORMATO.
    """
    if not content:
        raise Invalid("PAPEL_VACIO")
    if len(content) > LARGEST:
        raise Invalid("PAPEL_DEMASIADO_GRANDE", limite_mb=LARGEST // 1024**2)
    for beginning, media_type in BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    raise Invalid("PAPEL_FORMATO")


def kind_of(text: str) -> PaperKind:
    """Raises Invalid PAPEL_DESCONOCIDO."""
    try:
        return PaperKind(text)
    except ValueError:
        raise Invalid("PAPEL_DESCONOCIDO", papel=text) from None


def paper_of(one: Participacion, sha256: str) -> Paper:
    """The received paper of this digest, the last time it came. Raises NotFound PAPEL_SIN_RECIBIR."""
    for paper in reversed(one.papers):
        if paper.sha256 == sha256:
            return paper
    raise NotFound("PAPEL_SIN_RECIBIR", huella=sha256)


def require_received(one: Participacion, sha256: str) -> None:
    """Passes when no paper is named, or one that was received. Raises NotFound PAPEL_SIN_RECIBIR."""
    if sha256:
        paper_of(one, sha256)


def require_room(one: Participacion) -> None:
    """Raises Conflict PAPELES_AL_TOPE."""
    if len(one.papers) >= MOST:
        raise Conflict("PAPELES_AL_TOPE", limite=MOST)


def has(one: Participacion, sha256: str) -> bool:
    """The paper of this digest was received and is kept."""
    return any(paper.sha256 == sha256 and paper.erased_at is None for paper in one.papers)


def with_papers(one: Participacion, papers: tuple[Paper, ...]) -> Participacion:
    """`one` with these papers; since when the oldest of those with bytes is there follows them."""
    received = [paper.received_at for paper in papers if paper.object_name]
    return replace(one, papers=papers, papers_since=min(received, default=None))


def erased(one: Participacion, before: datetime, at: datetime) -> Participacion:
    """The term of what came before is over: what was said stays, its bytes go. Source: supuesto conservacion."""
    papers = (
        replace(paper, erased_at=at) if paper.erased_at is None and paper.received_at < before else paper
        for paper in one.papers
    )
    return with_papers(one, tuple(papers))


def erasing(one: Participacion) -> tuple[str, ...]:
    """The objects whose term is over and which are to be deleted. Source: supuesto conservacion."""
    return tuple(paper.object_name for paper in one.papers if paper.erased_at and paper.object_name)


def forgotten(one: Participacion) -> Participacion:
    """Nothing is left to delete. Source: supuesto conservacion."""
    papers = (replace(paper, object_name="") if paper.erased_at else paper for paper in one.papers)
    return with_papers(one, tuple(papers))
