"""What the outcome of a period leaves in the later ones of the cycle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.registration.domain import derechos
from services.registration.domain.desenlaces import Desenlace
from tests.cases.kinds import kind


@kind("periodo")
def later_period(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: desenlaces (ninguno: sigue en concurso o tiene plaza), periodo, liberado. entonces: puede, motivo."""
    ruled = [convocatoria.consequence(outcome) for outcome in given["desenlaces"]]
    ended = [
        Desenlace(str(n), one.outcome, one.right, one.clause or "", datetime(2000, 1, 1, tzinfo=UTC), n, 0)
        for n, one in enumerate(ruled)
    ]
    left_in, period = convocatoria.period.value, int(given["periodo"])
    refused = derechos.refusal(ended, left_in, period, is_released=bool(given.get("liberado", False)))
    return {"puede": refused is None, "motivo": refused.code if refused else ""}
