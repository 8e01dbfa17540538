"""What scoring does: one function per command, query, reaction and timer."""

from services.scoring.usecases.articulos import (
    get_dictamen,
    list_revisiones,
    on_document_uploaded,
    rule_articles,
)
from services.scoring.usecases.cortes import (
    accept_calificaciones,
    get_calificaciones,
    import_calificaciones,
    list_calificaciones,
)
from services.scoring.usecases.desk import Desk
from services.scoring.usecases.integrados import sweep_participantes
from services.scoring.usecases.puntajes import (
    compute_puntaje,
    explain_puntaje,
    list_puntajes,
    on_ficha_issued,
    simulate_puntaje,
)
from services.scoring.usecases.rules_of import scoring_rules

__all__ = [
    "Desk",
    "accept_calificaciones",
    "compute_puntaje",
    "explain_puntaje",
    "get_calificaciones",
    "get_dictamen",
    "import_calificaciones",
    "list_calificaciones",
    "list_puntajes",
    "list_revisiones",
    "on_document_uploaded",
    "on_ficha_issued",
    "rule_articles",
    "scoring_rules",
    "simulate_puntaje",
    "sweep_participantes",
]
