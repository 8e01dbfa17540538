"""The CURP: its structure, its check digit, and its agreement with the person's data; and the CURP temporal.

Source: Instructivo Normativo para la Asignación de la CURP (RENAPO): four letters of the names, birth date, sex,
state, three inner consonants, a differentiator (digit for those born before 2000, letter after), check digit.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from plumbing.errors import FieldError, Rule

ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TEMPORAL = "9EXT"  # no CURP begins with a digit
CLAUSE = Rule.CURP


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENTIDADES = _words(
    "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE"
)
PARTICLES = _words("DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y")
COMMON_FIRST_NAMES = frozenset(["MARIA", "MA", "MA.", "M", "M.", "JOSE", "J", "J."])
INCONVENIENT = _words(
    """BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI
    GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO
    MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO
    RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY"""
)
PARTS = (
    ("letras", r"[A-Z][AEIOUX][A-Z]{2}", 0, 4),
    ("fecha", r"\d{6}", 4, 10),
    ("sexo", r"[HMX]", 10, 11),
    ("entidad", r"[A-Z]{2}", 11, 13),
    ("consonantes", r"[B-DF-HJ-NP-TV-Z]{3}", 13, 16),
    ("homoclave", r"[0-9A-Z]", 16, 17),
    ("digito", r"\d", 17, 18),
)


@dataclass(frozen=True)
class Identidad:
    """Whom a CURP speaks of. Shapes: `segundo_apellido` is empty for people with one surname."""

    nombre: str
    primer_apellido: str
    segundo_apellido: str
    sexo: str
    nacimiento_on: date | None
    entidad: str


def plain(text: str) -> str:
    """Capitals without accents or diaeresis; Ñ stays Ñ; single spaces."""
    kept = " ".join(text.upper().split()).replace("Ñ", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return bare.replace("\0", "Ñ")


def check_digit(first_17: str) -> str:
    """The 18th character: ten minus the weighted sum, modulo ten."""
    total = sum(ALPHABET.index(char) * (18 - place) for place, char in enumerate(first_17))
    return str((10 - total % 10) % 10)


def is_temporal(curp: str) -> bool:
    """True for a well-formed CURP temporal with the right check character."""
    body = curp[len(TEMPORAL) :]
    return (
        len(curp) == 18
        and curp.startswith(TEMPORAL)
        and all(char in CROCKFORD for char in body)
        and body[-1] == _temporal_check(body[:-1])
    )


def temporal(convocatoria: str, folio_enarm: str) -> str:
    """The CURP temporal of this folio in this convocatoria: 9EXT, 13 characters without I, L, O, U, check character.

    Always the same for the same folio, different in every convocatoria. Source: 000§1.1.
    """
    digest = hashlib.sha256(f"{convocatoria}\n{folio_enarm}".encode()).digest()
    number = int.from_bytes(digest[:9], "big") >> 7
    body = ""
    for _ in range(13):
        number, digit = divmod(number, 32)
        body += CROCKFORD[digit]
    return TEMPORAL + body + _temporal_check(body)


def _temporal_check(body: str) -> str:
    """Odd weights modulo 32: every single mistyped character changes it, and nearly every swap of neighbours."""
    return CROCKFORD[sum(CROCKFORD.index(char) * (2 * place + 1) for place, char in enumerate(body)) % 32]


def structure_problem(curp: str, field: str = "curp") -> FieldError | None:
    """The first part of a CURP that cannot be; None when it is well formed (or a well-formed CURP temporal)."""
    if curp.startswith(TEMPORAL):
        return None if is_temporal(curp) else FieldError(field, "CURP_TEMPORAL_MAL_ESCRITA", {}, CLAUSE)
    if len(curp) != 18:
        return FieldError(field, "CURP_LONGITUD", {"largo": len(curp)}, CLAUSE)
    for part, pattern, first, last in PARTS:
        if not re.fullmatch(pattern, curp[first:last]):
            facts = {"parte": part, "valor": curp[first:last], "desde": first + 1, "hasta": last}
            return FieldError(field, "CURP_ESTRUCTURA", facts, CLAUSE)
    if curp[11:13] not in ENTIDADES:
        return FieldError(field, "CURP_ENTIDAD", {"valor": curp[11:13]}, CLAUSE)
    if birth_date(curp) is None:
        return FieldError(field, "CURP_FECHA", {"valor": curp[4:10]}, CLAUSE)
    if curp[17] != (digit := check_digit(curp[:17])):
        return FieldError(field, "CURP_DIGITO", {"valor": curp[17], "esperado": digit}, CLAUSE)
    return None


def birth_date(curp: str) -> date | None:
    """The day in positions 5 to 10, its century by the differentiator; None when there is no such day."""
    century = 1900 if curp[16].isdigit() else 2000
    try:
        return date(century + int(curp[4:6]), int(curp[6:8]), int(curp[8:10]))
    except ValueError:
        return None


def _significant(text: str, *, given: bool = False) -> str:
    """The word of a name the CURP looks at: not MARIA or JOSE before another name, not a particle."""
    words = plain(text).replace("-", " ").split()
    if given and len(words) > 1 and words[0] in COMMON_FIRST_NAMES:
        words = words[1:]
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return words[0] if words else ""


def _letter(char: str) -> str:
    return char if char.isascii() and char.isalpha() else "X"


def _inner_vowel(word: str) -> str:
    return next((c for c in word[1:] if c in "AEIOU"), "X")


def _inner_consonant(word: str) -> str:
    return _letter(next((c for c in word[1:] if c.isalpha() and c not in "AEIOU"), "X"))


def letters(who: Identidad) -> tuple[str, str]:
    """The four letters in front and the three consonants that the names give."""
    first, second = _significant(who.primer_apellido), _significant(who.segundo_apellido)
    given = _significant(who.nombre, given=True)
    head = _letter(first[:1]) + _inner_vowel(first) + _letter(second[:1]) + _letter(given[:1])
    if head in INCONVENIENT:
        head = head[0] + "X" + head[2:]
    return head, "".join(_inner_consonant(word) for word in (first, second, given))


def disagreements(curp: str, who: Identidad) -> list[FieldError]:
    """Each part of a well-formed CURP that says something else than the person's data, and what was expected.

    A part whose datum is missing is not judged, nor the sex where the CURP says X and the form has only H and M.
    Source: 000§2.1 (the data must agree with the documents).
    """
    head, tail = letters(who)
    born = who.nacimiento_on
    said = (
        ("primer_apellido", "CURP_APELLIDO", curp[:2] + curp[13], head[:2] + tail[0], who.primer_apellido),
        (
            "segundo_apellido",
            "CURP_SEGUNDO_APELLIDO",
            curp[2] + curp[14],
            head[2] + tail[1],
            who.primer_apellido,
        ),
        ("nombre", "CURP_NOMBRE", curp[3] + curp[15], head[3] + tail[2], who.nombre),
        ("nacimiento_on", "CURP_NACIMIENTO", curp[4:10], born.strftime("%y%m%d") if born else "", born),
        ("sexo", "CURP_SEXO", curp[10], who.sexo, who.sexo if curp[10] != "X" else ""),
        ("entidad_nacimiento", "CURP_ENTIDAD_NACIMIENTO", curp[11:13], who.entidad, who.entidad),
    )
    wrong = [
        FieldError(field, code, {"curp_dice": found, "esperado": expected}, CLAUSE)
        for field, code, found, expected, given in said
        if given and found != expected
    ]
    if born and curp[4:10] == born.strftime("%y%m%d") and curp[16].isdigit() != (born.year < 2000):
        wrong.append(
            FieldError("nacimiento_on", "CURP_SIGLO", {"curp_dice": curp[16], "esperado": born.year}, CLAUSE)
        )
    return wrong
