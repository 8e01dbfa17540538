"""The convocatoria as the domain of allocation takes it."""

from __future__ import annotations

from datetime import date, datetime

from plumbing.clock import MEXICO_CITY, local_date
from plumbing.convocatoria import windows
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.results import Obligation
from plumbing.errors import Conflict, NotFound
from services.allocation.domain.adscripcion import (
    NO_CONSEQUENCE,
    Consequence,
    ObligationTerm,
    Right,
    Terms,
    Window,
)

RIGHTS = {
    "NEXT_PERIOD": Right.NEXT_PERIOD,
    "NEXT_PERIOD_IF_RELEASED": Right.NEXT_PERIOD,
    "THIRD_PERIOD_ONLY": Right.THIRD_PERIOD_ONLY,
    "NONE": Right.NONE,
}
DESTINATIONS = {
    "siguiente_periodo": "SIGUIENTE_PERIODO",
    "dgces": "DGCES",
    "residentes_externos": "EXTERNOS",
}
EXAMS = {"fisico_medico": "MEDICO", "psicometrico": "PSICOMETRICO"}
KEYS = {
    "enarm_mayor": "enarm",
    "licenciatura_mayor": "licenciatura",
    "posgrado_mayor": "posgrado",
    "efiser_mayor": "efiser",
}
DRAW = "sorteo_hmac_sha256"
COMPROMISO = "quien_entrego_carta_compromiso"
WITH_DIPLOMA = "curso_con_diploma"


def window_of(convocatoria: Convocatoria, name: str) -> windows.Window:
    """A window by name. Raises NotFound(VENTANA_INEXISTENTE)."""
    try:
        return convocatoria.windows[name]
    except KeyError:
        raise NotFound("VENTANA_INEXISTENTE", ventana=name) from None


def span(window: windows.Window) -> Window:
    """The window as first and last instant. Raises NotFound(VENTANA_INEXISTENTE) when an end is open."""
    first, last = window.first_instant, window.last_instant
    if first is None or last is None:
        raise NotFound("VENTANA_INEXISTENTE", ventana=window.label)
    return Window(first, last)


_known: dict[str, Terms] = {}  # by rules digest: the same rules are the same terms


def terms_of(convocatoria: Convocatoria) -> Terms:
    """What the phase after the results lives under, worked out once for the same rules."""
    if convocatoria.digest not in _known:
        _known[convocatoria.digest] = _terms(convocatoria)
    return _known[convocatoria.digest]


def _terms(convocatoria: Convocatoria) -> Terms:
    """The terms as the convocatoria gives them.

    The acceptance spans all its steps: each button has its own window besides (see `step_window`). The text gives
    permutas no dates («los periodos se publican en la página»): whoever approves one answers for the period.
    Source: 000§4.3-4.10, 5, 6, 7.1.
    """
    acceptance = convocatoria.acceptance
    steps = [span(window_of(convocatoria, step.window)) for step in acceptance.steps]
    validity = span(window_of(convocatoria, acceptance.validity_window))
    cycle = span(window_of(convocatoria, "ciclo"))
    swaps = convocatoria.permutas
    return Terms(
        acceptance=Window(min(s.opens_at for s in steps), max(s.closes_at for s in steps)),
        letter_validity=validity,
        cycle_starts_at=cycle.opens_at,
        consequences={
            c.outcome: Consequence(RIGHTS[c.right], c.clause or "", c.frees_plaza, c.ban)
            for c in convocatoria.consequences
        },
        zone=MEXICO_CITY,
        exams=tuple(EXAMS[exam] for exam in convocatoria.presentation.exams),
        freed_destination=DESTINATIONS[convocatoria.allocation.freed_plazas],
        period=convocatoria.period.value,
        obligations=tuple(_owed(convocatoria, o) for o in convocatoria.obligations if _is_tracked(o)),
        permuta_windows=(Window(validity.opens_at, cycle.closes_at),) if swaps else (),
        permuta_open_max=swaps.open_max if swaps else 0,
        permuta_asks_again=swaps.ask_again_after_refusal if swaps else False,
        steps=tuple(step.code for step in acceptance.steps),
        on_silence=acceptance.steps[0].on_silence,
        exempt_traits=tuple(convocatoria.presentation.exempt_from_exams),
        may_reject_after_accepting=acceptance.reject_after_accepting,
        renuncia_keeps_until=_last_day(convocatoria, acceptance.renuncia_keeps_in),
        late_renuncia_outcome=acceptance.late_renuncia_outcome or "",
    )


def _last_day(convocatoria: Convocatoria, window: str | None) -> date | None:
    """The last day of a window; None when none is named."""
    last = window_of(convocatoria, window).last_instant if window else None
    return local_date(last) if last else None


def _is_tracked(obligation: Obligation) -> bool:
    """A formality without any consequence is a reminder for the letter, not something the system holds open."""
    return obligation.consequence != NO_CONSEQUENCE


def _owed(convocatoria: Convocatoria, one: Obligation) -> ObligationTerm:
    """The insurance is owed before the sede, so that its date is the letter's own end. Source: 000§4.7.7."""
    at_close = one.due.rule == "cierre_de_ventana" and one.due.window
    window = span(window_of(convocatoria, at_close)) if at_close else None
    due_on: date | None = None
    if one.due.rule != "meses_desde":
        due_on = one.last_day(window_last_day=local_date(window.closes_at) if window else None)
    return ObligationTerm(
        kind=one.code,
        applies_to=compromiso_trait(one.code) if one.applies_to == COMPROMISO else one.applies_to,
        outcome=one.consequence,
        clause=one.clause or "",
        due_on=due_on,
        months=one.due.months or 0,
        is_before_sede=window is not None,
        from_selection=one.due.anchor == "seleccion_dgces",
        is_lost_at_close=one.lost_at_letter_close,
    )


def compromiso_trait(obligation: str) -> str:
    """The trait of who handed in a carta compromiso for this paper."""
    return f"{COMPROMISO}:{obligation}"


def traits_of(
    convocatoria: Convocatoria,
    categoria: str,
    cartas: list[str],
    is_trabajador: bool,
    relacion_laboral: str = "",
    course: tuple[str, str, int] | None = None,
) -> tuple[str, ...]:
    """What decides which obligations a person has.

    Shapes: `cartas` are slots (TITULO2, CEDULA); `course` is (CER, CEME, grade) of a resident.
    Source: 000§2.2.1; 002§6.1 Tabla 5.
    """
    traits = [categoria]
    if is_trabajador:
        traits.append("trabajador")
    if relacion_laboral:
        traits.append("relacion_laboral_vigente")
    table = convocatoria.eligibility
    if table and any((row.cer, row.ceme, row.grado) == course and row.diploma for row in table.rows):
        traits.append(WITH_DIPLOMA)
    for slot in cartas:
        for kind in convocatoria.documents.row(slot).kinds:
            if kind.obligation:
                traits.append(compromiso_trait(kind.obligation))
    return tuple(sorted(traits))


def step_window(convocatoria: Convocatoria, step: str) -> windows.Window:
    """The window of one button of the acceptance."""
    by_code = {one.code: one.window for one in convocatoria.acceptance.steps}
    return window_of(convocatoria, by_code.get(step) or convocatoria.acceptance.reject_window or step)


def is_direct(convocatoria: Convocatoria) -> bool:
    """The sede comes from the DGCES: no oferta, no round; who has a ficha holds the place. Source: 003§1.4."""
    return convocatoria.allocation.algorithm == "sin_asignacion"


def resume_minutes(convocatoria: Convocatoria) -> int:
    """How long the same session may take up a broken download of the single print again. Source: G-10."""
    return next((x.resume_minutes or 0 for x in convocatoria.letters if x.times == "unica"), 0)


def gate_of(convocatoria: Convocatoria) -> datetime:
    """The instant before which no result is answered. Source: 000§4.1."""
    opens = window_of(convocatoria, convocatoria.allocation.embargo_until).first_instant
    if opens is None:
        raise NotFound("VENTANA_INEXISTENTE", ventana=convocatoria.allocation.embargo_until)
    return opens


def tie_breaks(convocatoria: Convocatoria) -> tuple[str, ...]:
    """The names of the values that separate equal puntajes before the draw, in order. Source: G-02."""
    return tuple(KEYS[t.rule] for t in convocatoria.tie_breaks if t.rule != DRAW)


def draw_pattern(convocatoria: Convocatoria) -> str:
    """The shape the public number must have; "" when the convocatoria says none."""
    return next((t.public_number_pattern or "" for t in convocatoria.tie_breaks if t.rule == DRAW), "")


def require_rounds(convocatoria: Convocatoria) -> None:
    """Passes where the IMSS assigns. Raises: Conflict SIN_ASIGNACION_DEL_IMSS. Source: 003§1.4."""
    if is_direct(convocatoria):
        raise Conflict("SIN_ASIGNACION_DEL_IMSS", clause=convocatoria.allocation.clause)
