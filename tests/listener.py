"""Another service at the broker: it hears facts and keeps them in the order in which they came."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kombu import Connection

from plumbing.bus.topology import declare

NAME = "elsewhere"


class Listener:
    """Bound to facts of these types, under a name that no service of ours has; `#` is every fact."""

    def __init__(self, amqp_uri: str, types: Iterable[str]) -> None:
        self._uri = amqp_uri
        self._heard: list[dict[str, Any]] = []
        declare(amqp_uri, NAME, types, "classic")

    def heard(self, name: str = "") -> list[dict[str, Any]]:
        """The facts that reached it so far; those with this name, where one is given."""
        with Connection(self._uri) as connection:
            channel = connection.default_channel
            while message := channel.basic_get(f"{NAME}.facts", no_ack=True):
                self._heard.append(json.loads(message.body))
        return [fact for fact in self._heard if not name or name_of(fact) == name]


def name_of(fact: dict[str, Any]) -> str:
    """Its type without package and version."""
    return str(fact["type"]).rpartition(".")[2]
