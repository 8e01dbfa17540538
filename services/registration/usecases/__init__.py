"""What registration does: one function per command, query and reaction."""

from services.registration.usecases.accounts import (
    authenticate,
    confirm_correo,
    open_account,
)
from services.registration.usecases.bans import list_bans, record_ban
from services.registration.usecases.desk import Desk
from services.registration.usecases.facts import (
    on_abandono_recorded,
    on_expediente_annulled,
    on_expediente_observed,
    on_oferta_accepted,
    on_out,
    on_plaza_released,
    on_renuncia_registered,
    on_result_published,
    on_state,
)
from services.registration.usecases.historia import release_expediente
from services.registration.usecases.liberaciones import list_liberaciones, on_left, sweep_roster
from services.registration.usecases.prints import get_snapshot, get_solicitud_print, print_solicitud
from services.registration.usecases.recovery import request_password_reset, reset_password
from services.registration.usecases.registros import (
    get_registro,
    list_opciones,
    list_registros,
    open_registro,
    rank_sedes,
    save_registro,
)
from services.registration.usecases.rosters import accept_roster, get_roster, import_roster, list_rosters
from services.registration.usecases.temporales import assign_curp_temporal, list_curp_temporales

__all__ = [
    "Desk",
    "accept_roster",
    "assign_curp_temporal",
    "authenticate",
    "confirm_correo",
    "get_registro",
    "get_roster",
    "get_snapshot",
    "get_solicitud_print",
    "import_roster",
    "list_bans",
    "list_curp_temporales",
    "list_liberaciones",
    "list_opciones",
    "list_registros",
    "list_rosters",
    "on_abandono_recorded",
    "on_expediente_annulled",
    "on_expediente_observed",
    "on_left",
    "on_oferta_accepted",
    "on_out",
    "on_plaza_released",
    "on_renuncia_registered",
    "on_result_published",
    "on_state",
    "open_account",
    "open_registro",
    "print_solicitud",
    "rank_sedes",
    "record_ban",
    "release_expediente",
    "request_password_reset",
    "reset_password",
    "save_registro",
    "sweep_roster",
]
