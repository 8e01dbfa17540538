"""Facts per second through outbox → RabbitMQ → consumer, against bare kombu publish with confirms and consume.

Both carry the same envelopes over the same private broker, one after the other. Ours: the facts wait in the outboxes
of as many documents; the clock runs from the moment the relay may begin until the last fact was handled, in one
real worker process. Bare: one process publishes each with its confirm (persistent, mandatory), then takes
each and acknowledges it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from kombu import Connection, Consumer, Producer, Queue
from rich.console import Console

from bench.events_service import SERVICE, WARM, entries
from plumbing import config as plumbing_config
from plumbing.config import Config
from residencias import local_settings
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.secantusdb import SecantusDB
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted

FACTS = 1_500
TARGET = 0.3
WITHIN_S = 120.0
MODULE = "bench.events_service"


def main() -> int:
    """Prints both rates and their ratio. 0 when the ratio reaches the target."""
    console = Console()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="residencias-bench-")))
        variables, store = stack.enter_context(_parts(folder))
        config = plumbing_config.from_environment(variables)
        _saved(config)
        ours = FACTS / _through_the_worker(variables, config, folder / "done")
        publishing, consuming = _bare(config, _envelope())
        bare = FACTS / (publishing + consuming)
    ratio = ours / bare
    console.print(f"store {store}; broker RabbitMQ ({variables['QUEUE_TYPE']} queues); {FACTS} facts")
    console.print(
        f"bare kombu: publish {FACTS / publishing:.0f}/s, consume {FACTS / consuming:.0f}/s, both {bare:.0f}/s"
    )
    console.print(f"outbox → broker → consumer: {ours:.0f} facts/s; ratio {ratio:.2f} (target ≥ {TARGET})")
    return 0 if ratio >= TARGET else 1


@contextmanager
def _parts(folder: Path) -> Iterator[tuple[dict[str, str], str]]:
    """(environment of our processes, name of the store). Given addresses are used instead of the embedded parts."""
    given = {name: os.environ[name] for name in ("AMQP_URI", "MONGO_URI") if name in os.environ}
    parts = [part for name, part in (("AMQP_URI", RabbitMQ), ("MONGO_URI", SecantusDB)) if name not in given]
    running = [part(folder) for part in parts]
    try:
        for part in running:
            part.start()
        for part in running:
            part.await_ready()
        found = dict(given)
        for part in running:
            found |= part.environment()
        unused = {"S3_ENDPOINT": "unused", "S3_ACCESS_KEY": "unused", "S3_SECRET_KEY": "unused"}
        named = {
            "MONGO_DATABASE_PREFIX": f"bench{os.getpid()}_",
            "QUEUE_TYPE": os.environ.get("QUEUE_TYPE", "classic"),
        }
        variables = (
            os.environ | local_settings.local(folder) | unused | {"SMTP_URL": "smtp://unused"} | named | found
        )
        yield dict(variables), "given" if "MONGO_URI" in given else "SecantusDB (embedded)"
    finally:
        for part in running:
            part.request_stop()
        for part in running:
            part.stop()


def _saved(config: Config) -> None:
    """Every fact waits in the outbox of its own document, and the relay must not begin yet."""
    kept, leases = entries(config)
    leases.acquire("relay", 3600)
    for number in range(FACTS):
        kept.create(f"e{number:06d}", Entry("bench"), ACT, [SolicitudPrinted(number, "5" * 64, 7)])


def _envelope() -> dict[str, Any]:
    """One of the same size."""
    return {
        "specversion": "1.0",
        "id": "018f2f1e-0000-7000-8000-000000000001",
        "type": "residencias.registration.v1.SolicitudPrinted",
        "source": f"residencias/{SERVICE}",
        "subject": "e000001",
        "time": ACT.at.isoformat(),
        "datacontenttype": "application/json",
        "convocatoria": ACT.convocatoria,
        "rules_digest": ACT.rules_digest,
        "version": 1,
        "sequence": 0,
        "actor": "ces:ces-1",
        "traceparent": "",
        "data": {"number": 1, "sha256": "5" * 64, "revision": 7},
    }


def _through_the_worker(variables: Mapping[str, str], config: Config, done: Path) -> float:
    """Seconds from the release of the relay to the last fact handled, with the worker already consuming."""
    environment = {**variables, "BENCH_EVENTS": str(FACTS), "BENCH_DONE": str(done)}
    subprocess.run([sys.executable, "-m", "plumbing.bus.declare", MODULE], env=environment, check=True)
    child = subprocess.Popen([sys.executable, "-m", "plumbing.bus", MODULE], env=environment)
    try:
        with Connection(config.amqp_uri) as connection:
            warm = json.dumps({**_envelope(), "subject": WARM})
            Producer(connection.default_channel).publish(
                warm,
                routing_key=f"{SERVICE}.facts",
                content_type="application/json",
                content_encoding="utf-8",
            )
        _await(done.with_suffix(".warm"))
        began = time.monotonic()
        entries(config)[1].release("relay")
        _await(done)
        return float(done.read_text()) - began
    finally:
        child.terminate()
        child.wait(30)


def _await(file: Path) -> None:
    """The file is there, with something in it if it is the result. Raises TimeoutError."""
    deadline = time.monotonic() + WITHIN_S
    while not file.exists() or (file.suffix != ".warm" and not file.read_text()):
        if time.monotonic() > deadline:
            raise TimeoutError(file.name)
        time.sleep(0.02)


def _bare(config: Config, envelope: Mapping[str, Any]) -> tuple[float, float]:
    """(seconds to publish all with confirms, seconds to take and acknowledge all)."""
    queue = Queue("bench.bare", durable=True, queue_arguments={"x-queue-type": config.queue_type})
    with Connection(config.amqp_uri, transport_options={"confirm_publish": True}) as connection:
        queue(connection.default_channel).declare()
        producer = Producer(connection.channel())
        began = time.monotonic()
        for _ in range(FACTS):
            producer.publish(
                json.dumps(envelope),
                routing_key=queue.name,
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                mandatory=True,
            )
        published = time.monotonic()
        taken: list[Any] = []

        def take(body: Any, message: Any) -> None:
            taken.append(body)
            message.ack()

        with Consumer(connection.default_channel, [queue], callbacks=[take], prefetch_count=10):
            while len(taken) < FACTS:
                connection.drain_events(timeout=10)
        consumed = time.monotonic()
        queue(connection.default_channel).delete()
    return published - began, consumed - published


if __name__ == "__main__":
    sys.exit(main())
