"""Every figure, one module after another: `python -m bench [name…]`. The status is 1 when one of them fails.

Each module runs in a process of its own, so that neither its memory nor what it patches shows in the next figures.
A module takes part when it defines `main()` and runs it as `python -m bench.<name>`; its docstring is its heading.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

HERE = Path(__file__).parent
WIDTH = 120  # where there is no terminal to ask
console = Console() if sys.stdout.isatty() else Console(width=WIDTH)


def modules(folder: Path = HERE) -> dict[str, str]:
    """Name of each module that takes part → the first line of its docstring."""
    found = {}
    for path in sorted(folder.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or path.stem).splitlines()[0]
    return found


def run(name: str, heading: str) -> tuple[int, float]:
    """(exit code, seconds) of one module; what it prints goes straight to the terminal."""
    console.rule(f"[bold]{name}[/bold]  {escape(heading)}", align="left")
    began = time.monotonic()
    environment = {**os.environ, "COLUMNS": str(console.width)}
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, env=environment, check=False
    )
    console.print()
    return done.returncode, time.monotonic() - began


def main(names: list[str]) -> int:
    """Runs `names`, or all. 0 when each ended well, 2 for a name that is not there."""
    known = modules()
    if unknown := [name for name in names if name not in known]:
        console.print(f"bench: {', '.join(unknown)}? {', '.join(known)}", markup=False)
        return 2
    ended = {name: run(name, known[name]) for name in names or known}
    table = Table("bench", "s", "")
    for name, (code, seconds) in ended.items():
        table.add_row(name, f"{seconds:.0f}", "[green]✓[/green]" if code == 0 else f"[red]✗ {code}[/red]")
    console.print(table)
    return int(any(code for code, _ in ended.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
