"""`python -m plumbing.convocatoria check FOLDER…`: can the files be used; `publish FOLDER…`: from here on only
amendments change it; `schema` prints the JSON Schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from plumbing.convocatoria import ConvocatoriaInvalid, json_schema, load
from plumbing.convocatoria.problems import texts
from plumbing.convocatoria.published import publish


def main(arguments: list[str]) -> int:
    """Exit code: 0 usable, 1 problems found (one line each), 2 called wrongly."""
    says = texts()["orden"]
    if arguments == ["schema"]:
        print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return 0
    if arguments[:1] not in (["check"], ["publish"]) or len(arguments) < 2:
        print(says["uso"], file=sys.stderr)
        return 2
    failed = False
    for folder in map(Path, arguments[1:]):
        try:
            convocatoria = load(folder)
            if arguments[0] == "publish" and (problems := publish(folder.parent, convocatoria)):
                raise ConvocatoriaInvalid(problems)
            print(says["bien"].format(id=convocatoria.id, huella=convocatoria.digest))
            if pending := convocatoria.pending_windows.values():
                print(says["sin_fechas"].format(ventanas=", ".join(window.label for window in pending)))
        except ConvocatoriaInvalid as error:
            failed = True
            print(f"{folder}:", error, sep="\n", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
