"""Logs tell what happened and to no stranger whom; traces join what one request caused, across processes."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from tests.e2e.integrity import entries
from tests.e2e.stage import Stage

OURS = ("api.log", "documents.log", "worker.log", "gateway.log")


def _logs(stage: Stage) -> dict[str, str]:
    folder = Path(stage.system.instance.logs)
    return {name: (folder / name).read_text(encoding="utf-8", errors="replace") for name in OURS}


def _private(stage: Stage) -> set[str]:
    """What nobody may read in a log: CURP, names, addresses, passwords and tokens of the people of this story."""
    found: set[str] = set()
    for person in stage.world.people:
        found |= {person.curp, *person.correos, *person.telefonos, person.full_name}
        found |= {f"{person.nombre} {person.primer_apellido}"}
    found |= {account.password for account in stage.world.accounts.values()}
    found |= {account.token for account in stage.world.accounts.values() if account.token}
    return {word for word in found if word}


def test_no_log_names_a_person(lived: Stage) -> None:
    private = _private(lived)
    assert len(private) > 3 * len(lived.world.people)
    for name, text in _logs(lived).items():
        found = sorted(word for word in private if word.lower() in text.lower())
        assert found == [], f"{name} tells {len(found)} private things"


def test_every_line_of_ours_is_one_json_object_with_its_process_and_time(lived: Stage) -> None:
    lines = [line for text in _logs(lived).values() for line in text.splitlines() if line.startswith("{")]
    assert lines
    for line in lines:
        told = json.loads(line)
        assert {"event", "level", "process", "timestamp"} <= told.keys(), line
    assert {json.loads(line)["event"] for line in lines} >= {"api ready", "worker ready"}


def test_one_trace_joins_what_a_request_caused_in_several_services(lived: Stage) -> None:
    """HTTP → gRPC → the fact → the reaction of another service's worker and its own facts."""
    services: dict[str, set[str]] = defaultdict(set)
    for entry in entries(lived.world):
        envelope = json.loads(entry["envelope"])
        trace = envelope["traceparent"]
        if trace:
            assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", trace), envelope["type"]
            services[trace.split("-")[1]].add(envelope["source"])
    assert sum(1 for joined in services.values() if len(joined) > 1) > len(lived.world.people)
