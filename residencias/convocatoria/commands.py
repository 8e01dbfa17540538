"""`residencias convocatoria`: check, publish, show and schema of the folders of `convocatorias/`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from plumbing.convocatoria import Convocatoria, ConvocatoriaInvalid, load, schema_text
from plumbing.convocatoria.__main__ import check_folders
from plumbing.convocatoria.reading.wording import TEXTS

SAYS: dict[str, str] = TEXTS["orden"]
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help=SAYS["folder"])]
Folders = Annotated[list[Path], typer.Argument(exists=True, file_okay=False, help=SAYS["folders"])]
Calendar = Annotated[
    Path | None, typer.Option("--calendar", exists=True, dir_okay=False, help=SAYS["calendar"])
]

app = typer.Typer(help=SAYS["app"], no_args_is_help=True, rich_markup_mode="rich")


@app.command(help=SAYS["check"])
def check(folders: Folders, calendar: Calendar = None) -> None:
    if calendar and len(folders) > 1:
        raise typer.BadParameter(SAYS["un_calendario"], param_hint="--calendar")
    raise typer.Exit(check_folders(folders, calendar=calendar))


@app.command(help=SAYS["publish"])
def publish(folders: Folders) -> None:
    raise typer.Exit(check_folders(folders, published=True))


@app.command(help=SAYS["show"])
def show(
    folder: Folder,
    html: Annotated[Path | None, typer.Option(dir_okay=False, help=SAYS["html"])] = None,
    calendar: Calendar = None,
) -> None:
    convocatoria = _usable(folder, calendar)
    if html:
        from residencias.convocatoria.page import page  # here, because the other commands need no templates

        html.write_text(page(convocatoria), encoding="utf-8")
        typer.echo(SAYS["escrita"].format(titulo=convocatoria.short_title.value, archivo=html))
        return
    from residencias.convocatoria.terminal import print_convocatoria

    print_convocatoria(Console(), convocatoria)


@app.command(help=SAYS["schema"])
def schema() -> None:
    typer.echo(schema_text(), nl=False)


def _usable(folder: Path, calendar: Path | None) -> Convocatoria:
    """The checked convocatoria; otherwise its problems are printed and the command ends with 1."""
    try:
        return load(folder.resolve(), calendar)
    except ConvocatoriaInvalid as error:
        print(f"{folder}:", error, sep="\n", file=sys.stderr)
        raise typer.Exit(1) from None
