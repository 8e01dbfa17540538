"""`python -m plumbing.convocatoria check FOLDER…`: can the files be used; `publish FOLDER…`: from here on only
amendments change it; `schema` prints the JSON Schema."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from plumbing.convocatoria import ConvocatoriaInvalid, load, schema_text
from plumbing.convocatoria.problems import texts
from plumbing.convocatoria.published import publish


def check_folders(folders: Iterable[Path], published: bool = False, calendar: Path | None = None) -> int:
    """Says of each folder whether it can be used and, if not, every reason; `published` remembers it. 0: all can.

    `calendar` gives dates to the windows without any.
    """
    failed = False
    for folder in (path.resolve() for path in folders):
        try:
            convocatoria = load(folder, calendar)
            if published and (problems := publish(folder.parent, convocatoria)):
                raise ConvocatoriaInvalid(problems)
            says = texts()["orden"]
            print(says["bien"].format(id=convocatoria.id, huella=convocatoria.digest))
            if pending := convocatoria.pending_windows.values():
                print(says["sin_fechas"].format(ventanas=", ".join(window.label for window in pending)))
        except ConvocatoriaInvalid as error:
            failed = True
            print(f"{folder}:", error, sep="\n", file=sys.stderr)
    return int(failed)


def main(arguments: list[str]) -> int:
    """Exit code: 0 usable, 1 problems found (one line each), 2 called wrongly."""
    if arguments == ["schema"]:
        print(schema_text(), end="")
        return 0
    if arguments[:1] not in (["check"], ["publish"]) or len(arguments) < 2:
        print(texts()["orden"]["uso"], file=sys.stderr)
        return 2
    return check_folders(map(Path, arguments[1:]), published=arguments[0] == "publish")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
