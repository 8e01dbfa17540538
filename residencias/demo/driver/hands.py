"""Several people at once, and all of them stop when one must."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

HANDS = 6


def together(jobs: Iterable[Callable[[], object]], hands: int = HANDS) -> None:
    """Every job is done; the first that raises (or Ctrl-C) ends the rest before they begin."""
    pool = ThreadPoolExecutor(hands)
    try:
        for done in [pool.submit(job) for job in jobs]:
            done.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
