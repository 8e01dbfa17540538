"""Every letter and e-mail of a convocatoria; a letter that must not hold any more is revoked with its reason."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import Invalid, ResidenciasError
from services.gateway.portal.forms import Posted
from services.gateway.portal.personal.ces.sitio import C, Site, after_of, led, site
from services.gateway.portal.views import Views

WHERE = C + "/cartas/{letter_id}/revocacion"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C + "/cartas")
    def letters(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page(
            "cartas.html", found=here.plain("notifications", "ListLetters", page=after_of(request))
        )

    @made.get(C + "/correos")
    def messages(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        return here.page(
            "correos.html", found=here.plain("notifications", "ListMessages", page=after_of(request))
        )

    @made.get(WHERE)
    def ask(request: Request, convocatoria: str, letter_id: str, code: str = "") -> Response:
        return _form(site(views, request, convocatoria), letter_id, code)

    @made.post(WHERE)
    def revoked(request: Request, convocatoria: str, letter_id: str, typed: Posted) -> Response:
        here = site(views, request, convocatoria, typed)
        reason, code = typed.text("reason"), typed.text("code")
        try:
            if not reason:
                raise Invalid("MOTIVO_FALTANTE")
            if typed.text("_paso") != "2":
                return _form(here, letter_id, code, reason, is_check=True)
            here.ask("notifications", "RevokeLetter", typed.act_key(), letter_id=letter_id, reason=reason)
        except ResidenciasError as error:
            return _form(here, letter_id, code, reason, error=error)
        return led(f"{here.home}/cartas", "revocada")


def _form(
    here: Site,
    letter_id: str,
    code: str,
    reason: str = "",
    is_check: bool = False,
    error: ResidenciasError | None = None,
) -> Response:
    """What the letter is, by its public verification, and why it is to be revoked."""
    letter = here.seat.ask(None, "notifications", "VerifyLetter", code=code) if code else None
    values = {"letter": letter, "letter_id": letter_id, "code": code, "reason": reason, "is_check": is_check}
    return (
        here.refused("revocacion.html", error, **values) if error else here.page("revocacion.html", **values)
    )
