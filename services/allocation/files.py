"""Where the bundles of the rounds are, each under its own digest, and the papers people handed in: any S3."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from plumbing.config import Config
from plumbing.errors import Unavailable
from plumbing.objects import Bucket

BUCKET = "allocation"
PAPERS = "papeles"
TIMEOUT = urllib3.Timeout(connect=3.0, read=30.0)
RETRIES = urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504))
THERE_ALREADY = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


class S3Bundles:
    """The bucket of the bundles: immutable texts named by their SHA-256. Safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        """No connection is made yet."""
        self._client = Minio(
            config.s3_endpoint,
            access_key=config.s3_access_key,
            secret_key=config.s3_secret_key,
            secure=config.s3_secure,
            region="us-east-1",
            http_client=urllib3.PoolManager(maxsize=8, timeout=TIMEOUT, retries=RETRIES),
        )
        self._bucket = config.bucket(BUCKET)
        self._is_ready = False

    def put(self, sha256: str, content: bytes) -> None:
        """The bytes can be had under their digest. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""
        with _answering():
            self._ensure_bucket()
            self._client.put_object(
                self._bucket, _name(sha256), BytesIO(content), len(content), content_type="application/json"
            )

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their digest. Raises Unavailable(OBJETOS_NO_DISPONIBLE, PAQUETE_ALTERADO)."""
        with _answering():
            response = self._client.get_object(self._bucket, _name(sha256))
            try:
                content = bytes(response.read())
            finally:
                response.close()
                response.release_conn()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unavailable("PAQUETE_ALTERADO", sha256=sha256)
        return content

    def _ensure_bucket(self) -> None:
        if self._is_ready:
            return
        if not self._client.bucket_exists(self._bucket):
            try:
                self._client.make_bucket(self._bucket)
            except S3Error as error:
                if error.code not in THERE_ALREADY:
                    raise
        self._is_ready = True


class S3Papers(Bucket):
    """The bucket of the papers that the OOAD received. Safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        super().__init__(config, PAPERS, suffix=".bin", content_type="application/octet-stream")


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}.json"


@contextmanager
def _answering() -> Iterator[None]:
    """Turns the client's and the network's errors into ours."""
    try:
        yield
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise Unavailable("OBJETOS_NO_DISPONIBLE") from error
