"""Local accounts of staff, for a laptop and for rehearsals; production uses the institution's identity provider.

STAFF_FILE names a YAML list of `{user, name, roles, scope, password}`, `password` being an argon2id hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from plumbing.auth import Caller
from plumbing.errors import NotAllowed

HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody has this password")


@dataclass(frozen=True)
class StaffAccount:
    """One person of the institution."""

    user: str
    name: str
    roles: frozenset[str]
    scope: str
    password: str


class Staff:
    """The local accounts. Empty in production."""

    def __init__(self, accounts: Mapping[str, StaffAccount]) -> None:
        self._accounts = accounts

    @classmethod
    def read(cls, path: Path | None) -> Staff:
        """The accounts in `path`; none without a path."""
        if path is None:
            return cls({})
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        accounts = [
            StaffAccount(
                row["user"], row["name"], frozenset(row["roles"]), row.get("scope", ""), row["password"]
            )
            for row in rows
        ]
        return cls({account.user: account for account in accounts})

    @property
    def has_accounts(self) -> bool:
        """Somebody can enter here with a password."""
        return bool(self._accounts)

    def enter(self, user: str, password: str) -> tuple[Caller, str]:
        """The caller and their name. Raises NotAllowed: PERSONAL_SOLO_LOCAL without accounts, CREDENCIALES else."""
        if not self.has_accounts:
            raise NotAllowed("PERSONAL_SOLO_LOCAL")
        account = self._accounts.get(user)
        try:
            HASHER.verify(account.password if account else NOBODY, password)
        except VerificationError:
            raise NotAllowed("CREDENCIALES") from None
        if account is None:
            raise NotAllowed("CREDENCIALES")
        return Caller(subject=account.user, roles=account.roles, scope=account.scope), account.name
