"""`python -m residencias.backup`, the jobs `backup`, `prune` and `restore` of a container."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from plumbing import config, telemetry
from plumbing.errors import ResidenciasError
from residencias.backup import pruning, restoring, saving
from residencias.sentences import sentence


def parsed(arguments: list[str]) -> Namespace:
    """What is asked for; ends the process with its usage when nothing of the sort exists."""
    parser = ArgumentParser(prog="jobs")
    verbs = parser.add_subparsers(dest="verb", required=True)
    save = verbs.add_parser(
        "backup", help="a new backup; with --nights and --weeks older ones are pruned after it"
    )
    prune = verbs.add_parser("prune", help="older backups are removed")
    restore = verbs.add_parser("restore", help="into an empty system, the last one or NAME")
    for verb in (save, prune, restore):
        verb.add_argument("folder", type=Path)
    for verb in (save, prune):
        verb.add_argument(
            "--nights", type=int, required=verb is prune, help="newest days of which all are kept"
        )
        verb.add_argument(
            "--weeks", type=int, required=verb is prune, help="newest weeks of which one is kept"
        )
    prune.add_argument("--dry-run", action="store_true", help="says what would be removed")
    restore.add_argument("name", nargs="?", default="")
    found = parser.parse_args(arguments)
    if found.verb != "restore" and (found.nights is None) != (found.weeks is None):
        parser.error("--nights and --weeks go together")
    if found.verb != "restore" and found.nights is not None and (found.nights < 1 or found.weeks < 0):
        parser.error("at least one night is kept")
    return found


def main(arguments: list[str]) -> int:
    """0 when it is done and checked; 1 with one sentence when not."""
    telemetry.configure("backup")
    asked = parsed(arguments)
    try:
        if asked.verb == "restore":
            print(restoring.restore(config.from_environment(), asked.folder, asked.name))
        if asked.verb == "backup":
            print(saving.save(config.from_environment(), asked.folder))
        if asked.verb == "prune" or (asked.verb == "backup" and asked.nights is not None):
            _prune(asked)
    except ResidenciasError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    return 0


def _prune(asked: Namespace) -> None:
    is_asked = asked.verb == "prune"
    gone = pruning.prune(asked.folder, asked.nights, asked.weeks, dry_run=is_asked and asked.dry_run)
    for name in (*gone.folders, *(f"objects/{one}" for one in gone.objects)):
        print(name, file=sys.stdout if is_asked else sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
