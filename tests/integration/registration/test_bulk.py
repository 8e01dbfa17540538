"""A long roster goes in bulk, and repeating it leaves the same rows."""

from __future__ import annotations

from pymongo import MongoClient, monitoring

from contracts.residencias.registration.v1 import service_pb2 as pb
from plumbing.events import Act
from services.registration import store, wiring
from services.registration.usecases import accept_roster, import_roster
from tests.usecases.registration.world import REGISTRY, X47, roster_csv, row

BATCH, ROWS = 100, 130
CALL = {"convocatoria": X47}


class Writes(monitoring.CommandListener):
    """Counts the write commands sent to one collection."""

    def __init__(self) -> None:
        self.to: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in ("insert", "update", "delete"):
            self.to.append(event.command[event.command_name])

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        return

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        return


def people(count: int):
    """Rows of foreigners: they need no CURP, so that the file is made in a moment."""
    one = row(1, curp="", categoria="extranjero", entidad_nacimiento="NE", correo="")
    for number in range(count):
        yield {
            **one,
            "folio_enarm": f"E47-{number:06d}",
            "puntaje_enarm": f"{40 + number * 7919 % 50000 / 1000:.4f}",
        }


def test_a_long_roster_is_written_in_batches_and_a_repetition_changes_nothing(
    client, config, clock, monkeypatch
):
    monkeypatch.setattr(store, "BATCH", BATCH)
    writes = Writes()
    mongo = MongoClient(config.mongo_uri, tz_aware=True, event_listeners=[writes])
    desk = wiring.build(config, clock, REGISTRY, mongo[config.database("registration")]).desk
    content = roster_csv(*people(ROWS))
    act = Act(at=clock.now(), convocatoria=X47)
    report = import_roster(desk, act, "lista.csv", content)
    assert (report["rows"], report["admitted"], report["direction_ok"]) == (ROWS, ROWS, True)
    assert writes.to.count("seleccionados") == 2
    accept_roster(desk, act, report["roster_id"])
    again = client.call(
        "ImportRoster", pb.ImportRosterRequest(**CALL, filename="otra.csv", content=content), "ces"
    )
    assert (again.state, again.filename, again.admitted) == ("ACEPTADO", "lista.csv", ROWS)
    asked = pb.AssignCurpTemporalRequest(**CALL, folio_enarm=f"E47-{ROWS - 1:06d}")
    assert client.call("AssignCurpTemporal", asked, "ces").curp_temporal
    mongo.close()
