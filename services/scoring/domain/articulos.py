"""Research articles: a reviewer's answers to the whole checklist, and what the best article is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plumbing.errors import FieldError, Invalid, Rule
from services.scoring.domain.model import Claim, Verdict

CLAUSE = Rule.ARTICLES
ISSN, DOI, PUBLISHED, AUTHOR, TYPE = "RP-04", "RP-05", "RP-07", "RP-08", "RP-09"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one line of the checklist holds, with the reviewer's note."""

    code: str
    holds: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the file as the reviewer read it. `position` counts authors from 1."""

    titulo: str
    revista: str
    issn: str
    doi: str
    published_on: str
    position: int
    tipo: str
    answers: tuple[Answer, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The lines that do not hold."""
        return tuple(answer.code for answer in self.answers if not answer.holds)


@dataclass(frozen=True, slots=True)
class Dictamen:
    """The ruling on the whole file: visible to the aspirante. Source: 002§4; G-20."""

    articles: tuple[Article, ...]
    ruled_by: str
    ruled_at: datetime


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the convocatoria asks of an article. Shapes: `extras` maps an author's position to the extra it proves."""

    codes: tuple[str, ...]
    types: tuple[str, ...]
    published_on_or_before: date
    extras: tuple[tuple[int, str], ...]


def problems(articles: Sequence[Article], checklist: Checklist) -> list[FieldError]:
    """What keeps a ruling from being given: unanswered lines, and answers that the article's own data contradict.

    Source: 002§4.1 C, E, F, G, 4.2; G-20.
    """
    wrong = [] if articles else [FieldError("articulos", "DICTAMEN_SIN_ARTICULOS", {}, CLAUSE)]
    for index, article in enumerate(articles):
        where = f"articulos[{index}]"
        answered = [answer.code for answer in article.answers]
        missing = [code for code in checklist.codes if answered.count(code) != 1]
        if missing or len(answered) != len(checklist.codes):
            facts = {"faltan": ", ".join(missing) or "—"}
            wrong.append(FieldError(where, "CHECKLIST_INCOMPLETA", facts, CLAUSE))
        else:
            wrong += _contradictions(where, article, checklist)
    return wrong


def _contradictions(where: str, article: Article, checklist: Checklist) -> list[FieldError]:
    """A line said to hold that the data of the article deny. Source: 002§4.1 C, E, F, G."""
    denied = {
        ISSN: not article.issn.strip(),
        DOI: not article.doi.strip(),
        PUBLISHED: not is_in_time(article.published_on, checklist),
        AUTHOR: article.position not in dict(checklist.extras),
        TYPE: article.tipo not in checklist.types,
    }
    return [
        FieldError(where, "RESPUESTA_CONTRADICHA", {"punto": answer.code}, CLAUSE)
        for answer in article.answers
        if answer.holds and denied.get(answer.code)
    ]


def is_in_time(published_on: str, checklist: Checklist) -> bool:
    """Published on the last day at the latest; an unreadable date is not. Source: 002§4.1 E «como máximo»."""
    try:
        return date.fromisoformat(published_on) <= checklist.published_on_or_before
    except ValueError:
        return False


def require_whole(articles: Sequence[Article], checklist: Checklist) -> None:
    """Passes for a ruling that answers everything. Raises Invalid(DICTAMEN_CON_ERRORES) with fields. Source: G-20."""
    if wrong := problems(articles, checklist):
        raise Invalid("DICTAMEN_CON_ERRORES", clause=CLAUSE, fields=tuple(wrong), cuantos=len(wrong))


def claims_of(dictamen: Dictamen | None, checklist: Checklist) -> tuple[Claim, ...]:
    """One claim per place among the authors: validated when some article of that place holds every line.

    The best of them counts: that is the exclusive group of the extras. Source: 002§4.3 Tabla 4; G-19.
    """
    articles = dictamen.articles if dictamen else ()
    claims = []
    for position, extra in checklist.extras:
        mine = [article for article in articles if article.position == position]
        if not mine:
            continue
        best = min(mine, key=lambda article: len(article.failed))
        verdict = Verdict.REFUSED if best.failed else Verdict.VALIDATED
        claims.append(Claim(extra, verdict, ", ".join(best.failed) or best.titulo))
    return tuple(claims)
