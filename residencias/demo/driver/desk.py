"""Validators at their desks: they take the oldest expediente, look at each image, and rule by the papers' truth."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import partial
from typing import Any

from residencias.demo.desk import Ruling, Typed, judge
from residencias.demo.driver.hands import together
from residencias.demo.driver.rest import Refused
from residencias.demo.driver.world import World
from residencias.demo.papers import PaperTruth

DESKS = ("validador1", "validador2", "validador3")
FIELD_PATHS = {"promedio": "calificacion.base_100"}
SLOT_REASON = "DOCUMENTO_ILEGIBLE"
FIELD_REASON = "CALIFICACION_DISTINTA"
GRAVE_NOTE = "Un documento del expediente pertenece a otra persona o contradice la constancia del ENARM."


def work_the_queue(world: World, leave: int = 0) -> None:
    """All desks together until only `leave` expedientes wait."""
    desks = DESKS[:1] if leave else DESKS  # one alone counts what is left
    together([partial(_desk, world, user, leave) for user in desks], len(desks))


def _desk(world: World, user: str, leave: int) -> None:
    while True:
        if leave and waiting(world) <= leave:
            return
        claimed = world.rest.post(world.path("/cola/siguiente"), world.staff(user))
        if not claimed["expediente_id"]:
            return
        _rule(world, user, claimed)
        world.count("validaciones")


def waiting(world: World) -> int:
    """How many expedientes are in validation."""
    answer = world.rest.get(
        world.path("/expedientes"), world.staff("supervisor"), estado="EN_VALIDACION", limit=1
    )
    return int(answer["counts"].get("EN_VALIDACION", 0))


def _rule(world: World, user: str, expediente: dict[str, Any]) -> None:
    where = world.path(f"/expedientes/{expediente['expediente_id']}")
    papers = _look(world, user, where, expediente)
    snapshot = expediente["snapshot"]
    ruling = judge(_typed(world, snapshot["datos"]), papers)
    try:
        _act(world, user, where, ruling)
    except Refused as refused:
        world.fail(f"{snapshot['folio_enarm']} {ruling.decision}: {refused}")
        raise


def _typed(world: World, datos: dict[str, Any]) -> Typed:
    """What the registro that was sent says, as a validator reads it."""
    names = (datos["nombre"], datos["primer_apellido"], datos["segundo_apellido"])
    claimed = frozenset(claim for claim, is_claimed in datos["reclamos"].items() if is_claimed)
    return Typed(
        world.convocatoria,
        " ".join(n for n in names if n),
        datos["categoria"],
        Decimal(datos["calificacion"]["base_100"]),
        claimed,
        datos["estudios"] == "EXTRANJERO",
    )


def _look(world: World, user: str, where: str, expediente: dict[str, Any]) -> dict[str, PaperTruth]:
    """Every image is really opened; what is on it is known from its bytes."""
    papers: dict[str, PaperTruth] = {}
    for entry in expediente["documents"]:
        content = world.rest.content(
            f"{where}/documentos/{entry['slot']}", world.staff(user), version=entry["version"]
        )
        papers[entry["slot"]] = world.truths[hashlib.sha256(content).hexdigest()]
    return papers


def _act(world: World, user: str, where: str, ruling: Ruling) -> None:
    token = world.staff(user)
    if ruling.decision == "annul":
        body = {"cause": ruling.cause, "note": GRAVE_NOTE}
        world.rest.post(f"{where}/anulacion", token, body)
        world.rest.post(f"{where}/anulacion/confirmacion", world.staff("supervisor"))
    elif ruling.decision == "observe":
        observations = [_observation(slot, "DOCUMENTO", SLOT_REASON) for slot in ruling.slots]
        observations += [_observation(FIELD_PATHS[f], "CAMPO", FIELD_REASON) for f in ruling.fields]
        world.rest.post(f"{where}/observaciones", token, {"observations": observations})
    else:
        ruled = world.rest.post(f"{where}/validacion", token, {"claims": verdicts(ruling)})
        if ruled["proposed_annulment_cause"]:  # what was declared is false, and the call cancels for it
            world.rest.post(f"{where}/anulacion/confirmacion", world.staff("supervisor"))


def _observation(target: str, kind: str, reason: str) -> dict[str, str]:
    return {"target": target, "target_kind": kind, "reason": reason}


def verdicts(ruling: Ruling) -> list[dict[str, str | int]]:
    """A verdict per claim, with its reason when it is not proven and its units when it counts by them."""
    return [
        {
            "claim": claim,
            "verdict": "ACREDITADO" if is_proven else "NO_ACREDITADO",
            "reason": ruling.reasons.get(claim, ""),
            "units": ruling.units.get(claim, 0),
        }
        for claim, is_proven in ruling.claims.items()
    ]


def resolve_rezago(world: World) -> None:
    """CES decides, with a reason, what the desks did not reach: the delay was the institution's."""
    for expediente in world.rest.get(world.path("/rezago"), world.staff("ces"))["expedientes"]:
        where = world.path(f"/expedientes/{expediente['expediente_id']}")
        whole = world.rest.get(where, world.staff("ces"))
        papers = _look(world, "ces", where, whole)
        ruling = judge(_typed(world, whole["snapshot"]["datos"]), papers)
        body = {
            "resolution": "VALIDAR",
            "reason": "Enviado en tiempo; la demora fue del Instituto.",
            "claims": verdicts(ruling),
        }
        world.rest.post(f"{where}/rezago", world.staff("ces"), body)
        _ficha_of_rezago(world, expediente["expediente_id"])
        world.count("rezago resuelto")


def _ficha_of_rezago(world: World, expediente_id: str) -> None:
    """Who was late by no fault of theirs prints the ficha that CES issued."""
    index = next(i for i, account in world.accounts.items() if account.expediente_id == expediente_id)
    person = world.people[index]
    world.rest.letter(world.path("/cartas/FICHA", person), world.token(person))
