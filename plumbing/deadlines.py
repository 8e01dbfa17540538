"""Which convocatoria an act is under, and whether its window is open at the instant of receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.windows import Window
from plumbing.errors import NotFound, OutsideWindow
from plumbing.events import Act, Fact


def convocatoria_of(registry: Mapping[str, Convocatoria], act: Act) -> Convocatoria:
    """The rules of `act`, as in force at its instant. Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
    return find(registry, act.convocatoria).at(act.at)


def find(registry: Mapping[str, Convocatoria], convocatoria: str) -> Convocatoria:
    """The rules by id, as their last amendment leaves them. Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
    try:
        return registry[convocatoria]
    except KeyError:
        raise NotFound("CONVOCATORIA_DESCONOCIDA", convocatoria=convocatoria) from None


def known_at(registry: Mapping[str, Convocatoria], fact: Fact, at: datetime) -> Convocatoria:
    """The rules that `fact` was decided under; those in force at `at` when it names none we know.

    Raises NotFound(CONVOCATORIA_DESCONOCIDA).
    """
    newest = find(registry, fact.convocatoria)
    return next((v for v in newest.versions if v.digest == fact.rules_digest), newest.at(at))


def digest_of(registry: Mapping[str, Convocatoria], convocatoria: str, at: datetime) -> str:
    """The digest of the rules in force at `at`. Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
    return find(registry, convocatoria).at(at).digest


def clauses_of(registry: Mapping[str, Convocatoria], convocatoria: str, at: datetime) -> Mapping[str, str]:
    """Where the text in force at `at` has each rule that refusals cite; nothing for a call we do not know."""
    known = convocatoria in registry
    return registry[convocatoria].at(at).clause_by_rule if known else {}


def require_open(window: Window, at: datetime, action: str) -> None:
    """Passes when `at` is inside. Raises OutsideWindow(FUERA_DE_VENTANA_ANTES | _DESPUES) with the window in words.

    `action` is what the person was doing, in es-MX words that the caller takes from its texts.
    """
    if window.contains(at):
        return
    late = window.closed(at)
    raise OutsideWindow(
        "FUERA_DE_VENTANA_DESPUES" if late else "FUERA_DE_VENTANA_ANTES",
        clause=window.clause,
        accion=action,
        ventana=window.text_for_people,
        abre=window.opens_at.isoformat() if window.opens_at else "",
        cierra=window.closes_at.isoformat() if window.closes_at else "",
    )
