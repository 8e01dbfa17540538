"""Turns the surface's table into FastAPI routes: body → request message → RPC → JSON."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from fastapi.responses import JSONResponse
from google.protobuf.descriptor import Descriptor
from google.protobuf.json_format import ParseDict, ParseError
from pydantic import BaseModel

from plumbing.errors import Invalid
from plumbing.events import as_plain
from services.gateway.edge import Edge
from services.gateway.entrance import address_of
from services.gateway.shapes import EMPTY, SCALARS, model_of
from services.gateway.surface import SURFACE, Route

TAGS = {
    "registration": "Registro",
    "documents": "Documentos",
    "validation": "Validación",
    "scoring": "Puntaje",
    "allocation": "Asignación",
    "notifications": "Cartas y correos",
    "audit": "Auditoría",
}
PAGED = "page"
MOST_ROWS = 500


def router(edge: Edge) -> APIRouter:
    """Routes for the whole table."""
    made = APIRouter()
    for route in SURFACE:
        made.add_api_route(
            route.path,
            _endpoint(edge, route),
            methods=[route.verb],
            summary=route.summary,
            tags=[TAGS[route.service]],
            operation_id=f"{route.service}_{route.method}_{len(route.path.split('/'))}",
            response_model=model_of(edge.upstream.methods[route.service][route.method].output_type),
            openapi_extra={"x-roles": sorted(edge.upstream.roles(route.service, route.method))},
        )
    return made


def in_path(route: Route) -> frozenset[str]:
    return frozenset(re.findall(r"{(\w+)}", route.path))


def _endpoint(edge: Edge, route: Route) -> Callable[..., Any]:
    """The function FastAPI calls; its annotations tell OpenAPI what comes from where."""
    message = edge.upstream.methods[route.service][route.method].input_type
    given = in_path(route)
    rest = [field.name for field in message.fields if field.name not in given]
    body_model = model_of(message, given) if rest and route.verb in ("POST", "PUT") else None
    public = edge.upstream.is_public(route.service, route.method)

    def answer(request: Request, path: dict[str, Any], body: dict[str, Any]) -> Any:
        known = {name: value for name, value in path.items() if name in message.fields_by_name}
        built = filled(edge.upstream.request(route.service, route.method), {**body, **known})
        counted = (
            edge.attempts.counted(
                address_of(request),
                " ".join(map(str, (*path.values(), body.get(route.account)))),
                always=route.counts_always,
            )
            if route.account
            else nullcontext()
        )
        with counted:
            circumstances = edge.circumstances(request, public=public)
            found = edge.upstream.call(route.service, route.method, built, circumstances)
        if route.ends_sessions:
            edge.sessions.close_all(found.expediente_id)
        return JSONResponse(as_plain(found))

    return _signed(answer, sorted(given), body_model, rest if body_model is None else [], message)


def filled(message: Any, values: Mapping[str, Any]) -> Any:
    """The message with `values`. Raises Invalid for text or numbers that no message can carry."""
    try:
        return ParseDict(dict(values), message)
    except (ParseError, ValueError) as error:
        raise Invalid("CUERPO_INVALIDO") from error


def _signed(
    answer: Callable[..., Any],
    given: list[str],
    body_model: type[BaseModel] | None,
    query: list[str],
    message: Descriptor,
) -> Callable[..., Any]:
    """`answer` with the signature of exactly these parameters (FastAPI reads signatures)."""

    def endpoint(request: Request, **values: Any) -> Any:
        path = {name: values[name] for name in given}
        body = values["body"].model_dump(exclude_unset=True) if body_model else _query_body(values, query)
        return answer(request, path, body)

    parameters = [_parameter("request", Request)]
    for name in given:
        field = message.fields_by_name.get(name)
        parameters.append(_parameter(name, Annotated[SCALARS[field.type] if field else str, Path()]))
    if body_model is not None:
        parameters.append(_parameter("body", Annotated[body_model, Body()]))
    parameters += [parameter for name in query for parameter in _query(name, message)]
    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return endpoint


def _query(name: str, message: Descriptor) -> list[inspect.Parameter]:
    if name == PAGED:
        return [
            _parameter("limit", Annotated[int, Query(ge=0, le=MOST_ROWS)], 0),
            _parameter("after", Annotated[str, Query()], ""),
        ]
    field = message.fields_by_name[name]
    if field.message_type is not None:
        return []
    return [_parameter(name, Annotated[SCALARS[field.type], Query()], EMPTY[field.type])]


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _query_body(values: dict[str, Any], query: list[str]) -> dict[str, Any]:
    body: dict[str, Any] = {name: values[name] for name in query if values.get(name) not in (None, "")}
    if PAGED in query:
        body[PAGED] = {"limit": values.get("limit", 0), "after": values.get("after", "")}
    return body
