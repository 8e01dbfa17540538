"""An OpenID provider as a process: discovery, authorization code with PKCE, RS256, logout. No library of ours signs.

    python -m tests.integration.gateway.identity_provider PORT

`POST /next` says who enters next and what is wrong with the answer; `POST /rotate` gives it another key until then.
It ends the session of whoever brings the last ID token it issued, once.
"""

from __future__ import annotations

import json
import sys
import time
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import uvicorn
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

CLIENT, SECRET = "residencias", "una clave: con signos/ y ñ"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value: int) -> str:
    return _base64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _client_of(request: Request, form: dict[str, str]) -> tuple[str, str]:
    """Name and secret, as the client was told to give them."""
    header = request.headers.get("authorization", "")
    if not header:
        return form["client_id"], form["client_secret"]
    user, _, password = b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return unquote(user), unquote(password)


@dataclass
class Key:
    id: str = field(default_factory=lambda: token_urlsafe(6))
    private: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))

    def public(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": _number(numbers.n),
            "e": _number(numbers.e),
        }

    def sign(self, claims: dict[str, Any], kid: str = "") -> str:
        parts = ({"alg": "RS256", "kid": kid or self.id}, claims)
        signed = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        return f"{signed}.{_base64(self.private.sign(signed.encode(), PKCS1v15(), SHA256()))}"


@dataclass
class World:
    issuer: str
    keys: list[Key] = field(default_factory=lambda: [Key()])
    next: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    issued: str = ""

    @property
    def key(self) -> Key:
        return self.keys[-1]


def application(world: World) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": world.issuer,
            "authorization_endpoint": f"{world.issuer}/authorize",
            "token_endpoint": f"{world.issuer}/token",
            "jwks_uri": f"{world.issuer}/keys",
            **world.next.get("offers", {"end_session_endpoint": f"{world.issuer}/logout"}),
            "token_endpoint_auth_methods_supported": [world.next.get("auth", "client_secret_basic")],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    @app.get("/keys")
    def keys() -> dict[str, Any]:
        return {"keys": [key.public() for key in world.keys]}

    @app.get("/authorize")
    def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        back = {"state": asked["state"]}
        if world.next.get("error"):
            back["error"] = world.next["error"]
        else:
            back["code"] = token_urlsafe(16)
            world.codes[back["code"]] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    @app.post("/token")
    async def token(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        user, password = _client_of(request, form)
        asked = world.codes.pop(form["code"], None)
        challenge = _base64(sha256(form["code_verifier"].encode()).digest())
        if (user, password) != (CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        if asked is None or (asked["code_challenge"], asked["redirect_uri"]) != (
            challenge,
            form["redirect_uri"],
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"token_type": "Bearer", "access_token": "x", "id_token": id_token(asked["nonce"])}
        )

    @app.get("/logout")
    def logout(id_token_hint: str, post_logout_redirect_uri: str, state: str) -> Response:
        if id_token_hint != world.issued:
            return JSONResponse({"error": "invalid_request"}, 400)
        world.issued = ""
        return RedirectResponse(f"{post_logout_redirect_uri}?{urlencode({'state': state})}", 302)

    def id_token(nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": world.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {**usual, **world.next["claims"]}
        if world.next.get("unsigned"):
            return ".".join(
                (
                    _base64(b'{"alg":"none","kid":"%s"}' % world.key.id.encode()),
                    _base64(json.dumps(claims).encode()),
                    "",
                )
            )
        signer = Key() if world.next.get("forged") else world.key
        world.issued = signer.sign(claims, world.key.id)
        return world.issued

    @app.post("/next")
    async def set_next(request: Request) -> dict[str, str]:
        world.next = await request.json()
        del world.keys[1:]
        return {"id_token": id_token("") if "claims" in world.next else ""}

    @app.post("/rotate")
    def rotate() -> None:
        world.keys.append(Key())

    return app


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(
        application(World(f"http://127.0.0.1:{port}")), host="127.0.0.1", port=port, log_level="warning"
    )
