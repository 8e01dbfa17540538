"""The review of research articles: who waits for it, the ruling, and its reading by the aspirante."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plumbing.convocatoria.investigacion import Research
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of, find, require_open
from plumbing.errors import Conflict, NotFound
from plumbing.events import Act, Fact, actor_text, system_act
from plumbing.ids import new_id
from plumbing.shapes import read, to_plain
from plumbing.store import Stored
from services.scoring.domain import articulos
from services.scoring.domain.articulos import Article, Checklist, Dictamen
from services.scoring.domain.events import ArticlesRuled, DossierRead
from services.scoring.domain.participante import PENDIENTE, Participante
from services.scoring.domain.record import Read
from services.scoring.usecases.desk import Desk

PAGE, LARGEST_PAGE = 50, 500


def research_of(convocatoria: Convocatoria) -> Research:
    """How this call judges articles. Raises Conflict(SIN_REVISION_DE_ARTICULOS)."""
    if convocatoria.scoring.research is None:
        raise Conflict("SIN_REVISION_DE_ARTICULOS")
    return convocatoria.scoring.research


def checklist_of(research: Research) -> Checklist:
    """The convocatoria's questions, as the domain takes them."""
    return Checklist(
        codes=tuple(test.code for test in research.checklist),
        types=tuple(one.code for one in research.types),
        published_on_or_before=date.fromisoformat(research.published_on_or_before),
        extras=tuple((one.position, one.extra) for one in research.authorship),
    )


def on_document_uploaded(desk: Desk, fact: Fact) -> None:
    """A file of articles waits for its ruling; other slots mean nothing here. Source: 002§2.3 C, 4."""
    research = find(desk.registry, fact.convocatoria).scoring.research
    if research is None or fact.data["slot"] != research.slot:
        return

    def change(known: Participante | None) -> tuple[Participante, tuple[object, ...]]:
        one = known or Participante(fact.convocatoria)
        is_reviewed = one.dictamen is not None
        return replace(one, articles_sha256=fact.data["sha256"], is_reviewed=is_reviewed), ()

    act = system_act("scoring", desk.clock.now(), fact)
    desk.participantes.absorb(fact, fact.subject, act, change)


def list_revisiones(
    desk: Desk, act: Act, page: Mapping[str, Any] | None = None, is_ruled: bool = False
) -> dict[str, Any]:
    """The files that wait for a ruling, or those that have theirs, by expediente."""
    research_of(convocatoria_of(desk.registry, act))
    limit = min(int((page or {}).get("limit") or PAGE), LARGEST_PAGE)
    of: dict[str, Any] = {"articles_sha256": {"$gt": ""}} if is_ruled else {"estado": PENDIENTE}
    chosen = {"convocatoria": act.convocatoria, "is_reviewed": is_ruled, **of}
    found = desk.participantes.find(
        {**chosen, "_id": {"$gt": (page or {}).get("after", "")}}, sort=[("_id", 1)], limit=limit
    )
    return {
        "revisiones": [_view(stored) for stored in found],
        "next": found[-1].id if len(found) == limit else "",
        "total": desk.participantes.count(chosen),
    }


def rule_articles(
    desk: Desk, act: Act, expediente_id: str, articles: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The file has its ruling: every article answered line by line. It is given once.

    Raises: OutsideWindow; NotFound(SIN_ARTICULOS); Conflict(DICTAMEN_EMITIDO); Invalid(DICTAMEN_CON_ERRORES).
    Source: 002§4.1, 4.2; G-20.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    research = research_of(convocatoria)
    stored = _found(desk, act, expediente_id)
    if stored.answer_to(act, "RuleArticles") is not None:
        return _view(stored)
    window = convocatoria.windows[research.window]
    require_open(window, act.at, window.label)
    if not stored.value.articles_sha256:
        raise NotFound("SIN_ARTICULOS")
    if stored.value.dictamen is not None:
        raise Conflict("DICTAMEN_EMITIDO", cuando=stored.value.dictamen.ruled_at.isoformat())
    read_articles = tuple(read(Article, one) for one in articles)
    checklist = checklist_of(research)
    articulos.require_whole(read_articles, checklist)
    dictamen = Dictamen(read_articles, actor_text(act.actor), act.at)
    proven = [c.extra for c in articulos.claims_of(dictamen, checklist) if c.verdict == "VALIDATED"]
    fact = ArticlesRuled(stored.value.articles_sha256, len(read_articles), tuple(proven))
    after = replace(stored.value, dictamen=dictamen, is_reviewed=True)
    saved = desk.participantes.save(stored, after, act, [fact], command="RuleArticles", answer={})
    return _view(saved)


def get_dictamen(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The ruling, line by line, for its owner and staff. Raises NotFound(SIN_ARTICULOS). Source: G-20."""
    act.actor.may_see(expediente_id)
    stored = _found(desk, act, expediente_id)
    if not stored.value.articles_sha256:
        raise NotFound("SIN_ARTICULOS")
    if act.actor.expediente_id != expediente_id:
        desk.reads.create(new_id(), Read("dictamen"), act, [DossierRead("dictamen")], subject=expediente_id)
    return _view(stored)


def _found(desk: Desk, act: Act, expediente_id: str) -> Stored[Participante]:
    stored = desk.participantes.load(expediente_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("SIN_ARTICULOS")
    return stored


def _view(stored: Stored[Participante]) -> dict[str, Any]:
    one = stored.value
    return {
        "expediente_id": stored.id,
        "folio": one.folio,
        "sha256": one.articles_sha256,
        "is_ruled": one.dictamen is not None,
        "articles": to_plain(one.dictamen.articles) if one.dictamen else [],
        "ruled_by": one.dictamen.ruled_by if one.dictamen else "",
        "ruled_at": one.dictamen.ruled_at if one.dictamen else "",
    }
