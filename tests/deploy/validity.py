"""What an API server would refuse of an object, by the schemas of Kubernetes and of other projects."""

from __future__ import annotations

import json
import re
from functools import cache

import kubernetes_validate
from jsonschema import Draft202012Validator
from kubernetes_validate import utils

from tests.deploy.cluster import K8S, Object

KUBERNETES = "1.33"
utils.schema_contents = cache(utils.schema_contents)  # megabytes, read anew for every object otherwise
BUILT_IN = re.compile(r"^(v1|[a-z]+/v\d\w*|[a-z.]+\.k8s\.io/v\d\w*)$")
SCHEMAS = {
    (schema["properties"]["apiVersion"]["const"], schema["properties"]["kind"]["const"]): schema
    for schema in (json.loads(file.read_text(encoding="utf-8")) for file in (K8S / "schemas").glob("*.json"))
}


# What these resources hold for a StatefulSet, of which their own schemas say nothing.
OVERRIDES = {
    "RabbitmqCluster": lambda spec: spec["override"]["statefulSet"]["spec"],
    "MongoDBCommunity": lambda spec: spec["statefulSet"]["spec"],
}


def refusals(one: Object) -> list[str]:
    """Why an API server would not take it."""
    schema = SCHEMAS.get((one["apiVersion"], one["kind"]))
    if schema:
        found = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(one)]
        return found + [refused for part in _built_in_parts(one) for refused in refusals(part)]
    assert BUILT_IN.match(one["apiVersion"]), f"no schema for {one['apiVersion']} {one['kind']}"
    try:
        kubernetes_validate.validate(one, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"{error.path}: {error.message}"]
    return []


def _built_in_parts(one: Object) -> list[Object]:
    """What a custom resource holds of Kubernetes' own, as objects that can be checked alone."""
    if one["kind"] not in OVERRIDES:
        return []
    spec = OVERRIDES[one["kind"]](one["spec"])
    pod = {"apiVersion": "v1", "kind": "PodTemplate", "template": spec["template"]}
    claims = spec.get("volumeClaimTemplates", ())
    return [pod, *({"apiVersion": "v1", "kind": "PersistentVolumeClaim", **claim} for claim in claims)]
