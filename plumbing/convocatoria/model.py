"""One convocatoria, whole: what every service reads its rules from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag

from plumbing.convocatoria.amendments import Amendment
from plumbing.convocatoria.documents import DocumentRow, DocumentTable
from plumbing.convocatoria.elegibilidad import Eligibility
from plumbing.convocatoria.expediente import Contact, ExpedienteRules, ObservationReason, PortalText
from plumbing.convocatoria.nodes import Node, RuleClause, StatedNumber, StatedText, Supuesto
from plumbing.convocatoria.registro import (
    Category,
    Declaration,
    GradeScale,
    Preferences,
    RegistroField,
    WorkerCondition,
)
from plumbing.convocatoria.results import (
    Acceptance,
    Allocation,
    Consequence,
    Letter,
    LetterWords,
    Obligation,
    OfertaOrigin,
    Permutas,
    Presentation,
    ReleaseNotice,
)
from plumbing.convocatoria.scoring import Scoring, TieBreak
from plumbing.convocatoria.windows import (
    DerivedWindow,
    FirstDayWindow,
    PendingWindow,
    PersonalOpening,
    Window,
)
from plumbing.errors import Rule


class Entrance(Node):
    """Direct entry, or rama after another specialty."""

    value: Literal["directa", "rama"]


class TimeZone(Node):
    """The zone of every wall-clock time."""

    value: Literal["America/Mexico_City"]


def _how_given(value: Any) -> str:
    if isinstance(value, dict):
        keys = {"business_days": "contada", "first_business_day": "primer_dia", "dates": "pendiente"}
        return next((how for key, how in keys.items() if key in value), "fechada")
    kinds: dict[type, str] = {
        DerivedWindow: "contada",
        FirstDayWindow: "primer_dia",
        PendingWindow: "pendiente",
    }
    return kinds.get(type(value), "fechada")


CalendarEntry = Annotated[
    Annotated[Window, Tag("fechada")]
    | Annotated[DerivedWindow, Tag("contada")]
    | Annotated[FirstDayWindow, Tag("primer_dia")]
    | Annotated[PendingWindow, Tag("pendiente")],
    Discriminator(_how_given),
]


class Convocatoria(BaseModel):
    """A checked, frozen call. Made by `load`; `digest` names exactly these rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    title: StatedText
    short_title: StatedText
    enarm: StatedText
    entrance: Entrance
    period: StatedNumber
    cycle: StatedText
    legal_basis: StatedText
    official_medium: StatedText
    time_zone: TimeZone
    calendar: Mapping[str, CalendarEntry]
    personal_opening: PersonalOpening | None = None
    calendar_source: StatedText | None = None
    """Who gave the dates, where the call itself has none."""
    categories: tuple[Category, ...]
    fields: tuple[RegistroField, ...]
    roster_data: tuple[RegistroField, ...]
    grade_scales: tuple[GradeScale, ...]
    worker_conditions: tuple[WorkerCondition, ...]
    declarations: tuple[Declaration, ...]
    preferences: Preferences
    documents: DocumentTable
    expediente: ExpedienteRules
    observation_reasons: tuple[ObservationReason, ...]
    scoring: Scoring
    tie_breaks: tuple[TieBreak, ...]
    allocation: Allocation
    oferta_origin: OfertaOrigin | None = None
    """Whose leftover plazas this period offers; None where CES brings the oferta."""
    acceptance: Acceptance
    presentation: Presentation
    permutas: Permutas | None = None
    release_notice: ReleaseNotice | None = None
    eligibility: Eligibility | None = None
    letters: tuple[Letter, ...]
    letter_words: LetterWords | None = None
    obligations: tuple[Obligation, ...]
    consequences: tuple[Consequence, ...]
    portal_texts: tuple[PortalText, ...]
    contacts: tuple[Contact, ...]
    clauses: Mapping[Rule, RuleClause]
    """Where the text says what a refusal rests on."""
    supuestos: tuple[Supuesto, ...]
    amendments: tuple[Amendment, ...] = ()
    """The corrections that this version includes, in order."""

    _earlier: tuple[Convocatoria, ...] = PrivateAttr(default=())

    def following(self, earlier: Sequence[Convocatoria]) -> Convocatoria:
        """The same rules, which know the versions before them, as published first."""
        self._earlier = tuple(earlier)
        return self

    @property
    def versions(self) -> tuple[Convocatoria, ...]:
        """Every version, as published first and then after each amendment."""
        return (*self._earlier, self)

    def at(self, instant: datetime) -> Convocatoria:
        """The version in force at `instant`."""
        in_force = [v for v in self.versions if not v.amendments or v.amendments[-1].in_force_from <= instant]
        return in_force[-1]

    @property
    def windows(self) -> Mapping[str, Window]:
        """Every window by name, the counted ones in dates; those without dates yet are not there."""
        return MappingProxyType(self._windows_in_dates)

    @cached_property
    def _windows_in_dates(self) -> dict[str, Window]:
        given = {name: entry for name, entry in self.calendar.items() if isinstance(entry, Window)}
        for name, entry in self.calendar.items():
            if isinstance(entry, DerivedWindow) and entry.business_days.after in given:
                given[name] = entry.resolve(given[entry.business_days.after])
            elif isinstance(entry, FirstDayWindow) and entry.first_business_day.of in given:
                given[name] = entry.resolve(given[entry.first_business_day.of])
        return {name: given[name] for name in self.calendar if name in given}

    @property
    def pending_windows(self) -> Mapping[str, PendingWindow]:
        """The windows that need a date before the call can be opened; empty when it can."""
        return {name: entry for name, entry in self.calendar.items() if isinstance(entry, PendingWindow)}

    @property
    def clause_by_rule(self) -> Mapping[str, str]:
        """Where the text has each rule that refusals cite by name; the supuesto it rests on where it is silent."""
        return {rule.value: one.clause or ", ".join(one.supuestos) for rule, one in self.clauses.items()}

    @property
    def first_envio(self) -> Window:
        """When an expediente may be sent for the first time; `envio` is for what is sent again."""
        return self.windows.get("primer_envio", self.windows["envio"])

    @property
    def last_chance_to_begin(self) -> Window:
        """Who has not sent when this window closes is out: the later of registro and first envío."""
        registro, first = self.windows["registro"], self.first_envio
        if registro.last_instant and first.last_instant and registro.last_instant > first.last_instant:
            return registro
        return first

    def retention_over(self, at: datetime) -> timedelta | None:
        """How long after the cycle files were kept, when that is over at `at`; None while they are kept."""
        rule, cycle = self.documents.retention, self.windows.get("ciclo")
        if rule is None or rule.after_cycle == "todo" or cycle is None or cycle.last_instant is None:
            return None
        term = timedelta(days=rule.after_cycle)
        return term if at > cycle.last_instant + term else None

    def window_of(self, name: str, selected_on: str = "") -> Window:
        """A window by name, as it opens to whoever was selected on that date. Raises KeyError."""
        window, opening = self.windows[name], self.personal_opening
        return opening.personal(window, selected_on) if opening and name in opening.windows else window

    def category(self, code: str) -> Category:
        """Raises KeyError."""
        return {category.code: category for category in self.categories}[code]

    def category_for(self, roster: str, studies: str) -> Category:
        """The category of who the roster calls `roster` and studied in MEXICO or EXTRANJERO. Raises KeyError."""
        for category in self.categories:
            if category.roster == roster and category.studies in (None, studies):
                return category
        raise KeyError(roster)

    def field(self, name: str) -> RegistroField:
        """Raises KeyError."""
        return {field.name: field for field in (*self.fields, *self.roster_data)}[name]

    def letter(self, code: str) -> Letter:
        """Raises KeyError."""
        return {letter.code: letter for letter in self.letters}[code]

    def obligation(self, code: str) -> Obligation:
        """Raises KeyError."""
        return {obligation.code: obligation for obligation in self.obligations}[code]

    def consequence(self, outcome: str) -> Consequence:
        """Raises KeyError."""
        return {consequence.outcome: consequence for consequence in self.consequences}[outcome]

    def reason(self, code: str) -> ObservationReason:
        """Raises KeyError."""
        return {reason.code: reason for reason in self.observation_reasons}[code]

    def reasons_for(
        self, *, slot: str | None = None, field: str | None = None, claim: str | None = None
    ) -> tuple[ObservationReason, ...]:
        """The reasons a validador may choose on this slot, field or claim, in file order."""
        return tuple(
            reason
            for reason in self.observation_reasons
            if (slot and ("*" in reason.slots or slot in reason.slots))
            or (field and ("*" in reason.fields or field in reason.fields))
            or (claim and claim in reason.claims)
        )

    def required_slots(
        self, category: str, trabajador: bool = False, hijo: bool = False, claimed: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Names of the documents this person must attach, in table order. Raises KeyError: unknown category.

        `claimed` are the extras whose proof the table asks of whoever claims them.
        """
        addressed = self._audiences(category, trabajador, hijo)
        return tuple(
            row.slot
            for row in self.documents.rows
            if row.audience in addressed
            or (row.audience == "QUIEN LO RECLAMA" and any(row.proves(code) for code in claimed))
        )

    def optional_slots(
        self, category: str, trabajador: bool = False, hijo: bool = False, claimed: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Names of the documents this person may attach besides the required ones."""
        required = self.required_slots(category, trabajador, hijo, claimed)
        return tuple(
            row.slot
            for row in self.documents.rows
            if category in row.optional_for and row.slot not in required
        )

    def rows_for(
        self, category: str, trabajador: bool = False, hijo: bool = False, claimed: Collection[str] = ()
    ) -> tuple[DocumentRow, ...]:
        """Required and optional rows of this person, in the table's order."""
        person = (category, trabajador, hijo, claimed)
        slots = self.required_slots(*person) + self.optional_slots(*person)
        return tuple(row for row in self.documents.rows if row.slot in slots)

    def _audiences(self, category: str, trabajador: bool, hijo: bool) -> set[str]:
        addressed = {"TODOS", self.category(category).audience}
        if trabajador:
            addressed.add("TRABAJADORES IMSS")
        if hijo:
            addressed.add("HIJO DE TRABAJADOR")
        return addressed

    @property
    def has_validation(self) -> bool:
        """A validador looks at the expediente; otherwise the print of the solicitud inscribes."""
        return self.expediente.circuit == "validacion"

    @property
    def documents_window(self) -> str:
        """The window in which files may be uploaded."""
        return "envio" if self.has_validation else "registro"

    def supuesto(self, code: str) -> Supuesto:
        """Raises KeyError."""
        return {supuesto.id: supuesto for supuesto in self.supuestos}[code]
