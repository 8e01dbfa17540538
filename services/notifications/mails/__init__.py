"""The e-mails: one template per fact, in es-MX."""

from services.notifications.mails.compose import Composed, compose, kinds, message_id

__all__ = ["Composed", "compose", "kinds", "message_id"]
