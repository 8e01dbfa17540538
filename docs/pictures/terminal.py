"""The picture of a run is made from what a terminal showed.

`script -qfec "stty cols 100; make demo" run.ansi`, then `python docs/pictures/terminal.py run.ansi demo.svg` here.
Only the frames of the progress line and the middle of the list of phases are left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

WIDTH = 100
FIRST, LAST = 8, 5  # phases that are shown
NORMAL = [(18, 24, 26), (222, 107, 107), (98, 196, 140), (224, 176, 92), (122, 162, 240), (190, 140, 220)]
BRIGHT = [(110, 122, 118), (240, 130, 130), (120, 220, 160), (240, 196, 110), (150, 185, 255)]
THEME = TerminalTheme(
    (18, 24, 26),
    (226, 232, 229),
    [*NORMAL, (110, 200, 200), (200, 208, 204)],
    [*BRIGHT, (210, 165, 240), (140, 220, 220), (255, 255, 255)],
)
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
CURSOR = re.compile(r"\x1b\[(\?25[lh]|\d*[AK])")


def lines(recorded: str) -> list[Text]:
    """What stays on the screen, line by line."""
    kept = [CURSOR.sub("", line.split("\r")[-1]) for line in recorded.replace("\r\n", "\n").split("\n")]
    return [Text.from_ansi(line) for line in "\n".join(kept).rstrip().split("\n")]


def shortened(shown: list[Text]) -> list[Text]:
    """The start, the first and last phases, and the summary, which follows the first empty line."""
    phases = [n for n, line in enumerate(shown) if re.match(r" *\d+ s  ", line.plain)]
    summary = next(n for n in range(phases[-1], len(shown)) if not shown[n].plain.strip())
    middle = [Text("         ⋮")] if len(phases) > FIRST + LAST else []
    first, last = [shown[n] for n in phases[:FIRST]], [shown[n] for n in phases[FIRST:][-LAST:]]
    return [*shown[: phases[0]], *first, *middle, *last, *shown[summary:]]


def main(source: str, target: str) -> None:
    """`target` is an SVG that needs no font from anywhere."""
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        for line in shortened(lines(Path(source).read_text(encoding="utf-8", errors="replace"))):
            console.print(line, no_wrap=True, overflow="crop")
        drawn = console.export_svg(title="make demo", theme=THEME, unique_id="demo")
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"<!--.*?-->\s*", "", drawn).replace("Fira Code, monospace", FONT)
    Path(target).write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
