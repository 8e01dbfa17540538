"""One person as the CES sees them: found by folio; their cancellation, and the release by another institution."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.expediente import ObservationReason
from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.personal.ces.sitio import C, Site, led, site, site_of
from services.gateway.portal.tasks import OUT
from services.gateway.portal.views import Views
from services.gateway.portal.words import words

WHERE = C + "/personas"
ONE = WHERE + "/{expediente_id}"
CANCELLATION = ("cause", "note")
WHERE_ASKED = {"CAUSA_FALTANTE": "cause", "NOTA_FALTANTE": "note"}
RELEASE = ("institucion", "oficio", "released_on")


def routes(made: APIRouter, views: Views) -> None:
    _found(made, views)
    CANCEL.routes(made, views, ONE + "/cancelacion")
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


def _with_cause(here: Site, typed: Typed) -> Typed:
    """Raises Invalid: CAUSA_FALTANTE, NOTA_FALTANTE."""
    if typed.text("cause") not in causes_of(here):
        raise Invalid("CAUSA_FALTANTE")
    if not typed.text("note"):
        raise Invalid("NOTA_FALTANTE")
    return typed


def _cancel(here: Site, typed: Typed) -> Response:
    asked = {name: typed.text(name) for name in CANCELLATION}
    here.ask("validation", "CancelParticipation", typed.act_key(), expediente_id=_id(here), **asked)
    return led(f"{here.home}/personas/{_id(here)}", "cancelado")


def _cancel_form(here: Site, shown: Shown) -> Response:
    given = {name: shown.typed.text(name) for name in CANCELLATION}
    field = WHERE_ASKED.get(shown.error.code, "") if shown.error else ""
    values = {**shown.values(here.seat.views, field=field), **_person(here, _id(here))}
    return here.page("cancelacion.html", **values, given=given)


def _id(here: Site) -> str:
    return str(here.seat.request.path_params["expediente_id"])


CANCEL = Checked(site_of, _cancel_form, _cancel, _with_cause)


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
