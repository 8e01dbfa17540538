"""The list of seleccionados: `python roster_import.py CONVOCATORIA FILE.csv`. 1 when rows were refused."""

from __future__ import annotations

import sys
from pathlib import Path

from connecting import connected
from residencias_client import Problem, Rosters


def main(convocatoria: str, file: str) -> int:
    path = Path(file)
    with connected("registration") as api:
        try:
            report = Rosters(api).send(convocatoria, path.name, path.read_bytes())
        except Problem as problem:
            print(problem.que, problem.porque, problem.arreglo, sep="\n", file=sys.stderr)
            return 2
    print(f"{report.roster_id}: {report.admitted} de {report.rows} renglones; {report.state}")
    for row in report.refused:
        print(f"  renglón {row.row}: {row.code}")
    if not report.direction_ok:
        print("  los puntajes parecen lugares o están al revés: revísalos antes de aceptar")
    return 1 if report.refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
