"""An oferta is proposed, accepted by a person, and substituted by the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plumbing.errors import Conflict
from services.allocation.domain.events import OfertaAccepted
from services.allocation.domain.record import Oferta

PROPOSED = "PROPUESTA"
ACCEPTED = "ACEPTADA"
SUBSTITUTED = "SUSTITUIDA"


def accept(oferta: Oferta, *, by: str, at: datetime) -> tuple[Oferta, tuple[OfertaAccepted, ...]]:
    """The oferta counts from now on. Raises: Conflict OFERTA_ESTADO. Source: G-05."""
    if oferta.state != PROPOSED:
        raise Conflict("OFERTA_ESTADO", clause="G-05", estado=oferta.state)
    accepted = replace(oferta, state=ACCEPTED, accepted_by=by, accepted_at=at)
    return accepted, (OfertaAccepted(oferta.sha256, oferta.cells),)


def substitute(oferta: Oferta) -> Oferta:
    """The oferta was accepted and another one took its place. Source: G-05."""
    return replace(oferta, state=SUBSTITUTED)
