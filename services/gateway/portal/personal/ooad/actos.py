"""Acts of the OOAD: asked, checked with what follows from them in sight, and then registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import FieldError, Invalid, NotFound, ResidenciasError
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Typed
from services.gateway.portal.personal.ooad.formas import FORMAS, Forma, missing, read
from services.gateway.portal.personal.ooad.persona import acts_of, result_of
from services.gateway.portal.personal.ooad.sitio import PERSONA
from services.gateway.portal.personal.puesto import OOAD, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.portal.words import words

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

    @property
    def where(self) -> str:
        return f"{OOAD.path}/{self.call.id}/{self.expediente_id}"

    def ask(self, method: str, key: str, **values: Any) -> Any:
        return self.here.ask(self.call, "allocation", method, key, expediente_id=self.expediente_id, **values)


def routes(made: APIRouter, views: Views) -> None:
    """One form and one check for every act."""
    ACTS.routes(made, views, ACT)


def _acting(views: Views, request: Request, typed: Typed | None) -> Acting:
    """Raises NotFound(PAGINA_DESCONOCIDA) for an act that does not exist or is another office's."""
    asked = request.path_params
    here, call = seat(views, request, OOAD, typed), call_of(views.edge, asked["convocatoria"])
    name, _, which = asked["acto"].partition("-")
    forma = FORMAS.get(name)
    if forma is None or forma.method not in acts_of(here, call):
        raise NotFound("PAGINA_DESCONOCIDA")
    return Acting(here, call, asked["expediente_id"], asked["acto"], forma, which)


def _answered(one: Acting, typed: Typed) -> Typed:
    """With a scan that came along kept, and named from now on. Raises Invalid with what has no answer."""
    content = next((content for _, content in typed.files("archivo")), b"")
    if one.forma.paper and content:
        key = typed.content_key(one.forma.paper, content)
        kept = one.ask("ReceivePaper", key, kind=one.forma.paper, content=content)
        typed = typed.also([("papel", kept.sha256)])
    values = read(one.forma, typed)
    wrong = [FieldError(name, "DATO_OBLIGATORIO") for name in missing(one.forma, values)]
    if one.forma.needs_paper(values) and not values["papel"]:
        wrong.append(FieldError("archivo", "FALTA_ARCHIVO"))
    if wrong:
        raise Invalid("CUERPO_INVALIDO", fields=tuple(wrong))
    return typed


def _signed(one: Acting, typed: Typed) -> Response:
    """Raises Invalid(FOLIO_DISTINTO) where the folio of this very person had to be typed again and was not."""
    values = read(one.forma, typed)
    if one.forma.confirms and values["confirmation"] != _result(one)["folio"]:
        raise Invalid("FOLIO_DISTINTO", fields=(FieldError("confirmation", "FOLIO_DISTINTO"),))
    one.ask(one.forma.method, typed.act_key(), **one.forma.values(values, one.which))
    return RedirectResponse(f"{one.where}?hecho={one.forma.name}", 303)


def _page(one: Acting, shown: Shown) -> Response:
    result = _result(one)
    duties = {duty.code: duty for duty in one.call.obligations}
    return one.here.page(
        "ooad/revisar.html" if shown.is_check else "ooad/acto.html",
        **shown.values(one.here.views, words()["ooad_preguntas"]),
        call=one.call,
        result=result,
        forma=one.forma,
        which=one.which,
        values=read(one.forma, shown.typed),
        duty=duties.get(one.which),
        owed=next((owed for owed in result["obligations"] if owed["kind"] == one.which), None),
        consequences={outcome.outcome: outcome for outcome in one.call.consequences},
        where=one.where,
        form=f"{one.where}/actos/{one.acto}",
    )


def _result(one: Acting) -> dict[str, Any]:
    return result_of(one.here, one.call, one.expediente_id)


def _is_of_the_form(error: ResidenciasError) -> bool:
    return bool(error.fields) and error.code != "FOLIO_DISTINTO"


ACTS = Checked(_acting, _page, _signed, _answered, is_mended_in_form=_is_of_the_form)
