"""An act in two pages that one can come back to: a form, and what was typed on it, seen once more before it is done.

What was typed waits as a draft in the session, never in an address. Its key is the act's: a reload, «back» or a second
press finds the same draft, does the same act and ends where the first one did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import Conflict, NotFound, ResidenciasError
from services.gateway.drafts import Draft
from services.gateway.portal.forms import NOTHING, Posted, Typed, fresh_key
from services.gateway.portal.views import Views
from services.gateway.problems import status_of
from services.gateway.sessions import COOKIE

REVISION = "/revision"
AFRESH, CHANGING = "vacio", "cambiar"
Place = TypeVar("Place")


@dataclass(frozen=True)
class Shown:
    """With what a page of the act is shown: the form, or with `is_check` what is about to be done.

    `is_recalled`: the form has what was typed earlier, which nobody did anything with.
    """

    typed: Typed = NOTHING
    key: str = ""
    is_check: bool = False
    is_recalled: bool = False
    error: ResidenciasError | None = None

    def values(
        self, views: Views, labels: Mapping[str, str] | None = None, field: str = ""
    ) -> dict[str, Any]:
        """What its template takes; a refusal that names no field stands at `field`."""
        told = views.told(self.error, labels) if self.error else ()
        return {
            "key": self.key or fresh_key(),
            "is_check": self.is_check,
            "is_recalled": self.is_recalled,
            "problems": tuple({**one, "field": one["field"] or field} for one in told),
            "status": status_of(self.error) if self.error else 200,
        }


def _whole(place: Any, typed: Typed) -> Typed:
    return typed


def _names_a_field(error: ResidenciasError) -> bool:
    return bool(error.fields)


@dataclass(frozen=True)
class Checked(Generic[Place]):
    """`place` finds who asks about what, and refuses strangers; `page` shows either page; `act` does it.

    `answered` gives what is kept of the form, or raises what is missing; `about` tells apart what drafts of the same
    address are about. `is_mended_in_form`: whether a refusal of the act leads back to the form; `is_unfinished`:
    whether the form was sent to be written on.
    """

    place: Callable[[Views, Request, Typed | None], Place]
    page: Callable[[Place, Shown], Response]
    act: Callable[[Place, Typed], Response]
    answered: Callable[[Place, Typed], Typed] = _whole
    about: Callable[[Place], str] = lambda place: ""
    is_mended_in_form: Callable[[ResidenciasError], bool] = _names_a_field
    is_unfinished: Callable[[Typed], bool] = lambda typed: False

    def routes(self, made: APIRouter, views: Views, path: str) -> None:
        """`path` asks; below it, `/revision` shows what was typed and does it."""

        @made.get(path)
        def ask(request: Request) -> Response:
            place = self.place(views, request, None)
            return self.page(place, _form(self._drawer(views, request, place)))

        @made.post(path)
        def answer(request: Request, typed: Posted) -> Response:
            place = self.place(views, request, typed)
            try:
                kept = self.answered(place, typed)
            except ResidenciasError as error:
                return self.page(place, Shown(typed, error=error))
            self._drawer(views, request, place).keep(kept)
            onwards = f"?{CHANGING}=1" if self.is_unfinished(typed) else REVISION
            return RedirectResponse(request.url.path + onwards, 303)

        @made.get(path + REVISION)
        def check(request: Request) -> Response:
            place = self.place(views, request, None)
            return self._checked(place, self._drawer(views, request, place))

        @made.post(path + REVISION)
        def act(request: Request, typed: Posted) -> Response:
            place = self.place(views, request, typed)
            return self._done(place, self._drawer(views, request, place), typed)

    def _drawer(self, views: Views, request: Request, place: Place) -> Drawer:
        return Drawer(views, request, self.about(place))

    def _checked(self, place: Place, drawer: Drawer, error: ResidenciasError | None = None) -> Response:
        """What is about to be done; where it led, once it is; the form, when nothing was kept."""
        draft = drawer.draft
        if draft is None:
            return self.page(place, Shown(error=NotFound("BORRADOR_VENCIDO")))
        if draft.led_to:
            return RedirectResponse(draft.led_to, 303)
        return self.page(place, Shown(typed_in(draft), draft.key, is_check=True, error=error))

    def _done(self, place: Place, drawer: Drawer, typed: Typed) -> Response:
        draft = drawer.draft
        if draft is None or draft.led_to:
            return self._checked(place, drawer)
        if draft.key != typed.text("_clave"):
            return self._checked(place, drawer, Conflict("BORRADOR_CAMBIADO"))
        whole = typed_in(draft).also(typed.carried())
        try:
            answer = self.act(place, whole)
        except ResidenciasError as error:
            is_check = not self.is_mended_in_form(error)
            return self.page(place, Shown(whole, draft.key, is_check=is_check, error=error))
        drawer.close(draft, answer.headers["location"])
        return answer


@dataclass(frozen=True)
class Drawer:
    """Where the draft of one form lies: in the session of who asks, under the form's address."""

    views: Views
    request: Request
    about: str = ""

    @property
    def _form(self) -> str:
        return f"{self.request.url.path.removesuffix(REVISION)} {self.about}"

    @property
    def _token(self) -> str:
        return self.request.cookies.get(COOKIE, "")

    @property
    def draft(self) -> Draft | None:
        return self.views.edge.drafts.find(self._token, self._form)

    def keep(self, typed: Typed) -> None:
        draft = Draft(typed.content_key(), typed.carried())
        self.views.edge.drafts.keep(self._token, self._form, draft)

    def close(self, draft: Draft, led_to: str) -> None:
        self.views.edge.drafts.close(self._token, self._form, draft.key, led_to)


def typed_in(draft: Draft) -> Typed:
    """The form as it was typed, under the key of its draft."""
    return NOTHING.also(
        [*((name, value) for name, value in draft.fields if name != "_clave"), ("_clave", draft.key)]
    )


def _form(drawer: Drawer) -> Shown:
    """The form with what was typed earlier."""
    typed = recalled(drawer)
    return Shown(typed, is_recalled=typed is not NOTHING and CHANGING not in drawer.request.query_params)


def recalled(drawer: Drawer) -> Typed:
    """What was typed earlier, unless that is done or to be forgotten."""
    draft = None if AFRESH in drawer.request.query_params else drawer.draft
    return NOTHING if draft is None or draft.led_to else typed_in(draft)
