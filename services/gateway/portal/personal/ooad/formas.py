"""What each act of the OOAD asks, which RPC it is, and what that RPC takes of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.portal.fields import joined_day
from services.gateway.portal.forms import Typed

Values = Mapping[str, str]
UNFAVOURABLE = "no_favorable"


@dataclass(frozen=True)
class Forma:
    """`name` is its template's and its words'; `asks` must be answered; `paper` is the kind of scan it may bring.

    `needs_paper(values)`: whether it is no act without one. `days` are typed in three inputs. With `confirms` the folio
    is typed again.
    """

    name: str
    method: str
    asks: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    paper: str = ""
    needs_paper: Callable[[Values], bool] = lambda values: False
    values: Callable[[Values, str], dict[str, Any]] = lambda values, which: {}
    confirms: bool = False


FORMAS = {
    one.name: one
    for one in (
        Forma(
            "presentacion",
            "RegisterPresentation",
            asks=("identification",),
            values=lambda typed, which: {"identification": typed["identification"]},
        ),
        Forma(
            "examen",
            "RecordExam",
            asks=("resultado",),
            paper="DICTAMEN",
            needs_paper=lambda typed: typed["resultado"] == UNFAVOURABLE,
            values=lambda typed, which: {
                "exam": which,
                "is_favourable": typed["resultado"] != UNFAVOURABLE,
                "document_sha256": typed["papel"],
            },
        ),
        Forma(
            "obligacion",
            "RecordObligation",
            asks=("met_on", "evidence"),
            days=("met_on",),
            values=lambda typed, which: {
                "kind": which,
                "met_on": typed["met_on"],
                "evidence": typed["evidence"],
            },
        ),
        Forma("carta", "IssuePresentacion"),
        Forma(
            "renuncia",
            "RegisterRenuncia",
            asks=("received_on",),
            days=("received_on",),
            paper="RENUNCIA",
            needs_paper=lambda typed: True,
            values=lambda typed, which: {
                "received_on": typed["received_on"],
                "document_sha256": typed["papel"],
            },
        ),
        Forma(
            "abandono",
            "RecordAbandono",
            asks=("reason",),
            paper="ABANDONO",
            values=lambda typed, which: {"reason": typed["reason"], "document_sha256": typed["papel"]},
            confirms=True,
        ),
    )
}


def read(forma: Forma, typed: Typed) -> dict[str, str]:
    """What was typed, by name; a day as ISO under its own name and as its three inputs."""
    names = [
        *forma.asks,
        "papel",
        "confirmation",
        *(f"{day}.{part}" for day in forma.days for part in ("dia", "mes", "ano")),
    ]
    found = {name: typed.text(name) for name in names}
    return found | {day: joined_day(found, day) for day in forma.days}


def missing(forma: Forma, values: Values) -> list[str]:
    """The questions without an answer."""
    return [name for name in forma.asks if not values[name]]
