"""The tests of storage on two S3 servers: the local SeaweedFS, and MinIO built by Go. Run: `make test-backends`.

Nothing else needs Go: without it, and without MINIO (the path of a binary), MinIO is left out with a sentence.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path

from plumbing.config import ROOT
from residencias.embedded.ports import HOST, choose

MODULE = "github.com/minio/minio@latest"
TOOLS = ROOT / ".residencias" / "tools"
TESTS = ("tests/integration/documents/test_files.py", "tests/integration/documents/test_api.py",
         "tests/integration/allocation/test_files.py",
         "tests/embedded/test_real_clients.py")  # fmt: skip
PATIENCE_S = 60.0


def main() -> int:
    """The status of the tests: SeaweedFS first, then MinIO where there is one."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("S3_")}
    print("== SeaweedFS", flush=True)
    status = _run(clean)
    binary = _minio()
    if not binary:
        print(
            "== MinIO: omitido. Falta Go para construirlo; instálalo (https://go.dev) o di dónde está con MINIO=…"
        )
        return status
    print("== MinIO", flush=True)
    return _on_minio(binary, clean) or status


def _minio() -> str:
    """The binary, built the first time; empty without Go."""
    given = os.environ.get("MINIO") or shutil.which("minio", path=str(TOOLS))
    if given or not shutil.which("go"):
        return given or ""
    print(f"construyendo {MODULE} (varios minutos, una sola vez)", flush=True)
    TOOLS.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "install", MODULE], check=True, env={**os.environ, "GOBIN": str(TOOLS)})
    return str(TOOLS / "minio")


def _on_minio(binary: str, clean: dict[str, str]) -> int:
    """The tests' status on a server of their own, which is gone afterwards."""
    keys = {"S3_ACCESS_KEY": secrets.token_hex(10), "S3_SECRET_KEY": secrets.token_hex(20)}
    address = f"{HOST}:{choose()}"
    own = {
        "MINIO_ROOT_USER": keys["S3_ACCESS_KEY"],
        "MINIO_ROOT_PASSWORD": keys["S3_SECRET_KEY"],
        "MINIO_KMS_SECRET_KEY": f"residencias:{b64encode(secrets.token_bytes(32)).decode()}",
        "MINIO_BROWSER": "off",
        "MINIO_UPDATE": "off",
    }
    with tempfile.TemporaryDirectory(prefix="residencias-minio-") as folder:
        argv = [binary, "server", "--quiet", "--address", address, folder]
        with subprocess.Popen(argv, env={**clean, **own}, cwd=folder) as server:
            try:
                _await(f"http://{address}/minio/health/ready")
                return _run({**clean, **keys, "S3_ENDPOINT": address, "S3_SECURE": "0"})
            finally:
                server.terminate()


def _await(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _run(environment: dict[str, str]) -> int:
    tests = [test for test in TESTS if Path(ROOT / test).exists()]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", *tests], cwd=ROOT, env=environment
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
