"""What CES does: oferta, roster, rehearsal, official run, publication by two people; and the embargo tried."""

from __future__ import annotations

from typing import Any

from residencias.demo.driver.rest import Refused
from residencias.demo.driver.world import World
from residencias.demo.kinds import is_direct, is_rama
from residencias.demo.people import Person
from residencias.demo.rama import files
from residencias.demo.roster import make_roster

CSV = "text/csv"
PUBLIC_NUMBER = "48213"
PUBLIC_SOURCE = "Lotería Nacional, premio mayor (ilustrativo)"
REFUSED_AS = {
    "CURP_CHECK_DIGIT": "CURP",
    "FOLIO_REPEATED": "FOLIO",
    "PUNTAJE_OUT_OF_RANGE": "PUNTAJE",
    "SELECCION_AJENA": "SELECCION_FUERA_DE_CALENDARIO",
    "SELECCION_FALTANTE": "DATO_FALTANTE",
    "SEDE_AJENA": "SEDE_DESCONOCIDA",
}


def open_the_call(world: World) -> None:
    """The oferta is accepted, then the roster, after its report was read."""
    token = world.staff("ces")
    if not is_direct(world.convocatoria):
        _load_oferta(world, token)
    roster = (files.make_roster if is_rama(world.convocatoria) else make_roster)(world.people)
    report = world.rest.upload(world.path("/rosters"), token, "cifrhs.csv", roster.text.encode(), CSV)
    _check_report(world, report, roster)
    world.rest.post(world.path(f"/rosters/{report['roster_id']}/aceptacion"), token)
    world.settle()


def _load_oferta(world: World, token: str) -> None:
    loaded = world.rest.upload(world.path("/ofertas"), token, "oferta.csv", world.oferta.encode(), CSV)
    if loaded["refused"]:
        world.fail(f"la oferta tiene renglones rechazados: {loaded['refused']}")
    world.rest.post(world.path(f"/ofertas/{loaded['oferta_id']}/aceptacion"), token)


def _check_report(world: World, report: dict[str, Any], roster: Any) -> None:
    """The reconciliation says what we know of the file: how many, which rows not and why, the right way round."""
    if report["admitted"] != roster.accepted or not report["direction_ok"]:
        world.fail(
            f"conciliación del roster: {report['admitted']} admitidos, dirección {report['direction_ok']}"
        )
    said = {row["row"]: row["code"] for row in report["refused"]}
    for row in roster.refused:
        if REFUSED_AS.get(row.reason, row.reason) not in said.get(row.row, ""):
            world.fail(f"renglón {row.row} del roster: se esperaba {row.reason}, fue {said.get(row.row)}")


def know_the_inscritos(world: World) -> None:
    """Who has a ficha, with the folio the system gave; nobody runs a round."""
    world.settle()
    inscritos = world.rest.get(world.path("/inscritos"), world.staff("ces"))["inscritos"]
    world.inscritos = {one["expediente_id"]: one["folio"] for one in inscritos}
    try:
        world.rest.post(world.path("/ensayos"), world.staff("ces"))
        world.fail("se pudo ensayar una asignación que el IMSS no hace")
    except Refused:
        world.count("asignación del IMSS rechazada")


def allocate(world: World) -> None:
    """A rehearsal, the official run, and two people who publish."""
    world.settle()
    first, second = world.staff("ces"), world.staff("ces2")

    def is_ready() -> bool:
        return bool(world.rest.get(world.path("/concurso"), first)["is_ready"])

    world.wait(is_ready, "el concurso completo")
    inscritos = world.rest.get(world.path("/inscritos"), first)["inscritos"]
    world.inscritos = {one["expediente_id"]: one["folio"] for one in inscritos}
    world.rest.post(world.path("/ensayos"), first)
    body = {"public_number": PUBLIC_NUMBER, "public_source": PUBLIC_SOURCE}
    world.round = world.rest.post(world.path("/rondas"), first, body)
    where = world.path(f"/rondas/{world.round['round_id']}")
    world.rest.post(f"{where}/publicacion", first)
    try:
        world.rest.post(f"{where}/publicacion/aprobacion", first)
        world.fail("una sola persona pudo publicar la ronda")
    except Refused:
        world.count("publicación de una sola persona rechazada")
    world.rest.post(f"{where}/publicacion/aprobacion", second)
    world.round = world.rest.get(where, first)


def check_embargo(world: World) -> None:
    """An hour before the gate nothing is answered, to anybody, on any path."""
    person = next(p for p in world.people if is_inscrito(world, p))
    token = world.token(person)
    paths = [world.path("/resultado", person)] if is_direct(world.convocatoria) else _embargoed(world, person)
    for path in paths:
        try:
            world.rest.get(path, token)
            world.fail(f"antes de la publicación respondió {path}")
        except Refused:
            world.count("embargo respetado")


def _embargoed(world: World, person: Person) -> list[str]:
    """Every path that could say a result."""
    return [
        world.path("/resultado", person),
        world.path("/resultado/explicacion", person),
        world.path("/cortes"),
        world.path("/emisiones/RESULTADO", person),
    ]


def is_inscrito(world: World, person: Person) -> bool:
    """The person has a folio: they took their ficha, or CES resolved their rezago."""
    account = world.accounts.get(person.index)
    return account is not None and account.expediente_id in world.inscritos


def await_results(world: World) -> None:
    """The gate is open and every person of the pool has their result."""
    expected = len(world.inscritos)

    def is_published() -> bool:
        counts = world.rest.get(world.path("/resultados"), world.staff("ces"), limit=1)["counts"]
        return bool(counts.get("ASIGNADO", 0) + counts.get("NO_ASIGNADO", 0) == expected)

    world.wait(is_published, "los resultados de todos", 300.0)
    world.settle()
