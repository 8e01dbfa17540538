"""What registration's facts do here. Any order, any number of times: the result is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plumbing.events import Fact, system_act
from services.validation.domain import rules
from services.validation.domain.model import Expediente, Registro
from services.validation.domain.rules.settled import Change
from services.validation.usecases.contents import canonical
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


def on_participation_registered(desk: Desk, fact: Fact) -> None:
    """Who printed in a call without validation is inscrito with that folio. Source: 002§2.3 E."""
    data = fact.data
    text, sha256 = canonical({"registro": data["content"], "documents": []})
    desk.snapshots.keep(sha256, text)
    printed_at = datetime.fromisoformat(data["printed_at"])

    def change(current: Expediente | None) -> Change | None:
        expediente = current or Expediente(fact.convocatoria, fact.at)
        registro = Registro(data["content"])
        return rules.inscribe(expediente, registro, data["folio"], sha256, fact.id, fact.actor, printed_at)

    desk.expedientes.absorb(fact, fact.subject, system_act("validation", desk.clock.now(), fact), change)


def on_participant_excluded(desk: Desk, fact: Fact) -> None:
    """Scoring found no grade where the convocatoria demands one: the person is out. Source: 002§3.1 IMPORTANTE."""
    now = desk.clock.now()

    def change(current: Expediente | None) -> Change | None:
        if current is None:
            return None
        return rules.exclude(current, fact.data["cause"], fact.data["clause"], fact.source, now)

    desk.expedientes.absorb(fact, fact.subject, system_act("validation", now, fact), change)
