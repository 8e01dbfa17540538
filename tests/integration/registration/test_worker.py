"""The worker with the real broker: it learns by facts in any order, once; what was saved is published."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from kombu import Connection

from plumbing import config as plumbing_config
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import declare
from plumbing.clock import FixedClock
from plumbing.ids import new_id
from services.registration import usecases as u
from services.registration import wiring
from tests.usecases.registration.world import OPEN, REGISTRY, X47, World, oferta_cells, row

MODULE = "services.registration.worker"


def until(condition: Callable[[], object], seconds: float = 40.0) -> object:
    """What `condition` gives once it is true. Fails when it stays false for `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not come true in time")


@pytest.fixture
def config(environment) -> plumbing_config.Config:
    return plumbing_config.from_environment(environment)


@pytest.fixture
def world(config, environment) -> Iterator[World]:
    """Registration's desk on the real store, its worker running, and a queue that hears every fact."""
    subprocess.run([sys.executable, "-m", "plumbing.bus.declare", MODULE], env=environment, check=True)
    declare(config.amqp_uri, "audit", ["#"], config.queue_type)
    child = subprocess.Popen([sys.executable, "-m", "plumbing.bus", MODULE], env=environment)
    clock = FixedClock(OPEN)
    yield World(wiring.build(config, clock, REGISTRY), clock)
    child.terminate()
    child.wait(20)


def envelope(name: str, subject: str, version: int, data: dict, service: str = "validation") -> dict:
    return {
        "specversion": "1.0", "id": new_id(), "type": f"residencias.{service}.v1.{name}", "data": data,
        "source": f"residencias/{service}", "subject": subject, "time": datetime.now(UTC).isoformat(),
        "convocatoria": X47, "rules_digest": "", "version": version, "sequence": 0, "actor": "sistema:x",
    }  # fmt: skip


def heard(amqp_uri: str, kept: list[dict]) -> list[str]:
    """The names of the facts that arrived so far."""
    with Connection(amqp_uri) as connection:
        channel = connection.default_channel
        while message := channel.basic_get("audit.facts"):
            kept.append(json.loads(message.body))
            channel.basic_ack(message.delivery_tag)
    return [fact["type"].rsplit(".", 1)[-1] for fact in kept]


def test_facts_in_any_order_and_twice_leave_the_same_state_and_own_facts_are_published(world, config):
    world.accept(row(1))
    bus, kept = Publisher(config.amqp_uri), []
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
    until(lambda: wanted <= set(heard(config.amqp_uri, kept)))
    until(lambda: u.get_registro(world.desk, world.mine(who), who)["estado"] == "ANULADO")
    ended = until(lambda: u.get_registro(world.desk, world.mine(who), who)["desenlaces"][1:])
    assert [one["outcome"] for one in ended] == ["INCONSISTENCIA_GRAVE"]
    bus.close()
    names = [fact["type"].rsplit(".", 1)[-1] for fact in kept]
    assert [names.count(name) for name in ("BanRecorded", "AccountOpened", "SolicitudPrinted")] == [1, 1, 1]
    assert not any(row(1)["curp"] in json.dumps(fact) for fact in kept)
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
