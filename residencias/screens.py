"""What the command line draws: the start, step by step, and the table of what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import psutil
from rich.console import Console
from rich.table import Table


class Starting:
    """Shows each step as it becomes ready, with the second at which it did."""

    def __init__(self, console: Console, texts: Mapping[str, Any]) -> None:
        self._console = console
        self._texts = texts
        self._status = console.status(texts["steps"]["starting"])

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._status.stop()
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._console.print(self._texts["stopped"])

    def step(self, name: str, seconds: float) -> None:
        label = self._texts["steps"].get(name, name)
        self._console.print(f"  [green]✓[/green] {label} [dim]{seconds:.1f} s[/dim]", highlight=False)

    def done(self, seconds: float, url: str, rss_bytes: int) -> None:
        self._status.stop()
        line = self._texts["up_done"].format(seconds=seconds, url=url, rss_mb=rss_bytes // 1_000_000)
        self._console.print(line, style="bold", highlight=False)

    def accounts(self, accounts: Sequence[Mapping[str, Any]], **where: str) -> None:
        """Who can come in: each local desk by its user; `where`: its `url`, the `passwords`, everybody's `mails`."""
        table = Table(
            title=self._texts["accounts"]["title"], title_justify="left", show_header=False, box=None
        )
        for account in accounts:
            table.add_row(f"  {account['user']}", account["name"], ", ".join(account["roles"]))
        self._console.print(table)
        self._console.print(self._texts["accounts"]["where"].format(**where), soft_wrap=True, highlight=False)

    def stopping(self) -> None:
        self._status.update(self._texts["stopping"])
        self._status.start()


def _memory(pids: list[int]) -> int:
    """Resident bytes of the processes and their descendants that live."""
    total = 0
    for pid in pids:
        try:
            own = psutil.Process(pid)
            total += sum(process.memory_info().rss for process in (own, *own.children(recursive=True)))
        except psutil.NoSuchProcess:
            continue
    return total


def status_table(instance: str, state: Mapping[str, Any], texts: Mapping[str, str]) -> Table:
    """What runs, with its pids, restarts and memory."""
    table = Table(title=texts["title"].format(instance=instance, url=state["url"]))
    table.add_column(texts["what"])
    for column in ("pid", "restarts", "memory"):
        table.add_column(texts[column], justify="right")
    rows = [(name, pids, None) for name, pids in state["parts"].items()]
    rows += [(name, [process["pid"]], process["restarts"]) for name, process in state["processes"].items()]
    total = psutil.Process(state["pid"]).memory_info().rss
    table.add_row(texts["supervisor"], str(state["pid"]), "", f"{total // 1_000_000} MB")
    for name, pids, restarts in rows:
        living = [pid for pid in pids if pid and psutil.pid_exists(pid)]
        used = _memory(living)
        total += used
        shown = ", ".join(str(pid) for pid in living) or texts["dead"]
        table.add_row(name, shown, "" if restarts is None else str(restarts), f"{used // 1_000_000} MB")
    table.add_section()
    table.add_row(texts["total"], "", "", f"{total // 1_000_000} MB")
    return table
