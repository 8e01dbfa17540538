"""The reviewer of research: the files that wait, one beside the points of the call, a check, the ruling as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.investigacion import Research
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound
from plumbing.events import as_plain
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.fields import joined_day
from services.gateway.portal.forms import Typed
from services.gateway.portal.personal.puesto import DICTAMEN, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.transfers import JPEG

ROOT = DICTAMEN.path
FILE = ROOT + "/{convocatoria}/{expediente_id}"
ROWS = 50
MOST_ARTICLES = 12
TEXTS = ("titulo", "revista", "issn", "doi", "tipo", "position")
DAY = ("dia", "mes", "ano")
LATER = "3"
"""Any place among the authors after those that give points."""


@dataclass(frozen=True)
class Reading:
    """A reviewer with a file: the rules it is judged by."""

    here: Seat
    call: Convocatoria
    research: Research
    expediente_id: str

    @property
    def where(self) -> str:
        return f"{ROOT}/{self.call.id}/{self.expediente_id}"

    def ask(self, service: str, method: str, key: str = "", **values: Any) -> Any:
        return self.here.ask(self.call, service, method, key, expediente_id=self.expediente_id, **values)


def routes(made: APIRouter, views: Views) -> None:
    _lists(made, views)
    _file(made, views)


def _lists(made: APIRouter, views: Views) -> None:
    @made.get(ROOT)
    def calls(request: Request) -> Response:
        here, now = seat(views, request, DICTAMEN), views.edge.clock.now()
        found = [
            (call, entry_of(call, call.scoring.research.window, now))
            for call in views.edge.calls()
            if call.scoring.research
        ]
        counted = [
            (call, window, here.ask(call, "scoring", "ListRevisiones", page={"limit": 1}).total)
            for call, window in found
        ]
        return here.page("dictamen/inicio.html", calls=counted)

    @made.get(ROOT + "/{convocatoria}")
    def files(request: Request, convocatoria: str, desde: str = "", dictaminados: str = "") -> Response:
        here, call = seat(views, request, DICTAMEN), call_of(views.edge, convocatoria)
        page = {"limit": ROWS, "after": desde}
        found = as_plain(here.ask(call, "scoring", "ListRevisiones", page=page, is_ruled=bool(dictaminados)))
        window = entry_of(call, research_of(call).window, views.edge.clock.now())
        return here.page(
            "dictamen/archivos.html",
            call=call,
            found=found,
            is_ruled=bool(dictaminados),
            desde=desde,
            window=window,
        )


def _file(made: APIRouter, views: Views) -> None:
    @made.get(FILE + "/archivo")
    def picture(request: Request) -> Response:
        one = _reading(views, request, None)
        found = one.ask("documents", "GetDocument", slot=one.research.slot)
        return Response(found.content, media_type=JPEG, headers={"Cache-Control": "private, max-age=600"})

    RULE.routes(made, views, FILE)


def research_of(call: Convocatoria) -> Research:
    """How the call judges articles. Raises NotFound(PAGINA_DESCONOCIDA) where it does not."""
    if call.scoring.research is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    return call.scoring.research


def articles_of(research: Research, typed: Typed, count: int) -> list[dict[str, Any]]:
    """What the form says of each article, as RuleArticles takes it; a point without an answer is left out."""
    return [_article(research, typed, f"a{number}-") for number in range(1, count + 1)]


def _article(research: Research, typed: Typed, prefix: str) -> dict[str, Any]:
    said = {name: typed.text(prefix + name) for name in TEXTS}
    day = {f"on.{part}": typed.text(f"{prefix}on.{part}") for part in DAY}
    answers = [
        {"code": point.code, "holds": answer == "si", "note": typed.text(f"{prefix}nota-{point.code}")}
        for point in research.checklist
        if (answer := typed.text(prefix + point.code))
    ]
    position = int(said["position"]) if said["position"].isdecimal() else 0
    return {**said, "position": position, "published_on": joined_day(day, "on"), "answers": answers}


def _count(typed: Typed) -> int:
    """How many articles the form has."""
    text = typed.text("_articulos")
    return min(max(int(text), 1), MOST_ARTICLES) if text.isdecimal() and len(text) < 4 else 1


def _reading(views: Views, request: Request, typed: Typed | None) -> Reading:
    here, call = (
        seat(views, request, DICTAMEN, typed),
        call_of(views.edge, request.path_params["convocatoria"]),
    )
    return Reading(here, call, research_of(call), request.path_params["expediente_id"])


def _counted(one: Reading, typed: Typed) -> Typed:
    """With one article more or less, if that was asked."""
    more = bool(typed.text("_otro")) - bool(typed.text("_quitar"))
    return typed.also([("_articulos", str(min(max(_count(typed) + more, 1), MOST_ARTICLES)))])


def _is_being_written(typed: Typed) -> bool:
    return bool(typed.text("_otro") or typed.text("_quitar"))


def _rule(one: Reading, typed: Typed) -> Response:
    articles = articles_of(one.research, typed, _count(typed))
    one.ask("scoring", "RuleArticles", typed.act_key(), articles=articles)
    return RedirectResponse(f"{one.where}?hecho=dictaminado", 303)


def _page(one: Reading, shown: Shown) -> Response:
    """The ruling as it was given; before it, the form, or what is about to be signed."""
    found, count = as_plain(one.ask("scoring", "GetDictamen")), _count(shown.typed)
    values = shown.values(one.here.views)
    return one.here.page(
        "dictamen/archivo.html",
        **{**values, "problems": tuple({**text, "label": ""} for text in values["problems"])},
        call=one.call,
        research=one.research,
        dictamen=found,
        articles=articles_of(one.research, shown.typed, count) if shown.is_check else found["articles"],
        count=count,
        given=dict(shown.typed.carried()),
        window=entry_of(one.call, one.research.window, one.here.views.edge.clock.now()),
        where=one.where,
        later=LATER,
    )


RULE = Checked(_reading, _page, _rule, _counted, is_unfinished=_is_being_written)
