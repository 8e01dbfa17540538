"""Passwords as argon2id hashes. An absent hash is verified against one of nobody, so that it takes as long."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1  # OWASP's minimum for argon2id: 24 threads at once stay under 0.5 GB


class Argon2Passwords:
    """argon2id with a random salt."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._nobody = self._hasher.hash("")

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def verify(self, hashed: str | None, password: str) -> bool:
        """True when `password` made `hashed`. None takes as long and is never right."""
        try:
            return self._hasher.verify(hashed or self._nobody, password) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False
