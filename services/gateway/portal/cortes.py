"""The last puntaje that entered each sede in the call before this one, by the same formula; kept for some minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from fastapi import Request

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.edge import Edge

KEPT_FOR = timedelta(minutes=10)

Lowest = Mapping[tuple[str, str], Mapping[str, Decimal]]
"""(specialty, category of plaza) → sede → the lowest puntaje that entered."""


class Cortes:
    """What this process knows of earlier calls."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._known: dict[str, tuple[datetime, Lowest]] = {}

    def of(
        self, request: Request, call: Convocatoria, registro: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Decimal]]:
        """(name of the earlier call, sede → lowest puntaje) for this person; empty where nothing is known."""
        before, lowest = self._before(request, call)
        found = dict[str, Decimal]()
        for category in _plazas(call, registro):
            for sede, puntaje in lowest.get((registro["especialidad"], category), {}).items():
                found[sede] = min(puntaje, found.get(sede, puntaje))
        return before, found

    def of_all(self, request: Request, call: Convocatoria) -> tuple[str, Mapping[tuple[str, str], Decimal]]:
        """(name of the earlier call, (sede, specialty) → lowest puntaje) for anybody."""
        before, lowest = self._before(request, call)
        found = dict[tuple[str, str], Decimal]()
        for (especialidad, _), sedes in lowest.items():
            for sede, puntaje in sedes.items():
                found[sede, especialidad] = min(puntaje, found.get((sede, especialidad), puntaje))
        return before, found

    def _before(self, request: Request, call: Convocatoria) -> tuple[str, Lowest]:
        before = self._previous(call)
        return (before.short_title.value, self._lowest(request, before.id)) if before else ("", {})

    def _previous(self, call: Convocatoria) -> Convocatoria | None:
        """The call before this one that computed its puntajes alike and whose results are out."""
        now, own = self._edge.clock.now(), _gate(call)
        earlier = [
            (gate, one.id, one)
            for one in self._edge.calls()
            if (gate := _gate(one)) and gate < min(now, own or now) and _formula(one) == _formula(call)
        ]
        return max(earlier, key=lambda found: found[:2])[2] if earlier else None

    def _lowest(self, request: Request, convocatoria: str) -> Lowest:
        now = self._edge.clock.now()
        asked_at, lowest = self._known.get(convocatoria, (None, {}))
        if asked_at is None or not timedelta(0) <= now - asked_at < KEPT_FOR:
            lowest = lowest_of(self._cutoffs(request, convocatoria))
            self._known[convocatoria] = (now, lowest)
        return lowest

    def _cutoffs(self, request: Request, convocatoria: str) -> list[dict[str, Any]]:
        """What anybody may read of that call; nothing where no round was run, or when nobody answers."""
        upstream = self._edge.upstream
        message = upstream.request("allocation", "GetCutoffs", convocatoria=convocatoria)
        try:
            found = upstream.call("allocation", "GetCutoffs", message, self._edge.anonymous(request))
        except ResidenciasError:
            return []
        rows: list[dict[str, Any]] = as_plain(found)["cutoffs"]
        return rows


def lowest_of(cutoffs: Iterable[Mapping[str, Any]]) -> Lowest:
    """The cells by specialty and category; one that nobody entered says nothing."""
    found: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in cutoffs:
        if row["last_admitted_puntaje"]:
            sedes, puntaje = (
                found[row["especialidad"], row["categoria"]],
                Decimal(row["last_admitted_puntaje"]),
            )
            sedes[row["sede"]] = min(puntaje, sedes.get(row["sede"], puntaje))
    return found


def _gate(call: Convocatoria) -> datetime | None:
    window = call.windows.get(call.allocation.embargo_until)
    return window.first_instant if window else None


def _formula(call: Convocatoria) -> tuple[Any, ...]:
    """Puntajes compare only where they are computed alike."""
    return (call.allocation.algorithm, *((one.code, one.weight) for one in call.scoring.components))


def _plazas(call: Convocatoria, registro: Mapping[str, Any]) -> tuple[str, ...]:
    """The categories of plaza that this person may take."""
    studies = (registro["datos"] or {}).get("estudios") or "MEXICO"
    try:
        return call.category_for(registro["categoria_roster"], studies).plazas
    except KeyError:
        return ()
