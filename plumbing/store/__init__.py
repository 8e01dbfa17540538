"""How a service remembers: one document update per command, with its facts and its answer inside."""

from plumbing.store.connection import connect, reachable
from plumbing.store.documents import Documents, Stored
from plumbing.store.folios import Folios
from plumbing.store.hours import Hours
from plumbing.store.leases import Leases
from plumbing.store.outbox import backlog, oldest_s
from plumbing.store.sweeps import Sweeps

__all__ = [
    "Documents",
    "Folios",
    "Hours",
    "Leases",
    "Stored",
    "Sweeps",
    "backlog",
    "connect",
    "oldest_s",
    "reachable",
]
