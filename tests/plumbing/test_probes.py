"""`/listo` and `/vivo` tell what a process really does, not that it has a port."""

from __future__ import annotations

import httpx
import pytest

from plumbing import probes, telemetry  # noqa: F401
from plumbing.probes import Pulse


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> str:
    """The probes of a process that has promised nothing yet."""
    monkeypatch.setattr(probes, "_PULSES", {})
    monkeypatch.setattr(probes, "_GATES", {})
    return f"http://127.0.0.1:{probes.start(0)}"


def _status(base: str, path: str) -> int:
    return httpx.get(base + path).status_code


def test_a_process_whose_work_stops_is_not_ready_but_lives(base: str) -> None:
    pulse = probes.pulse("consumer of x", 30.0)
    assert (_status(base, "/listo"), _status(base, "/vivo")) == (503, 200), "it has not begun"
    pulse.beat()
    assert _status(base, "/listo") == 200
    pulse.last -= 31
    assert httpx.get(base + "/listo").text == "consumer of x"
    assert (_status(base, "/listo"), _status(base, "/vivo")) == (503, 200)
    pulse.beat()
    assert _status(base, "/listo") == 200


def test_a_process_whose_work_stopped_for_long_is_to_be_replaced(base: str) -> None:
    probes.pulse("consumer of x", 30.0).last -= probes.LOST_AFTER_S + 1
    assert _status(base, "/vivo") == 503


def test_a_gate_keeps_traffic_away(base: str) -> None:
    is_open = False
    probes.gate("rpc", lambda: is_open)
    assert (_status(base, "/listo"), _status(base, "/vivo")) == (503, 200)
    is_open = True
    assert _status(base, "/listo") == 200


def test_metrics_stay_where_they_were(base: str) -> None:
    assert "residencias_facts_published_total" in httpx.get(base + "/metrics").text


def test_a_pulse_that_may_be_slow_is_not_lost_before_it_is_late() -> None:
    pulse = Pulse(every_s=3600.0)
    pulse.last -= probes.LOST_AFTER_S + 1
    assert not pulse.is_lost()
