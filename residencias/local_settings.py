"""The variables a local run makes for itself: keys kept per instance, ports chosen free."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from argon2 import PasswordHasher

from plumbing.auth import generate_keys
from residencias.embedded.ports import HOST, remembered

RPC_GROUPS = ("api", "documents")


def new_secrets() -> dict[str, str]:
    """Fresh keys and passwords for an installation, as environment variables."""
    private, public = generate_keys()
    return {
        "RESIDENCIAS_TOKEN_PRIVATE_KEY": private,
        "RESIDENCIAS_TOKEN_PUBLIC_KEY": public,
        "RESIDENCIAS_SECRET_KEY": secrets.token_urlsafe(48),
        "RABBITMQ_PASSWORD": secrets.token_hex(24),
        "MONGO_PASSWORD": secrets.token_hex(24),
        "MONGO_REPLICA_KEY": secrets.token_hex(48),
        "S3_ACCESS_KEY": secrets.token_hex(10),
        "S3_SECRET_KEY": secrets.token_hex(24),
        "GRAFANA_PASSWORD": secrets.token_hex(12),
    }


def keys(folder: Path) -> dict[str, str]:
    """The instance's signing keys and secret, made once and readable only by its owner."""
    file = folder / "keys.json"
    if not file.exists():
        made = {name: value for name, value in new_secrets().items() if name.startswith("RESIDENCIAS_")}
        file.touch(mode=0o600)
        file.write_text(json.dumps(made), encoding="utf-8")
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def staff(folder: Path) -> dict[str, str]:
    """Local accounts for every desk, with passwords made once for this instance."""
    accounts_file, passwords_file = folder / "staff.yaml", folder / "staff-passwords.json"
    if not accounts_file.exists() or not passwords_file.exists():
        accounts = yaml.safe_load(Path(__file__).with_name("local_staff.yaml").read_text(encoding="utf-8"))
        passwords = {account["user"]: secrets.token_urlsafe(9) for account in accounts}
        hasher = PasswordHasher(time_cost=1, memory_cost=8192)  # random passwords: nothing to guess
        for account in accounts:
            account["password"] = hasher.hash(passwords[account["user"]])
        for file, text in (
            (passwords_file, json.dumps(passwords, indent=1)),
            (accounts_file, yaml.safe_dump(accounts, allow_unicode=True)),
        ):
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
    return {"STAFF_FILE": str(accounts_file), "STAFF_PASSWORDS_FILE": str(passwords_file)}


def desks(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """The local accounts of the staff; none where people enter through their institution's provider."""
    file = environment.get("STAFF_FILE")
    return list(yaml.safe_load(Path(file).read_text(encoding="utf-8"))) if file else []


def rpc(folder: Path) -> dict[str, str]:
    """Where the api processes listen: `documents` apart from the rest."""
    ports = remembered(folder / "rpc-ports.json", RPC_GROUPS)
    return {
        "RPC_ADDRESS": f"{HOST}:{ports['api']}",
        "RPC_ADDRESS_DOCUMENTS": f"{HOST}:{ports['documents']}",
    }


def local(folder: Path) -> dict[str, str]:
    """Everything a local run needs besides the addresses of its parts. Never `production`."""
    return {"RESIDENCIAS_ENV": "local", **keys(folder), **rpc(folder), **staff(folder)}
