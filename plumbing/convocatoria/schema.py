"""The JSON Schema of a convocatoria's files, for editors and for whoever writes the next one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from plumbing.config import ROOT
from plumbing.convocatoria.model import Convocatoria

SCHEMA_FILE: Path = ROOT / "convocatorias" / "convocatoria.schema.json"
"""Where the schema is shipped: beside the folders whose files name it in their first line."""
FIRST_LINE = f"# yaml-language-server: $schema=../{SCHEMA_FILE.name}"
REFERENCE = {
    "type": "object",
    "properties": {"supuesto": {"type": "string"}},
    "required": ["supuesto"],
    "additionalProperties": False,
}
EXTENDS = {
    "type": "string",
    "description": "Relative folder of the call this one is a later period of: what is not said here is said there.",
}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every file of a folder: any value may be a `{supuesto: id}`; no file has every key.

    `digest` is computed and each amendment is a file of its own, so no file of the folder has them.
    """
    schema = Convocatoria.model_json_schema(mode="validation")
    for name in ("digest", "amendments"):
        del schema["properties"][name]
    del schema["required"]
    for definition in (schema, *schema["$defs"].values()):
        for name, expected in definition.get("properties", {}).items():
            if name not in ("id", "clause", "text", "note", "supuestos"):
                definition["properties"][name] = {"anyOf": [expected, {"$ref": "#/$defs/SupuestoReference"}]}
    schema["$defs"]["SupuestoReference"] = REFERENCE
    schema["properties"]["extends"] = EXTENDS
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
