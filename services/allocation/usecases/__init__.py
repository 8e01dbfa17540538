"""What allocation does: one function per command, query, reaction and timer."""

from services.allocation.usecases.aceptacion import (
    accept_adscripcion,
    accept_compromiso,
    get_issuance,
    issue_preaceptacion,
    reject_plaza,
)
from services.allocation.usecases.comparing import compare_rounds
from services.allocation.usecases.desk import Bundles, Desk, Sources
from services.allocation.usecases.freed import list_freed
from services.allocation.usecases.leftovers import get_leftover
from services.allocation.usecases.oferta import accept_oferta, get_oferta, list_ofertas, load_oferta
from services.allocation.usecases.ooad import (
    issue_presentacion,
    record_abandono,
    record_exam,
    record_obligation,
    register_presentation,
    register_renuncia,
)
from services.allocation.usecases.papeles import get_paper, receive_paper
from services.allocation.usecases.permutas import (
    agree_permuta,
    approve_permuta,
    list_permutas,
    reject_permuta,
    request_permuta,
    withdraw_permuta,
)
from services.allocation.usecases.pool import (
    get_pool,
    on_ficha_issued,
    on_left,
    on_out_of_process,
    on_puntaje_computed,
)
from services.allocation.usecases.publication import (
    approve_publication,
    get_bundle,
    get_round,
    list_rounds,
    propose_publication,
)
from services.allocation.usecases.repeating import verify_round
from services.allocation.usecases.resultados import explain_result, get_cutoffs, get_result, list_results
from services.allocation.usecases.retention import erase_expired, sweep_orphans
from services.allocation.usecases.rondas import rehearse_round, run_round
from services.allocation.usecases.sweeping import sweep

__all__ = [
    "Bundles",
    "Desk",
    "Sources",
    "accept_adscripcion",
    "accept_compromiso",
    "accept_oferta",
    "agree_permuta",
    "approve_permuta",
    "approve_publication",
    "compare_rounds",
    "erase_expired",
    "explain_result",
    "get_bundle",
    "get_cutoffs",
    "get_issuance",
    "get_leftover",
    "get_oferta",
    "get_paper",
    "get_pool",
    "get_result",
    "get_round",
    "issue_preaceptacion",
    "issue_presentacion",
    "list_freed",
    "list_ofertas",
    "list_permutas",
    "list_results",
    "list_rounds",
    "load_oferta",
    "on_ficha_issued",
    "on_left",
    "on_out_of_process",
    "on_puntaje_computed",
    "propose_publication",
    "receive_paper",
    "record_abandono",
    "record_exam",
    "record_obligation",
    "register_presentation",
    "register_renuncia",
    "rehearse_round",
    "reject_permuta",
    "reject_plaza",
    "request_permuta",
    "run_round",
    "sweep",
    "sweep_orphans",
    "verify_round",
    "withdraw_permuta",
]
