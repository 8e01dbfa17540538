"""nameko's consumer, with what it lacks: a failed fact is neither lost nor repeated without pause.

`Unavailable` (ours or the drivers') is tried again after growing delays; anything else, and what has used up its
attempts, is parked with its reason. The message is acknowledged only when its copy is safe at the broker.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from kombu import Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer, QueueConsumer

from plumbing import probes
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import RETRY_SECONDS
from plumbing.bus.traced import cause_of
from plumbing.errors import Unavailable
from plumbing.parked import ATTEMPT, REASON
from plumbing.telemetry import FACTS_CONSUMED, follow, log

CONSUMES_EVERY_S = 30.0  # it looks every second; a connection that is half open or being made again does not


class FactQueueConsumer(QueueConsumer):
    """Beats while it really takes from its queue; keeps what kombu cannot decode and would acknowledge, so lose."""

    def on_iteration(self) -> None:
        super().on_iteration()
        for provider in self._providers:
            provider.pulse.beat()

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        for provider in self._providers:  # one queue, so one
            self.container.spawn_managed_thread(partial(provider.park_unreadable, message, exc))


class FactConsumer(Consumer):
    """Entrypoint: calls its method with the envelope of every message of the queue, and what it was published under."""

    queue_consumer = FactQueueConsumer()

    def __init__(self, queue: Queue, service: str, amqp_uri: str, **kwargs: Any) -> None:
        super().__init__(queue=queue, **kwargs)
        self._service = service
        self._amqp_uri = amqp_uri
        self.pulse = probes.pulse(f"consumer of {service}", CONSUMES_EVERY_S)

    def handle_message(self, body: Any, message: Any) -> None:
        try:
            envelope = json.loads(body) if isinstance(body, str | bytes) else body
        except ValueError as error:
            self.park_unreadable(message, error)
            return
        try:
            self.container.spawn_worker(
                self,
                (envelope, cause_of(message, envelope)),
                {},
                context_data={},
                handle_result=partial(self.handle_result, message),
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def handle_result(self, message: Any, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> Any:
        if exc_info is None:
            FACTS_CONSUMED.labels(self._service, "done").inc()
            self.queue_consumer.ack_message(message)
        else:
            self._retry_or_park(message, exc_info[1])
        return result, None

    def park_unreadable(self, message: Any, error: Exception) -> None:
        """What is no JSON is kept for a person to look at; it would never become readable."""
        self._move(message, _as_text(message.body), f"{self._service}.parked", 0, error)

    def _retry_or_park(self, message: Any, error: BaseException) -> None:
        attempt = int(message.headers.get(ATTEMPT, 0))
        again = isinstance(error, Unavailable) and attempt < len(RETRY_SECONDS)
        target = f"{self._service}.retry.{RETRY_SECONDS[attempt]}" if again else f"{self._service}.parked"
        self._move(message, json.loads(message.body), target, attempt, error)

    def _move(self, message: Any, body: Any, target: str, attempt: int, error: BaseException) -> None:
        """A copy with its reason is safe in `target`, then the message is acknowledged; else it comes again."""
        reason = f"{type(error).__name__}: {error}"
        follow(cause_of(message, body))
        headers = {**message.headers, ATTEMPT: attempt + 1, REASON: reason[:500]}
        publisher = Publisher(self._amqp_uri)
        try:
            publisher.send(body, routing_key=target, headers=headers)
        except Unavailable:
            self.queue_consumer.requeue_message(message)
            return
        finally:
            publisher.close()
        outcome = "parked" if target.endswith(".parked") else "retried"
        FACTS_CONSUMED.labels(self._service, outcome).inc()
        log.warning("fact not handled", service=self._service, to=target, attempt=attempt + 1, reason=reason)
        self.queue_consumer.ack_message(message)


def _as_text(body: Any) -> str:
    return (
        bytes(body).decode("utf-8", "backslashreplace") if isinstance(body, bytes | memoryview) else str(body)
    )


consume_facts = FactConsumer.decorator
