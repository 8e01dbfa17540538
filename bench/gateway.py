"""Latency of a read and of a write through HTTP, gRPC and the store, against the same store called bare.

Run: `python -m bench.gateway [seconds]`. Store: the embedded SecantusDB (a stand-in: that is why there are ratios).
Real processes: the gateway, registration's api, the store; clients are threads of this process on kept connections, so
at 32 of them on two cores they compete with what they measure, and so does the yardstick.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from plumbing import config as configs
from plumbing.clock import MEXICO_CITY, set_simulated
from plumbing.config import ROOT
from plumbing.confirmation import confirmation_code
from plumbing.store import connect
from residencias import local_settings, processes
from residencias.demo.oferta import read_oferta
from residencias.demo.people import make_people
from residencias.demo.registro import registro_of
from residencias.demo.roster import make_roster
from residencias.embedded.child import Child
from residencias.embedded.ports import choose
from residencias.embedded.secantusdb import SecantusDB

CALL = "xlvii-enarm-2023"
OPEN = datetime(2023, 11, 20, 12, tzinfo=MEXICO_CITY)
CLIENTS = (1, 8, 32)
SEED = 2023
PASSWORD = "una frase de paso larga"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """An aspirante inside."""

    expediente_id: str
    token: str
    datos: dict[str, Any]


@dataclass(frozen=True)
class Bench:
    """What runs, and who uses it."""

    host: str
    people: list[Person]
    collection: Any


def main(seconds: float = 1.5) -> list[dict[str, Any]]:
    """The table is printed; its rows are answered. Units: milliseconds."""
    with _running() as bench:
        rows: list[dict[str, Any]] = [
            {"name": name, "clients": clients, **_measure(make, bench, clients, seconds)}
            for clients in CLIENTS
            for name, make in WORK.items()
        ]
    bare = {(row["name"], row["clients"]): row["p50"] for row in rows}
    table = Table(title="Gateway: milisegundos por petición (SecantusDB embebida, reloj simulado)")
    for name in ("qué", "clientes", "p50", "p99", "por segundo", "p50 / almacén desnudo"):
        table.add_column(name, justify="left" if name == "qué" else "right")
    for row in rows:
        yardstick = YARDSTICK.get(row["name"])
        row["ratio"] = row["p50"] / bare[yardstick, row["clients"]] if yardstick else None
        ratio = f"{row['ratio']:.1f} ×" if row["ratio"] else "—"
        cells = (f"{row['p50']:.2f}", f"{row['p99']:.2f}", f"{row['rate']:,.0f}", ratio)
        table.add_row(row["name"], str(row["clients"]), *cells)
    Console(width=100).print(table)
    return rows


def _measure(
    make: Callable[[Bench, int], Callable[[], None]], bench: Bench, clients: int, seconds: float
) -> dict[str, float]:
    """Each client repeats its act for `seconds`; the first act of each is not counted."""
    took: list[float] = []
    bench.collection.update_many(
        {}, {"$set": {"outbox": []}, "$unset": {"relay": ""}}
    )  # no worker runs here to publish and empty it
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        act = make(bench, number)
        act()
        own = []
        while (began := time.perf_counter()) < until:
            act()
            own.append((time.perf_counter() - began) * 1000)
        took.extend(own)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p99 = statistics.quantiles(took, n=100)[98]
    return {"p50": statistics.median(took), "p99": p99, "rate": len(took) / seconds}


def _request(verb: str, path: str, with_body: bool = False) -> Callable[[Bench, int], Callable[[], None]]:
    def make(bench: Bench, number: int) -> Callable[[], None]:
        person = bench.people[number % len(bench.people)]
        connection = http.client.HTTPConnection(bench.host, timeout=30)
        bodies = cycle(_typed(person.datos) if with_body else [None])
        headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
        address = f"/api/v1{path}".format(
            expediente=f"/convocatorias/{CALL}/expedientes/{person.expediente_id}"
        )

        def act() -> None:
            connection.request(verb, address, next(bodies), headers)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{verb} {path}: {answer.status} {content[:300]!r}")

        return act

    return make


def _typed(datos: dict[str, Any]) -> list[str]:
    """Two whole forms that differ, so that every save changes something."""
    return [json.dumps({"datos": {**datos, "telefonos": ["5512345678", f"331234567{n}"]}}) for n in (1, 2)]


def _find(bench: Bench, number: int) -> Callable[[], None]:
    who = {"_id": bench.people[number % len(bench.people)].expediente_id}
    return lambda: bench.collection.find_one(who)


def _update(bench: Bench, number: int) -> Callable[[], None]:
    """The same document, written whole under its version, as a command does."""
    mongo_doc = bench.collection.find_one({"_id": bench.people[number % len(bench.people)].expediente_id})
    content = {key: value for key, value in mongo_doc.items() if key not in ("_id", "version")}
    state = {"version": mongo_doc["version"]}

    def act() -> None:
        change = {"$set": content, "$inc": {"version": 1}}
        if not bench.collection.update_one({"_id": mongo_doc["_id"], **state}, change).modified_count:
            raise RuntimeError("lost a race against nobody")
        state["version"] += 1

    return act


WORK: dict[str, Callable[[Bench, int], Callable[[], None]]] = {
    "almacén: find_one": _find,
    "almacén: update_one": _update,
    "GET reloj (solo gateway)": _request("GET", "/reloj"),
    "GET registro": _request("GET", "{expediente}/registro"),
    "PUT registro": _request("PUT", "{expediente}/registro", with_body=True),
}
PROCESSES = {"api": ("plumbing.rpc", "services.registration.api"), "gateway": ("services.gateway.app",)}
YARDSTICK = {"GET registro": "almacén: find_one", "PUT registro": "almacén: update_one"}


@contextmanager
def _running() -> Iterator[Bench]:
    """Store, registration's api and the gateway, with one aspirante inside per client; nothing is left after."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="residencias-bench-")))
        store = SecantusDB(folder / "parts")
        stack.callback(store.stop)
        store.start()
        store.await_ready()
        environment = _environment(folder, store)
        for name, module in PROCESSES.items():
            argv = [sys.executable, "-m", *module]
            child = Child(argv, log=folder / f"{name}.log", environment=environment, folder=ROOT)
            stack.callback(child.stop)
            child.start()
        url = f"http://{environment['HTTP_BIND']}"
        _await(lambda: processes.serves(environment["RPC_ADDRESS"]) and processes.answers(f"{url}/salud"))
        config = configs.from_environment(environment)
        passwords = json.loads(Path(environment["STAFF_PASSWORDS_FILE"]).read_text(encoding="utf-8"))
        people = _people(url, config, passwords)
        client = stack.enter_context(connect(config.mongo_uri))
        yield Bench(environment["HTTP_BIND"], people, client[config.database("registration")]["expedientes"])


def _environment(folder: Path, store: SecantusDB) -> dict[str, str]:
    set_simulated(folder / "clock.json", OPEN)
    nowhere = ("AMQP_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL")
    made = {
        **os.environ, **local_settings.local(folder), **store.environment(), **dict.fromkeys(nowhere, "unused:1"),
        "HTTP_BIND": f"127.0.0.1:{choose()}", "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(folder / "clock.json"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    return {**made, "RPC_BIND": made["RPC_ADDRESS"]}


def _await(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the gateway or the api did not start")
        time.sleep(0.05)


def _people(url: str, config: configs.Config, passwords: dict[str, str]) -> list[Person]:
    """As many aspirantes as the most clients, each with an account, inside."""
    oferta = read_oferta((ROOT / "convocatorias" / CALL / "oferta.csv").read_text(encoding="utf-8"))
    people = [p for p in make_people(SEED, 2 * max(CLIENTS), oferta, CALL) if p.curp][: max(CLIENTS)]
    call = f"/convocatorias/{CALL}"
    with httpx.Client(base_url=f"{url}/api/v1", timeout=60) as client:

        def post(path: str, token: str = "", **sent: Any) -> Any:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.post(path, headers=headers, **sent)
            if answer.is_error:
                raise RuntimeError(f"{path}: {answer.text}")
            return answer.json()

        staff = {"tipo": "personal", "usuario": "ces", "password": passwords["ces"]}
        ces = post("/sesiones", json=staff)["token"]
        roster = {"file": ("roster.csv", make_roster(people).text.encode(), "text/csv")}
        report = post(f"{call}/rosters", ces, files=roster)
        post(f"{call}/rosters/{report['roster_id']}/aceptacion", ces, json={})
        inside = []
        for person in people:
            correo = f"{person.folio_enarm.lower()}@example.com"
            who = {"curp": person.curp}
            opened = post(
                f"{call}/cuentas",
                json={**who, "folio_enarm": person.folio_enarm, "correo": correo, "password": PASSWORD},
            )
            code = confirmation_code(config.secret_key, opened["expediente_id"], correo)
            post(f"{call}/cuentas/confirmacion", json={**who, "code": code})
            entrance = {
                "tipo": "aspirante",
                "usuario": person.curp,
                "password": PASSWORD,
                "convocatoria": CALL,
            }
            token = post("/sesiones", json=entrance)["token"]
            inside.append(Person(opened["expediente_id"], token, registro_of(person, {})))
    return inside


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
