"""What a running system shows: logs that name nobody, traces across processes, probes and figures that are true."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import httpx

from tests.e2e.integrity import entries
from tests.e2e.stage import X47, Stage
from tests.waiting import until

OURS = ("api.log", "documents.log", "worker.log", "gateway.log")


def _logs(stage: Stage) -> dict[str, str]:
    folder = Path(stage.system.instance.logs)
    return {name: (folder / name).read_text(encoding="utf-8", errors="replace") for name in OURS}


def private(stage: Stage) -> set[str]:
    """What nobody may read in a log: CURP, names, addresses, passwords and tokens of the people of this story."""
    found: set[str] = set()
    for person in stage.world.people:
        found |= {person.curp, *person.correos, *person.telefonos, person.full_name}
        found |= {f"{person.nombre} {person.primer_apellido}"}
    found |= {account.password for account in stage.world.accounts.values()}
    found |= {account.token for account in stage.world.accounts.values() if account.token}
    return {word for word in found if word}


def test_no_log_names_a_person(lived: Stage) -> None:
    unsaid = private(lived)
    assert len(unsaid) > 3 * len(lived.world.people)
    for name, text in _logs(lived).items():
        found = sorted(word for word in unsaid if word.lower() in text.lower())
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


def _shown(stage: Stage, process: str, path: str) -> httpx.Response:
    child = next(one for one in stage.system.processes if one.name == process).child
    return httpx.get(f"http://127.0.0.1:{child.environment['METRICS_PORT']}{path}", timeout=30)


def test_every_process_at_work_says_so(lived: Stage) -> None:
    for process in ("api", "documents", "worker", "gateway"):
        for path in ("/listo", "/vivo"):
            answer = _shown(lived, process, path)
            assert answer.status_code == 200, f"{process} {path}: {answer.text}"


def test_the_figures_are_those_of_the_story(lived: Stage) -> None:
    def figures() -> dict[str, float]:
        lines = _shown(lived, "worker", "/metrics").text.splitlines()
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[0] != "#"}

    people = len(lived.world.people)
    gate = f'residencias_gate_open{{convocatoria="{X47}"}}'
    until(lambda: {gate, 'residencias_audit_size{service="audit"}'} <= figures().keys())
    until(lambda: sum(v for k, v in figures().items() if k.startswith("residencias_expedientes{")) == people)
    until(lambda: figures()[gate] == 1)
    shown = figures()
    assert shown[f'residencias_rounds{{convocatoria="{X47}",state="PUBLICADA"}}'] == 1
    assert shown['residencias_audit_size{service="audit"}'] > 100
    published = {k: v for k, v in shown.items() if k.startswith("residencias_facts_published_total{")}
    assert (
        published['residencias_facts_published_total{fact="AccountOpened",service="registration"}'] == people
    )
    assert any('fact="LetterIssued"' in key and value > people for key, value in published.items())
    assert not [
        k for k, v in shown.items() if k.startswith("residencias_facts_consumed") and "parked" in k and v
    ]
