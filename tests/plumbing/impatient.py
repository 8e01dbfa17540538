"""The ledger's worker, whose pauses before another attempt are short enough for a test."""

from plumbing.bus import consumer, topology

topology.RETRY_SECONDS = consumer.RETRY_SECONDS = (1, 2)

from tests.plumbing.ledger import worker  # noqa: E402

__all__ = ["worker"]
