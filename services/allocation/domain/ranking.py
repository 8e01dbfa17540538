"""The order in which aspirantes choose: puntaje, then the published tie-breaks, then the published draw."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from decimal import Decimal

from services.allocation.domain.model import Aspirante, Rules

Key = tuple[Decimal | bytes, ...]


def draw_seed(rules_digest: str, public_number: str) -> str:
    """The seed of the draw, as hexadecimal text: SHA-256 of «rules digest, line feed, public number» in UTF-8.

    The public number does not exist yet when registration closes; the convocatoria names its source in advance.
    Source: decisions G-02; 000§2.1 (silent on ties).
    """
    return hashlib.sha256(f"{rules_digest}\n{public_number}".encode()).hexdigest()


def draw_number(seed: str, folio: str) -> bytes:
    """This folio's number in the draw: HMAC-SHA256 with the seed's 32 bytes as key. The smaller goes first.

    Source: decisions G-02.
    """
    return hmac.digest(bytes.fromhex(seed), folio.encode(), "sha256")


def ranked(rules: Rules, pool: Iterable[Aspirante]) -> list[Aspirante]:
    """The pool, best first: puntaje, then each tie-break value, larger first; then the draw. Nothing is rounded.

    Source: 000§2.1 «de mayor a menor puntaje IMSS»; decisions G-02.
    """
    seed = draw_seed(rules.rules_digest, rules.public_number)

    def key(aspirante: Aspirante) -> Key:
        # copy_negate is exact; the minus sign would round to the context's precision
        values = (aspirante.puntaje, *aspirante.keys)
        return (*(value.copy_negate() for value in values), draw_number(seed, aspirante.folio))

    return sorted(pool, key=key)
