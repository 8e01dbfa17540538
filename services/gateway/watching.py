"""Live status for browsers (server-sent events): a few watchers at once, each for a while, in threads of their own.

A watcher past `MOST` gets the state of now and is told to ask again; so everybody sees changes, sooner or later.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from anyio import CapacityLimiter, to_thread

from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.upstream import Stream

MOST = 8
LIFETIME_S = 55.0  # then the browser connects again; proxies cut silent connections at 60
RECONNECT_MS = 2_000
CROWDED_MS = 15_000


class Watchers:
    """The open streams of this process."""

    def __init__(self) -> None:
        self._open: set[Stream] = set()
        self._threads = CapacityLimiter(MOST)

    @property
    def count(self) -> int:
        return len(self._open)

    async def events(self, first: Any, states: Stream) -> AsyncIterator[str]:
        """`first` and every later state as events, until the client leaves, its time is over, or we stop."""
        stays = len(self._open) < MOST
        if stays:
            self._open.add(states)
        try:
            yield f"retry: {RECONNECT_MS if stays else CROWDED_MS}\n{_event(first)}"
            while stays:
                state = await to_thread.run_sync(
                    next, states, None, limiter=self._threads, abandon_on_cancel=True
                )
                if state is None:
                    return
                yield _event(state)
        except ResidenciasError:
            return  # the service restarts: the browser connects again
        finally:
            self._open.discard(states)
            states.close()

    def close(self) -> None:
        """Every watcher ends now and will connect again elsewhere."""
        for states in tuple(self._open):
            states.close()


def _event(state: Any) -> str:
    plain = as_plain(state)
    return f"id: {plain['version']}\nevent: estado\ndata: {json.dumps(plain, ensure_ascii=False)}\n\n"
