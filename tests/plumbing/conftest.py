"""What the tests of plumbing that need a broker and a database begin with."""

from __future__ import annotations

import subprocess
import sys

import pytest

from plumbing.store import connect
from tests.plumbing.ledger import documents


@pytest.fixture
def ledger(environment, config):
    """The ledger's documents, its queue declared."""
    subprocess.run(
        [sys.executable, "-m", "plumbing.bus.declare", "tests.plumbing.ledger"], env=environment, check=True
    )
    database = connect(config.mongo_uri)[config.database("ledger")]
    return database, documents(database)
