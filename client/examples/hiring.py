"""Who is to be hired: `python hiring.py CONVOCATORIA [OOAD [ESTADO]]` prints one JSON object per person, PREACEPTADO
unless another state is named."""

from __future__ import annotations

import json
import sys

from connecting import connected
from residencias_client import Preaceptados, Problem


def main(convocatoria: str, ooad: str = "", estado: str = "PREACEPTADO") -> int:
    with connected("allocation") as api:
        try:
            for result in Preaceptados(api).read(convocatoria, ooad, estado):
                person = {
                    "folio": result.folio,
                    "especialidad": result.especialidad,
                    "sede": result.place.sede,
                    "carta_desde": result.letter_valid_from,
                    "carta_hasta": result.letter_valid_until,
                }
                print(json.dumps(person, ensure_ascii=False))
        except Problem as problem:
            print(f"{problem.code}: {problem.que}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
