"""What registration's facts do here. Any order, any number of times: the result is the same."""

from __future__ import annotations

from dataclasses import replace

from plumbing.events import Fact, system_act
from services.validation.domain.model import Expediente
from services.validation.domain.rules.settled import Change
from services.validation.usecases.desk import Desk


def on_account_opened(desk: Desk, fact: Fact) -> None:
    """The expediente exists, PENDIENTE, unless its owner was quicker. Source: 000§1.1, 3.3 a."""

    def change(current: Expediente | None) -> Change:
        expediente = current or Expediente(fact.convocatoria, fact.at)
        folio_enarm = expediente.folio_enarm or fact.data["folio_enarm"]
        return replace(expediente, folio_enarm=folio_enarm), ()

    desk.expedientes.absorb(fact, fact.subject, system_act("validation", desk.clock.now(), fact), change)


def on_categoria_falseada(desk: Desk, fact: Fact) -> None:
    """The person insists on another categoria: the desk sees it and proposes annulment. Source: 000§1.4."""

    def change(current: Expediente | None) -> Change:
        expediente = current or Expediente(fact.convocatoria, fact.at)
        return replace(expediente, has_categoria_falseada=True), ()

    desk.expedientes.absorb(fact, fact.subject, system_act("validation", desk.clock.now(), fact), change)
