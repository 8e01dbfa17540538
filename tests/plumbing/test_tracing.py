"""Traces: steps under their causes, sent by real processes; nothing where nobody collects, no harm where it is away."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from contracts.residencias.registration.v1 import events_pb2
from contracts.residencias.scoring.v1 import service_pb2 as pb
from contracts.residencias.scoring.v1 import service_pb2_grpc
from plumbing import auth, messages, tracing
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import ROOT
from plumbing.errors import Invalid, ResidenciasError, Unavailable
from plumbing.events import Encoder
from plumbing.rpc import Rpc, act, reply
from plumbing.rpc.calling import channel, invoke
from tests.collector import Collector, collecting
from tests.plumbing.ledger import ACT, NOON, Entry, SolicitudPrinted
from tests.plumbing.test_bus import MODULE, heard, parked
from tests.processes import Process, ended, worker
from tests.waiting import until

TRACE, CAUSE = "a" * 32, "b" * 16
TRACEPARENT = f"00-{TRACE}-{CAUSE}-01"
PRIVATE, PUBLIC = auth.generate_keys()
SAYS = ("PrintSolicitud", "publish SolicitudPrinted", "handle SolicitudPrinted")


def place(traceparent: str) -> tuple[str, str]:
    """Which trace and which span of it."""
    _, trace, span, _ = traceparent.split("-")
    return trace, span


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as found:
        yield found


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """This process tells its steps, as long as the test lasts."""
    monkeypatch.setattr(tracing, "_begin", tracing._begin)
    monkeypatch.setattr(tracing, "_finish", None)

    def to(endpoint: str, **variables: str) -> None:
        for name, value in {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, **variables}.items():
            monkeypatch.setenv(name, value)
        tracing.configure("prueba")

    yield to
    tracing.finish()


@pytest.fixture
def silent() -> Iterator[str]:
    """A collector that takes every connection and never answers: worse than one that is away."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_where_nobody_collects_nothing_is_loaded_started_or_changed() -> None:
    program = f"""
import plumbing.bus.worker, plumbing.rpc.__main__, sys, threading
from plumbing import tracing
tracing.configure("api", {{"OTEL_EXPORTER_OTLP_ENDPOINT": ""}})
with tracing.begin("server", "x", {TRACEPARENT!r}) as step:
    assert step.traceparent == {TRACEPARENT!r}
for wrong in ("", "roto", "00-{"0" * 32}-{CAUSE}-01"):
    assert tracing.WELL_FORMED.fullmatch(tracing.begin("server", "x", wrong).traceparent)
tracing.finish()
assert threading.active_count() == 1
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=300)


def test_a_step_says_its_name_its_code_and_nothing_of_the_error(tell, collector: Collector) -> None:
    tell(collector.endpoint)
    with tracing.begin("server", "first", TRACEPARENT) as first:
        tracing.begin("client", "second", first.traceparent, {"rpc.system": "grpc"}).end()
        first.failed("YA_CERRADO", is_refusal=True)
    with pytest.raises(Invalid), tracing.begin("consumer", "third", ""):
        raise Invalid("VENENO", curp="XXXX000000")
    tracing.finish()
    first, second, third = (collector.named(name)[0] for name in ("first", "second", "third"))
    assert (first.trace, first.parent, second.trace, second.parent) == (TRACE, CAUSE, TRACE, first.id)
    assert (first.process, first.kind, first.is_failed, first.attributes) == (
        "prueba",
        "server",
        False,
        {"error.type": "YA_CERRADO"},
    )
    assert (third.parent, third.is_failed, third.attributes) == ("", True, {"error.type": "VENENO"})


def test_what_the_sampler_leaves_out_stays_out_in_every_process(tell, collector: Collector) -> None:
    tell(collector.endpoint, OTEL_TRACES_SAMPLER="parentbased_always_off")
    with tracing.begin("server", "left out", "") as head:
        assert not int(head.traceparent[-2:], 16) & 1, "nobody further on samples it either"
        with tracing.begin("client", "left out", head.traceparent) as call:
            assert call.traceparent.split("-")[1] == head.traceparent.split("-")[1]
    tracing.finish()
    assert collector.spans() == []


def test_what_a_timer_causes_stands_under_it_and_a_tick_that_does_nothing_is_not_told(
    tell, collector: Collector
) -> None:
    tell(collector.endpoint)
    assert tracing.cause() == ""
    with tracing.heading("timer idle"):
        pass
    with tracing.heading("timer busy") as traceparent:
        for _ in range(2):
            tracing.begin("producer", "said", tracing.cause()).end()
        assert tracing.cause() == traceparent
    with pytest.raises(Unavailable), tracing.heading("timer broken"):
        raise Unavailable("BASE_NO_DISPONIBLE")
    assert tracing.cause() == ""
    tracing.finish()
    assert collector.named("timer idle") == []
    (busy,), (broken,) = collector.named("timer busy"), collector.named("timer broken")
    assert (busy.kind, busy.parent, busy.is_failed) == ("internal", "", False)
    assert place(traceparent) == (busy.trace, busy.id)
    assert {(one.trace, one.parent) for one in collector.named("said")} == {(busy.trace, busy.id)}
    assert (broken.is_failed, broken.attributes) == (True, {"error.type": "BASE_NO_DISPONIBLE"})


def test_a_timer_that_causes_thousands_heads_traces_that_can_be_opened(tell, collector: Collector) -> None:
    tell(collector.endpoint)
    with tracing.heading("timer sweep"):
        causes = [place(tracing.cause()) for _ in range(2 * tracing.MOST_CAUSED + 1)]
    tracing.finish()
    heads = collector.named("timer sweep")
    assert [causes.count((one.trace, one.id)) for one in heads] == [tracing.MOST_CAUSED] * 2 + [1]
    assert [one.links for one in heads] == [(), *(((one.trace, one.id),) for one in heads[:2])]


def test_whose_word_does_not_count_is_linked_and_not_followed(tell, collector: Collector) -> None:
    tell(collector.endpoint)
    for link in (TRACEPARENT, "", "roto", f"00-{TRACE}-{CAUSE}-00"):
        tracing.begin("server", "edge", "", link=link).end()
    tracing.finish()
    seen = collector.named("edge")
    assert [one.links for one in seen] == [((TRACE, CAUSE),), (), (), ((TRACE, CAUSE),)]
    assert all((one.parent, one.trace != TRACE) == ("", True) for one in seen)


def test_a_fact_without_a_cause_of_its_own_has_the_timer_s() -> None:
    encoder = Encoder("registration", events_pb2)
    with tracing.heading("timer roster") as traceparent:
        caused = encoder.envelope(SolicitudPrinted(1), ACT, "e1", 1, 0)
        told = encoder.envelope(SolicitudPrinted(1), replace(ACT, traceparent=TRACEPARENT), "e1", 1, 0)
    outside = encoder.envelope(SolicitudPrinted(1), ACT, "e1", 1, 0)
    assert [one["traceparent"] for one in (caused, told, outside)] == [traceparent, TRACEPARENT, ""]


class Scoring(service_pb2_grpc.ScoringServicer):
    def ExplainPuntaje(self, request, context):
        return reply(pb.Puntaje, folio=act().traceparent)

    def SimulatePuntaje(self, request, context):
        raise Invalid("CALIFICACION_RARA")

    def ListPuntajes(self, request, context):
        raise ZeroDivisionError


@pytest.fixture
def call():
    """Calls of somebody of the CES, over a channel made once it is first used."""
    clock = FixedClock(NOON)
    config = SimpleNamespace(token_public_key=PUBLIC, tls=None, revoked_file=None)
    rpc = Rpc(config, clock, lambda code, at: "", messages.load())
    service = pb.DESCRIPTOR.services_by_name["Scoring"]
    rpc.add(service, service_pb2_grpc.add_ScoringServicer_to_server, Scoring())
    port = rpc.start("127.0.0.1:0")
    token = auth.sign(Caller("p1", frozenset({"ces"})), PRIVATE, clock)

    def of(method: str, request):
        with channel(f"127.0.0.1:{port}") as made:
            stub = service_pb2_grpc.ScoringStub(made)
            metadata = [("authorization", f"Bearer {token}"), ("traceparent", TRACEPARENT)]
            return invoke("scoring", getattr(stub, method), request, metadata)

    yield of
    rpc.stop(0)


def test_both_sides_of_an_rpc_are_told_and_the_command_stands_under_them(tell, collector, call) -> None:
    tell(collector.endpoint)
    under = call("ExplainPuntaje", pb.ExpedienteRef(expediente_id="e1")).folio
    with pytest.raises(Invalid):
        call("SimulatePuntaje", pb.SimulatePuntajeRequest())
    with pytest.raises(ResidenciasError) as broken:
        call("ListPuntajes", pb.ListPuntajesRequest())
    assert broken.value.facts["rastro"] == TRACE, "what a person quotes finds the trace"
    tracing.finish()
    asked, answered = sorted(collector.named("scoring.ExplainPuntaje"), key=lambda one: one.kind)
    assert (asked.kind, asked.parent, answered.kind, answered.parent) == ("client", CAUSE, "server", asked.id)
    assert under == f"00-{TRACE}-{answered.id}-01"
    assert answered.attributes["rpc.service"] == "residencias.scoring.v1.Scoring"
    refused = {one.kind: one for one in collector.named("scoring.SimulatePuntaje")}
    assert refused["server"].attributes["error.type"] == "CALIFICACION_RARA"
    assert refused["client"].attributes["error.type"] == "INVALID_ARGUMENT"
    assert not any(one.is_failed for one in refused.values())
    assert all(one.is_failed for one in collector.named("scoring.ListPuntajes"))


def test_a_silent_collector_fails_no_call_and_holds_up_no_stop(tell, silent: str, call) -> None:
    tell(silent, OTEL_BSP_SCHEDULE_DELAY="1", OTEL_BSP_MAX_QUEUE_SIZE="4", OTEL_BSP_MAX_EXPORT_BATCH_SIZE="4")
    for _ in range(12):
        assert call("ExplainPuntaje", pb.ExpedienteRef(expediente_id="e1")).folio.startswith(f"00-{TRACE}")
    tracing.finish()


def _worker(environment, endpoint: str, **more: str) -> Process:
    return worker({**environment, "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, **more}, MODULE)


def test_a_worker_tells_what_it_publishes_and_handles_and_the_last_of_it_when_it_is_stopped(
    ledger,
    environment,
    collector: Collector,
) -> None:
    """Its batches go every ten minutes: what arrives was sent because it was asked to stop."""
    database, entries = ledger
    for subject, number in (("a", 1), ("b", 2), ("malo", 13)):
        entries.create(subject, Entry("e"), replace(ACT, traceparent=TRACEPARENT), [SolicitudPrinted(number)])
    child = _worker(environment, collector.endpoint, OTEL_BSP_SCHEDULE_DELAY="600000")
    until(lambda: heard(entries, "a") == (1,) and heard(entries, "b") == (2,) and parked(database))
    assert collector.spans() == []
    assert ended(child) == 0
    published = {one.id: one for one in collector.named("publish SolicitudPrinted")}
    handled = collector.named("handle SolicitudPrinted")
    assert (len(published), len(handled)) == (3, 3)
    assert {one.parent for one in handled} == set(published)
    assert {(one.process, one.trace, one.parent) for one in published.values()} == {
        ("plumbing-worker", TRACE, CAUSE)
    }
    assert [one.attributes["error.type"] for one in handled if one.is_failed] == ["VENENO"]


def test_what_a_worker_s_timer_does_by_itself_is_one_trace_under_its_tick(
    ledger, environment, collector: Collector
) -> None:
    database, entries = ledger
    database["due"].insert_many([{"_id": "a"}, {"_id": "b"}])
    child = _worker(environment, collector.endpoint)
    until(lambda: heard(entries, "a") == (1,) and heard(entries, "b") == (1,))
    assert ended(child) == 0
    lines = [collector.above(one) for one in collector.named("handle SolicitudPrinted")]
    ticks = {line[-1].what for line in lines}
    assert ticks == {("plumbing-worker", "internal", "timer due")}
    assert [one.name for one in lines[0][1:]] == ["publish SolicitudPrinted", "timer due"]
    assert len(collector.named("timer due")) == len({line[-1].id for line in lines}), (
        "idle ticks are not told"
    )


def test_a_silent_collector_holds_up_no_fact_and_no_worker(ledger, environment, silent: str) -> None:
    _, entries = ledger
    child = _worker(environment, silent, OTEL_BSP_SCHEDULE_DELAY="1")
    for number in range(20):
        entries.create(f"s{number}", Entry("s"), ACT, [SolicitudPrinted(1)])
    until(lambda: all(heard(entries, f"s{number}") == (1,) for number in range(20)))
    assert ended(child) == 0
