"""Two hundred uploads at once, whole: inspection, object store and database, and none of them lost.

Run: `python -m bench.documents_uploads [uploads]`. Real processes: documents' api alone, as the laptop runs it, over
the embedded database and object store; each client is a person of their own with one letter page of 300 ppp. The
yardstick is the same number of inspections alone, on as many threads. The status is 1 when one is lost or altered.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

from rich.console import Console
from rich.table import Table
from uuid6 import uuid7

from bench.labelled import CALL, CLEAN, the_papers
from bench.labelled import one as labelled
from contracts.residencias.documents.v1 import service_pb2 as pb
from contracts.residencias.documents.v1 import service_pb2_grpc
from plumbing import auth
from plumbing.auth import Caller
from plumbing.clock import MEXICO_CITY, FixedClock, set_simulated
from plumbing.config import ROOT
from plumbing.rpc.calling import channel, invoke
from residencias import local_settings, processes
from residencias.embedded.child import Child
from residencias.embedded.seaweedfs import SeaweedFS
from residencias.embedded.secantusdb import SecantusDB
from services.documents.inspection import inspect

UPLOADS, SEED, SLOT = 200, 2023, "CERTIFICADO"
OPEN = datetime(2023, 11, 20, 12, tzinfo=MEXICO_CITY)
START_S = 90.0


@dataclass(frozen=True)
class Bench:
    """The api that runs, and the key that signs for anybody."""

    stub: Any
    private_key: str

    def call(self, method: str, request: Any, who: str) -> Any:
        token = auth.sign(Caller(who, frozenset({"aspirante"}), who), self.private_key, FixedClock(OPEN))
        return invoke(
            "documents", getattr(self.stub, method), request, [("authorization", f"Bearer {token}")]
        )


def main(count: int = UPLOADS) -> dict[str, Any]:
    """The table is printed; its figures are answered. Units: seconds."""
    files = _files(min(count, 12))
    people = [str(uuid7()) for _ in range(count)]
    sent = {who: files[number % len(files)] for number, who in enumerate(people)}
    with _running() as bench:
        bench.call("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=people[0]), people[0])
        took, whole = _at_once(lambda who: _upload(bench, who, sent[who]), people)
        lost = [who for who in people if not _is_kept(bench, who, sent[who])]
    alone, alone_whole = _at_once(lambda who: inspect(sent[who], 40_000_000) and None, people)
    table = Table(title=f"{count} subidas a la vez (base y almacén embebidos, {os.cpu_count()} núcleos)")
    for name in ("qué", "p50 s", "p95 s", "máx s", "por segundo", "perdidas"):
        table.add_column(name, justify="left" if name == "qué" else "right")
    for name, times, seconds, missing in (
        ("subir: revisar, guardar, anotar", took, whole, str(len(lost))),
        ("solo revisar, en este proceso", alone, alone_whole, ""),
    ):
        figures = (f"{value:.2f}" for value in (statistics.median(times), p95(times), max(times)))
        table.add_row(name, *figures, f"{count / seconds:.0f}", missing)
    Console(width=110).print(table)
    return {"p95": p95(took), "per_s": count / whole, "lost": lost, "alone_per_s": count / alone_whole}


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


def _at_once(act: Any, people: list[str]) -> tuple[list[float], float]:
    """(How long each took, how long all took together): everybody begins at the same moment."""
    gate = Barrier(len(people) + 1)

    def one(who: str) -> float:
        gate.wait()
        began = time.perf_counter()
        act(who)
        return time.perf_counter() - began

    with ThreadPoolExecutor(len(people)) as pool:
        waiting = [pool.submit(one, who) for who in people]
        gate.wait()
        began = time.perf_counter()
        return [each.result() for each in waiting], time.perf_counter() - began


def _upload(bench: Bench, who: str, content: bytes) -> None:
    request = pb.UploadDocumentRequest(
        convocatoria=CALL, expediente_id=who, slot=SLOT, filename=f"{SLOT}.jpg", content=content
    )
    bench.call("UploadDocument", request, who)


def _is_kept(bench: Bench, who: str, content: bytes) -> bool:
    """The very bytes come back."""
    found = bench.call("GetDocument", pb.DocumentRef(convocatoria=CALL, expediente_id=who, slot=SLOT), who)
    return hashlib.sha256(found.content).digest() == hashlib.sha256(content).digest()


def _files(count: int) -> list[bytes]:
    """Clean scans of the slot's paper."""
    person, _ = next(paper for paper in the_papers(SEED) if paper[1] == SLOT)
    return [labelled(person, SLOT, CLEAN, Random(f"upload/{number}")).content for number in range(count)]


@contextmanager
def _running() -> Iterator[Bench]:
    """Database, object store and documents' api; nothing is left after."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="residencias-bench-")))
        parts = (SecantusDB(folder / "parts"), SeaweedFS(folder / "parts"))
        for part in parts:
            stack.callback(part.stop)
            part.start()
        for part in parts:
            part.await_ready()
        set_simulated(folder / "clock.json", OPEN, rate=0.0)
        local = local_settings.local(folder)
        environment = {
            **os.environ, **local, **dict.fromkeys(("AMQP_URI", "SMTP_URL"), "unused:1"),
            **parts[0].environment(), **parts[1].environment(), "RPC_BIND": local["RPC_ADDRESS"],
            "RESIDENCIAS_CLOCK": "sim", "RESIDENCIAS_CLOCK_PATH": str(folder / "clock.json"),
        }  # fmt: skip
        argv = [sys.executable, "-m", "plumbing.rpc", "services.documents.api"]
        child = Child(argv, log=folder / "api.log", environment=environment, folder=ROOT)
        stack.callback(child.stop)
        child.start()
        address, deadline = environment["RPC_ADDRESS"], time.monotonic() + START_S
        while not processes.serves(address):
            if time.monotonic() > deadline:
                raise TimeoutError((folder / "api.log").read_text(encoding="utf-8")[-2000:])
            time.sleep(0.05)
        stub = service_pb2_grpc.DocumentsStub(channel(address))
        yield Bench(stub, environment["RESIDENCIAS_TOKEN_PRIVATE_KEY"])


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else UPLOADS)["lost"]))
