"""The convocatoria's scoring, as the domain takes it."""

from __future__ import annotations

from plumbing.convocatoria.model import Convocatoria
from services.scoring.domain.model import Component, Extra, Formula, Rules, Scale


def scoring_rules(convocatoria: Convocatoria) -> Rules:
    """The convocatoria's scoring, as the domain takes it."""
    scoring = convocatoria.scoring
    clause = scoring.clause or ""
    return Rules(
        formula=Formula(scoring.formula),
        components=tuple(
            Component(c.code, c.weight, c.minimum, c.maximum, c.clause or clause) for c in scoring.components
        ),
        extras=tuple(
            Extra(
                e.code,
                e.points,
                e.clause or clause,
                e.exclusive_group or "",
                e.worker_conditions,
                e.counted.max_units if e.counted else 0,
            )
            for e in scoring.extras
        ),
        scales=tuple(Scale(s.code, s.top, s.factor, s.needs_equivalence) for s in convocatoria.grade_scales),
        extras_cap=scoring.extras_cap,
        total_cap=scoring.total_cap,
        shown_decimals=scoring.shown_decimals,
    )
