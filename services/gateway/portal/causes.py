"""Why somebody is out, or may be: a cause in the call's own words."""

from __future__ import annotations

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.results import Consequence
from services.gateway.portal.words import words


def outcome(call: Convocatoria, code: str) -> Consequence | None:
    """What the call says that follows from this cause, if it names it."""
    return {one.outcome: one for one in call.consequences}.get(code)


def caused(call: Convocatoria, code: str) -> str:
    """The cause in words, for whoever works on it; a text that is no cause stays as it is."""
    if told := outcome(call, code):
        return told.label
    reasons = {reason.code: reason.porque for reason in call.observation_reasons}
    return str(reasons.get(code) or words()["historia"].get(code, code))
