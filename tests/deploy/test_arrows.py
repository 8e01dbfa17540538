"""Every arrow of the architecture is allowed and no other: the policies are judged like a cluster would."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from plumbing.config import SERVICES
from tests.deploy import wiring
from tests.deploy.cluster import OVERLAYS, Object, labels, of_kind

PROCESSES = [f"{service}-{role}" for service in SERVICES for role in ("api", "worker")] + ["gateway"]
STORES = {"mongo": 27017, "broker": 5671, "objects": 8333, "mail": 1025}
STORE_LABELS = {
    "mongo": {"app": "mongo-svc"},
    "broker": {"app.kubernetes.io/name": "broker"},
    "objects": {"app.kubernetes.io/name": "s3"},
    "mail": {"app.kubernetes.io/name": "mail"},
}
NAMED_PORTS = {"grpc": 50051, "metrics": 9090, "http": 8080}


def _selects(selector: Object, pod: dict[str, str]) -> bool:
    exact = all(pod.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    terms = selector.get("matchExpressions", ())
    assert all(term["operator"] == "In" for term in terms)
    return exact and all(pod.get(term["key"]) in term["values"] for term in terms)


def _matches(peers: list[Object] | None, pod: dict[str, str]) -> bool:
    """Whether a pod of our namespace is among `peers`; no peers means everybody."""
    return not peers or any(
        "podSelector" in peer and "namespaceSelector" not in peer and _selects(peer["podSelector"], pod)
        for peer in peers
    )


def _port(rule: Object, number: int) -> bool:
    ports = rule.get("ports")
    return not ports or any(NAMED_PORTS.get(p["port"], p["port"]) == number for p in ports)


def _allows(policies: list[Object], way: str, pod: dict[str, str], other: dict[str, str], port: int) -> bool:
    """Kubernetes' rule: what no policy selects is free; what one selects needs one that lets it pass."""
    side, direction = ("from", "ingress") if way == "Ingress" else ("to", "egress")
    about = [
        policy["spec"]
        for policy in policies
        if way in policy["spec"]["policyTypes"] and _selects(policy["spec"]["podSelector"], pod)
    ]
    return not about or any(
        _matches(rule.get(side), other) and _port(rule, port)
        for spec in about
        for rule in spec.get(direction) or ()
    )


def _passes(folder: str, source: dict[str, str], target: dict[str, str], port: int) -> bool:
    policies = of_kind(folder, "NetworkPolicy")
    return _allows(policies, "Egress", source, target, port) and _allows(
        policies, "Ingress", target, source, port
    )


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_rpcs_go_where_the_code_asks_and_nowhere_else(overlay: str) -> None:
    folder = f"overlays/{overlay}"
    pods = labels(folder)
    wanted = {
        (caller if caller == "gateway" else f"{caller}-api", f"{asked}-api")
        for caller, all_asked in wiring.asks().items()
        for asked in all_asked
    }
    assert len(wanted) > 12
    allowed = {
        (source, target)
        for source, target in product([*PROCESSES, "declare", "backup"], PROCESSES)
        if source != target and _passes(folder, pods[source], pods[target], 50051)
    }
    assert allowed == wanted


def test_each_process_reaches_the_stores_that_its_code_uses() -> None:
    folder = "overlays/dev"
    pods = labels(folder)
    for process in PROCESSES:
        reached = {
            store
            for store, port in STORES.items()
            if _passes(folder, pods[process], STORE_LABELS[store], port)
        }
        assert reached == wiring.uses(process), process


def test_only_who_sends_mail_reaches_the_mail_server() -> None:
    pods = labels("overlays/dev")
    marked = {name for name, found in pods.items() if found.get("residencias/mail") == "yes"}
    assert marked == wiring.sends_mail()


def test_only_the_gateway_asks_the_identity_provider() -> None:
    (policy,) = [
        p["spec"]
        for p in of_kind("overlays/production", "NetworkPolicy")
        if p["metadata"]["name"] == "to-identity"
    ]
    pods = labels("overlays/production")
    assert {name for name, pod in pods.items() if _selects(policy["podSelector"], pod)} == {"gateway"}


def test_every_process_may_send_its_traces_to_the_monitoring_and_nowhere_else() -> None:
    (policy,) = [
        p["spec"]
        for p in of_kind("overlays/production", "NetworkPolicy")
        if p["metadata"]["name"] == "to-traces"
    ]
    pods = labels("overlays/production")
    assert {name for name, pod in pods.items() if _selects(policy["podSelector"], pod)} == set(PROCESSES)
    (arrow,) = policy["egress"]
    assert arrow["to"] == [{"namespaceSelector": {"matchLabels": {"residencias/monitoring": "yes"}}}]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_nothing_is_open_to_just_anybody(overlay: str) -> None:
    """Towards a store there is always a `to`; inwards always a `from`. The members of the stores ask their cluster."""
    for policy in of_kind(f"overlays/{overlay}", "NetworkPolicy"):
        spec, name = policy["spec"], policy["metadata"]["name"]
        for rule in spec.get("ingress") or ():
            assert rule.get("from"), name
        for rule in spec.get("egress") or ():
            ports = {p["port"] for p in rule.get("ports", ())}
            assert rule.get("to") or (name in ("broker", "mongo") and ports == {443, 6443}), name
    empty: dict[str, Any] = {}
    (deny,) = [
        p for p in of_kind(f"overlays/{overlay}", "NetworkPolicy") if p["metadata"]["name"] == "default-deny"
    ]
    assert deny["spec"]["podSelector"] == empty
    assert not deny["spec"].keys() & {"ingress", "egress"}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_pod_may_look_up_names_and_be_measured(overlay: str) -> None:
    policies = of_kind(f"overlays/{overlay}", "NetworkPolicy")
    (names,) = [p["spec"] for p in policies if p["metadata"]["name"] == "names"]
    assert names["podSelector"] == {}
    (metrics,) = [p["spec"] for p in policies if p["metadata"]["name"] == "metrics"]
    pods = labels(f"overlays/{overlay}")
    assert all(_selects(metrics["podSelector"], pods[process]) for process in PROCESSES)
