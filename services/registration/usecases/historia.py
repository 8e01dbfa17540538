"""What a person did before in the same cycle, and in any other: looked at before they register and print again."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict, FieldError, Invalid, NotAllowed, Rule
from plumbing.events import Act
from plumbing.store import Stored
from services.registration.domain import derechos
from services.registration.domain.desenlaces import ExpedienteLiberado
from services.registration.domain.events import ExpedienteReleased
from services.registration.domain.fechas import day
from services.registration.domain.model import Expediente, Seleccionado
from services.registration.usecases.bans import cycle_of, require_no_ban
from services.registration.usecases.desk import Desk, again


def require_admitted(desk: Desk, act: Act, curp: str, person: Seleccionado) -> None:
    """Passes for whom no ban keeps out and whom the earlier periods of the cycle leave the right to this one.

    Raises: NotAllowed(VETO_VIGENTE | SIN_DERECHO_AL_PERIODO | FALTA_LIBERACION | PERIODO_ANTERIOR_ABIERTO).
    Source: 000§1.4, 3.2.3, 3.3 b, 4.6 to 4.10; 002§1.6 C; G-08, G-24.
    """
    require_no_ban(desk, act, curp, person)
    convocatoria = desk.convocatoria(act.convocatoria)
    for earlier in _earlier_periods(desk, convocatoria):
        stored = _of_person(desk, earlier, curp, person.folio_enarm)
        if stored is None:
            continue
        refused = derechos.refusal(
            stored.value.desenlaces,
            earlier.period.value,
            convocatoria.period.value,
            is_released=stored.value.liberado is not None,
        )
        if refused is not None:
            raise _not_allowed(earlier, refused)


def _earlier_periods(desk: Desk, convocatoria: Convocatoria) -> list[Convocatoria]:
    """The convocatorias of the same cycle with a smaller period, in their order."""
    cycle, period = cycle_of(convocatoria), convocatoria.period.value
    found = [one for one in desk.registry.values() if cycle_of(one) == cycle and one.period.value < period]
    return sorted(found, key=lambda one: (one.period.value, one.id))


def _of_person(
    desk: Desk, convocatoria: Convocatoria, curp: str, folio_enarm: str
) -> Stored[Expediente] | None:
    """The person's expediente there. A cycle has one ENARM, so that its folio recognises who has a CURP temporal."""
    where = {"convocatoria": convocatoria.id}
    by_curp = desk.expedientes.first({**where, "curp": curp})
    return by_curp or desk.expedientes.first({**where, "folio_enarm": folio_enarm})


def _not_allowed(earlier: Convocatoria, refused: derechos.Refusal) -> NotAllowed:
    where, period, ended = earlier.short_title.value, earlier.period.value, refused.desenlace
    if ended is None:
        return NotAllowed(refused.code, convocatoria=where, periodo=period)
    words = {one.outcome: one for one in earlier.consequences}.get(ended.outcome)
    return NotAllowed(
        refused.code,
        clause=ended.clause,
        convocatoria=where,
        periodo=period,
        desenlace=words.label if words else ended.outcome,
        explicacion=words.explanation if words else "",
    )


def release_expediente(
    desk: Desk, act: Act, expediente_id: str, institucion: str, oficio: str, released_on: str
) -> dict[str, Any]:
    """The other institution has released the person, who may compete in the next period. Repeating changes nothing.

    Raises: NotFound(NO_ES_TUYO); Invalid(LIBERACION_CON_ERRORES) with fields;
    Conflict(LIBERACION_NO_PROCEDE | LIBERACION_YA_REGISTRADA). Source: 000§3.2.3.
    """
    release = ExpedienteLiberado(institucion.strip(), oficio.strip(), released_on.strip())
    if wrong := _problems(release, act):
        raise Invalid("LIBERACION_CON_ERRORES", fields=tuple(wrong))

    def released() -> dict[str, Any]:
        stored = desk.expediente(act, expediente_id)
        before = stored.value
        if before.liberado == release:
            return asdict(release)
        if before.liberado is not None:
            raise Conflict("LIBERACION_YA_REGISTRADA", **asdict(before.liberado))
        if not derechos.waits_for_release(before.desenlaces):
            raise Conflict("LIBERACION_NO_PROCEDE", clause=Rule.INSTITUTION, estado=before.estado)
        fact = ExpedienteReleased(**asdict(release))
        desk.expedientes.save(stored, replace(before, liberado=release), act, [fact])
        return asdict(release)

    return again(released)


def _problems(release: ExpedienteLiberado, act: Act) -> list[FieldError]:
    wrong = [FieldError(name, "DATO_OBLIGATORIO") for name, value in asdict(release).items() if not value]
    on = day(release.released_on)
    if release.released_on and on is None:
        wrong.append(FieldError("released_on", "FECHA_ILEGIBLE", {"valor": release.released_on}))
    if on and on > local_date(act.at):
        wrong.append(FieldError("released_on", "FECHA_FUTURA", {"valor": release.released_on}))
    return wrong
