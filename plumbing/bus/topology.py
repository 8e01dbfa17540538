"""Exchange, queues and bindings, with explicit and stable names.

Per service: `<s>.facts` (work), `<s>.retry.<seconds>` (waits, then returns to work by dead-lettering) and
`<s>.parked` (what could not be handled, with its reason, until the worker has put it on the shelf). All durable.
"""

from __future__ import annotations

from collections.abc import Iterable

from kombu import Exchange, Queue
from kombu import binding as bind

from plumbing.bus.connecting import connection
from plumbing.events import EXCHANGE

FACTS = Exchange(EXCHANGE, type="topic", durable=True)
RETRY_SECONDS = (1, 5, 30, 120)
ATTEMPTS = len(RETRY_SECONDS) + 1


def work_queue(service: str, types: Iterable[str], queue_type: str) -> Queue:
    """Queue `<service>.facts`, bound to the fact types the service reacts to."""
    return Queue(
        f"{service}.facts",
        bindings=[bind(FACTS, routing_key=type_) for type_ in sorted(types)],
        durable=True,
        queue_arguments={"x-queue-type": queue_type},
    )


def retry_queue(service: str, seconds: int, queue_type: str) -> Queue:
    """Queue in which a failed fact waits `seconds` before it goes back to work."""
    return Queue(
        f"{service}.retry.{seconds}",
        durable=True,
        queue_arguments={
            "x-queue-type": queue_type,
            "x-message-ttl": seconds * 1000,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": f"{service}.facts",
        },
    )


def parked_queue(service: str, queue_type: str) -> Queue:
    """Queue of facts on their way to the shelf, where a person looks at them."""
    return Queue(f"{service}.parked", durable=True, queue_arguments={"x-queue-type": queue_type})


def queue_names(service: str) -> list[str]:
    """All queues of a service."""
    return [f"{service}.facts", *(f"{service}.retry.{s}" for s in RETRY_SECONDS), f"{service}.parked"]


def declare(amqp_uri: str, service: str, types: Iterable[str], queue_type: str) -> list[str]:
    """Everything the service needs exists at the broker; returns the queue names."""
    queues = [
        work_queue(service, types, queue_type),
        *(retry_queue(service, seconds, queue_type) for seconds in RETRY_SECONDS),
        parked_queue(service, queue_type),
    ]
    with connection(amqp_uri) as opened:
        channel = opened.default_channel
        FACTS(channel).declare()
        for queue in queues:
            queue(channel).declare()
    return [queue.name for queue in queues]
