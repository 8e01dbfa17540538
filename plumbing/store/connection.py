"""The MongoDB client and what its failures mean to us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError, PyMongoError

from plumbing.errors import Conflict, Unavailable

Client = MongoClient[dict[str, Any]]


def connect(uri: str) -> Client:
    """A client whose instants are aware (UTC) and which gives up after 5 s instead of hanging."""
    return MongoClient(uri, tz_aware=True, serverSelectionTimeoutMS=5000, connectTimeoutMS=5000)


@contextmanager
def reachable() -> Iterator[None]:
    """Turns the driver's errors into ours: Conflict for a duplicate key, Unavailable for all else."""
    try:
        yield
    except DuplicateKeyError as error:
        raise Conflict("YA_EXISTE") from error
    except PyMongoError as error:
        raise Unavailable("BASE_NO_DISPONIBLE") from error
