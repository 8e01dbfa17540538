"""What the tests of plumbing that need a broker and a database begin with."""

from __future__ import annotations

import pytest

from plumbing.store import connect
from tests.plumbing.ledger import documents
from tests.processes import declare


@pytest.fixture
def ledger(environment, config):
    """The ledger's documents, its queue declared."""
    declare(environment, "tests.plumbing.ledger")
    database = connect(config.mongo_uri)[config.database("ledger")]
    return database, documents(database)
