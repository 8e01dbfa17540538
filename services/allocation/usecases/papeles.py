"""Papers that people hand in at the OOAD: kept as they were scanned, named by the acts that rest on them."""

from __future__ import annotations

import hashlib
from typing import Any

from plumbing.clock import MEXICO_CITY
from plumbing.errors import NotFound, Unavailable
from plumbing.events import Act
from services.allocation.domain import papeles
from services.allocation.domain.events import PaperReceived
from services.allocation.domain.record import Paper, Participacion
from services.allocation.usecases import views
from services.allocation.usecases.desk import Change, Desk, decide, record_read
from services.allocation.usecases.gate import require_public
from services.allocation.usecases.resultados import seen


def receive_paper(desk: Desk, act: Act, expediente_id: str, kind: str, content: bytes) -> dict[str, Any]:
    """The scan is kept; the same bytes again are the same paper.

    Raises: Invalid PAPEL_DESCONOCIDO, PAPEL_VACIO, PAPEL_DEMASIADO_GRANDE, PAPEL_FORMATO; Conflict PAPELES_AL_TOPE; as
    `get_result` for who is not of this OOAD. Source: 000§4.9; G-22.
    """
    require_public(desk, act.convocatoria, act.at)
    stored = seen(desk, act, expediente_id)
    which, media_type = papeles.kind_of(kind), papeles.media_type_of(content)
    digest = hashlib.sha256(content).hexdigest()
    name = desk.papers.new_name()
    paper = Paper(digest, which.value, media_type, len(content), name, act.at, act.actor.subject)

    def change(one: Participacion) -> tuple[Participacion, tuple[object, ...]] | None:
        if papeles.has(one, digest):
            return None
        papeles.require_room(one)
        changed = papeles.with_papers(one, (*one.papers, paper))
        return changed, (PaperReceived(which.value, digest, len(content)),)

    if change(stored.value) is not None:
        desk.papers.put(name, content, digest)
    kept: Change = change
    saved = decide(desk, act, stored, "ReceivePaper", kept)
    return views.paper(papeles.paper_of(saved.value, digest))


def get_paper(desk: Desk, act: Act, expediente_id: str, sha256: str) -> dict[str, Any]:
    """The paper with its bytes, proved by their digest.

    Raises: NotFound PAPEL_SIN_RECIBIR, PAPEL_DEPURADO, NO_ES_TUYO; Unavailable PAPEL_ALTERADO, OBJETOS_NO_DISPONIBLE.
    """
    stored = seen(desk, act, expediente_id)
    paper = papeles.paper_of(stored.value, sha256)
    if paper.erased_at is not None:
        raise NotFound("PAPEL_DEPURADO", fecha=f"{paper.erased_at.astimezone(MEXICO_CITY):%d/%m/%Y}")
    record_read(desk, act, expediente_id, f"papel {paper.kind}")
    content = desk.papers.get(paper.object_name)
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        raise Unavailable("PAPEL_ALTERADO", huella=sha256)
    return {"paper": views.paper(paper), "content": content}
