"""The manifests, without a cluster: they build, every object is valid, and no pod may more than it must."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plumbing.config import SERVICES
from residencias import container
from tests.deploy.cluster import BUILDS, K8S, NAME, OVERLAYS, ROLE, Object, built, named, of_kind, ours, pods
from tests.deploy.validity import SCHEMAS, refusals

# What KEDA's scaler `rabbitmq` reads of a trigger (2.20).
TRIGGER = {"protocol", "queueName", "mode", "value", "vhostName", "activationValue", "excludeUnacknowledged"}
# A place inside each custom resource at which an unknown field must be refused.
PLACES = {
    "Issuer": (),
    "Certificate": ("privateKey",),
    "ExternalSecret": ("data", 0, "remoteRef"),
    "HTTPRoute": ("rules", 0, "backendRefs", 0),
    "ScaledObject": ("triggers", 0),
    "TriggerAuthentication": ("secretTargetRef", 0),
    "RabbitmqCluster": (
        "override",
        "statefulSet",
        "spec",
        "template",
        "spec",
        "containers",
        0,
        "securityContext",
    ),
    "MongoDBCommunity": ("statefulSet", "spec", "volumeClaimTemplates", 0, "spec"),
}


@pytest.mark.parametrize("folder", BUILDS)
def test_every_object_is_valid(folder: str) -> None:
    wrong = [f"{one['kind']} {one['metadata']['name']} {r}" for one in built(folder) for r in refusals(one)]
    assert not wrong, "\n".join(wrong)


def _with_an_unknown_field(one: Object, place: tuple[str | int, ...]) -> Object:
    changed: Object = json.loads(json.dumps(one))
    inner: Any = changed["spec"]
    for step in place:
        inner = inner[step]
    inner["noSuchField"] = "x"
    return changed


def test_the_check_refuses_what_does_not_exist() -> None:
    """Of every sort: else the one above could not fail."""
    deployment = named("overlays/dev", "Deployment", "gateway")
    assert refusals(_with_an_unknown_field(deployment, ("template", "spec", "containers", 0)))
    assert PLACES.keys() == {kind for _, kind in SCHEMAS}
    custom = [one for folder in BUILDS for one in built(folder) if one["kind"] in PLACES]
    assert {one["kind"] for one in custom} == PLACES.keys()
    for one in custom:
        for place in ((), PLACES[one["kind"]]):
            assert refusals(_with_an_unknown_field(one, place)), (one["kind"], place)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_worker_is_scaled_by_what_the_scaler_reads(overlay: str) -> None:
    for scaled in of_kind(f"overlays/{overlay}", "ScaledObject"):
        (trigger,) = scaled["spec"]["triggers"]
        assert trigger["type"] == "rabbitmq"
        assert trigger["metadata"].keys() <= TRIGGER
        assert (trigger["metadata"]["protocol"], trigger["metadata"]["mode"]) == ("amqp", "QueueLength")
        assert int(trigger["metadata"]["value"]) > 0


@pytest.mark.parametrize("folder", BUILDS)
def test_no_object_is_there_twice_and_all_are_in_our_namespace(folder: str) -> None:
    names = Counter((one["kind"], one["metadata"]["name"]) for one in built(folder))
    assert [key for key, n in names.items() if n > 1] == []
    outside = {
        one["kind"]
        for one in built(folder)
        if one["kind"] != "Namespace" and one["metadata"].get("namespace") != "residencias"
    }
    assert not outside


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_service_has_both_processes_and_what_keeps_them(overlay: str) -> None:
    folder = f"overlays/{overlay}"
    for service in SERVICES:
        for role in ("api", "worker"):
            name = f"{service}-{role}"
            pod = named(folder, "Deployment", name)["spec"]["template"]
            (process,) = pod["spec"]["containers"]
            assert container.module_of(
                [service if word == "$(SERVICE)" else word for word in process["args"]]
            )
            assert pod["metadata"]["labels"][NAME] == service
            assert pod["metadata"]["labels"][ROLE] == role
            assert pod["spec"]["serviceAccountName"] == name
            budget = named(folder, "PodDisruptionBudget", name)["spec"]
            assert budget["selector"]["matchLabels"] == {NAME: service, ROLE: role}
        assert named(folder, "Service", f"{service}-api")["spec"]["selector"] == {NAME: service, ROLE: "api"}
        scaled = named(folder, "HorizontalPodAutoscaler", f"{service}-api")["spec"]
        assert scaled["scaleTargetRef"]["name"] == f"{service}-api"
        queue = named(folder, "ScaledObject", f"{service}-worker")["spec"]
        assert queue["scaleTargetRef"]["name"] == f"{service}-worker"
        assert queue["triggers"][0]["metadata"]["queueName"] == f"{service}.facts"
        assert queue["minReplicaCount"] >= 1  # the relay and the deadlines never sleep


@pytest.mark.parametrize("folder", BUILDS)
def test_no_container_may_more_than_it_must(folder: str) -> None:
    for name, pod in pods(folder):
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True, name
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert spec["automountServiceAccountToken"] is False, name
        assert not any(spec.get(shared) for shared in ("hostNetwork", "hostPID", "hostIPC")), name
        assert not [volume for volume in spec.get("volumes", ()) if "hostPath" in volume], name
        for one in (*spec["containers"], *spec.get("initContainers", ())):
            assert one["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, name
            for bound in ("requests", "limits"):
                assert set(one["resources"][bound]) == {"cpu", "memory"}, name


def test_pods_of_operators_keep_the_rules_of_the_namespace() -> None:
    """The namespace enforces `restricted`: a pod that does not ask for it would never start."""
    (namespace,) = of_kind("overlays/dev", "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    broker, database = of_kind("infrastructure", "RabbitmqCluster", "MongoDBCommunity")
    if broker["kind"] != "RabbitmqCluster":
        broker, database = database, broker
    specs = (broker["spec"]["override"]["statefulSet"]["spec"], database["spec"]["statefulSet"]["spec"])
    names = set()
    for spec in (one["template"]["spec"] for one in specs):
        for one in (*spec["containers"], *spec["initContainers"]):
            names.add(one["name"])
            assert one["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "runAsNonRoot": True,
                "capabilities": {"drop": ["ALL"]},
                "seccompProfile": {"type": "RuntimeDefault"},
            }, one["name"]
    assert names >= {"rabbitmq", "setup-container", "mongod", "mongodb-agent"}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_whatever_stays_is_probed(overlay: str) -> None:
    for name, pod in pods(f"overlays/{overlay}"):
        if name.split()[0] in ("Job", "CronJob"):
            continue
        for one in pod["spec"]["containers"]:
            assert {"readinessProbe", "livenessProbe"} <= set(one), name
            open_ports = {port["name"] for port in one["ports"]}
            for kind in ("readinessProbe", "livenessProbe", "startupProbe"):
                assert one.get(kind, one["readinessProbe"])["httpGet"]["port"] in open_ports, name


def test_our_probes_look_at_the_work() -> None:
    for name, pod in ours("overlays/production"):
        if not name.startswith("Deployment") or name.endswith(" gateway"):
            continue
        (process,) = pod["spec"]["containers"]
        assert process["readinessProbe"]["httpGet"] == {"path": "/listo", "port": "metrics"}, name
        assert process["livenessProbe"]["httpGet"] == {"path": "/vivo", "port": "metrics"}, name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_stopping_takes_longer_than_the_work_under_way(overlay: str) -> None:
    """RPCs and requests get 10 s; before that, 5 s in which our address is taken away."""
    for name, pod in ours(f"overlays/{overlay}"):
        if name.startswith("Deployment"):
            assert pod["spec"]["terminationGracePeriodSeconds"] >= 5 + 10 + 15, name


@pytest.mark.parametrize("folder", BUILDS)
def test_every_image_is_pinned(folder: str) -> None:
    images = {one["image"] for _, pod in pods(folder) for one in pod["spec"]["containers"]}
    images |= {one["spec"]["image"] for one in of_kind(folder, "RabbitmqCluster")}
    for image in images:
        assert re.search(r":v?\d+\.\d+[\w.-]*$|@sha256:[0-9a-f]{64}$", image), image


def test_production_stands_on_three_zones() -> None:
    folder = "overlays/production"
    for scaled in of_kind(folder, "HorizontalPodAutoscaler"):
        assert scaled["spec"]["minReplicas"] >= 3, scaled["metadata"]["name"]
    for scaled in of_kind(folder, "ScaledObject"):
        assert scaled["spec"]["minReplicaCount"] >= 3, scaled["metadata"]["name"]
    for one in of_kind(folder, "Deployment"):
        spread = one["spec"]["template"]["spec"]["topologySpreadConstraints"]
        assert {s["topologyKey"] for s in spread} == {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}
        (zones,) = [s for s in spread if s["whenUnsatisfiable"] == "DoNotSchedule"]
        # With a zone gone its replicas, and those that the autoscaler adds, find room in the others.
        assert "minDomains" not in zones
        assert zones["nodeTaintsPolicy"] == "Honor"
        assert "replicas" not in one["spec"], "the autoscaler decides"
    infrastructure = of_kind("infrastructure", "RabbitmqCluster", "MongoDBCommunity")
    assert {one["spec"].get("replicas", one["spec"].get("members")) for one in infrastructure} == {3}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_api_and_the_gateway_have_a_certificate_of_their_own(overlay: str) -> None:
    folder = f"overlays/{overlay}"
    issuers = {one["metadata"]["name"] for one in of_kind(folder, "Issuer")}
    for name in (*(f"{service}-api" for service in SERVICES), "gateway"):
        certificate = named(folder, "Certificate", name)["spec"]
        assert certificate["secretName"] == name
        assert certificate["dnsNames"] == [name]
        assert certificate["issuerRef"]["name"] in issuers
        assert ("server auth" in certificate["usages"]) == (name != "gateway")
        spec = named(folder, "Deployment", name)["spec"]["template"]["spec"]
        assert [v["secret"]["secretName"] for v in spec["volumes"] if v["name"] == "tls"] == [name]


def test_another_system_shows_a_certificate_that_no_process_of_ours_could_serve_with() -> None:
    """Of the same authority, for clients only, and under no name of ours."""
    issuers = {one["metadata"]["name"] for one in of_kind("overlays/production", "Issuer")}
    for one in of_kind("systems", "Certificate"):
        assert one["spec"]["usages"] == ["client auth"]
        assert one["spec"]["issuerRef"]["name"] in issuers
        assert not set(one["spec"]["dnsNames"]) & {"gateway", *(f"{service}-api" for service in SERVICES)}


def test_whoever_has_an_authority_of_their_own_gives_it_to_every_process(tmp_path: Path) -> None:
    there = {name: os.path.relpath(K8S / name, tmp_path) for name in ("overlays/production", "parts/trust")}
    overlay = {"resources": [there["overlays/production"]], "components": [there["parts/trust"]]}
    (tmp_path / "kustomization.yaml").write_text(json.dumps(overlay), encoding="utf-8")
    found = list(ours(str(tmp_path)))
    assert len(found) == 2 * len(SERVICES) + 3
    for name, pod in found:
        (process,) = pod["spec"]["containers"]
        assert {"name": "SSL_CERT_FILE", "value": "/run/trust/ca.crt"} in process["env"], name
        assert "trust" in {volume["name"] for volume in pod["spec"]["volumes"]}, name
        assert "/run/trust" in {mount["mountPath"] for mount in process["volumeMounts"]}, name
