"""A convocatoria as somebody of the CES stands in it: what its pages ask, and how they are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, OutsideWindow, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.forms import Typed, fresh_key
from services.gateway.portal.personal.puesto import CES, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

HERE = CES.path
C = HERE + "/{convocatoria}"
PAGE = 50


@dataclass(frozen=True)
class Site:
    """One of the CES's people in one convocatoria."""

    seat: Seat
    call: Convocatoria

    @property
    def home(self) -> str:
        """Where this convocatoria's pages are."""
        return f"{HERE}/{self.call.id}"

    @property
    def me(self) -> str:
        """Who acts, as the services name them."""
        return self.seat.session.caller.subject

    @property
    def now(self) -> Any:
        return self.seat.views.edge.clock.now()

    def ask(self, service: str, method: str, key: str = "", **values: Any) -> Any:
        """The answer of the RPC about this convocatoria, as the contract gives it; commands bring their `key`."""
        return self.seat.ask(self.call, service, method, key, **values)

    def plain(self, service: str, method: str, **values: Any) -> dict[str, Any]:
        """The answer of a query as plain values."""
        found: dict[str, Any] = as_plain(self.ask(service, method, **values))
        return found

    def known(self, service: str, method: str, **values: Any) -> dict[str, Any]:
        """As `plain`; nothing where there is nothing yet to tell, or not before the gate."""
        try:
            return self.plain(service, method, **values)
        except (NotFound, OutsideWindow):
            return {}

    def page(self, template: str, **values: Any) -> Response:
        """A page of templates/personal/ces; its forms have a fresh key."""
        more = {"key": fresh_key(), "home": self.home, "call": self.call, "me": self.me}
        return self.seat.page(f"ces/{template}", **{**more, **values})

    def refused(self, template: str, error: ResidenciasError, **values: Any) -> Response:
        """The page again, with what went wrong on top."""
        told = self.seat.views.told(error, values.pop("labels", None))
        return self.page(template, problems=told, status=status_of(error), **values)


def site(views: Views, request: Request, convocatoria: str, typed: Typed | None = None) -> Site:
    """Whoever of the CES asks for a page of this convocatoria. Raises as `seat` and `call_of`."""
    return Site(seat(views, request, CES, typed), call_of(views.edge, convocatoria))


def site_of(views: Views, request: Request, typed: Typed | None) -> Site:
    """The same, where the convocatoria stands in the address alone."""
    return site(views, request, request.path_params["convocatoria"], typed)


def led(path: str, done: str = "") -> Response:
    """On to another page, which says what is done."""
    return RedirectResponse(f"{path}?hecho={done}" if done else path, 303)


def after_of(request: Request) -> dict[str, Any]:
    """The page of a list that the address asks for."""
    return {"limit": PAGE, "after": request.query_params.get("despues", "")}


def a_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """The rows as a file that a spreadsheet opens as it is."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _harmless(row.get(column, "")) for column in columns} for row in rows)
    return a_file(name, text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def _harmless(value: Any) -> Any:
    """What a spreadsheet would take for a formula is text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def a_file(name: str, content: bytes, media: str) -> Response:
    """A download."""
    return Response(
        content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
