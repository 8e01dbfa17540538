"""Rules that promtool believes, dashboards made from their table, and no query for a metric that nobody shows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from plumbing.config import ROOT, SERVICES
from tests.deploy.cluster import Object, of_kind, pods, program

PROMETHEUS, GRAFANA = ROOT / "deploy" / "prometheus", ROOT / "deploy" / "grafana"
OF_CODE = re.compile(r'(Counter|Gauge|Histogram)\(\s*"(residencias_\w+)"')
SUFFIXES = {"Counter": ("",), "Gauge": ("",), "Histogram": ("_bucket", "_count", "_sum")}
# Shown by somebody else, as its documentation names it.
OF_OTHERS = {
    "up": "Prometheus",
    "rabbitmq_detailed_queue_messages": "RabbitMQ, /metrics/detailed",
    "rabbitmq_detailed_queue_consumers": "RabbitMQ, /metrics/detailed",
    "certmanager_certificate_expiration_timestamp_seconds": "cert-manager",
    "kube_cronjob_status_last_successful_time": "kube-state-metrics",
    "kube_cronjob_created": "kube-state-metrics",
    "kube_deployment_status_replicas_available": "kube-state-metrics",
}
RULES = ("rules.yml", "cluster-rules.yml")


@cache
def _rules() -> list[dict[str, Any]]:
    files = [yaml.safe_load((PROMETHEUS / name).read_text(encoding="utf-8")) for name in RULES]
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


@cache
def _shown() -> frozenset[str]:
    """Every series that our code can show, and every one that a rule records."""
    found = {rule["record"] for rule in _rules() if "record" in rule}
    for folder in ("plumbing", "services"):
        for file in (ROOT / folder).rglob("*.py"):
            for kind, name in OF_CODE.findall(file.read_text(encoding="utf-8")):
                found |= {name + suffix for suffix in SUFFIXES[kind]}
    return frozenset(found)


def _metrics(query: str) -> set[str]:
    """What a query reads: without its label matchers, label lists and functions, what is left with an underscore."""
    bare = re.sub(r"\{[^}]*\}", "", query)
    bare = re.sub(r"\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)", "", bare)
    names = re.findall(r"[a-zA-Z_][\w:]*(?!\s*\()\b", bare)
    functions = set(re.findall(r"([a-z_]\w*)\s*\(", bare))
    return {name for name in names if (set("_:") & set(name) or name == "up") and name not in functions}


def _queries() -> dict[str, str]:
    """Where it stands → every query of ours."""
    found = {
        f"rule {number} {rule.get('alert') or rule['record']}": rule["expr"]
        for number, rule in enumerate(_rules())
    }
    for file in sorted((GRAFANA / "dashboards").glob("*.json")):
        for panel in json.loads(file.read_text(encoding="utf-8"))["panels"]:
            found[f"{file.stem}: {panel['title']}"] = panel["targets"][0]["expr"]
    return found


def test_the_rules_are_what_promtool_expects_of_rules() -> None:
    done = subprocess.run(
        [program("promtool"), "check", "rules", "--lint-fatal", *(str(PROMETHEUS / name) for name in RULES)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_fires_when_it_must_and_not_before() -> None:
    done = subprocess.run(
        [program("promtool"), "test", "rules", "rules_test.yml"],
        cwd=PROMETHEUS, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    tests = yaml.safe_load((PROMETHEUS / "rules_test.yml").read_text(encoding="utf-8"))["tests"]
    fired = {a["alertname"] for t in tests for a in t.get("alert_rule_test", ()) if a.get("exp_alerts")}
    assert fired == {rule["alert"] for rule in _rules() if "alert" in rule}


def test_every_query_reads_a_metric_that_exists() -> None:
    unknown = {
        where: missing
        for where, query in _queries().items()
        if (missing := _metrics(query) - _shown() - OF_OTHERS.keys())
    }
    assert unknown == {}
    assert all(_metrics(query) for query in _queries().values())
    assert _metrics("sum by (x_y) (rate(residencias_no_existe_total[5m])) * 3600") == {
        "residencias_no_existe_total"
    }


def test_every_value_that_a_query_picks_exists() -> None:
    """A fact, a state or an outcome that nobody shows makes a panel that stays empty and an alert that never fires."""
    code = [file.read_text(encoding="utf-8") for file in (*ROOT.glob("services/**/*.py"), *ROOT.glob("plumbing/**/*"))
            if file.suffix in (".py", ".yaml")]  # fmt: skip
    known = "\n".join([*code, *(file.read_text(encoding="utf-8") for file in ROOT.glob("proto/**/*.proto"))])
    known += "\n".join(
        file.read_text(encoding="utf-8") for file in ROOT.glob("convocatorias/*/convocatoria.yaml")
    )
    picked = {
        value
        for query in _queries().values()
        for values in re.findall(r'(?:fact|state|outcome|window|estado|verdict)=~?"([^"]+)"', query)
        for value in re.findall(r"\w+", values)
    }
    assert len(picked) > 10
    assert {value for value in picked if not re.search(rf"\b\w*{value}\b", known)} == set()


def _scraped(job: Object, pod: Object) -> set[int]:
    """The ports at which `job` measures a pod: every `keep` is judged as Prometheus would."""
    meta = {f"annotation_{key}": value for key, value in pod["metadata"].get("annotations", {}).items()}
    meta |= {f"label_{key}": value for key, value in pod["metadata"]["labels"].items()}
    known = {re.sub(r"\W", "_", name): value for name, value in meta.items()}
    found = set()
    for port in (port for one in pod["spec"]["containers"] for port in one.get("ports", ())):
        here = known | {
            "container_port_name": port["name"],
            "container_port_number": str(port["containerPort"]),
        }
        keeps = [rule for rule in job["relabel_configs"] if rule.get("action") == "keep"]
        labels = [rule["source_labels"][0].removeprefix("__meta_kubernetes_pod_") for rule in keeps]
        if all(
            re.fullmatch(rule["regex"], here.get(label, ""))
            for rule, label in zip(keeps, labels, strict=True)
        ):
            found.add(port["containerPort"])
    return found


def test_prometheus_of_a_cluster_measures_every_process_under_the_name_that_the_rules_know() -> None:
    jobs = yaml.safe_load((PROMETHEUS / "cluster-scrape.yml").read_text(encoding="utf-8"))["scrape_configs"]
    ours_job, broker_job = jobs
    for name, pod in pods("overlays/production"):
        assert _scraped(ours_job, pod) == ({9090} if name.startswith("Deployment") else set()), name
    broker = {
        "metadata": {"labels": {"app.kubernetes.io/name": "broker"}},
        "spec": {"containers": [{"ports": [{"name": "prometheus-tls", "containerPort": 15691}]}]},
    }
    assert _scraped(broker_job, broker) == {15691}
    assert broker_job["scheme"] == "https"
    assert broker_job["tls_config"].keys() == {"ca_file", "server_name"}, "its certificate is checked"
    compose = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    same = ("job_name", "metrics_path", "params")
    assert [{key: job.get(key) for key in same} for job in jobs] == [
        {key: job.get(key) for key in same} for job in compose
    ]


def test_every_metric_is_looked_at_somewhere() -> None:
    looked = set().union(*map(_metrics, _queries().values()))
    unseen = {name for name in _shown() if name.startswith("residencias_")} - looked
    assert {name for name in unseen if not name.endswith(("_sum", "_bucket", "_count"))} == set()


def test_every_service_has_its_dashboard_made_from_the_table(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(GRAFANA / "dashboards.py"), str(tmp_path)], check=True, timeout=300)
    made = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.glob("*.json")}
    kept = {file.name: file.read_text(encoding="utf-8") for file in (GRAFANA / "dashboards").glob("*.json")}
    assert made == kept, "run `make dashboards`"
    assert {f"{name}.json" for name in (*SERVICES, "gateway", "sistema", "convocatoria")} == set(kept)


def test_a_cluster_gets_every_dashboard_and_the_same_rules() -> None:
    (dashboards,) = of_kind("../grafana", "ConfigMap")
    assert dashboards["data"].keys() == {file.name for file in (GRAFANA / "dashboards").glob("*.json")}
    given = [one["data"] for one in of_kind("../prometheus", "ConfigMap")]
    assert {name: text for data in given for name, text in data.items()} == {
        name: (PROMETHEUS / name).read_text(encoding="utf-8") for name in (*RULES, "cluster-scrape.yml")
    }


def test_prometheus_of_compose_reads_every_process_and_the_rules() -> None:
    settings = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    ours = {name for name, one in compose.items() if str(one["image"]).startswith("residencias:")} - {
        "declare"
    }
    assert {
        target.partition(":")[0] for target in settings["scrape_configs"][0]["static_configs"][0]["targets"]
    } == ours
    assert settings["rule_files"] == ["rules.yml"]
    for name in ("prometheus", "grafana", "mail"):
        assert "profiles" not in compose[name], "one command starts everything"
    mounted = [
        volume.split(":")[0] for name in ("prometheus", "grafana") for volume in compose[name]["volumes"]
    ]
    assert all((ROOT / path).exists() for path in mounted if path.startswith("./"))


@pytest.mark.parametrize("alert", [rule["alert"] for rule in _rules() if "alert" in rule])
def test_every_alert_has_its_section_for_whoever_is_woken(alert: str) -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    section = re.search(rf"^#### {alert}\n(.+?)(?=^#)", text, re.M | re.S)
    assert section, f"docs/operating.md has no section «#### {alert}»"
    assert len(section[1].split()) > 25
