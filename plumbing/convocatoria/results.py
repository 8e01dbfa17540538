"""After the ranking: allocation, acceptance, letters, obligations, and what each outcome leaves."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plumbing.convocatoria.nodes import Code, Day, Node, Part, Words
from plumbing.convocatoria.registro import PlazaCategoria

Right = Literal["NEXT_PERIOD", "NEXT_PERIOD_IF_RELEASED", "THIRD_PERIOD_ONLY", "NONE"]
"""What remains in this cycle; `ban` says whether other convocatorias are closed as well."""


class Allocation(Node):
    """How plazas are distributed."""

    algorithm: Literal["dictadura_serial", "sin_asignacion"]
    pool: tuple[Literal["expediente_validado", "ficha_descargada", "folio", "puntaje"], ...]
    sede_before_subsede: bool
    quota_key: tuple[Literal["especialidad", "sede", "subsede", "categoria"], ...]
    quota_categories: tuple[PlazaCategoria, ...]
    frozen_in: Code
    """The window in which the pool stands still and the run may be official."""
    embargo_until: Code
    """Nothing of the result answers before this window opens."""
    backlog: Literal["bloquea_hasta_resolver"]
    freed_plazas: Literal["siguiente_periodo", "dgces", "residentes_externos"]
    trace: Literal["sin_traza", "por_iteracion"] = "sin_traza"
    """`por_iteracion`: the round's output says, option by option, what each aspirante found."""


class OfertaOrigin(Node):
    """A later period offers nothing of its own: its oferta is what another call of the cycle left over."""

    convocatoria: Code
    """Id of the call before it."""
    counted_at: Code
    """The window of that call at whose close the plazas are counted; what is given back later is of the next."""


class AcceptanceStep(Node):
    """One button, in order; missing it when its window closes gives `on_silence`."""

    code: Code
    button: Words
    window: Code
    on_silence: Code
    single: bool = False
    device: Literal["cualquiera", "escritorio_o_laptop"] = "cualquiera"


class Acceptance(Node):
    """What the assigned person does, in this order."""

    steps: Annotated[tuple[AcceptanceStep, ...], Field(min_length=1)]
    reject_button: Words | None = None
    """None: nobody can say no in the system; silence does."""
    reject_outcome: Code | None = None
    reject_window: Code | None = None
    renuncia_window: Code
    validity_window: Code
    """When the letter must be presented at the OOAD; not doing it is `no_show_outcome`."""
    no_show_outcome: Code
    renuncia_keeps_in: Code | None = None
    """Window in which a renuncia leaves the person where they were; later it is `late_renuncia_outcome`."""
    late_renuncia_outcome: Code | None = None
    renuncia_to: Literal["ooad", "division"] = "ooad"
    """Who receives the written renuncia and records it."""
    reject_after_accepting: bool = False
    """The reject button stays until the letter is issued."""


class Presentation(Node):
    """What happens at the OOAD with the letter in hand. Sentences are plain es-MX, for the letter and the portal."""

    bring: Annotated[tuple[Words, ...], Field(min_length=1)]
    steps: Annotated[tuple[Words, ...], Field(min_length=1)]
    exams: tuple[Literal["fisico_medico", "psicometrico"], ...]
    exempt_from_exams: tuple[Literal["relacion_laboral_vigente"], ...] = ()
    induction: Words
    """The obligatory course, in words: its dates are set by each sede."""


class Permutas(Node):
    """The one exception to «no changes»: two residents exchange places."""

    same: Annotated[tuple[Literal["especialidad", "grado"], ...], Field(min_length=1)]
    periods: Words
    open_max: Annotated[int, Field(ge=1)]
    """How many that one person asked for may wait at the same time."""
    ask_again_after_refusal: bool
    """Who did not agree may be asked again by the same person."""


class ReleaseNotice(Node):
    """Whom the IMSS tells of every folio it releases, with the sede and subsede that go back."""

    to: Words
    emails: Annotated[tuple[Words, ...], Field(min_length=1)]
    never_registered: Code
    """The outcome of who is on the roster and had no account when the registro closed."""
    outcomes: Annotated[tuple[Code, ...], Field(min_length=1)]
    """The outcomes that release, by the cause that its fact gives."""


class Letter(Node):
    """A letter or form: when it may be printed and how often."""

    code: Code
    title: Words
    times: Literal["vale_la_ultima", "cuenta_la_primera", "unica", "varias"]
    window: Code | None = None
    resume_minutes: int | None = None
    """For a single print: a broken download may be resumed by the same session this long."""


class LetterText(Node):
    """A passage of a letter in this call's own words, instead of the usual ones at that place."""

    letter: Code
    place: Code
    """Name of the passage in the letters' texts (`title`, `bring`, `steps`…)."""
    sentences: Annotated[tuple[Words, ...], Field(min_length=1)]


class LetterWords(Node):
    """How the letters of this call speak. Without it: the usual words, each with its section."""

    sections: bool = True
    """False: no section numbers beside the sentences, because the text of this call has none for them."""
    notice: Words | None = None
    """What stands at the foot instead of the usual notice."""
    own: tuple[LetterText, ...] = ()


class Due(Part):
    """When an obligation falls due."""

    rule: Literal["meses_desde", "antes_de_fecha", "cierre_de_ventana"]
    months: int | None = None
    anchor: Literal["preaceptacion", "seleccion_dgces"] | None = None
    date: Day | None = None
    window: Code | None = None


class Obligation(Node):
    """Something owed after being assigned, tracked until it is met."""

    code: Code
    label: Words
    applies_to: Literal[
        "quien_entrego_carta_compromiso", "extranjero", "trabajador", "todos", "curso_con_diploma"
    ]
    due: Due
    consequence: Code
    amount: Decimal | None = None
    currency: Literal["USD", "MXN"] | None = None
    repeats: Literal["una_vez", "cada_ciclo", "todo_el_curso"] = "una_vez"
    lost_at_letter_close: bool = False
    """Not met when the letter's validity ends: the place is lost by `consequence`, without extension."""
    how: tuple[str, ...] = ()
    """Steps for the person, in plain es-MX."""

    def last_day(self, *, anchor_on: date | None = None, window_last_day: date | None = None) -> date:
        """The last day on which it can be met. Raises ValueError when the date it counts from is missing."""
        if self.due.rule == "antes_de_fecha" and self.due.date:
            return date.fromisoformat(self.due.date) - timedelta(days=1)
        if self.due.rule == "meses_desde" and self.due.months and anchor_on:
            return add_months(anchor_on, self.due.months)
        if self.due.rule == "cierre_de_ventana" and window_last_day:
            return window_last_day
        raise ValueError(f"{self.code}: the date it counts from is missing")


class Consequence(Node):
    """What an outcome leaves: the right to later periods, and whether it bars for good."""

    outcome: Code
    label: Words
    right: Right
    ban: bool = False
    ban_years: int | None = None
    """None with `ban`: no end stated."""
    ban_from: Literal["resolucion"] = "resolucion"
    """The day the term counts from: that of the resolution that declares the ban (G-13)."""
    frees_plaza: bool = False
    explanation: Words
    """For the person, in plain es-MX."""

    @model_validator(mode="after")
    def _has_a_ban_for_its_term(self) -> Self:
        if self.ban_years is not None and not self.ban:
            raise ValueError("PLAZO_SIN_IMPEDIMENTO")
        return self


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
