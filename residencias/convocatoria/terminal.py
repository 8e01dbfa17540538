"""The convocatoria in a terminal: the calendar as bars, then every rule beside its source."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from plumbing.convocatoria import Convocatoria
from plumbing.convocatoria.reading.reader import read
from plumbing.convocatoria.reading.rules import Group, Rule
from plumbing.convocatoria.reading.wording import TEXTS
from residencias.convocatoria.timeline import Bar, Timeline, timeline

SAYS = TEXTS["pagina"]
CELLS = 40
INDENT = "  "


def print_convocatoria(console: Console, convocatoria: Convocatoria) -> None:
    """The whole convocatoria is on the terminal."""
    reading, picture = read(convocatoria), timeline(convocatoria)
    head = Text(convocatoria.title.value, style="bold")
    head.append(f"\n{SAYS['cuenta'].format(**reading.counts)}", style="not bold")
    head.append(f"\n{SAYS['huella']}: {convocatoria.digest}", style="dim not bold")
    console.print(Panel(head, title=convocatoria.id, title_align="left"))
    for section in reading.sections:
        console.rule(Text(section.title, style="bold green"), align="left")
        if section.anchor == "parte-calendario" and picture:
            console.print(_calendar(picture))
        for group in section.groups:
            console.print(_table(group))
    if convocatoria.supuestos:
        console.rule(Text(reading.supuestos.title, style="bold green"), align="left")
        console.print(_assumptions(reading.supuestos.rules))


def _calendar(picture: Timeline) -> Table:
    says = TEXTS["calendario"]
    table = Table(title=picture.span, title_justify="left", box=None, padding=(0, 1))
    table.add_column(says["ventana"], ratio=3)
    table.add_column(says["fechas"], ratio=3, style="dim")
    if picture.ticks:
        table.add_column(_axis(picture), width=CELLS + 2, no_wrap=True)
    table.add_column(SAYS["clausula"], ratio=2, style="green")
    for bar in picture.bars:
        cells = [bar.label, bar.dates, *([_cells(bar)] if picture.ticks else []), bar.clause]
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _axis(picture: Timeline) -> Text:
    """The days under which the bars stand, as many as fit."""
    line = ""
    for tick in picture.ticks:
        at = round(tick.at / 100 * CELLS)
        if at >= len(line) + bool(line) and at + len(tick.label) <= CELLS + 1:
            line = line.ljust(at) + tick.label
    return Text(line)


def _cells(bar: Bar) -> str:
    """The window in characters: full from its opening to its closing, dots where an end is missing."""
    if not bar.inside:
        return " " * CELLS + "▶"
    start = min(int(bar.start / 100 * CELLS), CELLS - 1)
    length = max(round(bar.width / 100 * CELLS), 1)
    if not bar.width:
        return (" " * start + "●").ljust(CELLS, "·")
    drawn = " " * start + ("·" if bar.always_open else "█") * length
    return drawn[:CELLS].ljust(CELLS) + ("▶" if bar.runs_on else "")


def _table(group: Group) -> Table:
    table = Table(title=group.title or None, title_justify="left", show_lines=True, expand=True)
    for name, ratio in (("regla", 3), ("dice", 5), ("fuente", 4)):
        table.add_column(SAYS[name], ratio=ratio, overflow="fold")
    for rule in group.rules:
        table.add_row(_name(rule), _says(rule), _source(rule))
    return table


def _name(rule: Rule) -> Text:
    text = Text()
    if rule.kicker:
        text.append(rule.kicker, style="dim")
    if rule.heading:
        text.append(("\n" if text else "") + rule.heading, style="bold")
    if rule.code:
        text.append(("\n" if text else "") + rule.code, style="cyan")
    return text


def _says(rule: Rule, indent: str = "") -> Text:
    """The facts of a rule and of the rules inside it, further in."""
    lines = [Text(indent + rule.when)] if rule.when else []
    for fact in rule.facts:
        line = Text(f"{indent}{fact.label}: ", style="dim")
        line.append("; ".join(one.text for one in fact.lines), style="not dim")
        lines.append(line)
    for group in rule.groups:
        lines.append(Text(indent + group.title, style="underline"))
        for inner in group.rules:
            name = Text(f"{indent}{INDENT}{inner.heading}", style="bold")
            name.append(f" {inner.code}" if inner.code else "", style="cyan not bold")
            name.append(f" {inner.clause}" if inner.clause else "", style="green not bold")
            lines += [name, *([said] if (said := _says(inner, indent + INDENT * 2)) else [])]
    return Text("\n").join(lines)


def _source(rule: Rule) -> Text:
    parts = [Text(rule.clause, style="green")] if rule.clause else []
    parts += [Text(rule.text, style="italic")] if rule.text else []
    parts += [Text(f"{SAYS['nota']}. {rule.note}", style="dim")] if rule.note else []
    parts += [Text(f"{SAYS['supuesto']}: {one.text}", style="yellow") for one in rule.supuestos]
    return Text("\n").join(parts)


def _assumptions(rules: Iterable[Rule]) -> Table:
    table = Table(show_lines=True, expand=True)
    table.add_column(SAYS["supuesto"], ratio=4, overflow="fold")
    table.add_column(SAYS["dice"], ratio=6, overflow="fold")
    for rule in rules:
        table.add_row(_name(rule), _says(rule))
    return table
