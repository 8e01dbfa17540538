"""Writes one JSON Schema here for each custom resource that our manifests contain, out of the projects' own CRDs.

    python deploy/k8s/schemas/from_crds.py FOLDER_OF_CRDS…

A cluster's own CRDs do as well (`kubectl get crd -o yaml`). What the API server would prune, the schema refuses; words
for people and the branches in `WITHOUT` are left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Schema = dict[str, Any]
KINDS = {
    ("cert-manager.io", "v1", "Certificate"),
    ("cert-manager.io", "v1", "Issuer"),
    ("external-secrets.io", "v1", "ExternalSecret"),
    ("gateway.networking.k8s.io", "v1", "HTTPRoute"),
    ("keda.sh", "v1alpha1", "ScaledObject"),
    ("keda.sh", "v1alpha1", "TriggerAuthentication"),
    ("mongodbcommunity.mongodb.com", "v1", "MongoDBCommunity"),
}
# Large, and never ours: certificates come from an authority of our own, secrets from one store.
WITHOUT = {"Issuer": {"acme", "vault", "venafi"}}
WORDS = {"description", "format", "default", "title", "externalDocs", "example"}
METADATA: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["name"],
    "additionalProperties": False,
}


def strict(schema: Schema) -> Schema:
    """The same, in which an object has no other properties than those it names, unless it says so itself."""
    kept = {
        key: value
        for key, value in schema.items()
        if key not in WORDS and not key.startswith("x-kubernetes-")
    }
    for key in ("properties",):
        if key in kept:
            kept[key] = {name: strict(value) for name, value in kept[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = strict(kept[key])
    is_open = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if "properties" in kept and not is_open:
        kept["additionalProperties"] = False
    return kept


def schema_of(crd: Schema, version: Schema) -> Schema:
    """The schema of one version of a resource, with its names and without its status."""
    group, kind = crd["spec"]["group"], crd["spec"]["names"]["kind"]
    found = strict(version["schema"]["openAPIV3Schema"])
    properties = found["properties"]
    properties.pop("status", None)
    properties["metadata"] = METADATA
    properties["apiVersion"] = {"const": f"{group}/{version['name']}"}
    properties["kind"] = {"const": kind}
    for branch in WITHOUT.get(kind, ()):
        properties["spec"]["properties"].pop(branch)
    found["required"] = ["apiVersion", "kind", "metadata", "spec"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **found}


def crds(folders: list[str]) -> Iterator[Schema]:
    """Every CustomResourceDefinition under `folders`."""
    for folder in folders:
        for file in sorted(Path(folder).glob("*.yaml")):
            for one in yaml.safe_load_all(file.read_text(encoding="utf-8")):
                yield from one["items"] if one["kind"] == "List" else [one]


def main(folders: list[str]) -> None:
    for crd in crds(folders):
        for version in crd["spec"]["versions"]:
            key = (crd["spec"]["group"], version["name"], crd["spec"]["names"]["kind"])
            if key in KINDS:
                text = json.dumps(schema_of(crd, version), indent=1, ensure_ascii=False, sort_keys=True)
                (HERE / f"{'_'.join(key)}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
