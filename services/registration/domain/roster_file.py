"""The roster's file as rows of text: encoding, separator and header are right, or one clear refusal."""

from __future__ import annotations

import csv
import io

from plumbing.errors import Invalid

COLUMNS = (
    "folio_enarm",
    "curp",
    "nombre",
    "primer_apellido",
    "segundo_apellido",
    "sexo",
    "fecha_nacimiento",
    "entidad_nacimiento",
    "categoria",
    "especialidad",
    "puntaje_enarm",
    "correo",
)
PLACE_COLUMNS = ("sede", "subsede", "seleccion_on")
"""Further columns of the calls whose sede comes in the roster, after the others and in this order."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")
MAX_ROWS = 60_000


def read_rows(content: bytes, columns: tuple[str, ...] = COLUMNS) -> list[list[str]]:
    """The data rows, cells stripped, blank lines left out. A UTF-8 mark at the start (Excel) is accepted.

    Raises: Invalid with ROSTER_VACIO, ROSTER_UTF16, ROSTER_NO_UTF8, ROSTER_ILEGIBLE, ROSTER_SEPARADOR,
    ROSTER_COLUMNAS or ROSTER_DEMASIADAS_FILAS. Source: G-17.
    """
    text = _text(content)
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except csv.Error as error:
        raise Invalid("ROSTER_ILEGIBLE", detalle=str(error)) from error
    rows = [row for row in rows if any(row)]
    if not rows:
        raise Invalid("ROSTER_VACIO")
    _check_header(rows[0], columns)
    if len(rows) == 1:
        raise Invalid("ROSTER_VACIO")
    if len(rows) - 1 > MAX_ROWS:
        raise Invalid("ROSTER_DEMASIADAS_FILAS", filas=len(rows) - 1, maximo=MAX_ROWS)
    return rows[1:]


def _text(content: bytes) -> str:
    if content.startswith(UTF16):
        raise Invalid("ROSTER_UTF16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Invalid("ROSTER_NO_UTF8", linea=line) from error
    if "\0" in text:
        raise Invalid("ROSTER_ILEGIBLE", detalle="NUL")
    return text


def _check_header(header: list[str], columns: tuple[str, ...]) -> None:
    """Passes when the header holds the declared columns in their order."""
    found = tuple(name.lower() for name in header)
    if found == columns:
        return
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        mark = next(m for m in ";\t|" if m in header[0])
        raise Invalid("ROSTER_SEPARADOR", separador={"\t": "TAB"}.get(mark, mark))
    missing = [name for name in columns if name not in found]
    extra = [name or "«»" for name in found if name not in columns]
    raise Invalid(
        "ROSTER_COLUMNAS",
        faltan=", ".join(missing) or "—",
        sobran=", ".join(extra) or "—",
        columnas=",".join(columns),
    )
