"""What one period asks of another: that the call whose plazas it offers is there, and was counted before it opens."""

from __future__ import annotations

from collections.abc import Mapping

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.problems import Problem

FILE = "convocatoria.yaml"


def check(loaded: Mapping[str, Convocatoria]) -> list[Problem]:
    """A problem per period whose origin, or the window it is counted at, is unknown, or that registers people before
    its plazas can be counted."""
    found = []
    for code, period in loaded.items():
        if (said := period.oferta_origin) is None:
            continue
        file, origin = f"{code}/{FILE}", loaded.get(said.convocatoria)
        if origin is None:
            facts = {"id": said.convocatoria}
            found.append(Problem(file, 1, "oferta_origin.convocatoria", "ORIGEN_DESCONOCIDO", facts))
        elif said.counted_at not in origin.calendar:
            facts = {"ventana": said.counted_at}
            found.append(Problem(file, 1, "oferta_origin.counted_at", "VENTANA_DESCONOCIDA", facts))
        elif _opens_too_early(period, origin, said.counted_at):
            facts = {"id": said.convocatoria, "ventana": said.counted_at}
            found.append(Problem(file, 1, "calendar.registro", "REGISTRO_ANTES_DEL_CORTE", facts))
    return found


def _opens_too_early(period: Convocatoria, origin: Convocatoria, window: str) -> bool:
    """False where one of the two has no dates yet."""
    registro, counted = period.windows.get("registro"), origin.windows.get(window)
    opens, ends = registro and registro.first_instant, counted and counted.last_instant
    return bool(opens and ends and opens <= ends)
