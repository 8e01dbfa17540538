"""The convocatoria's rules about the registro, in the words of this service. Its names are those of the contract."""

from __future__ import annotations

from datetime import date

from plumbing.convocatoria.model import Convocatoria
from services.registration.domain.model import EXTRANJERO, NACIONAL
from services.registration.domain.reglas import Escala, Exclusion, Reglas

RANKING_NOTICE = "preferencias"


def reglas_of(convocatoria: Convocatoria) -> Reglas:
    """What `convocatoria` says about the registro."""
    telefonos, correos = convocatoria.field("telefonos"), convocatoria.field("correos")
    return Reglas(
        convocatoria=convocatoria.id,
        telefonos=telefonos.count_min,
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
            if category.code in (NACIONAL, EXTRANJERO)
        },
        advertencia=ranking_notice(convocatoria),
        asks_employment=bool(convocatoria.presentation.exempt_from_exams),
        place_clause=convocatoria.preferences.clause or "",
        puntuables=tuple(extra.code for extra in convocatoria.scoring.extras),
    )


def ranking_notice(convocatoria: Convocatoria) -> str:
    """What must be read before ranking. Source: 000§1.3 NOTA."""
    return " ".join(text.sentence for text in convocatoria.portal_texts if text.where == RANKING_NOTICE)
