"""Publishing with confirms and `mandatory`: when `send` returns, the broker has the message in a queue."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from kombu import Connection, Producer

from plumbing.bus.connecting import connection, speaking
from plumbing.bus.topology import FACTS
from plumbing.bus.traced import publishing
from plumbing.errors import Unavailable, Unrouted
from plumbing.events import EXCHANGE
from plumbing.tracing import TRACEPARENT, Step

CONFIRM_S = 30.0


class Window:
    """Which of the messages sent in one go the broker has not answered for yet."""

    def __init__(self) -> None:
        self._sent = 0
        self._open: set[int] = set()
        self.refused = 0

    def begin(self, count: int) -> None:
        """The next `count` messages of the channel must be answered for."""
        self._open = set(range(self._sent + 1, self._sent + count + 1))
        self._sent += count

    def await_all(self, connection: Any) -> None:
        """All are confirmed or refused. Raises TimeoutError (an OSError)."""
        while self._open:
            connection.drain_events(timeout=CONFIRM_S)

    def on_ack(self, tag: int, multiple: bool) -> None:
        """The broker answers for this one, or for all up to it."""
        self._open -= {one for one in self._open if one <= tag} if multiple else {tag}

    def on_nack(self, tag: int, multiple: bool) -> None:
        """The broker does not take it."""
        self.refused += 1
        self.on_ack(tag, multiple)


class Publisher:
    """One connection, opened at the first use and again after a failure. Not shared between greenthreads."""

    def __init__(self, amqp_uri: str) -> None:
        self._uri = amqp_uri
        self._connection: Connection | None = None
        self._producer: Producer | None = None
        self._windowed: Connection | None = None
        self._channel: Any = None
        self._window = Window()
        self._returned: list[str] = []

    def fact(self, envelope: Mapping[str, Any]) -> None:
        """The fact is in the queue of everyone bound to its type. Raises Unavailable; then nothing is certain."""
        with publishing(envelope) as step:
            headers = {TRACEPARENT: step.traceparent}
            self.send(envelope, exchange=FACTS, routing_key=envelope["type"], headers=headers)

    def facts(self, envelopes: Sequence[Mapping[str, Any]]) -> None:
        """All are in the queues of everyone bound to them: sent in one go, then every confirm is awaited.

        Raises Unavailable when one was not taken or not routed; then nothing is certain of any.
        """
        with ExitStack() as under_way:
            traced = [(envelope, under_way.enter_context(publishing(envelope))) for envelope in envelopes]
            self._all(traced)

    def _all(self, traced: Sequence[tuple[Mapping[str, Any], Step]]) -> None:
        self._returned.clear()
        with speaking(self.close):
            channel = self._open_windowed()
            self._window.begin(len(traced))
            for envelope, step in traced:
                body = json.dumps(envelope, ensure_ascii=False)
                headers = {TRACEPARENT: step.traceparent}
                message = channel.prepare_message(
                    body, None, "application/json", "utf-8", headers, {"delivery_mode": 2}
                )
                channel.basic_publish(message, EXCHANGE, envelope["type"], mandatory=True)
            self._window.await_all(channel.connection)
        if self._returned or self._window.refused:
            self.close()
            raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="cola de un hecho")

    def send(
        self, body: Any, *, exchange: Any = "", routing_key: str, headers: Mapping[str, Any] | None = None
    ) -> None:
        """`body` as persistent JSON, confirmed. Raises Unavailable; Unrouted when the broker has no queue for it."""
        self._returned.clear()
        with speaking(self.close):
            self._open().publish(
                json.dumps(body, ensure_ascii=False),
                exchange=exchange,
                routing_key=routing_key,
                headers=dict(headers or {}),
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                mandatory=True,
            )
        if self._returned:
            raise Unrouted("SERVICIO_NO_DISPONIBLE", servicio=f"cola de {routing_key}")

    def close(self) -> None:
        """The connection is gone; the next `send` opens another."""
        if self._connection is not None:
            with suppress(Exception):  # it is being thrown away, whatever its state
                self._connection.release()
        if self._windowed is not None:
            with suppress(Exception):
                self._windowed.release()
        self._connection = self._producer = self._windowed = None

    def _open_windowed(self) -> Any:
        """A channel of its own connection, on which confirms are counted instead of awaited one by one."""
        if self._windowed is None:
            self._windowed = connection(self._uri, heartbeat=0)
            self._channel = self._windowed.channel()
            self._channel.confirm_select()
            self._window = Window()
            self._channel.events["basic_ack"].add(self._window.on_ack)
            self._channel.events["basic_nack"].add(self._window.on_nack)
            self._channel.events["basic_return"].add(self._on_return)
        return self._channel

    def _open(self) -> Producer:
        if self._producer is None:
            self._connection = connection(self._uri, transport_options={"confirm_publish": True}, heartbeat=0)
            channel = self._connection.channel()
            self._producer = Producer(channel, on_return=self._on_return)
        return self._producer

    def _on_return(self, *details: Any) -> None:
        self._returned.append(str(details[0]))
