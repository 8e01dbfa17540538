"""After the results: what came out and why, accepting or not in clear steps with receipts, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.results import AcceptanceStep
from plumbing.errors import NotFound, ResidenciasError
from services.gateway.portal.calculadora import lines_of
from services.gateway.portal.calendar import entry_of
from services.gateway.portal.cartas import delivered
from services.gateway.portal.expediente import explanation_of, puntaje_of, result_of
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.moments import in_words
from services.gateway.portal.views import Views
from services.gateway.portal.visits import Visit, visit
from services.gateway.portal.words import words
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}"
ACTS = {"ACEPTO_ADSCRIPCION": "AcceptAdscripcion", "ACEPTO_COMPROMISO": "AcceptCompromiso"}
LETTER = "PREACEPTACION"


def routes(made: APIRouter, views: Views) -> None:
    _reading(made, views)
    _accepting(made, views)
    _rejecting(made, views)


def _reading(made: APIRouter, views: Views) -> None:
    @made.get(C + "/resultado")
    def result(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        found = result_of(visitor)
        call, now = visitor.call, views.edge.clock.now()
        return visitor.page(
            "resultado.html",
            result=found,
            steps=steps_of(visitor, found),
            gate=entry_of(call, call.allocation.embargo_until, now),
            window=entry_of(call, call.acceptance.steps[0].window, now),
            validity=entry_of(call, call.acceptance.validity_window, now),
            consequences={one.outcome: one for one in call.consequences},
        )

    @made.get(C + "/puntaje")
    def puntaje(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        puntaje = puntaje_of(visitor)
        return visitor.page(
            "puntaje.html",
            puntaje=puntaje,
            lines=lines_of(visitor.call, puntaje) if puntaje else (),
            why=explanation_of(visitor),
        )

    @made.get(C + "/obligaciones")
    def duties(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        known = {one.code: one for one in visitor.call.obligations}
        return visitor.page("obligaciones.html", result=result_of(visitor), known=known)


def steps_of(visitor: Visit, result: dict[str, Any]) -> list[tuple[AcceptanceStep, str, bool]]:
    """(step, when it was done in words, whether it is the next), in the call's order."""
    done = {one["decision"]: in_words(one["at"]) for one in result.get("decisions", ())}
    if result.get("letter_valid_until"):
        done.setdefault(visitor.call.acceptance.steps[-1].code, words()["estados"]["hecha"])
    left = [step.code for step in visitor.call.acceptance.steps if step.code not in done]
    return [
        (step, done.get(step.code, ""), bool(left) and step.code == left[0])
        for step in visitor.call.acceptance.steps
    ]


def _accepting(made: APIRouter, views: Views) -> None:
    @made.get(C + "/resultado/paso/{code}")
    def ask(request: Request, convocatoria: str, code: str) -> Response:
        return _step_page(visit(views, request, convocatoria), code)

    @made.post(C + "/resultado/paso/{code}")
    def done(request: Request, convocatoria: str, code: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        step = _step(visitor, code)
        try:
            if step.code in ACTS:
                visitor.ask("allocation", ACTS[step.code], typed.act_key())
                return RedirectResponse(f"{visitor.base}/resultado?hecho=paso", 303)
            visitor.ask("allocation", "IssuePreaceptacion", typed.act_key())
            return delivered(visitor, LETTER, typed.content_key(LETTER))
        except ResidenciasError as error:
            return _step_page(visitor, code, views.told(error), status_of(error))


def _step(visitor: Visit, code: str) -> AcceptanceStep:
    for step in visitor.call.acceptance.steps:
        if step.code == code:
            return step
    raise NotFound("PAGINA_DESCONOCIDA")


def _step_page(visitor: Visit, code: str, problems: Sequence[Any] = (), status: int = 200) -> Response:
    step, result = _step(visitor, code), result_of(visitor)
    steps = steps_of(visitor, result)
    order = [one.code for one, _, _ in steps]
    return visitor.page(
        "paso.html",
        status=status,
        problems=tuple(problems),
        step=step,
        place=order.index(code) + 1,
        places=len(order),
        result=result,
        at=next(at for one, at, _ in steps if one.code == code),
        before=next((one for one, at, _ in steps[: order.index(code)] if not at), None),
        window=entry_of(visitor.call, step.window, visitor.views.edge.clock.now()),
        consequences={one.outcome: one for one in visitor.call.consequences},
        key=fresh_key(),
    )


def _rejecting(made: APIRouter, views: Views) -> None:
    @made.get(C + "/resultado/rechazo")
    def ask(request: Request, convocatoria: str) -> Response:
        return _reject_page(visit(views, request, convocatoria))

    @made.get(C + "/resultado/rechazo/confirmacion")
    def ask_again(request: Request, convocatoria: str) -> Response:
        return _reject_page(visit(views, request, convocatoria), is_second=True)

    @made.post(C + "/resultado/rechazo/confirmacion")
    def confirmed(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor, confirmation = visit(views, request, convocatoria, typed), typed.text("confirmation")
        try:
            visitor.ask("allocation", "RejectPlaza", typed.act_key(), confirmation=confirmation)
        except ResidenciasError as error:
            told = tuple({**one, "field": "confirmation"} for one in views.told(error))
            return _reject_page(visitor, confirmation, is_second=True, problems=told, status=status_of(error))
        return RedirectResponse(f"{visitor.base}/resultado?hecho=paso", 303)


def _reject_page(visitor: Visit, confirmation: str = "", *, is_second: bool = False, **more: Any) -> Response:
    """Raises NotFound(PAGINA_DESCONOCIDA) where the convocatoria has no such button."""
    rules = visitor.call.acceptance
    if rules.reject_button is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    outcome = visitor.call.consequence(rules.reject_outcome) if rules.reject_outcome else None
    return visitor.page(
        "rechazo.html",
        rules=rules,
        outcome=outcome,
        result=result_of(visitor),
        confirmation=confirmation,
        is_second=is_second,
        key=fresh_key(),
        **more,
    )
