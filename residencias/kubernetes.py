"""The Secrets of a one-node installation in Kubernetes (overlay dev), with keys and passwords made now."""

from __future__ import annotations

from typing import Any

from residencias.local_settings import new_secrets

USER = "residencias"
AUTHORITY = "/run/stores/ca.crt"  # where parts/stores mounts who signs the certificates of both stores
OF_PROCESSES = ("RESIDENCIAS_TOKEN_PUBLIC_KEY", "RESIDENCIAS_SECRET_KEY", "S3_ACCESS_KEY", "S3_SECRET_KEY")


def secrets() -> dict[str, Any]:
    """A List of Secrets that `kubectl apply -f -` takes: of every process, of the gateway, and of the stores."""
    made = new_secrets()
    broker, database = made["RABBITMQ_PASSWORD"], made["MONGO_PASSWORD"]
    of_processes = {name: made[name] for name in OF_PROCESSES} | {
        "AMQP_URI": f"amqps://{USER}:{broker}@broker.residencias.svc:5671//?cacertfile={AUTHORITY}",
        "MONGO_URI": f"mongodb://{USER}:{database}@mongo-svc.residencias.svc:27017/"
        f"?replicaSet=mongo&authSource=admin&tls=true&tlsCAFile={AUTHORITY}&retryWrites=false",
        "SMTP_URL": "smtp://mail:1025",
    }
    of_broker = {
        "username": USER,
        "password": broker,
        "default_user.conf": f"default_user = {USER}\ndefault_pass = {broker}\n",
    }
    found = {
        "residencias": of_processes,
        "residencias-gateway": {name: made[name] for name in ("RESIDENCIAS_TOKEN_PRIVATE_KEY",)},
        "residencias-staff": {"staff.yaml": "[]\n"},
        "broker-user": of_broker,
        "mongo-user": {"password": database},
    }
    items = [_secret(name, values) for name, values in found.items()]
    return {"apiVersion": "v1", "kind": "List", "items": items}


def _secret(name: str, values: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": values}
