"""The convocatoria's rules about the registro, in the words of this service. Its names are those of the contract."""

from __future__ import annotations

from datetime import date

from plumbing.convocatoria.model import Convocatoria
from services.registration.domain.reglas import Course, Escala, Exclusion, Reglas
from services.registration.domain.roster_file import COLUMNS

RANKING_NOTICE = "preferencias"
DECLARED_ONLY = ("categoria", "especialidad", "puntaje_enarm")


def reglas_of(convocatoria: Convocatoria) -> Reglas:
    """What `convocatoria` says about the registro."""
    asked = {field.name: field for field in convocatoria.fields}
    telefonos, correos = asked.get("telefonos"), convocatoria.field("correos")
    return Reglas(
        convocatoria=convocatoria.id,
        telefonos=telefonos.count_min if telefonos else 0,
        correos=correos.count_min,
        correos_max=correos.count_max,
        options={field.name: tuple(field.options) for field in convocatoria.fields if field.options},
        escalas={
            scale.code: Escala(
                scale.code, scale.top, scale.factor, scale.needs_equivalence, scale.clause or ""
            )
            for scale in convocatoria.grade_scales
        },
        exclusiones=tuple(
            Exclusion(declaration.code, declaration.sentence, declaration.clause or "", declaration.excludes)
            for declaration in convocatoria.declarations
        ),
        ciclo_inicia_on=date.fromisoformat((convocatoria.windows["ciclo"].opens or "")[:10]),
        reprint_on_each_entry=convocatoria.expediente.reprint == "cada_ingreso",
        spaces=convocatoria.preferences.spaces,
        max_spaces=convocatoria.preferences.max_spaces,
        plazas={
            category.code: tuple(category.plazas)
            for category in convocatoria.categories
            if category.code == category.roster
        },
        advertencia=ranking_notice(convocatoria),
        asks_employment=bool(convocatoria.presentation.exempt_from_exams),
        place_clause=convocatoria.preferences.clause or "",
        puntuables=tuple(extra.code for extra in convocatoria.scoring.extras),
        courses=courses_of(convocatoria),
        for_who_concluded=convocatoria.eligibility.concluded_cer_allowed if convocatoria.eligibility else (),
        is_inscribed_by_print=not convocatoria.has_validation,
    )


def courses_of(convocatoria: Convocatoria) -> tuple[Course, ...]:
    """The rows of the table of eligibility, in its order. Source: 002§1.2 D."""
    table = convocatoria.eligibility
    rows = table.rows if table else ()
    return tuple(
        Course(row.cer, row.label, row.ceme, row.grado, table.efiser_of(row.cer)) for row in rows if table
    )


def roster_columns(convocatoria: Convocatoria) -> tuple[str, ...]:
    """The columns of this call's roster: the usual ones it declares, then what else its rows carry. Source: G-17."""
    declared = [field.name for field in (*convocatoria.fields, *convocatoria.roster_data) if field.in_roster]
    usual = tuple(name for name in COLUMNS if name not in DECLARED_ONLY or name in declared)
    own = [field.name for field in convocatoria.roster_data if field.in_roster]
    return (*usual, *(name for name in own if name not in COLUMNS))


def ranking_notice(convocatoria: Convocatoria) -> str:
    """What must be read before ranking. Source: 000§1.3 NOTA."""
    return " ".join(text.sentence for text in convocatoria.portal_texts if text.where == RANKING_NOTICE)
