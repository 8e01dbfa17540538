"""What a well-formed convocatoria must still satisfy: names that refer to something, sums, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from plumbing.convocatoria import clauses
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.windows import DerivedWindow, FirstDayWindow, PendingWindow, Window
from plumbing.convocatoria.yaml_source import YamlPath

Finding = tuple[YamlPath, str, dict[str, Any]]
VALIDATION_WINDOWS = frozenset({"envio", "revision", "ficha"})
NEEDED_WINDOWS = ("registro", "solicitud_print", "envio", "revision", "ficha", "resultados", "ciclo")
STATUSES = ("PENDIENTE", "INSCRITO", "FUERA_DE_PROCESO", "CANCELADO", "ANULADO")
STATUSES_OF_VALIDATION = ("EN_VALIDACION", "CON_OBSERVACIONES", "VALIDADO")  # where somebody validates
AFTER_REGISTRO = ("solicitud_print", "envio", "ficha")


def check(convocatoria: Convocatoria, folder: str) -> list[Finding]:
    """Every inconsistency: path, code, facts; empty when the convocatoria can be used."""
    if convocatoria.id != folder:
        return [(("id",), "ID_DISTINTO_DE_CARPETA", {"carpeta": folder})]
    found = [*_calendar(convocatoria), *_unique(convocatoria)]
    if not found:
        found = [
            *_windows_named(convocatoria),
            *_windows_in_order(convocatoria),
            *_statuses(convocatoria),
            *_documents(convocatoria),
            *_spaces(convocatoria),
            *_claims(convocatoria),
            *_scoring(convocatoria),
            *_eligibility(convocatoria),
            *_research(convocatoria),
            *_outcomes(convocatoria),
            *_reasons(convocatoria),
            *clauses.missing(convocatoria),
        ]
    return found


def _calendar(convocatoria: Convocatoria) -> Iterator[Finding]:
    for name in NEEDED_WINDOWS:
        if name in VALIDATION_WINDOWS and not convocatoria.has_validation:
            continue
        if name not in convocatoria.calendar:
            yield ("calendar",), "VENTANA_FALTANTE", {"ventana": name}
    for name, entry in convocatoria.calendar.items():
        if isinstance(entry, DerivedWindow):
            anchor = convocatoria.calendar.get(entry.business_days.after)
            if isinstance(anchor, PendingWindow):
                continue
            if not isinstance(anchor, Window) or anchor.closes is None:
                path = ("calendar", name, "business_days", "after")
                yield path, "VENTANA_DESCONOCIDA", {"ventana": entry.business_days.after}
        if isinstance(entry, FirstDayWindow):
            anchor = convocatoria.calendar.get(entry.first_business_day.of)
            if not isinstance(anchor, Window) or anchor.opens is None:
                path = ("calendar", name, "first_business_day", "of")
                yield path, "VENTANA_DESCONOCIDA", {"ventana": entry.first_business_day.of}
    opening = convocatoria.personal_opening
    for index, name in enumerate(opening.windows if opening else ()):
        if name not in convocatoria.calendar:
            yield ("personal_opening", "windows", index), "VENTANA_DESCONOCIDA", {"ventana": name}
    columns = {field.name for field in convocatoria.roster_data if field.in_roster}
    if opening and opening.roster_column not in columns:
        facts = {"nombre": opening.roster_column, "admitidos": ", ".join(sorted(columns))}
        yield ("personal_opening", "roster_column"), "NOMBRE_DESCONOCIDO", facts


def _unique(convocatoria: Convocatoria) -> Iterator[Finding]:
    lists: dict[str, list[str]] = {
        "categories": [c.code for c in convocatoria.categories],
        "fields": [f.name for f in (*convocatoria.fields, *convocatoria.roster_data)],
        "grade_scales": [s.code for s in convocatoria.grade_scales],
        "worker_conditions": [w.code for w in convocatoria.worker_conditions],
        "declarations": [d.code for d in convocatoria.declarations],
        "observation_reasons": [r.code for r in convocatoria.observation_reasons],
        "tie_breaks": [t.rule for t in convocatoria.tie_breaks],
        "letters": [letter.code for letter in convocatoria.letters],
        "obligations": [o.code for o in convocatoria.obligations],
        "consequences": [c.outcome for c in convocatoria.consequences],
        "portal_texts": [p.code for p in convocatoria.portal_texts],
        "supuestos": [s.id for s in convocatoria.supuestos],
    }
    yield from _repeated(("expediente", "statuses"), [one.code for one in convocatoria.expediente.statuses])
    for key, codes in lists.items():
        yield from _repeated((key,), codes)
    yield from _repeated(("documents", "rows"), [row.slot for row in convocatoria.documents.rows])
    yield from _repeated(("documents", "papers"), [paper.code for paper in convocatoria.documents.papers])
    for index, row in enumerate(convocatoria.documents.rows):
        yield from _repeated(("documents", "rows", index, "kinds"), [kind.kind for kind in row.kinds])


def _repeated(path: YamlPath, codes: list[str]) -> Iterator[Finding]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield (*path, index), "CODIGO_REPETIDO", {"codigo": code}


def _windows_named(convocatoria: Convocatoria) -> Iterator[Finding]:
    acceptance, allocation = convocatoria.acceptance, convocatoria.allocation
    named: list[tuple[YamlPath, str | None]] = [
        (("allocation", "frozen_in"), allocation.frozen_in),
        (("allocation", "embargo_until"), allocation.embargo_until),
        (("acceptance", "reject_window"), acceptance.reject_window),
        (("acceptance", "renuncia_window"), acceptance.renuncia_window),
        (("acceptance", "validity_window"), acceptance.validity_window),
        (("acceptance", "renuncia_keeps_in"), acceptance.renuncia_keeps_in),
    ]
    named += [(("acceptance", "steps", i, "window"), step.window) for i, step in enumerate(acceptance.steps)]
    named += [(("letters", i, "window"), letter.window) for i, letter in enumerate(convocatoria.letters)]
    named += [
        (("obligations", i, "due", "window"), o.due.window) for i, o in enumerate(convocatoria.obligations)
    ]
    words = convocatoria.letter_words
    codes = {letter.code for letter in convocatoria.letters}
    for i, text in enumerate(words.own if words else ()):
        yield from _unknown_names([(("letter_words", "own", i, "letter"), text.letter)], codes)
    for path, name in named:
        if name is not None and name not in convocatoria.calendar:
            yield path, "VENTANA_DESCONOCIDA", {"ventana": name}


def _windows_in_order(convocatoria: Convocatoria) -> Iterator[Finding]:
    """Nothing begins before what it needs; a window without a date is not judged."""
    windows = convocatoria.windows
    orders = [(name, "registro", "ANTES_DE_ABRIR") for name in AFTER_REGISTRO]
    orders.append(("resultados", "envio", "ANTES_DE_CERRAR"))
    answered = [step.window for step in convocatoria.acceptance.steps]
    answered += filter(None, [convocatoria.acceptance.reject_window])
    orders += [(name, "resultados", "ANTES_DE_ABRIR") for name in dict.fromkeys(answered)]
    for name, needed, code in orders:
        later, earlier = windows.get(name), windows.get(needed)
        if later is None or earlier is None or later is earlier:
            continue
        begins, opens, ends = later.first_instant, earlier.first_instant, earlier.last_instant
        early = opens and begins and begins < opens
        if code == "ANTES_DE_CERRAR":
            early = ends and begins and begins <= ends
        if early:
            limit = earlier.opens if code == "ANTES_DE_ABRIR" else earlier.closes
            yield ("calendar", name, "opens"), code, {"ventana": needed, "limite": limit, "dice": later.opens}


def _statuses(convocatoria: Convocatoria) -> Iterator[Finding]:
    given = {status.code for status in convocatoria.expediente.statuses}
    for code in (*STATUSES, *(STATUSES_OF_VALIDATION if "envio" in convocatoria.calendar else ())):
        if code not in given:
            yield ("expediente", "statuses"), "ESTATUS_FALTANTE", {"estatus": code}


def _documents(convocatoria: Convocatoria) -> Iterator[Finding]:
    table = convocatoria.documents
    if len(table.rows) != table.rows_in_source.value:
        facts = {"esperados": table.rows_in_source.value, "hay": len(table.rows)}
        yield ("documents", "rows"), "NUMERO_DE_RENGLONES", facts
    categories = {category.code for category in convocatoria.categories}
    papers = {paper.code for paper in table.papers}
    obligations = {obligation.code for obligation in convocatoria.obligations}
    extras = {extra.code for extra in convocatoria.scoring.extras}
    for index, row in enumerate(table.rows):
        here: YamlPath = ("documents", "rows", index)
        yield from _unknown_names([((*here, "optional_for"), code) for code in row.optional_for], categories)
        for position, kind in enumerate(row.kinds):
            at = (*here, "kinds", position)
            yield from _unknown_names([((*at, "paper"), kind.paper)], papers)
            yield from _unknown_names([((*at, "obligation"), kind.obligation)], obligations)
            yield from _unknown_names([((*at, "categories"), code) for code in kind.categories], categories)
            yield from _unknown_names([((*at, "claims"), code) for code in kind.claims], extras)


def _spaces(convocatoria: Convocatoria) -> Iterator[Finding]:
    preferences = convocatoria.preferences
    if (preferences.spaces == "maximo") != (preferences.max_spaces is not None):
        yield ("preferences", "max_spaces"), "ESPACIOS_SEGUN_REGLA", {"regla": preferences.spaces}


def _claims(convocatoria: Convocatoria) -> Iterator[Finding]:
    rows = {row.slot: row for row in convocatoria.documents.rows}
    for index, extra in enumerate(convocatoria.scoring.extras):
        for position, evidence in enumerate(extra.evidence):
            path: YamlPath = ("scoring", "extras", index, "evidence", position)
            row = rows.get(evidence.slot)
            if row is None:
                yield (*path, "slot"), "NOMBRE_DESCONOCIDO", {"nombre": evidence.slot}
                continue
            proving = {kind.kind for kind in row.kinds if extra.code in kind.claims}
            yield from _unknown_names([((*path, "kinds"), kind) for kind in evidence.kinds], proving)


def _scoring(convocatoria: Convocatoria) -> Iterator[Finding]:
    scoring = convocatoria.scoring
    total = sum(component.weight for component in scoring.components)
    if scoring.formula == "suma_ponderada_mas_extras" and total != 1:
        yield ("scoring", "components"), "PESOS_NO_SUMAN_UNO", {"suma": total}
    fields = {field.name for field in (*convocatoria.fields, *convocatoria.roster_data)}
    for index, component in enumerate(scoring.components):
        path: YamlPath = ("scoring", "components", index, "field")
        yield from _unknown_names([(path, component.field)], fields)
    for index, extra in enumerate(scoring.extras):
        if (extra.points == 0) != (scoring.formula == "sin_puntaje"):
            yield ("scoring", "extras", index, "points"), "PUNTOS_SEGUN_FORMULA", {"formula": scoring.formula}
    ends = [t.rule for t in convocatoria.tie_breaks][-1:]
    if convocatoria.allocation.algorithm != "sin_asignacion" and ends != ["sorteo_hmac_sha256"]:
        yield ("tie_breaks",), "DESEMPATE_SIN_FINAL", {}
    draw = [t for t in convocatoria.tie_breaks if t.rule == "sorteo_hmac_sha256"]
    if any(not tie.public_number_source for tie in draw):
        yield ("tie_breaks",), "SORTEO_SIN_FUENTE", {}


def _eligibility(convocatoria: Convocatoria) -> Iterator[Finding]:
    table = convocatoria.eligibility
    if table is None:
        return
    if len(table.rows) != table.rows_in_source.value:
        facts = {"esperados": table.rows_in_source.value, "hay": len(table.rows)}
        yield ("eligibility", "rows"), "NUMERO_DE_RENGLONES", facts
    with_diploma = sum(row.diploma for row in table.rows)
    if with_diploma != table.diploma_rows_in_source.value:
        facts = {"esperados": table.diploma_rows_in_source.value, "hay": with_diploma}
        yield ("eligibility", "rows"), "NUMERO_DE_RENGLONES", facts
    keys = [f"{row.cer}/{row.ceme}/{row.grado}" for row in table.rows]
    yield from _repeated(("eligibility", "rows"), keys)
    path: YamlPath = ("eligibility", "concluded_cer_allowed")
    known = {row.cer for row in table.rows}
    yield from _unknown_names([(path, cer) for cer in table.concluded_cer_allowed], known)


def _research(convocatoria: Convocatoria) -> Iterator[Finding]:
    scoring = convocatoria.scoring
    named: list[tuple[YamlPath, str | None]] = []
    outcomes = {consequence.outcome for consequence in convocatoria.consequences}
    if scoring.grades is not None:
        named.append((("scoring", "grades", "window"), scoring.grades.window))
        path: YamlPath = ("scoring", "grades", "missing_outcome")
        yield from _unknown_names([(path, scoring.grades.missing_outcome)], outcomes)
        components: set[str] = {component.code for component in scoring.components}
        yield from _unknown_names(
            [(("scoring", "grades", "cycles_of"), scoring.grades.cycles_of)], components
        )
    if scoring.research is not None:
        named.append((("scoring", "research", "window"), scoring.research.window))
        slots = {row.slot for row in convocatoria.documents.rows}
        yield from _unknown_names([(("scoring", "research", "slot"), scoring.research.slot)], slots)
        extras = {extra.code for extra in scoring.extras}
        path = ("scoring", "research", "authorship")
        yield from _unknown_names([(path, one.extra) for one in scoring.research.authorship], extras)
        yield from _repeated(
            ("scoring", "research", "checklist"), [test.code for test in scoring.research.checklist]
        )
    for where, window in named:
        if window is not None and window not in convocatoria.calendar:
            yield where, "VENTANA_DESCONOCIDA", {"ventana": window}


def _outcomes(convocatoria: Convocatoria) -> Iterator[Finding]:
    outcomes = {consequence.outcome for consequence in convocatoria.consequences}
    acceptance = convocatoria.acceptance
    named: list[tuple[YamlPath, str | None]] = [
        (("acceptance", "reject_outcome"), acceptance.reject_outcome),
        (("acceptance", "no_show_outcome"), acceptance.no_show_outcome),
        (("acceptance", "late_renuncia_outcome"), acceptance.late_renuncia_outcome),
    ]
    extras = enumerate(convocatoria.scoring.extras)
    named += [(("scoring", "extras", i, "false_outcome"), e.false_outcome) for i, e in extras]
    notice = convocatoria.release_notice
    named += [
        (("release_notice", "outcomes", i), outcome)
        for i, outcome in enumerate(notice.outcomes if notice else ())
    ]
    named += [
        (("acceptance", "steps", i, "on_silence"), s.on_silence) for i, s in enumerate(acceptance.steps)
    ]
    named += [
        (("obligations", i, "consequence"), o.consequence) for i, o in enumerate(convocatoria.obligations)
    ]
    yield from _unknown_names(named, outcomes)


def _reasons(convocatoria: Convocatoria) -> Iterator[Finding]:
    slots = {row.slot for row in convocatoria.documents.rows} | {"*"}
    fields = {field.name for field in (*convocatoria.fields, *convocatoria.roster_data)} | {"*"}
    extras = {extra.code for extra in convocatoria.scoring.extras}
    for index, reason in enumerate(convocatoria.observation_reasons):
        here: YamlPath = ("observation_reasons", index)
        yield from _unknown_names([((*here, "slots"), slot) for slot in reason.slots], slots)
        yield from _unknown_names([((*here, "fields"), name) for name in reason.fields], fields)
        yield from _unknown_names([((*here, "claims"), claim) for claim in reason.claims], extras)
    for index, field in enumerate(convocatoria.fields):
        path: YamlPath = ("fields", index, "shown_in")
        yield from _unknown_names([(path, slot) for slot in field.shown_in], slots)


def _unknown_names(named: Iterable[tuple[YamlPath, str | None]], known: set[str]) -> Iterator[Finding]:
    for path, name in named:
        if name is not None and name not in known:
            yield path, "NOMBRE_DESCONOCIDO", {"nombre": name, "admitidos": ", ".join(sorted(known))}
