"""Every letter and e-mail of a convocatoria; a letter that must not hold any more is revoked with its reason."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import Invalid
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Typed
from services.gateway.portal.personal.ces.sitio import C, Site, after_of, led, site, site_of
from services.gateway.portal.views import Views


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

    REVOKE.routes(made, views, C + "/cartas/{letter_id}/revocacion")


def _with_reason(here: Site, typed: Typed) -> Typed:
    """Raises Invalid(MOTIVO_FALTANTE)."""
    if not typed.text("reason"):
        raise Invalid("MOTIVO_FALTANTE")
    return typed


def _revoke(here: Site, typed: Typed) -> Response:
    asked = {"letter_id": _id(here), "reason": typed.text("reason")}
    here.ask("notifications", "RevokeLetter", typed.act_key(), **asked)
    return led(f"{here.home}/cartas", "revocada")


def _form(here: Site, shown: Shown) -> Response:
    """What the letter is, by its public verification, and why it is to be revoked."""
    code = shown.typed.text("codigo") or here.seat.request.query_params.get("code", "")
    letter = here.seat.ask(None, "notifications", "VerifyLetter", code=code) if code else None
    return here.page(
        "revocacion.html",
        **shown.values(here.seat.views, field="reason"),
        letter=letter,
        letter_id=_id(here),
        code=code,
        reason=shown.typed.text("reason"),
    )


def _id(here: Site) -> str:
    return str(here.seat.request.path_params["letter_id"])


REVOKE = Checked(site_of, _form, _revoke, _with_reason)
