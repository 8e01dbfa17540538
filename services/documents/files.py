"""Where the originals are: a bucket of JPGs."""

from __future__ import annotations

from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.objects import Bucket

BUCKET = "documentos"
JPEG = "image/jpeg"


class S3Files(Bucket):
    """The bucket of the originals. Safe to use from many threads."""

    def __init__(self, config: Config, real: Clock | None = None) -> None:
        super().__init__(config, BUCKET, suffix=".jpg", content_type=JPEG, real=real)
