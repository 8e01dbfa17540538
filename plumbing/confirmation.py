"""The short codes that go by e-mail: computed alike by who checks them and who sends them, kept nowhere."""

from __future__ import annotations

import hashlib
import hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
LENGTH = 8


def confirmation_code(secret: str, expediente_id: str, correo: str) -> str:
    """Eight characters that only `secret` can make for this expediente and address. Another address, another code."""
    return _code(secret, f"correo\n{expediente_id}\n{correo.strip().lower()}")


def reset_code(secret: str, expediente_id: str, request_id: str) -> str:
    """Eight characters that only `secret` can make for this request. Another request, another code."""
    return _code(secret, f"clave\n{expediente_id}\n{request_id}")


def _code(secret: str, text: str) -> str:
    message = text.encode()
    number = int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest(), "big")
    code = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return code


def same_code(given: str, expected: str) -> bool:
    """True when what was typed is the code, whatever its case, spaces or hyphens; takes the same time either way."""
    typed = "".join(char for char in given.upper() if char.isalnum())
    return hmac.compare_digest(typed.encode(), expected.encode())
