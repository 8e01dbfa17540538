"""Who the institution's identity provider says somebody is: OpenID Connect, authorization code with PKCE.

The provider keeps passwords and second factors; here its groups become our roles. Only asymmetric signatures count.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import jwt
from jwt.utils import base64url_encode

from plumbing import telemetry
from plumbing.auth import ROLES, SYSTEM_ROLE, Caller
from plumbing.errors import NotAllowed, Unavailable

STAFF_ROLES = frozenset(ROLES) - {"aspirante", SYSTEM_ROLE}
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
REQUIRED = ("iss", "aud", "sub", "exp", "iat")
PREFIX = "institucional:"  # of the subject, so that nobody is taken for a local account
PATIENCE_S = 8
KEYS_COOLDOWN_S = 30  # a token that names an unknown key makes us ask for keys again no sooner
LEEWAY_S = 60


@dataclass(frozen=True)
class Settings:
    """The provider, who we are for it, and where it says what a person is. `roles`: one of its groups → our roles."""

    issuer: str
    client_id: str
    client_secret: str
    roles: Mapping[str, frozenset[str]]
    roles_claim: str = "groups"
    scope_claim: str = "ooad"
    subject_claim: str = "sub"
    scopes: str = "openid profile"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings | None:
    """What OIDC_* say; None without OIDC_ISSUER. Raises ValueError naming what is missing or not a role."""
    issuer = environment.get("OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    client_id = environment.get("OIDC_CLIENT_ID", "")
    roles = _roles_of(environment.get("OIDC_ROLES", ""))
    if not client_id or not roles:
        raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_ROLES (see .env.example)")
    if not _is_private(issuer):
        raise ValueError("OIDC_ISSUER must be https:// (http:// only on this machine)")
    return Settings(
        issuer=issuer,
        client_id=client_id,
        client_secret=environment.get("OIDC_CLIENT_SECRET", ""),
        roles=roles,
        roles_claim=environment.get("OIDC_ROLES_CLAIM") or "groups",
        scope_claim=environment.get("OIDC_SCOPE_CLAIM") or "ooad",
        subject_claim=environment.get("OIDC_SUBJECT_CLAIM") or "sub",
        scopes=environment.get("OIDC_SCOPES") or "openid profile",
    )


def _roles_of(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        group, _, role = pair.rpartition("=")
        if not group or role not in STAFF_ROLES:
            raise ValueError(
                f"OIDC_ROLES: «{pair}» is not group=role; roles: {', '.join(sorted(STAFF_ROLES))}"
            )
        found[group] = found.get(group, frozenset()) | {role}
    return found


def _is_private(address: str) -> bool:
    """Whether nobody can listen: TLS, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    )


@dataclass(frozen=True)
class Errand:
    """A way to the provider and back: what only the browser that started it can show when it returns."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Errand:
        return cls(token_urlsafe(24), token_urlsafe(24), token_urlsafe(48))

    @property
    def challenge(self) -> str:
        return base64url_encode(sha256(self.verifier.encode()).digest()).decode()


class Provider:
    """The institution's identity provider. Its endpoints are read once per process, its keys when they change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = httpx.Client(timeout=PATIENCE_S)

    def address(self, errand: Errand, returns_to: str) -> str:
        """Where the browser must go. Raises Unavailable(PROVEEDOR_NO_RESPONDE)."""
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": returns_to,
            "scope": self._settings.scopes,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": errand.challenge,
            "code_challenge_method": "S256",
        }
        return _asking(self._metadata["authorization_endpoint"], query)

    def farewell(self, id_token: str, state: str, returns_to: str) -> str:
        """Where the browser must go to end its session there too; "" when that is not offered or it is away."""
        try:
            endpoint = str(self._metadata.get("end_session_endpoint", ""))
        except Unavailable:
            return ""
        query = {"id_token_hint": id_token, "post_logout_redirect_uri": returns_to, "state": state}
        return _asking(endpoint, query) if _is_private(endpoint) else ""

    def exchange(self, code: str, errand: Errand, returns_to: str) -> tuple[Caller, str, str]:
        """The caller and name behind `code`, and their ID token.

        Raises NotAllowed(IDENTIDAD_NO_VALIDA, SIN_PAPEL), Unavailable.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": returns_to,
            "code_verifier": errand.verifier,
        }
        answer = self._authenticated_post(self._metadata["token_endpoint"], form)
        id_token = str(answer.get("id_token", ""))
        claims = self._claims(id_token)
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), errand.nonce.encode()):
            raise _refused("nonce")
        return *self._who(claims), id_token

    def person(self, id_token: str) -> tuple[Caller, str]:
        """The caller and name of an ID token that was issued to us. Raises as `exchange` does."""
        return self._who(self._claims(id_token))

    @cached_property
    def _metadata(self) -> dict[str, Any]:
        found = self._ask("GET", f"{self._settings.issuer}/.well-known/openid-configuration")
        endpoints = [found.get(name, "") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if str(found.get("issuer", "")).rstrip("/") != self._settings.issuer or not all(
            map(_is_private, endpoints)
        ):
            telemetry.log.error("identity provider unusable", issuer=self._settings.issuer)
            raise Unavailable("PROVEEDOR_NO_RESPONDE")
        return found

    @cached_property
    def _keys(self) -> jwt.PyJWKClient:
        return jwt.PyJWKClient(
            self._metadata["jwks_uri"], timeout=PATIENCE_S, cooldown_duration=KEYS_COOLDOWN_S
        )

    def _authenticated_post(self, address: str, form: dict[str, str]) -> dict[str, Any]:
        own = self._settings
        methods = self._metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if own.client_secret and "client_secret_basic" in methods:
            return self._ask(
                "POST", address, data=form, auth=(quote(own.client_id, ""), quote(own.client_secret, ""))
            )
        secret = {"client_secret": own.client_secret} if own.client_secret else {}
        return self._ask("POST", address, data={**form, "client_id": own.client_id, **secret})

    def _ask(self, verb: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            answer = self._http.request(verb, address, **more)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            telemetry.log.error("identity provider away", reason=type(error).__name__)
            raise Unavailable("PROVEEDOR_NO_RESPONDE") from error
        if answer.is_server_error or not isinstance(body, dict):
            raise Unavailable("PROVEEDOR_NO_RESPONDE")
        if answer.is_client_error:
            raise _refused(str(body.get("error", ""))[:40])
        return body

    def _claims(self, id_token: str) -> dict[str, Any]:
        offered = self._metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._keys.get_signing_key_from_jwt(id_token).key,
                algorithms=[name for name in ALGORITHMS if name in offered],
                audience=self._settings.client_id,
                issuer=self._metadata["issuer"],
                leeway=LEEWAY_S,
                options={"require": list(REQUIRED)},
            )
        except (jwt.PyJWKClientConnectionError, json.JSONDecodeError) as error:
            raise Unavailable("PROVEEDOR_NO_RESPONDE") from error
        except jwt.PyJWTError as error:
            raise _refused(type(error).__name__) from error
        if claims.get("azp", self._settings.client_id) != self._settings.client_id:
            raise _refused("azp")
        return claims

    def _who(self, claims: Mapping[str, Any]) -> tuple[Caller, str]:
        own = self._settings
        groups = _texts(_claim(claims, own.roles_claim))
        scope = next(iter(_texts(_claim(claims, own.scope_claim))), "")
        roles = frozenset().union(*(own.roles.get(group, frozenset()) for group in groups))
        if not scope:
            roles -= {"ooad"}  # of which one?
        subject = next(iter(_texts(_claim(claims, own.subject_claim))), "")
        if not roles or not subject:
            raise NotAllowed("SIN_PAPEL")
        name = str(claims.get("name") or claims.get("preferred_username") or subject)
        return Caller(subject=PREFIX + subject, roles=roles, scope=scope if "ooad" in roles else ""), name


def _asking(endpoint: str, query: Mapping[str, str]) -> str:
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that very name, or else the one inside, as in `realm_access.roles`."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if isinstance(one, str | int) and str(one)]


def _refused(reason: str) -> NotAllowed:
    telemetry.log.warning("identity refused", reason=reason)
    return NotAllowed("IDENTIDAD_NO_VALIDA")
