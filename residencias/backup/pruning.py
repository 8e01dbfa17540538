"""Old backups go, by a rule that counts backups and not days: when none is made, none goes.

Kept are those of the newest `nights` days, the newest of each of the newest `weeks` weeks, and what somebody pinned.
Nothing goes before the newest has proved itself whole, and an object only when all backups that stay can do without.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plumbing.errors import Invalid
from residencias.backup.folder import DATED, MANIFEST, OBJECTS, Backup, alone, complete


@dataclass(frozen=True)
class Gone:
    """What a pruning removed, or would."""

    folders: Sequence[str]
    objects: Sequence[str]


def prune(folder: Path, nights: int, weeks: int, *, dry_run: bool = False) -> Gone:
    """Only what the rule keeps is left in `folder`; with `dry_run` everything is.

    Raises: Invalid(RESPALDO_INEXISTENTE, RESPALDO_ALTERADO), Conflict(RESPALDO_EN_CURSO); then nothing was removed.
    """
    if not complete(folder):
        raise Invalid("RESPALDO_INEXISTENTE", carpeta=str(folder))
    with alone(folder):
        made = complete(folder)
        made[-1].require_whole()
        names = kept([one.own.name for one in made], nights, weeks)
        staying = [one for one in made if one.is_pinned or one.own.name in names]
        folders = [*(one.own for one in made if one not in staying), *_unfinished(folder, made[-1])]
        objects = list(_unneeded(folder / OBJECTS, staying))
        if not dry_run:
            for own in folders:
                (own / MANIFEST).unlink(missing_ok=True)  # from here on it is no backup, whatever happens
                shutil.rmtree(own)
            for file in objects:
                file.unlink()
    return Gone(
        sorted(own.name for own in folders),
        sorted(file.relative_to(folder / OBJECTS).as_posix() for file in objects),
    )


def kept(names: Sequence[str], nights: int, weeks: int) -> frozenset[str]:
    """The backups that stay, of those named by the instant at which they were made (UTC)."""
    made = {name: date.fromisoformat(name[:8]) for name in names}
    days = sorted(set(made.values()))[-nights:]
    newest_of_week: dict[tuple[int, int], str] = {}
    for name in sorted(made):
        newest_of_week[_week(made[name])] = name
    of_weeks = [newest_of_week[week] for week in sorted(newest_of_week)[-weeks:]] if weeks else []
    return frozenset({name for name, day in made.items() if day in days} | set(of_weeks))


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _unfinished(folder: Path, newest: Backup) -> Iterator[Path]:
    """What was begun before the newest complete one and never got its manifest."""
    for own in folder.glob(DATED):
        if own.name < newest.own.name and not (own / MANIFEST).exists():
            yield own


def _unneeded(objects: Path, staying: Sequence[Backup]) -> Iterator[Path]:
    """The objects that no backup needs; none while one of them does not say which it needs."""
    if not all(one.has_listing for one in staying):
        return
    needed = {name for one in staying for name in one.listed()}
    for file in objects.rglob("*"):
        if file.is_file() and file.relative_to(objects).as_posix() not in needed:
            yield file
