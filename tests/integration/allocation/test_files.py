"""Bundles in the real object store: under their digest, once, and encrypted where the settings ask for it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from minio import Minio

from plumbing.config import Config
from plumbing.errors import Unavailable
from services.allocation.files import S3Bundles

CONTENT = '{"folio": "Ñ-1"}'.encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_a_bundle_is_read_back_by_its_digest_and_put_twice_without_harm(settings: Config) -> None:
    bundles = S3Bundles(settings)
    bundles.put(SHA256, CONTENT)
    bundles.put(SHA256, CONTENT)
    assert bundles.get(SHA256) == CONTENT


def test_what_is_not_there_or_is_not_what_its_digest_says_is_no_bundle(settings: Config) -> None:
    bundles = S3Bundles(settings)
    bundles.put(SHA256, b"another")
    with pytest.raises(Unavailable) as altered:
        bundles.get(SHA256)
    assert altered.value.code == "PAQUETE_ALTERADO"
    with pytest.raises(Unavailable) as missing:
        bundles.get("0" * 64)
    assert missing.value.code == "OBJETOS_NO_DISPONIBLE"


def test_a_bundle_names_people_so_it_is_encrypted_with_the_rest(settings: Config, s3: Any) -> None:
    try:
        S3Bundles(replace(settings, s3_encryption="AES256")).put(SHA256, CONTENT)
    except Unavailable:
        pytest.skip("this store has no key to encrypt with (MinIO: MINIO_KMS_SECRET_KEY)")
    store = Minio(s3.endpoint, access_key=s3.access_key, secret_key=s3.secret_key, secure=s3.secure)
    bucket = settings.bucket("allocation")
    (kept,) = store.list_objects(bucket, recursive=True)
    metadata = store.stat_object(bucket, str(kept.object_name)).metadata or {}
    assert metadata["x-amz-server-side-encryption"] == "AES256"
