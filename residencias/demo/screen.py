"""What the demo draws: the start, the phases with their simulated date, and a summary that can be read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import date_in_words
from residencias.demo.driver.world import Account
from residencias.screens import Starting
from residencias.supervisor import System

HERE = Path(__file__)
TEXTS: dict[str, Any] = yaml.safe_load(HERE.with_name("screen.yaml").read_text(encoding="utf-8"))
SHELL: dict[str, Any] = yaml.safe_load(HERE.parent.with_name("texts.yaml").read_text(encoding="utf-8"))
MANY = 12


class Screen:
    """Draws on a terminal, and plainly where there is none."""

    def __init__(self, convocatoria: str, aspirantes: int, seed: int) -> None:
        self.console = Console()
        self._began = time.monotonic()
        self._seen: set[str] = set()
        self._status = self.console.status("")
        self._starting = Starting(self.console, SHELL)
        self.console.print(
            Panel(
                TEXTS["title"].format(convocatoria=convocatoria, aspirantes=aspirantes, seed=seed),
                expand=False,
            )
        )

    def step(self, name: str, seconds: float) -> None:
        self._starting.step(name, seconds)

    def ready(self, system: System) -> None:
        line = TEXTS["ready"].format(
            seconds=system.started_in_s,
            url=system.environment["PUBLIC_URL"],
            mb=system.rss_bytes() // 1_000_000,
        )
        self.console.print(line, highlight=False)

    def progress(self, phase: str, at: datetime, counts: Mapping[str, int]) -> None:
        """A line when the phase changes for the first time; below it, always, where the simulated day stands."""
        local = at.astimezone(MEXICO_CITY)
        when = f"{date_in_words(local.date())}, {local:%H:%M}"
        name = TEXTS["phases"].get(phase, phase)
        done = " · ".join(
            f"{label} {counts[what]}" for what, label in TEXTS["counts"].items() if counts.get(what)
        )
        self._status.update(f"{when} · {name} · [dim]{done}[/dim]")
        self._status.start()
        if phase in self._seen:
            return
        self._seen.add(phase)
        elapsed = time.monotonic() - self._began
        self.console.print(f"[dim]{elapsed:6.0f} s[/dim]  {when:<42} [bold]{name}[/bold]", highlight=False)

    def summary(self, summary: Mapping[str, Any], again: bool = False) -> None:
        """Outcomes, sedes, cut-offs, letters, e-mails, verifier, figures, and the oracle's word."""
        self._status.stop()
        if again:
            self.console.print(TEXTS["again"], style="dim")
        self.console.print(_counts(TEXTS["outcomes"], summary["states"], TEXTS["states"]))
        self.console.print(_sedes(summary["sedes"]))
        self.console.print(_counts(TEXTS["letters"], summary["letters"], TEXTS["letter_names"]))
        self.console.print(_counts(TEXTS["mails"], summary["mails"], TEXTS["mail_names"]))
        if summary["round"]:
            self._verification(summary["round"])
        if summary.get("releases"):
            self.console.print(_counts(TEXTS["releases"], summary["releases"], TEXTS["release_causes"]))
        self.console.print(TEXTS["figures"].format(**summary), highlight=False)
        for sentence in (*summary["failures"][:40], *summary["differences"][:40]):
            self.console.print(f"  [red]✗[/red] {sentence}", highlight=False)
        verdict = "agrees" if summary["ok"] else "differs"
        self.console.print(
            TEXTS[verdict].format(n=len(summary["differences"]) + len(summary["failures"])),
            style="bold green" if summary["ok"] else "bold red",
        )

    def broken(self, why: str, failures: Sequence[str], logs: str) -> None:
        """The run could not go on: why, what had gone wrong before, and where to read more."""
        self._status.stop()
        for sentence in failures[:40]:
            self.console.print(f"  [red]✗[/red] {sentence}", highlight=False)
        self.console.print(TEXTS["broken"].format(why=why, logs=logs), style="bold red", highlight=False)

    def staying(self, system: System, settings: Mapping[str, str], accounts: Sequence[Account]) -> None:
        """Where it goes on, and some aspirantes (nobody real) to enter as."""
        self.console.print(
            TEXTS["staying"].format(
                url=system.environment["PUBLIC_URL"], passwords=Path(settings["STAFF_PASSWORDS_FILE"]).name
            ),
            highlight=False,
        )
        for account in accounts:
            self.console.print(
                TEXTS["aspirante"].format(curp=account.key, password=account.password),
                highlight=False,
            )

    def _verification(self, found: Mapping[str, Any]) -> None:
        self.console.print(TEXTS["verifier"], style="italic")
        for one in found["verification"]["properties"]:
            mark = "[green]✓[/green]" if one["holds"] else "[red]✗[/red]"
            number = one["name"].split()[0]
            line = f"  {mark} {number:<4}{one['statement']} [dim]{one['clause']}[/dim]"
            self.console.print(line, highlight=False)
        self.console.print()


def _counts(title: str, counts: Mapping[str, int], names: Mapping[str, str]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for code, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        table.add_row(names.get(code, code), str(n))
    return table


def _sedes(rows: Sequence[Mapping[str, Any]]) -> Table:
    """The sedes with most places taken, and the lowest puntaje that entered."""
    table = Table(title=TEXTS["sedes"].format(n=len(rows), most=MANY), title_justify="left")
    for column in TEXTS["sede_columns"]:
        table.add_column(column, justify="left" if column == TEXTS["sede_columns"][0] else "right")
    for row in rows[:MANY]:
        table.add_row(row["sede"], f"{row['filled']}/{row['plazas']}", row["lowest"])
    return table
