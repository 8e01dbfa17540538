"""Runs of the assignment: rehearsed, compared, run once for good, and what the verifier says of each."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.personal.ces.actos import RAN, REHEARSAL
from services.gateway.portal.personal.ces.sitio import C, Site, led, site, site_of
from services.gateway.portal.personal.paquete import part_of
from services.gateway.portal.views import Views

WHERE = f"{C}/rondas"
ONE = f"{WHERE}/{{round_id}}"
NUMBER = "NUMERO_PUBLICO"


def routes(made: APIRouter, views: Views) -> None:
    """The list, the two ways to run, and one run. «ensayo» and «oficial» come before the ids."""
    _list(made, views)
    OFFICIAL.routes(made, views, f"{WHERE}/oficial")
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


def _numbered(here: Site, typed: Typed) -> Typed:
    """Raises Invalid(NUMERO_PUBLICO) where nothing decides the ties."""
    if not typed.text("public_number"):
        raise Invalid(NUMBER, clause="G-02", numero="")
    return typed


def _run(here: Site, typed: Typed) -> Response:
    given = {name: typed.text(name) for name in ("public_number", "public_source")}
    found = here.ask("allocation", "RunRound", typed.act_key(), **given)
    return led(f"{here.home}/rondas/{found.round_id}", "ronda")


def _form(here: Site, shown: Shown) -> Response:
    """The public number and its source, and the pool that would be frozen."""
    draw = next((t for t in here.call.tie_breaks if t.public_number_source), None)
    announced = (draw.public_number_source if draw else "") or ""
    is_number = shown.error is not None and shown.error.code == NUMBER
    return here.page(
        "oficial.html",
        **shown.values(here.seat.views, field="public_number" if is_number else ""),
        pool=here.plain("allocation", "GetPool"),
        number=shown.typed.text("public_number"),
        source=shown.typed.text("public_source") or announced,
        announced=announced,
        frozen=here.call.windows[here.call.allocation.frozen_in],
    )


OFFICIAL = Checked(site_of, _form, _run, _numbered, is_mended_in_form=lambda error: error.code == NUMBER)


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
