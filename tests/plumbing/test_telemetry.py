"""A line of the log says which process wrote it and under which trace, whatever thread it was written in."""

from __future__ import annotations

import json
import subprocess
import sys

from plumbing.config import ROOT

TRACE = "0af7651916cd43dd8448eb211c80319c"
PROGRAM = f"""
import threading
from plumbing import telemetry
telemetry.configure("api")
def work(traceparent, what):
    telemetry.follow(traceparent)
    telemetry.log.warning(what)
for traceparent, what in (("00-{TRACE}-b7ad6b7169203331-01", "joined"), ("nonsense", "alone")):
    thread = threading.Thread(target=work, args=(traceparent, what))
    thread.start()
    thread.join()
work("00-{TRACE}-b7ad6b7169203331-01", "first")
work("", "next")
"""


def test_every_line_has_its_process_and_the_trace_it_belongs_to() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    lines = {line["event"]: line for line in map(json.loads, done.stderr.splitlines())}
    assert {line["process"] for line in lines.values()} == {"api"}
    assert lines["joined"]["trace_id"] == lines["first"]["trace_id"] == TRACE
    assert "trace_id" not in lines["alone"]
    assert "trace_id" not in lines["next"], "what comes after in the same thread is another story"
