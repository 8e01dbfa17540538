"""A CURP is built and judged here by the public algorithm, on its own: the oracle's copy, not the services'.

Source: Instructivo Normativo para la Asignación de la CURP (RENAPO): 4 letters, date, sex, state, 3 inner
consonants, differentiator, check digit.
"""

import re
import unicodedata
from datetime import date

ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
VOWELS = "AEIOU"
SHAPE = re.compile(r"[A-ZÑ]{4}[0-9]{6}[HMX][A-Z]{2}[A-ZÑ]{3}[0-9A-Z][0-9]")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STATES = _words(
    "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE"
)
PARTICLES = frozenset(_words("DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y"))
COMMON_FIRST_NAMES = frozenset(["JOSE", "MARIA", "MA", "MA.", "J", "J."])
CACOPHONIC = frozenset(
    _words("""BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA
    GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA
    LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO
    QULO RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY""")
)


def plain(text: str) -> str:
    """Capitals without accents; Ñ stays Ñ, Ü becomes U."""
    kept = text.upper().replace("Ñ", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return bare.replace("\0", "Ñ")


def significant_word(text: str, *, given_name: bool = False) -> str:
    """The word of a name that the CURP looks at; an absent surname gives the empty word."""
    words = [w for w in plain(text).split() if w]
    if given_name and len(words) > 1 and words[0] in COMMON_FIRST_NAMES:
        words = words[1:]
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return words[0] if words else ""


def _letter(char: str) -> str:
    return char if char in ALPHABET and char != "Ñ" and char.isalpha() else "X"


def _first(word: str) -> str:
    return _letter(word[0]) if word else "X"


def _inner_vowel(word: str) -> str:
    return next((c for c in word[1:] if c in VOWELS), "X")


def _inner_consonant(word: str) -> str:
    return _letter(next((c for c in word[1:] if c not in VOWELS and c.isalpha()), "X"))


def check_digit(first_17: str) -> str:
    """The 18th character: 10 minus the weighted sum modulo 10 (0 stays 0)."""
    total = sum(ALPHABET.index(char) * (18 - place) for place, char in enumerate(first_17))
    return str((10 - total % 10) % 10)


def is_valid(curp: str) -> bool:
    """True when the CURP has the shape of one, a known state and the right check digit."""
    return bool(SHAPE.fullmatch(curp) and curp[11:13] in STATES and curp[17] == check_digit(curp[:17]))


def root(primer: str, segundo: str, nombre: str, born_on: date, sexo: str, entidad: str) -> str:
    """The first 16 characters, the part that follows from the person's data.

    Shapes: `segundo` is "" for people with one surname; `sexo` is H or M; `entidad` one of STATES.
    """
    a, b = significant_word(primer), significant_word(segundo)
    c = significant_word(nombre, given_name=True)
    head = _first(a) + _inner_vowel(a) + _first(b) + _first(c)
    if head in CACOPHONIC:
        head = head[0] + "X" + head[2:]
    tail = _inner_consonant(a) + _inner_consonant(b) + _inner_consonant(c)
    return f"{head}{born_on:%y%m%d}{sexo}{entidad}{tail}"


def build(
    primer: str, segundo: str, nombre: str, born_on: date, sexo: str, entidad: str, nth: int = 0
) -> str:
    """A whole valid CURP; `nth` tells apart people who share the first 16 characters (0, 1, 2 …)."""
    mark = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[nth] if born_on.year >= 2000 else str(nth)
    first_17 = root(primer, segundo, nombre, born_on, sexo, entidad) + mark
    return first_17 + check_digit(first_17)
