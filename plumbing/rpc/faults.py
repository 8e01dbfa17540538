"""One table between our kinds of error and gRPC status codes; ErrorInfo carries the code, facts and text."""

from __future__ import annotations

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from plumbing.errors import BY_KIND, FieldError, Kind, ResidenciasError, Unavailable
from plumbing.messages import Messages

DOMAIN = "residencias"
CODES = {
    Kind.INVALID: code_pb2.INVALID_ARGUMENT,
    Kind.NOT_FOUND: code_pb2.NOT_FOUND,
    Kind.NOT_ALLOWED: code_pb2.PERMISSION_DENIED,
    Kind.OUTSIDE_WINDOW: code_pb2.FAILED_PRECONDITION,
    Kind.CONFLICT: code_pb2.ABORTED,
    Kind.UNAVAILABLE: code_pb2.UNAVAILABLE,
}
OURS = {"kind", "clause", "que", "porque", "arreglo"}


def to_status(error: ResidenciasError, messages: Messages) -> grpc.Status:
    """The rich gRPC status of `error`: ErrorInfo for the whole, BadRequest for its fields."""
    text = messages.text(error)
    info = error_details_pb2.ErrorInfo(
        reason=error.code,
        domain=DOMAIN,
        metadata={
            **{name: str(value) for name, value in error.facts.items()},
            "kind": error.kind.value,
            "clause": error.clause or "",
            **text,
        },
    )
    details = [_packed(info)]
    if error.fields:
        details.append(_packed(_bad_request(error.fields, messages)))
    return rpc_status.to_status(
        status_pb2.Status(code=_code(error), message=f"{error.code}: {text['que']}", details=details)
    )


def _code(error: ResidenciasError) -> int:
    """UNAVAILABLE asks clients to repeat; a defect of ours must not be repeated."""
    return int(code_pb2.INTERNAL if error.code == "ERROR_INTERNO" else CODES[error.kind])


def _bad_request(wrong: tuple[FieldError, ...], messages: Messages) -> error_details_pb2.BadRequest:
    violations = []
    for field in wrong:
        text = messages.text(field)
        violations.append(
            error_details_pb2.BadRequest.FieldViolation(
                field=field.field,
                reason=field.code,
                description="\n".join((text["que"], text["porque"], text["arreglo"])),
            )
        )
    return error_details_pb2.BadRequest(field_violations=violations)


def _packed(message: object) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)  # type: ignore[arg-type]
    return packed


def from_rpc_error(error: grpc.RpcError, service: str) -> ResidenciasError:
    """Our error again, with `text` (and each field's `facts["texto"]`) as the server made it; else Unavailable."""
    status = rpc_status.from_call(error) if isinstance(error, grpc.Call) else None
    info = error_details_pb2.ErrorInfo()
    bad = error_details_pb2.BadRequest()
    found = False
    for detail in status.details if status else ():
        found = detail.Unpack(info) or found
        detail.Unpack(bad)
    if not found:
        return Unavailable("SERVICIO_NO_DISPONIBLE", servicio=service)
    facts = {name: value for name, value in info.metadata.items() if name not in OURS}
    wrong = tuple(FieldError(v.field, v.reason, {"texto": v.description}) for v in bad.field_violations)
    ours = BY_KIND[Kind(info.metadata["kind"])](
        info.reason, clause=info.metadata["clause"] or None, fields=wrong, **facts
    )
    ours.text = {part: info.metadata[part] for part in ("que", "porque", "arreglo")}
    return ours
