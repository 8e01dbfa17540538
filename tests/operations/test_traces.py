"""One click is one trace: HTTP, the RPC on both sides, the outbox, RabbitMQ, the workers of other services."""

from __future__ import annotations

from tests.collector import Collector, Seen
from tests.e2e.stage import Stage
from tests.operations.test_logs import private
from tests.waiting import until

CLICK = [
    ("worker", "consumer", "handle AccountOpened"),
    ("worker", "producer", "publish AccountOpened"),
    ("api", "server", "registration.OpenAccount"),
    ("gateway", "client", "registration.OpenAccount"),
    ("gateway", "server", "POST /api/v1/convocatorias/{convocatoria}/cuentas"),
]


def test_one_click_is_one_trace_from_the_request_to_the_other_services(
    lived: Stage, collector: Collector
) -> None:
    people = len(lived.world.people)
    until(lambda: len(collector.named("publish AccountOpened")) >= people)
    for handled in collector.named("handle AccountOpened"):
        line = collector.above(handled)
        assert [one.what for one in line] == CLICK
        assert line[-1].parent == ""
    listeners = {
        one.attributes["messaging.destination.name"] for one in collector.named("handle AccountOpened")
    }
    assert listeners >= {"validation.facts", "notifications.facts", "audit.facts"}


def test_what_a_handler_says_stands_under_it(lived: Stage, collector: Collector) -> None:
    """A fact caused by a fact: the trace goes on through the outbox of the second service."""
    causes = {
        line[1].name
        for one in collector.spans()
        if one.kind == "producer" and len(line := collector.above(one)) > 1
    }
    assert any(name.startswith("handle ") for name in causes)
    deepest = max(collector.spans(), key=lambda one: len(collector.above(one)))
    assert len(collector.above(deepest)) > len(CLICK)


def test_a_query_upstream_stands_under_the_command_that_asked(lived: Stage, collector: Collector) -> None:
    asked = [one for one in collector.spans() if one.kind == "client" and one.process != "gateway"]
    assert asked
    for one in asked:
        line = collector.above(one)
        assert [above.kind for above in line[:2]] == ["client", "server"]
        assert (line[-1].process, line[-1].kind) == ("gateway", "server")


def headed_by_timers(collector: Collector) -> dict[str, list[Seen]]:
    """Timer → the way from something that was handled up to it."""
    lines = [collector.above(one) for one in collector.spans() if one.kind == "consumer"]
    return {line[-1].name: line for line in lines if line[-1].kind == "internal"}


def test_what_happens_by_itself_stands_under_its_timer(lived: Stage, collector: Collector) -> None:
    """Nobody opens the gate: a timer does, and what other services do about each result is its trace."""
    until(lambda: "timer sweep" in headed_by_timers(collector))
    for line in headed_by_timers(collector).values():
        assert (line[-1].parent, line[-2].kind) == ("", "producer")


def test_no_span_says_who(lived: Stage, collector: Collector) -> None:
    """Not in a name, not in an attribute: no person, and no dossier."""
    unsaid = private(lived) | {account.expediente_id for account in lived.world.accounts.values()}
    told = {str(value) for one in collector.spans() for value in (one.name, *one.attributes.values())}
    assert len(told) > 100
    assert [word for word in unsaid if any(word.lower() in value.lower() for value in told)] == []
