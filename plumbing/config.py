"""One frozen Config, read once from the environment. `.env.example` documents every variable."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = (
    "registration",
    "documents",
    "validation",
    "scoring",
    "allocation",
    "notifications",
    "audit",
)


@dataclass(frozen=True)
class Tls:
    """PEM files of a process: its certificate and key, and the authority that both sides of an RPC must show."""

    certificate: Path
    key: Path
    authority: Path


def tls_from(environment: Mapping[str, str] = os.environ) -> Tls | None:
    """The TLS of RPCs; None when no file is named. Raises ValueError when only some are."""
    certificate = environment.get("RPC_TLS_CERT")
    key = environment.get("RPC_TLS_KEY")
    authority = environment.get("RPC_TLS_CA")
    if certificate and key and authority:
        return Tls(Path(certificate), Path(key), Path(authority))
    if certificate or key or authority:
        raise ValueError("RPC_TLS_CERT, RPC_TLS_KEY and RPC_TLS_CA go together: all of them or none")
    return None


@dataclass(frozen=True)
class Config:
    """Addresses, keys and folders. `environment` is `production` unless it says otherwise."""

    environment: str
    amqp_uri: str
    mongo_uri: str
    database_prefix: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    s3_secure: bool
    s3_bucket_prefix: str
    smtp_url: str
    mail_from: str
    public_url: str
    rpc_addresses: Mapping[str, str]
    rpc_bind: str
    http_bind: str
    token_private_key: str
    token_public_key: str
    secret_key: str
    convocatorias: Path
    catalog: Path
    queue_type: str
    calendars: Path | None = None
    s3_public_endpoint: str = ""
    s3_encryption: str = ""
    tls: Tls | None = None
    revoked_file: Path | None = None

    def database(self, service: str) -> str:
        """Name of the service's own database."""
        return f"{self.database_prefix}{service}"

    def bucket(self, name: str) -> str:
        """Name of a bucket of ours."""
        return f"{self.s3_bucket_prefix}{name}"


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """The Config the environment describes. Raises ValueError naming every variable that is missing."""
    required: tuple[str, ...] = ("AMQP_URI", "MONGO_URI", "SMTP_URL")
    required += ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    required += ("RESIDENCIAS_TOKEN_PUBLIC_KEY", "RESIDENCIAS_SECRET_KEY")
    missing = [name for name in required if not environment.get(name)]
    if missing:
        raise ValueError(f"missing in the environment: {', '.join(missing)} (see .env.example)")
    shared = environment.get("RPC_ADDRESS", "127.0.0.1:50051")
    return Config(
        environment=environment.get("RESIDENCIAS_ENV", "production"),
        amqp_uri=environment["AMQP_URI"],
        mongo_uri=environment["MONGO_URI"],
        database_prefix=environment.get("MONGO_DATABASE_PREFIX", "residencias_"),
        s3_endpoint=environment["S3_ENDPOINT"],
        s3_access_key=environment["S3_ACCESS_KEY"],
        s3_secret_key=environment["S3_SECRET_KEY"],
        s3_secure=environment.get("S3_SECURE", "0") == "1",
        s3_bucket_prefix=environment.get("S3_BUCKET_PREFIX", "residencias-"),
        smtp_url=environment["SMTP_URL"],
        mail_from=environment.get("MAIL_FROM", "residencias@example.com"),
        public_url=environment.get("PUBLIC_URL", "http://127.0.0.1:8080").rstrip("/"),
        rpc_addresses={s: environment.get(f"RPC_ADDRESS_{s.upper()}", shared) for s in SERVICES},
        rpc_bind=environment.get("RPC_BIND", "127.0.0.1:50051"),
        http_bind=environment.get("HTTP_BIND", "127.0.0.1:8080"),
        token_private_key=environment.get("RESIDENCIAS_TOKEN_PRIVATE_KEY", ""),
        token_public_key=environment["RESIDENCIAS_TOKEN_PUBLIC_KEY"],
        secret_key=environment["RESIDENCIAS_SECRET_KEY"],
        convocatorias=Path(environment.get("CONVOCATORIAS_DIR", str(ROOT / "convocatorias"))),
        catalog=Path(environment.get("CATALOG_DIR", str(ROOT / "catalog"))),
        calendars=Path(calendars) if (calendars := environment.get("CALENDARS_DIR")) else None,
        queue_type=environment.get("QUEUE_TYPE", "quorum"),
        s3_public_endpoint=environment.get("S3_PUBLIC_ENDPOINT", ""),
        s3_encryption=environment.get("S3_ENCRYPTION", ""),
        tls=tls_from(environment),
        revoked_file=Path(revoked) if (revoked := environment.get("RPC_REVOKED_FILE")) else None,
    )
