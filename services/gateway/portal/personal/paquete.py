"""The two files of a run, byte for byte as they are kept: with them anybody runs it again."""

from __future__ import annotations

import gzip
from typing import Any

from fastapi import Response

from plumbing.errors import NotFound

PARTS = ("entrada", "salida")


def part_of(bundle: Any, part: str) -> Response:
    """The file of this name to keep. Raises NotFound(PAGINA_DESCONOCIDA)."""
    if part not in PARTS:
        raise NotFound("PAGINA_DESCONOCIDA")
    kept = bundle.input if part == PARTS[0] else bundle.output
    content = gzip.decompress(kept) if bundle.encoding == "gzip" else bytes(kept)
    named = {"Content-Disposition": f'attachment; filename="{part}.json"'}
    return Response(content, headers=named, media_type="application/json")
