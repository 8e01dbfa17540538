"""Letters and forms as PDFs."""

from services.notifications.letters.letters import content_digest, identity, own_words, render, title_of
from services.notifications.letters.registro import categoria_of, declaraciones_of, grupos_of, puntos_of

__all__ = [
    "categoria_of",
    "content_digest",
    "declaraciones_of",
    "grupos_of",
    "identity",
    "own_words",
    "puntos_of",
    "render",
    "title_of",
]
