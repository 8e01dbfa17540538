"""Runs of the assignment: rehearsed, compared, run once for good, and what the verifier says of each."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.personal.ces.actos import RAN, REHEARSAL
from services.gateway.portal.personal.ces.sitio import C, Site, led, site
from services.gateway.portal.personal.paquete import part_of
from services.gateway.portal.views import Views
from services.gateway.problems import status_of

WHERE = f"{C}/rondas"
ONE = f"{WHERE}/{{round_id}}"
NUMBER = "NUMERO_PUBLICO"


def routes(made: APIRouter, views: Views) -> None:
    """The list, the two ways to run, and one run. «ensayo» and «oficial» come before the ids."""
    _list(made, views)
    _official(made, views)
    _one(made, views)


def _list(made: APIRouter, views: Views) -> None:
    @made.get(WHERE)
    def runs(request: Request, convocatoria: str) -> Response:
        return _runs(site(views, request, convocatoria))

    @made.post(WHERE)
    def rehearsed(request: Request, convocatoria: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        try:
            ran = here.ask("allocation", "RehearseRound", typed.act_key())
        except ResidenciasError as error:
            return _runs(here, error)
        return led(f"{here.home}/rondas/{ran.round_id}", "ensayo")


def _runs(here: Site, error: ResidenciasError | None = None) -> Response:
    runs = here.plain("allocation", "ListRounds")["rounds"]
    values = {
        "runs": list(reversed(runs)),
        "pool": here.plain("allocation", "GetPool"),
        "frozen": here.call.windows[here.call.allocation.frozen_in],
        "official": next((one for one in runs if one["kind"] != REHEARSAL and one["state"] in RAN), None),
    }
    return here.refused("rondas.html", error, **values) if error else here.page("rondas.html", **values)


def _official(made: APIRouter, views: Views) -> None:
    @made.get(f"{WHERE}/oficial")
    def ask(request: Request, convocatoria: str) -> Response:
        return _form(site(views, request, convocatoria))

    @made.post(f"{WHERE}/oficial")
    def ran(request: Request, convocatoria: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        if typed.text("_cambiar"):
            return _form(here, typed)
        given = {name: typed.text(name) for name in ("public_number", "public_source")}
        if not given["public_number"]:
            return _form(here, typed, error=Invalid(NUMBER, clause="G-02", numero=""))
        if typed.text("_paso") != "2":
            return _form(here, typed, is_check=True)
        try:
            found = here.ask("allocation", "RunRound", typed.act_key(), **given)
        except ResidenciasError as error:
            return _form(here, typed, error=error)
        return led(f"{here.home}/rondas/{found.round_id}", "ronda")


def _form(
    here: Site, typed: Typed | None = None, is_check: bool = False, error: ResidenciasError | None = None
) -> Response:
    """The public number and its source, and the pool that would be frozen; `is_check` asks once more."""
    draw = next((t for t in here.call.tie_breaks if t.public_number_source), None)
    source = (draw.public_number_source if draw else "") or ""
    values: dict[str, Any] = {
        "pool": here.plain("allocation", "GetPool"),
        "number": typed.text("public_number") if typed else "",
        "source": typed.text("public_source") if typed else source,
        "announced": source,
        "is_check": is_check,
        "frozen": here.call.windows[here.call.allocation.frozen_in],
    }
    if error and typed:  # the same key: a run that went on by itself answers for it
        where = {"field": "public_number"} if error.code == NUMBER else {}
        problems = tuple({**one, **where} for one in here.seat.views.told(error))
        kept = {"status": status_of(error), "key": typed.text("_clave")}
        return here.page("oficial.html", problems=problems, **kept, **values)
    return here.page("oficial.html", **values)


def _one(made: APIRouter, views: Views) -> None:
    @made.get(ONE)
    def run(request: Request, convocatoria: str, round_id: str) -> Response:
        here = site(views, request, convocatoria)
        runs = here.plain("allocation", "ListRounds")["rounds"]
        found = here.plain("allocation", "GetRound", round_id=round_id)
        earlier = [one for one in runs if one["state"] in RAN and one["run_at"] < found["run_at"]]
        return here.page("ronda.html", run=found, before=earlier[-1] if earlier else None)

    @made.get(f"{ONE}/comparacion")
    def compared(request: Request, convocatoria: str, round_id: str, antes: str = "") -> Response:
        here = site(views, request, convocatoria)
        found = here.plain("allocation", "CompareRounds", round_id=round_id, before_id=antes)
        runs = here.plain("allocation", "ListRounds")["rounds"]
        others = [one for one in runs if one["state"] in RAN and one["round_id"] != round_id]
        return here.page("comparacion.html", found=found, others=list(reversed(others)))

    @made.get(f"{ONE}/{{part}}.json")
    def part(request: Request, convocatoria: str, round_id: str, part: str) -> Response:
        here = site(views, request, convocatoria)
        return part_of(here.ask("allocation", "GetBundle", round_id=round_id), part)
