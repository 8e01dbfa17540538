"""What validation does: one function per command, query, reaction and timer."""

from services.validation.usecases.authority import (
    cancel_participation,
    confirm_annulment,
    propose_annulment,
    reject_annulment,
)
from services.validation.usecases.desk import Desk, Sources
from services.validation.usecases.fichas import get_ficha, issue_ficha
from services.validation.usecases.pace import get_desk_figures, get_pace, on_ruled
from services.validation.usecases.progress import get_progress
from services.validation.usecases.queue import (
    claim_next,
    declare_conflict,
    get_set_aside,
    release_claim,
    renew_claim,
    set_aside_next,
)
from services.validation.usecases.reactions import (
    on_account_opened,
    on_categoria_falseada,
    on_participant_excluded,
    on_participation_registered,
)
from services.validation.usecases.reading import (
    get_expediente,
    list_expedientes,
    list_inscritos,
    watch_status,
)
from services.validation.usecases.review import observe, validate
from services.validation.usecases.rezago import list_rezago, resolve_rezago
from services.validation.usecases.sending import get_acuse, submit_expediente
from services.validation.usecases.sweeping import sweep_deadlines

__all__ = [
    "Desk",
    "Sources",
    "cancel_participation",
    "claim_next",
    "confirm_annulment",
    "declare_conflict",
    "get_acuse",
    "get_desk_figures",
    "get_expediente",
    "get_ficha",
    "get_pace",
    "get_progress",
    "get_set_aside",
    "issue_ficha",
    "list_expedientes",
    "list_inscritos",
    "list_rezago",
    "observe",
    "on_account_opened",
    "on_categoria_falseada",
    "on_participant_excluded",
    "on_participation_registered",
    "on_ruled",
    "propose_annulment",
    "reject_annulment",
    "release_claim",
    "renew_claim",
    "resolve_rezago",
    "set_aside_next",
    "submit_expediente",
    "sweep_deadlines",
    "validate",
    "watch_status",
]
