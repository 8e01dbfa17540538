"""Broker and database in the namespace speak TLS only, and whoever speaks to them checks who answers."""

from __future__ import annotations

import json
import os
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from plumbing.config import ROOT
from residencias.kubernetes import secrets
from tests.deploy.cluster import K8S, Object, named, of_kind, ours
from tests.deploy.validity import refusals

STORES = {"broker": "RabbitmqCluster", "mongo": "MongoDBCommunity"}
OURS = {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "broker"}}}


@pytest.fixture(scope="module", params=["dev", "production with stores of its own"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An overlay whose broker and database are in the namespace."""
    if request.param == "dev":
        return "overlays/dev"
    own = tmp_path_factory.mktemp("overlay")
    there = {
        name: os.path.relpath(K8S / name, own)
        for name in ("overlays/production", "infrastructure", "parts/stores")
    }
    overlay = {
        "namespace": "residencias",
        "resources": [there["overlays/production"], there["infrastructure"]],
        "components": [there["parts/stores"]],
    }
    (own / "kustomization.yaml").write_text(json.dumps(overlay), encoding="utf-8")
    return str(own)


def _uri(name: str) -> str:
    """An address that `residencias keys --kubernetes` makes."""
    (found,) = [one for one in secrets()["items"] if one["metadata"]["name"] == "residencias"]
    return str(found["stringData"][name])


def _names(folder: str, store: str) -> list[str]:
    found: list[str] = named(folder, "Certificate", f"{store}-tls")["spec"]["dnsNames"]
    return found


def test_the_stores_take_nobody_without_tls_and_their_certificates_are_of_our_authority(folder: str) -> None:
    broker = named(folder, "RabbitmqCluster", "broker")["spec"]["tls"]
    assert broker == {"secretName": "broker-tls", "disableNonTLSListeners": True}
    database = named(folder, "MongoDBCommunity", "mongo")["spec"]["security"]["tls"]
    assert database["enabled"] is True
    assert not database.get("optional")
    assert database["certificateKeySecretRef"] == database["caCertificateSecretRef"] == {"name": "mongo-tls"}
    for store in STORES:
        certificate = named(folder, "Certificate", f"{store}-tls")["spec"]
        assert certificate["secretName"] == f"{store}-tls"
        assert certificate["issuerRef"] == {"kind": "Issuer", "name": "internal"}
        assert "server auth" in certificate["usages"]
    assert "client auth" in named(folder, "Certificate", "mongo-tls")["spec"]["usages"], "members ask members"
    assert "*.mongo-svc.residencias.svc.cluster.local" in _names(folder, "mongo"), (
        "as the set calls its members"
    )


def test_what_is_built_of_them_is_valid(folder: str) -> None:
    kinds = ("Certificate", "TriggerAuthentication", "Deployment", "Job", "CronJob", *STORES.values())
    assert [r for one in of_kind(folder, *kinds) for r in refusals(one)] == []


def test_our_addresses_ask_for_a_name_of_the_certificate_and_check_it_by_a_file_that_is_mounted(
    folder: str,
) -> None:
    broker, database = urlsplit(_uri("AMQP_URI")), urlsplit(_uri("MONGO_URI"))
    assert (broker.scheme, broker.port) == ("amqps", 5671)
    assert broker.hostname in _names(folder, "broker")
    assert database.hostname in _names(folder, "mongo")
    asked = parse_qs(database.query)
    assert asked["tls"] == ["true"]
    assert not asked.keys() & {"tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames"}
    (authority,) = {*asked["tlsCAFile"], *parse_qs(broker.query)["cacertfile"]}
    for name, pod in ours(folder):
        (process,) = pod["spec"]["containers"]
        assert _mounted(process, pod).get(authority) == ("broker-tls", "ca.crt"), name


def _mounted(process: Object, pod: Object) -> dict[str, tuple[str, str]]:
    """Path → (Secret, key) of each single key that is mounted: never one's private key."""
    secret = {v["name"]: v["secret"] for v in pod["spec"]["volumes"] if "secret" in v}
    found: dict[str, tuple[str, str]] = {}
    for mount in process["volumeMounts"]:
        for item in secret.get(mount["name"], {}).get("items", ()):
            found[f"{mount['mountPath']}/{item['path']}"] = (
                secret[mount["name"]]["secretName"],
                item["key"],
            )
    return found


def test_the_scaler_asks_the_broker_by_its_full_name_and_checks_its_certificate(folder: str) -> None:
    """KEDA is in another namespace: there a short name is nobody's."""
    trigger = named(folder, "TriggerAuthentication", "broker")["spec"]
    assert {"parameter": "ca", "name": "broker-tls", "key": "ca.crt"} in trigger["secretTargetRef"]
    (tls,) = trigger["configMapTargetRef"]
    assert tls["parameter"] == "tls"
    assert named(folder, "ConfigMap", tls["name"])["data"][tls["key"]] == "enable"
    assert re.fullmatch(r"broker\.residencias\.svc", urlsplit(_uri("AMQP_URI")).hostname or "")
    scaled = [one["spec"]["triggers"][0]["metadata"] for one in of_kind(folder, "ScaledObject")]
    assert not any("unsafeSsl" in one for one in scaled)


def test_only_tls_ports_are_open_towards_the_broker_and_to_it(folder: str) -> None:
    for name in ("broker", "to-broker"):
        spec = named(folder, "NetworkPolicy", name)["spec"]
        ports = {
            p["port"] for rule in (*spec.get("ingress", ()), *spec["egress"]) for p in rule.get("ports", ())
        }
        assert ports <= {5671, 15691, 443, 6443}, name
    assert named(folder, "NetworkPolicy", "to-broker")["spec"]["egress"][0]["to"] == [OURS]


def test_prometheus_asks_the_broker_under_a_name_of_its_certificate() -> None:
    scrapes = yaml.safe_load((ROOT / "deploy/prometheus/cluster-scrape.yml").read_text(encoding="utf-8"))
    jobs: dict[str, Any] = {one["job_name"]: one for one in scrapes["scrape_configs"]}
    assert jobs["rabbitmq"]["tls_config"]["server_name"] in _names("infrastructure", "broker")
