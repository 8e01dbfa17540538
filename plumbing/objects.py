"""One bucket of any S3, through the minio client. Nothing is overwritten; names reveal nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from minio.sse import SseS3

from plumbing.clock import Clock, SystemClock
from plumbing.config import Config
from plumbing.errors import Conflict, Unavailable

CONNECTIONS = 32
TIMEOUT = urllib3.Timeout(connect=3.0, read=15.0)
RETRIES = urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504))
THERE_ALREADY = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}
GONE = {"NoSuchKey", "NoSuchBucket"}
REGION = "us-east-1"


class _Client(Minio):
    """The minio client, which has no conditional put of its own."""

    def put_once(self, bucket: str, name: str, content: bytes, headers: dict[str, str]) -> None:
        """The object is new. Raises S3Error(PreconditionFailed) when the name is taken."""
        self._put_object(bucket, name, content, {**headers, "If-None-Match": "*"})


class Bucket:
    """A bucket for files of one kind. Safe to use from many threads."""

    def __init__(
        self, config: Config, name: str, *, suffix: str, content_type: str, real: Clock | None = None
    ) -> None:
        """No connection is made yet. `real`: objects age in real time, whatever the service's clock says."""
        self._client = _client(config, config.s3_endpoint, config.s3_secure)
        scheme, _, public = config.s3_public_endpoint.rpartition("://")
        self._public = _client(config, public, scheme == "https") if public else self._client
        self._headers = dict(SseS3().headers()) if config.s3_encryption else {}
        self._bucket = config.bucket(name)
        self._suffix = suffix
        self._content_type = content_type
        self._real = real or SystemClock()
        self._is_ready = False

    def ensure_bucket(self) -> None:
        """The bucket exists, also when another replica is making it. Raises Unavailable."""
        if self._is_ready:
            return
        with _answering():
            if not self._client.bucket_exists(self._bucket):
                try:
                    self._client.make_bucket(self._bucket)
                except S3Error as error:
                    if error.code not in THERE_ALREADY:
                        raise
        self._is_ready = True

    def new_name(self) -> str:
        """128 random bits, spread over 256 folders."""
        name = secrets.token_hex(16)
        return f"{name[:2]}/{name}{self._suffix}"

    def put(self, name: str, content: bytes, sha256: str) -> None:
        """The bytes are kept, with their digest beside them. What is there already stays as it is.

        Putting the same bytes twice is harmless. Raises Conflict(OBJETO_YA_EXISTE) when the name has others,
        Unavailable(OBJETOS_NO_DISPONIBLE).
        """
        self.ensure_bucket()
        headers = {"Content-Type": self._content_type, "x-amz-meta-sha256": sha256, **self._headers}
        with _answering():
            try:
                self._client.put_once(self._bucket, name, content, headers)
                return
            except S3Error as error:
                if error.response.status != HTTPStatus.PRECONDITION_FAILED:
                    raise
        if self.get(name) != content:  # the same bytes: our own earlier attempt, whose answer was lost
            raise Conflict("OBJETO_YA_EXISTE")

    def has(self, name: str) -> bool:
        """There is such an object. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""
        with _answering():
            try:
                self._client.stat_object(self._bucket, name)
            except S3Error as error:
                if error.code in GONE:
                    return False
                raise
        return True

    def is_encrypted(self, name: str) -> bool:
        """The store says that it keeps the object encrypted. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""
        with _answering():
            found = self._client.stat_object(self._bucket, name)
        return (found.metadata or {}).get("x-amz-server-side-encryption", "") == "AES256"

    def link(self, name: str, lifetime: timedelta) -> tuple[str, datetime]:
        """(An address that anybody may read the object at, until when): in real time, which the store goes by."""
        now = self._real.now()
        with _answering():
            url = self._public.presigned_get_object(self._bucket, name, expires=lifetime, request_date=now)
        return url, now + lifetime

    def get(self, name: str) -> bytes | None:
        """The bytes, None when there is no such object. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""
        with _answering():
            try:
                response = self._client.get_object(self._bucket, name)
            except S3Error as error:
                if error.code in GONE:
                    return None
                raise
            try:
                return response.read()
            finally:
                response.close()
                response.release_conn()

    def older_than(self, age: timedelta) -> Iterator[str]:
        """Names of objects put at least `age` ago by the store's own time stamps. Raises Unavailable."""
        self.ensure_bucket()
        before = self._real.now() - age
        with _answering():
            for found in self._client.list_objects(self._bucket, recursive=True):
                if found.object_name and found.last_modified and found.last_modified <= before:
                    yield found.object_name

    def delete(self, name: str) -> None:
        """The object is gone. Raises Unavailable(OBJETOS_NO_DISPONIBLE)."""
        with _answering():
            self._client.remove_object(self._bucket, name)


def _client(config: Config, endpoint: str, secure: bool) -> _Client:
    return _Client(
        endpoint,
        access_key=config.s3_access_key,
        secret_key=config.s3_secret_key,
        secure=secure,
        region=REGION,
        http_client=urllib3.PoolManager(maxsize=CONNECTIONS, timeout=TIMEOUT, retries=RETRIES),
    )


@contextmanager
def _answering() -> Iterator[None]:
    """Turns the client's and the network's errors into ours."""
    try:
        yield
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise Unavailable("OBJETOS_NO_DISPONIBLE") from error
