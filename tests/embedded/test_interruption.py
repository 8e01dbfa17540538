"""A request to stop is neither lost nor printed, wherever it arrives."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_that_arrives_in_a_destructor_is_remembered_and_not_printed(number: signal.Signals) -> None:
    ended = _run(f"""
        import os, sys
        from residencias import interruption

        class Ending:
            def __del__(self):
                os.kill(os.getpid(), {int(number)})
                for _ in range(1000):
                    pass  # the interpreter handles signals between instructions: here, in the destructor

        interruption.listen()
        ending = Ending()
        del ending
        try:
            interruption.check()
        except KeyboardInterrupt:
            sys.exit(42)
    """)
    assert (ended.returncode, ended.stderr) == (42, "")


def test_what_else_goes_wrong_in_a_destructor_is_still_printed() -> None:
    ended = _run("""
        from residencias import interruption

        class Ending:
            def __del__(self):
                raise ValueError("algo")

        interruption.listen()
        ending = Ending()
        del ending
    """)
    assert "ValueError: algo" in ended.stderr
