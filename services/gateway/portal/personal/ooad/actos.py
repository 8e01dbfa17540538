"""Acts of the OOAD: asked, checked with what follows from them in sight, and then registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import FieldError, Invalid, NotFound, ResidenciasError
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal.ooad.formas import FORMAS, Forma, missing, read
from services.gateway.portal.personal.ooad.persona import acts_of, result_of
from services.gateway.portal.personal.ooad.sitio import PERSONA
from services.gateway.portal.personal.puesto import OOAD, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.portal.words import words
from services.gateway.problems import status_of

ACT = PERSONA + "/actos/{acto}"


@dataclass(frozen=True)
class Acting:
    """Somebody at the OOAD about to act on one person; `which` exam or obligation, where there are several."""

    here: Seat
    call: Convocatoria
    expediente_id: str
    acto: str
    forma: Forma
    which: str
    values: dict[str, str]

    @property
    def where(self) -> str:
        return f"{OOAD.path}/{self.call.id}/{self.expediente_id}"

    def ask(self, method: str, key: str, **values: Any) -> Any:
        return self.here.ask(self.call, "allocation", method, key, expediente_id=self.expediente_id, **values)


def routes(made: APIRouter, views: Views) -> None:
    @made.get(ACT)
    def asked(request: Request, convocatoria: str, expediente_id: str, acto: str) -> Response:
        return _page(_acting(views, request, convocatoria, expediente_id, acto))

    @made.post(ACT + "/papeles")  # the address whose bodies may be as large as a scan
    def answered(
        request: Request, convocatoria: str, expediente_id: str, acto: str, typed: Posted
    ) -> Response:
        one = _acting(views, request, convocatoria, expediente_id, acto, typed)
        if typed.text("_cambiar"):
            return _page(one)
        try:
            _attach(one, typed)
            _require_answers(one)
        except ResidenciasError as error:
            return _refused(one, error)
        return _page(one, is_check=True)

    @made.post(ACT)
    def signed(request: Request, convocatoria: str, expediente_id: str, acto: str, typed: Posted) -> Response:
        one = _acting(views, request, convocatoria, expediente_id, acto, typed)
        try:
            _require_folio(one)
            one.ask(one.forma.method, typed.act_key(), **one.forma.values(one.values, one.which))
        except ResidenciasError as error:
            return _refused(one, error, is_check=error.code == "FOLIO_DISTINTO")
        return RedirectResponse(f"{one.where}?hecho={one.forma.name}", 303)


def _acting(
    views: Views,
    request: Request,
    convocatoria: str,
    expediente_id: str,
    acto: str,
    typed: Typed | None = None,
) -> Acting:
    """Raises NotFound(PAGINA_DESCONOCIDA) for an act that does not exist or is another office's."""
    here, call = seat(views, request, OOAD, typed), call_of(views.edge, convocatoria)
    name, _, which = acto.partition("-")
    forma = FORMAS.get(name)
    if forma is None or forma.method not in acts_of(here, call):
        raise NotFound("PAGINA_DESCONOCIDA")
    return Acting(here, call, expediente_id, acto, forma, which, read(forma, typed))


def _attach(one: Acting, typed: Typed) -> None:
    """A scan that came along is kept, and named from now on; one that was kept before stays named."""
    content = next((content for _, content in typed.files("archivo")), b"")
    if one.forma.paper and content:
        key = typed.content_key(one.forma.paper, content)
        one.values["papel"] = one.ask("ReceivePaper", key, kind=one.forma.paper, content=content).sha256


def _require_answers(one: Acting) -> None:
    """Raises Invalid with what has no answer."""
    wrong = [FieldError(name, "DATO_OBLIGATORIO") for name in missing(one.forma, one.values)]
    if one.forma.needs_paper(one.values) and not one.values["papel"]:
        wrong.append(FieldError("archivo", "FALTA_ARCHIVO"))
    if wrong:
        raise Invalid("CUERPO_INVALIDO", fields=tuple(wrong))


def _require_folio(one: Acting) -> None:
    """Passes where the folio of this very person was typed again. Raises Invalid(FOLIO_DISTINTO)."""
    if (
        one.forma.confirms
        and one.values["confirmation"] != result_of(one.here, one.call, one.expediente_id)["folio"]
    ):
        raise Invalid("FOLIO_DISTINTO", fields=(FieldError("confirmation", "FOLIO_DISTINTO"),))


def _refused(one: Acting, error: ResidenciasError, *, is_check: bool = False) -> Response:
    told = one.here.views.told(error, words()["ooad_preguntas"])
    return _page(one, is_check=is_check, problems=told, status=status_of(error))


def _page(one: Acting, *, is_check: bool = False, **more: Any) -> Response:
    result = result_of(one.here, one.call, one.expediente_id)
    duties = {duty.code: duty for duty in one.call.obligations}
    return one.here.page(
        "ooad/revisar.html" if is_check else "ooad/acto.html",
        call=one.call,
        result=result,
        acto=one.acto,
        forma=one.forma,
        which=one.which,
        values=one.values,
        duty=duties.get(one.which),
        owed=next((owed for owed in result["obligations"] if owed["kind"] == one.which), None),
        consequences={outcome.outcome: outcome for outcome in one.call.consequences},
        where=one.where,
        key=fresh_key(),
        **more,
    )
