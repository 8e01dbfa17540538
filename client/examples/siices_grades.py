"""The cut of grades of SIICES: `python siices_grades.py CONVOCATORIA FILE.csv`. Safe to run again after a doubt."""

from __future__ import annotations

import sys
from pathlib import Path

from connecting import connected
from residencias_client import Calificaciones, Problem


def main(convocatoria: str, file: str) -> int:
    path = Path(file)
    with connected("scoring") as api:
        try:
            corte = Calificaciones(api).send(convocatoria, path.name, path.read_bytes())
        except Problem as problem:
            print(f"{problem.code}: {problem.que} {problem.arreglo}", file=sys.stderr)
            for field in problem.fields:
                print(f"  {field.field}: {field.text}", file=sys.stderr)
            return 2
    print(f"{corte.corte_id}: {corte.people} personas, {corte.rows} renglones; {corte.state}")
    for row in corte.refused:
        print(f"  renglón {row.row}: {row.code}")
    return 1 if corte.refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
