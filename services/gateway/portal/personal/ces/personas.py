"""One person as the CES sees them: found by folio; their cancellation, and the release by another institution."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.expediente import ObservationReason
from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.personal.ces.sitio import C, Site, led, site
from services.gateway.portal.tasks import OUT
from services.gateway.portal.views import Views
from services.gateway.portal.words import words

WHERE = C + "/personas"
ONE = WHERE + "/{expediente_id}"
RELEASE = ("institucion", "oficio", "released_on")


def routes(made: APIRouter, views: Views) -> None:
    _found(made, views)
    _cancellation(made, views)
    _release(made, views)


def _found(made: APIRouter, views: Views) -> None:
    @made.get(WHERE)
    def search(request: Request, convocatoria: str, folio: str = "") -> Response:
        here, folio = site(views, request, convocatoria), folio.strip()
        if not folio:
            return here.page("personas.html", folio="", is_searched=False)
        if found := _with_folio(here, folio):
            return RedirectResponse(f"{here.home}/personas/{found[0]['expediente_id']}", 303)
        return here.page("personas.html", folio=folio, is_searched=True)

    @made.get(ONE)
    def person(request: Request, convocatoria: str, expediente_id: str) -> Response:
        here = site(views, request, convocatoria)
        one = {"expediente_id": expediente_id}
        return here.page(
            "persona.html",
            **_person(here, expediente_id),
            result=here.known("allocation", "GetResult", **one),
            letters=here.plain("notifications", "ListLetters", **one)["letters"],
            messages=here.plain("notifications", "ListMessages", **one)["messages"],
        )


def _with_folio(here: Site, folio: str) -> list[dict[str, Any]]:
    """Whoever has it on the ficha, or on the roster."""
    for name in ("folio", "folio_enarm"):
        found: list[dict[str, Any]] = here.plain("validation", "ListExpedientes", **{name: folio})[
            "expedientes"
        ]
        if found:
            return found
    return []


def _person(here: Site, expediente_id: str) -> dict[str, Any]:
    """Expediente and registro; who inscribed without a validation has only the second."""
    one = {"expediente_id": expediente_id}
    expediente = here.plain("validation", "GetExpediente", **one)
    registro = here.plain("registration", "GetRegistro", **one)
    datos = registro.get("datos") or {}
    parts = (datos.get(part, "") for part in ("nombre", "primer_apellido", "segundo_apellido"))
    return {
        "expediente": expediente,
        "registro": registro,
        "person_name": " ".join(part for part in parts if part),
        "is_out": expediente["estado"] in OUT,
        "causes": causes_of(here),
    }


def causes_of(here: Site) -> dict[str, ObservationReason]:
    """The causes for which this call cancels by decision of the CES, by code."""
    return {reason.code: reason for reason in here.call.observation_reasons if reason.effect == "cancela"}


def _cancellation(made: APIRouter, views: Views) -> None:
    @made.get(ONE + "/cancelacion")
    def ask(request: Request, convocatoria: str, expediente_id: str) -> Response:
        return _cancel_form(site(views, request, convocatoria), expediente_id)

    @made.post(ONE + "/cancelacion")
    def cancelled(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        cause, note = typed.text("cause"), typed.text("note")
        try:
            if cause not in causes_of(here):
                raise Invalid("CAUSA_FALTANTE")
            if not note:
                raise Invalid("NOTA_FALTANTE")
            if typed.text("_paso") != "2":
                return _cancel_form(here, expediente_id, typed, is_check=True)
            asked = {"expediente_id": expediente_id, "cause": cause, "note": note}
            here.ask("validation", "CancelParticipation", typed.act_key(), **asked)
        except ResidenciasError as error:
            return _cancel_form(here, expediente_id, typed, error=error)
        return led(f"{here.home}/personas/{expediente_id}", "cancelado")


def _cancel_form(
    here: Site,
    expediente_id: str,
    typed: Typed | None = None,
    is_check: bool = False,
    error: ResidenciasError | None = None,
) -> Response:
    given = {name: typed.text(name) if typed else "" for name in ("cause", "note")}
    values = {**_person(here, expediente_id), "given": given, "is_check": is_check}
    return (
        here.refused("cancelacion.html", error, **values)
        if error
        else here.page("cancelacion.html", **values)
    )


def _release(made: APIRouter, views: Views) -> None:
    @made.get(ONE + "/liberacion")
    def ask(request: Request, convocatoria: str, expediente_id: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page("liberacion.html", **_person(here, expediente_id), given=dict.fromkeys(RELEASE, ""))

    @made.post(ONE + "/liberacion")
    def released(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        given = {name: typed.text(name) for name in RELEASE}
        try:
            key = typed.content_key()
            here.ask("registration", "ReleaseExpediente", key, expediente_id=expediente_id, **given)
        except ResidenciasError as error:
            values = {**_person(here, expediente_id), "given": given, "labels": words()["ces"]["liberacion"]}
            return here.refused("liberacion.html", error, **values)
        return led(f"{here.home}/personas/{expediente_id}", "liberado")
