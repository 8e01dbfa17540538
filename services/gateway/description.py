"""OpenAPI says how to enter and how refusals look, once, for every route."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from services.gateway.problems import MEDIA_TYPE, Problem
from services.gateway.sessions import COOKIE

SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}
REFERENCE = {"$ref": "#/components/schemas/Problem"}
# FastAPI adds its own 422 to a route that says nothing about refusals.
REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Problem", "content": {MEDIA_TYPE: {"schema": REFERENCE}}},
    "5XX": {"description": "Problem", "content": {MEDIA_TYPE: {"schema": REFERENCE}}},
}


def describe(app: FastAPI) -> None:
    """`app.openapi()` has the schema of problems and, per route, who may call it."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            components = schema.setdefault("components", {})
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            components.setdefault("schemas", {}).update(problem.pop("$defs"), Problem=problem)
            components["securitySchemes"] = SCHEMES
            for path in schema["paths"].values():
                for operation in path.values():
                    if "publico" not in operation.get("x-roles", ["publico"]):
                        operation["security"] = [{"token": []}, {"cookie": []}]
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
