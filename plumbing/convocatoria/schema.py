"""The JSON Schema of a convocatoria's files, for editors and for whoever writes the next one."""

from __future__ import annotations

from typing import Any

from plumbing.convocatoria.model import Convocatoria

REFERENCE = {
    "type": "object",
    "properties": {"supuesto": {"type": "string"}},
    "required": ["supuesto"],
    "additionalProperties": False,
}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the joined files: any value may be a `{supuesto: id}`; no file has every key.

    `digest` is computed and `supuestos` stands in its own file, so neither belongs to the rules' files.
    """
    schema = Convocatoria.model_json_schema(mode="validation")
    for name in ("digest", "supuestos", "amendments"):
        del schema["properties"][name]
    del schema["required"]
    for definition in (schema, *schema["$defs"].values()):
        for name, expected in definition.get("properties", {}).items():
            if name not in ("id", "clause", "text", "note", "supuestos"):
                definition["properties"][name] = {"anyOf": [expected, {"$ref": "#/$defs/SupuestoReference"}]}
    schema["$defs"]["SupuestoReference"] = REFERENCE
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
