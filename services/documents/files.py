"""Where the bytes are: a bucket of originals, never replaced, and one of renditions, which can be made again."""

from __future__ import annotations

import hmac
from hashlib import sha256

from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.objects import Bucket

BUCKET = "documentos"
VIEWS = "vistas"
JPEG = "image/jpeg"


class S3Files(Bucket):
    """The bucket of the originals. Safe to use from many threads."""

    def __init__(self, config: Config, real: Clock | None = None) -> None:
        super().__init__(config, BUCKET, suffix=".bin", content_type="application/octet-stream", real=real)


class S3Views(Bucket):
    """The bucket of the renditions: JPGs without metadata, made on demand. Safe to use from many threads."""

    def __init__(self, config: Config, real: Clock | None = None) -> None:
        super().__init__(config, VIEWS, suffix=".jpg", content_type=JPEG, real=real)
        self._secret = config.secret_key.encode()

    def name_of(self, object_name: str, look: str) -> str:
        """Where this look of that object is: the same name each time, which nobody else can tell."""
        name = hmac.new(self._secret, f"{object_name}|{look}".encode(), sha256).hexdigest()[:32]
        return f"{name[:2]}/{name}{self._suffix}"
