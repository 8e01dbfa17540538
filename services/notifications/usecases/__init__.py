"""What notifications does."""

from services.notifications.usecases.desk import Desk, Files, Post, Sources
from services.notifications.usecases.letters import (
    list_letters,
    print_letter,
    revoke_letter,
    verify_letter,
)
from services.notifications.usecases.mensajes import list_messages, remind, send_waiting, waiting
from services.notifications.usecases.reactions import CONCERNED, on_fact, on_permuta, on_sede_released

__all__ = [
    "CONCERNED",
    "Desk",
    "Files",
    "Post",
    "Sources",
    "list_letters",
    "list_messages",
    "on_fact",
    "on_permuta",
    "on_sede_released",
    "print_letter",
    "remind",
    "revoke_letter",
    "send_waiting",
    "verify_letter",
    "waiting",
]
