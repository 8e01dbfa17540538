"""Who waits for grades and a ruling before having a puntaje."""

from __future__ import annotations

from dataclasses import dataclass

from services.scoring.domain.articulos import Dictamen

PENDIENTE, CALCULADO, EXCLUIDO = "PENDIENTE", "CALCULADO", "EXCLUIDO"


@dataclass(frozen=True, slots=True)
class Participante:
    """A participant with folio. `is_reviewed`: there are no articles, or they have their ruling.

    `articles_sha256` names the file that was reviewed; empty when none was uploaded.
    """

    convocatoria: str
    folio: str = ""
    curp: str = ""
    estado: str = PENDIENTE
    cause: str = ""
    articles_sha256: str = ""
    is_reviewed: bool = True
    dictamen: Dictamen | None = None
    rules_digest: str = ""
