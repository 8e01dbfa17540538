"""What the three examples share: where Residencias is, and who we are. Everything from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from residencias_client import Files, Residencias


def connected(service: str) -> Residencias:
    """A connection to `service`: its address in RESIDENCIAS_<SERVICE>, the token in the file of RESIDENCIAS_TOKEN_FILE.

    With RESIDENCIAS_TLS_CERT, _KEY and _CA the connection is mutual TLS.
    """
    token = Path(os.environ["RESIDENCIAS_TOKEN_FILE"])
    names = ("RESIDENCIAS_TLS_CERT", "RESIDENCIAS_TLS_KEY", "RESIDENCIAS_TLS_CA")
    paths = [Path(os.environ[name]) for name in names if name in os.environ]
    tls = Files(*paths) if len(paths) == len(names) else None
    address = os.environ[f"RESIDENCIAS_{service.upper()}"]
    return Residencias(address, lambda: token.read_text(encoding="utf-8").strip(), tls)
