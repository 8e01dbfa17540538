"""A broker at its worst: messages come in another order than they were sent, some late, some twice.

Consumes from every service's queue beside its worker, holds what it gets, and gives it back shuffled.
"""

from __future__ import annotations

import threading
import time
from random import Random
from typing import Any, Self

from kombu import Connection, Consumer, Queue

from plumbing.config import SERVICES

HELD = "x-held"
HANDS = 30
CALM_S = 1.0
TWICE = 0.3


class Disorder:
    """While inside, delivery is as bad as AMQP allows."""

    def __init__(self, amqp_uri: str, seed: int) -> None:
        self.held = self.doubled = 0
        self._uri = amqp_uri
        self._random = Random(f"{seed}/disorder")
        self._hand: list[tuple[str, Any]] = []
        self._giving: list[tuple[str, Any]] = []
        self._busy_at = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="disorder", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is still in our hands goes back to the queues when the connection closes."""
        self._over.set()
        self._thread.join()
        self._hand, self._giving = [], []

    def is_calm(self) -> bool:
        """Nothing is in our hands, nor was a moment ago."""
        return not self._hand and not self._giving and time.monotonic() - self._busy_at > CALM_S

    def _run(self) -> None:
        with Connection(self._uri, transport_options={"confirm_publish": True}) as connection:
            for service in SERVICES:
                self._take_from(connection, f"{service}.facts")
            while not self._over.is_set():
                until = time.monotonic() + self._random.uniform(0.2, 1.5)
                while time.monotonic() < until and not self._over.is_set():
                    try:
                        connection.drain_events(timeout=0.1)
                    except TimeoutError:
                        continue
                self._give_back(connection)

    def _take_from(self, connection: Connection, queue: str) -> None:
        def take(message: Any) -> None:
            self._busy_at = time.monotonic()
            self._hand.append((queue, message))

        channel = connection.channel()
        channel.basic_qos(0, HANDS, False)
        consumer = Consumer(channel, queues=[Queue(queue, no_declare=True)], on_message=take)
        consumer.consume()

    def _give_back(self, connection: Connection) -> None:
        """What we hold goes back, safe at the broker before it is let go. More may arrive meanwhile."""
        self._giving, self._hand = self._hand, []
        self._random.shuffle(self._giving)
        for queue, message in self._giving:
            times = int(message.headers.get(HELD, 0))
            copies = 2 if times == 0 and self._random.random() < TWICE else 1
            for _ in range(copies):
                self._publish(connection, queue, message, times + 1)
            message.ack()
            self._busy_at = time.monotonic()
            self.held += 1
            self.doubled += copies - 1
        self._giving = []

    def _publish(self, connection: Connection, queue: str, message: Any, times: int) -> None:
        connection.Producer().publish(
            message.body,
            routing_key=queue,
            headers={**message.headers, HELD: times},
            content_type=message.content_type,
            content_encoding=message.content_encoding,
            delivery_mode=2,
            mandatory=True,
        )
