"""The verification code of a letter: short to type, checked as it is typed, impossible to guess.

Eighteen symbols of Crockford's base 32 in three groups: sixteen (80 bits) of HMAC-SHA256(key, letter id),
then two of checksum. The checksum is the number modulo 1021, a prime: every wrong symbol and every swap of two
neighbours changes it, so a typing error is told apart from a letter that does not exist.
"""

from __future__ import annotations

import hashlib
import hmac

from plumbing.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY = 16
CHECK = 2
GROUP = 6
PRIME = 1021
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def code_of(letter_id: str, key: bytes) -> str:
    """The code of `letter_id`: always the same for the same key.

    Raises: ValueError when the key is shorter than 16 bytes (a code must not be guessable).
    """
    if len(key) < 16:
        raise ValueError("the key of verification codes needs at least 16 bytes")
    digest = hmac.new(key, letter_id.encode("utf-8"), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big") >> (256 - 5 * BODY)
    return grouped(_symbols(number, BODY) + _symbols(number % PRIME, CHECK))


def read_code(typed: str) -> str:
    """The code as we keep it, from what a person typed: any case, spaces or hyphens, O for 0, I or L for 1.

    Raises: Invalid CODIGO_INVALIDO when it cannot be a code of ours.
    """
    plain = "".join(typed.split()).replace("-", "").upper().translate(_LOOKALIKES)
    if len(plain) != BODY + CHECK or any(symbol not in ALPHABET for symbol in plain):
        raise Invalid("CODIGO_INVALIDO", length=len(plain), expected=BODY + CHECK)
    if _number(plain[:BODY]) % PRIME != _number(plain[BODY:]):
        raise Invalid("CODIGO_INVALIDO", length=len(plain), expected=BODY + CHECK)
    return grouped(plain)


def grouped(plain: str) -> str:
    """`plain` in groups of six, joined by hyphens."""
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))


def verification_url(base: str, code: str) -> str:
    """The address a letter's QR carries: nothing but the public page and the code."""
    return f"{base.rstrip('/')}/{code}"


def _symbols(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def _number(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number * 32 + ALPHABET.index(symbol)
    return number
