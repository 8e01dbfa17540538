"""Every fact of the allocation's domain is one of the contract's, field by field."""

from __future__ import annotations

from dataclasses import fields
from inspect import getmembers, isclass

import pytest

from contracts.residencias.allocation.v1 import events_pb2, service_pb2
from services.allocation.domain import events

FACTS = [one for _, one in getmembers(events, isclass) if one.__module__ == events.__name__]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_a_fact_has_the_fields_of_its_message(fact: type) -> None:
    ours = {field.name for field in fields(fact)}  # type: ignore[arg-type]
    if fact is events.ObligationOwed:
        assert ours <= {field.name for field in service_pb2.Obligation.DESCRIPTOR.fields}
    else:
        assert ours == {field.name for field in getattr(events_pb2, fact.__name__).DESCRIPTOR.fields}
