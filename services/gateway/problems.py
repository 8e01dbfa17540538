"""Errors as problem details (RFC 9457): one table of kinds, the same three sentences everywhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from plumbing.errors import FieldError, Invalid, Kind, NotFound, ResidenciasError
from plumbing.messages import Messages

MEDIA_TYPE = "application/problem+json"
STATUS = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    Kind.OUTSIDE_WINDOW: HTTPStatus.CONFLICT,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
STATUS_OF_CODE = {
    "SIN_SESION": HTTPStatus.UNAUTHORIZED,
    "CREDENCIALES": HTTPStatus.UNAUTHORIZED,
    "IDENTIDAD_NO_VALIDA": HTTPStatus.UNAUTHORIZED,
    "ERROR_INTERNO": HTTPStatus.INTERNAL_SERVER_ERROR,
    "CUERPO_DEMASIADO_GRANDE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "CUERPO_INCOMPLETO": HTTPStatus.REQUEST_TIMEOUT,
    "DEMASIADOS_INTENTOS": HTTPStatus.TOO_MANY_REQUESTS,
}
RETRY_AFTER_S = 2
# What pydantic calls a mistake, by how the name begins; what is not here is CAMPO_INVALIDO.
FIELD_CODES = {
    "missing": "DATO_OBLIGATORIO",
    "extra_forbidden": "CAMPO_DESCONOCIDO",
    "json_invalid": "JSON_ILEGIBLE",
    "string_": "TEXTO_ESPERADO",
    "int_": "NUMERO_ESPERADO",
    "bool_": "SI_O_NO_ESPERADO",
    "list_": "LISTA_ESPERADA",
    "literal_error": "OPCION_DESCONOCIDA",
    "greater_than": "NUMERO_FUERA_DE_RANGO",
    "less_than": "NUMERO_FUERA_DE_RANGO",
}
PLACES = ("body", "query", "path")


class FieldProblem(BaseModel):
    """One field that is wrong."""

    field: str
    code: str
    que: str
    porque: str
    arreglo: str


class Problem(BaseModel):
    """RFC 9457, with our code, the clause, and how to fix it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    arreglo: str
    code: str
    kind: str
    clause: str
    facts: dict[str, str]
    fields: list[FieldProblem]


def problem(error: ResidenciasError, messages: Messages, instance: str = "") -> dict[str, Any]:
    """The body: type, title (what), detail (why), how to fix, code, clause, facts, and one entry per field."""
    text = messages.text(error)
    return {
        "type": f"urn:residencias:problema:{error.code}",
        "title": text["que"],
        "status": int(status_of(error)),
        "detail": text["porque"],
        "instance": instance,
        "arreglo": text["arreglo"],
        "code": error.code,
        "kind": error.kind.value,
        "clause": error.clause or "",
        "facts": {name: str(value) for name, value in error.facts.items()},
        "fields": [
            {"field": field.field, "code": field.code, **messages.text(field)} for field in error.fields
        ],
    }


def status_of(error: ResidenciasError) -> HTTPStatus:
    return STATUS_OF_CODE.get(error.code, STATUS[error.kind])


def answer(error: ResidenciasError, messages: Messages, request: Request) -> JSONResponse:
    """The response for `error`."""
    body = problem(error, messages, request.url.path)
    headers = {}
    if error.code == "DEMASIADOS_INTENTOS":
        headers["Retry-After"] = str(error.facts["segundos"])
    elif error.kind is Kind.UNAVAILABLE and error.code != "ERROR_INTERNO":
        headers["Retry-After"] = str(RETRY_AFTER_S)
    return JSONResponse(body, status_code=body["status"], media_type=MEDIA_TYPE, headers=headers)


def of_validation(error: RequestValidationError) -> ResidenciasError:
    """What pydantic found, as our field errors; its own English words stay here."""
    return Invalid("CUERPO_INVALIDO", fields=tuple(_field(found) for found in error.errors()))


def _field(found: dict[str, Any]) -> FieldError:
    path = [str(part) for part in found["loc"] if part not in PLACES]
    code = next(
        (code for start, code in FIELD_CODES.items() if found["type"].startswith(start)), "CAMPO_INVALIDO"
    )
    context = found.get("ctx", {})
    facts = {name: context[key] for name, key in (("minimo", "ge"), ("maximo", "le")) if key in context}
    named = "cuerpo" if found["type"] == "json_invalid" or not path else ".".join(path)
    return FieldError(named, code, facts)


def of_http(error: HTTPException, request: Request) -> ResidenciasError:
    """What the framework refused by itself: our own error behind it, an unknown address, or an unreadable body."""
    if isinstance(error.__cause__, ResidenciasError):
        return error.__cause__
    if error.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return NotFound("RUTA_DESCONOCIDA", metodo=request.method, ruta=request.url.path)
    return Invalid("CUERPO_INVALIDO")
