"""Where the bundles of the rounds are, each under its own digest, and the papers people handed in: any S3."""

from __future__ import annotations

import hashlib

from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.errors import Unavailable
from plumbing.objects import Bucket

BUNDLES = "allocation"
PAPERS = "papeles"


class S3Bundles:
    """The bucket of the bundles: immutable texts named by their SHA-256. Safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        """No connection is made yet."""
        self._bucket = Bucket(config, BUNDLES, suffix=".json", content_type="application/json")

    def put(self, sha256: str, content: bytes) -> None:
        """The bytes can be had under their digest. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""
        self._bucket.put(_name(sha256), content, sha256)

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their digest. Raises Unavailable(OBJETOS_NO_DISPONIBLE, PAQUETE_ALTERADO)."""
        content = self._bucket.get(_name(sha256))
        if content is None:
            raise Unavailable("OBJETOS_NO_DISPONIBLE")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unavailable("PAQUETE_ALTERADO", sha256=sha256)
        return content


class S3Papers(Bucket):
    """The bucket of the papers that the OOAD received. Safe to use from many threads."""

    def __init__(self, config: Config, real: Clock | None = None) -> None:
        super().__init__(config, PAPERS, suffix=".bin", content_type="application/octet-stream", real=real)


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}.json"
