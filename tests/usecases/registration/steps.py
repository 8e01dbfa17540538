"""What an aspirante and the services around do, in one line each."""

from __future__ import annotations

from datetime import datetime

from plumbing.clock import MEXICO_CITY
from services.registration import usecases as u
from tests.usecases.registration.world import datos


def at(world, local):
    world.clock.move_to(datetime.fromisoformat(local).replace(tzinfo=MEXICO_CITY))


def save(world, who, expected_version=0, key="", **changes):
    return u.save_registro(world.desk, world.mine(who, key), who, expected_version, datos(**changes))


def rank(world, who, opciones, **more):
    return u.rank_sedes(world.desk, world.mine(who), who, opciones=opciones, **more)


def printed(world, who, key=""):
    return u.print_solicitud(world.desk, world.mine(who, key), who)


def get(world, who):
    return u.get_registro(world.desk, world.mine(who), who)


def submitted(world, who, version=1):
    u.on_state(world.desk, world.fact("ExpedienteSubmitted", who, version), "EN_VALIDACION")


def observed(world, who, *fields, version=2):
    observations = [{"target": field, "target_kind": "CAMPO"} for field in fields]
    observations.append({"target": "CERTIFICADO", "target_kind": "DOCUMENTO"})
    u.on_expediente_observed(
        world.desk, world.fact("ExpedienteObserved", who, version, {"observations": observations})
    )
