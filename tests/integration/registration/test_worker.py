"""The worker with the real broker: it learns by facts in any order, once; what was saved is published."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from plumbing import config as plumbing_config
from plumbing.bus.publisher import Publisher
from plumbing.clock import FixedClock
from plumbing.ids import new_id
from services.registration import usecases as u
from services.registration import wiring
from tests.listener import Listener, name_of
from tests.processes import working
from tests.usecases.registration.world import OPEN, REGISTRY, X47, World, oferta_cells, row
from tests.waiting import until

MODULE = "services.registration.worker"


@pytest.fixture
def config(environment) -> plumbing_config.Config:
    return plumbing_config.from_environment(environment)


@pytest.fixture
def listener(config) -> Listener:
    return Listener(config.amqp_uri, ["#"])


@pytest.fixture
def world(config, environment, listener) -> Iterator[World]:
    """Registration's desk on the real store, its worker running, and somebody who hears every fact."""
    clock = FixedClock(OPEN)
    with working(environment, MODULE):
        yield World(wiring.build(config, clock, REGISTRY), clock)


def envelope(name: str, subject: str, version: int, data: dict, service: str = "validation") -> dict:
    return {
        "specversion": "1.0", "id": new_id(), "type": f"residencias.{service}.v1.{name}", "data": data,
        "source": f"residencias/{service}", "subject": subject, "time": datetime.now(UTC).isoformat(),
        "convocatoria": X47, "rules_digest": "", "version": version, "sequence": 0, "actor": "sistema:x",
    }  # fmt: skip


def test_facts_in_any_order_and_twice_leave_the_same_state_and_own_facts_are_published(
    world, config, listener
):
    world.accept(row(1))
    bus = Publisher(config.amqp_uri)
    bus.fact(envelope("OfertaAccepted", "o1", 1, {"sha256": "0" * 64, "cells": oferta_cells()}, "allocation"))
    until(lambda: world.desk.ofertas.load(X47))
    who = world.account(1)
    assert world.complete(who)["is_complete"]
    u.print_solicitud(world.desk, world.mine(who), who)
    seen = {
        "observations": [{"target": "escuela", "target_kind": "CAMPO", "reason": "X"}],
        "attend_until": "",
    }
    observed, submitted = (
        envelope("ExpedienteObserved", who, 4, seen),
        envelope("ExpedienteSubmitted", who, 2, {}),
    )
    for fact in (observed, submitted, observed, submitted):
        bus.fact(fact)
    until(lambda: u.get_registro(world.desk, world.mine(who), who)["editable"] == ("escuela",))
    annulled = envelope(
        "ExpedienteAnnulled", who, 9, {"cause": "INCONSISTENCIA_GRAVE", "clause": "000§3.3 b"}
    )
    bus.fact(annulled)
    bus.fact(annulled)
    nothing = {"folio": "F1", "is_assigned": False, "decide_until": ""}
    bus.fact(envelope("ResultPublished", who, 3, nothing, "allocation"))
    wanted = {
        "RosterAccepted",
        "AccountOpened",
        "CorreoConfirmed",
        "RegistroSaved",
        "SolicitudPrinted",
        "BanRecorded",
    }
    until(lambda: wanted <= {name_of(fact) for fact in listener.heard()})
    until(lambda: u.get_registro(world.desk, world.mine(who), who)["estado"] == "ANULADO")
    ended = until(lambda: u.get_registro(world.desk, world.mine(who), who)["desenlaces"][1:])
    assert [one["outcome"] for one in ended] == ["INCONSISTENCIA_GRAVE"]
    bus.close()
    once = ("BanRecorded", "AccountOpened", "SolicitudPrinted")
    assert [len(listener.heard(name)) for name in once] == [1, 1, 1]
    assert not any(row(1)["curp"] in json.dumps(fact) for fact in listener.heard())
    assert len(u.list_bans(world.desk, world.act("ces"), row(1)["curp"])["bans"]) == 1


def test_the_worker_never_meets_grpc_nor_the_api_nameko():
    code = "import sys; import {}; print([m for m in {} if m in sys.modules])"
    for module, banned in (
        (MODULE, ("grpc",)),
        ("services.registration.api", ("nameko", "eventlet", "kombu")),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code.format(module, banned)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"
