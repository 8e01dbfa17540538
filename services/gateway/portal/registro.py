"""The registro, a section at a time: made from the call's fields, kept as typed, judged by the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from plumbing.errors import Conflict, NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal import fields
from services.gateway.portal.expediente import expediente_of
from services.gateway.portal.fields import DECLARATIONS, Section
from services.gateway.portal.forms import Posted, Typed, fingerprint, fresh_key
from services.gateway.portal.moments import local
from services.gateway.portal.views import Views, named
from services.gateway.portal.visits import Visit, visit
from services.gateway.portal.words import words
from services.gateway.problems import status_of

C = "/convocatorias/{convocatoria}/registro"
SAVED_AGAIN = 3
OBSERVED = "CON_OBSERVACIONES"
AUTOSAVE = "x-autoguardado"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C)
    def overview(request: Request, convocatoria: str) -> Response:
        visitor = visit(views, request, convocatoria)
        found = registro_of(visitor)
        return visitor.page(
            "registro.html",
            registro=found,
            sections=sections_of(visitor),
            wrong=by_section(visitor, found),
            answers=answers,
            asks_first=asks_first(visitor, found),
            key=fresh_key(),
        )

    @made.post(C + "/entrada")
    def entered(request: Request, convocatoria: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        visitor.ask("registration", "OpenRegistro", typed.act_key())
        return RedirectResponse(f"{visitor.base}/registro?hecho=entrada", 303)

    @made.get(C + "/{section}")
    def ask(request: Request, convocatoria: str, section: str, revisar: int = 0) -> Response:
        visitor = visit(views, request, convocatoria)
        found = registro_of(visitor)
        if asks_first(visitor, found):
            return RedirectResponse(f"{visitor.base}/registro", 303)
        return _section_page(visitor, found, _section(visitor, found, section), is_checked=bool(revisar))

    @made.post(C + "/{section}")
    def saved(request: Request, convocatoria: str, section: str, typed: Posted) -> Response:
        visitor = visit(views, request, convocatoria, typed)
        found = registro_of(visitor)
        return _saved(visitor, found, _section(visitor, found, section), typed)


def registro_of(visitor: Visit) -> dict[str, Any]:
    """The registro as it stands; looking never counts as entering."""
    return plain_registro(visitor.ask("registration", "GetRegistro"))


def plain_registro(message: Any) -> dict[str, Any]:
    """The registro as plain values; `datos` is None before anything was saved."""
    return {"datos": None, **as_plain(message)}


def asks_first(visitor: Visit, registro: Mapping[str, Any]) -> bool:
    """Entering to write spends the print that counts, so the person is told and asked before (000§2.2.1 j)."""
    spends = visitor.call.expediente.reprint == "cada_ingreso"
    return bool(spends and registro["print_number"] and registro["is_print_current"] and registro["editable"])


def sections_of(visitor: Visit) -> tuple[Section, ...]:
    """The form's pages; the courses a resident may choose are asked for only where one is chosen."""
    courses: list[tuple[str, str]] = []
    if any(field.kind == "CER" for field in visitor.call.fields):
        offered = visitor.ask("registration", "ListOpciones")
        courses = [(course.cer, course.nombre) for course in offered.cursos]
    return fields.sections(visitor.call, courses)


def by_section(visitor: Visit, registro: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the service says is wrong, by the page that asks it, each with the label of its field."""
    found: dict[str, list[dict[str, Any]]] = {}
    for error in registro["errors"]:
        told = named(error, fields.label_of(visitor.call, error["field"]))
        found.setdefault(fields.section_of(visitor.call, error["field"]), []).append(told)
    return found


def answers(registro: Mapping[str, Any], section: Section) -> list[tuple[str, str, str]]:
    """(field, label, answer in words) of a section, for checking before something is sent."""
    datos = registro["datos"] or {}
    values = fields.shown(datos, section)
    told = [(q, in_words(q, values)) for q in section.questions]
    return [(q.name, q.field.label, text) for q, text in told if text or q.field.when == "siempre"]


def in_words(question: fields.Question, values: Mapping[str, str]) -> str:
    """The answer to a question as people read it."""
    names = dict(question.options) or words()["si_no"]
    if question.widget == "fecha":
        ano, mes, dia = (values.get(f"{question.name}.{part}", "") for part in fields.DATE_PARTS)
        return f"{ano}-{mes.zfill(2)}-{dia.zfill(2)}" if ano else ""
    texts = [values.get(name, "") for name in question.names]
    return ", ".join(names.get(text, text) for text in texts if text)


def _section(visitor: Visit, registro: Mapping[str, Any], code: str) -> Section:
    for section in sections_of(visitor):
        if section.code == code:
            return section
    raise NotFound("PAGINA_DESCONOCIDA")


def _section_page(
    visitor: Visit,
    registro: Mapping[str, Any],
    section: Section,
    *,
    values: Mapping[str, Any] | None = None,
    problems: tuple[Any, ...] = (),
    is_checked: bool = False,
    status: int = 200,
) -> Response:
    """The form. With `is_checked` what the service finds wrong in it is listed on top."""
    datos = registro["datos"] or {}
    if is_checked and not problems:
        problems = tuple(by_section(visitor, registro).get(section.code, ()))
    now_shown = _values(datos, section)
    suggested = now_shown if datos else {**now_shown, **_suggested(registro, now_shown)}
    order = [one.code for one in sections_of(visitor)]
    place = order.index(section.code)
    return visitor.page(
        "seccion.html",
        status=status,
        registro=registro,
        section=section,
        open_names=[q.name for q in fields.open_part(section, registro["editable"]).questions],
        values=values if values is not None else suggested,
        problems=problems,
        is_new=not registro["datos"],
        observed=_observed(visitor, registro),
        fingerprint=fingerprint(now_shown),
        key=fresh_key(),
        place=place + 1,
        places=len(order),
        following=order[place + 1] if place + 1 < len(order) else "",
    )


def _observed(visitor: Visit, registro: Mapping[str, Any]) -> dict[str, str]:
    """What validation observed of each field, to be read beside it."""
    if registro["estado"] != OBSERVED:
        return {}
    found = expediente_of(visitor).get("observations", ())
    return {one["target"]: " ".join((one["text"], one["note"])).strip() for one in found}


def _suggested(registro: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """What is known before anything was saved: the confirmed address, the category of the list."""
    known = {"correos[0]": registro["correo"], "categoria": registro["categoria_roster"]}
    return {name: text for name, text in known.items() if name in values}


def _values(datos: Mapping[str, Any], section: Section) -> dict[str, Any]:
    if section.code == DECLARATIONS:
        return dict(datos.get(DECLARATIONS) or {})
    return fields.shown(datos, section)


def _saved(visitor: Visit, registro: dict[str, Any], section: Section, typed: Typed) -> Response:
    """The section is kept and the person is shown what is wrong with it, or the next one."""
    if section.code == DECLARATIONS:
        values: dict[str, Any] = fields.declared({}, visitor.call, typed)[DECLARATIONS]
    else:
        opened = fields.open_part(section, registro["editable"])
        values = {**_values(registro["datos"] or {}, section), **fields.typed_values(typed, opened)}
    if asks_first(visitor, registro):
        told = visitor.views.told(Conflict("ENTRADA_SIN_CONFIRMAR", impresion=registro["print_number"]))
        return _refused(visitor, registro, section, values, told, 409)
    base = typed.text("_base")
    if (
        base
        and base != fingerprint(_values(registro["datos"] or {}, section))
        and not _same(registro, section, values)
    ):
        told = visitor.views.told(Conflict("CAMBIO_EN_OTRA_VENTANA"))
        return _refused(visitor, registro, section, values, told, 409)
    try:
        saved = _save(visitor, registro, section, values, typed)
    except ResidenciasError as error:
        told = visitor.views.told(error, fields.labels(visitor.call))
        return _refused(visitor, registro, section, values, told, status_of(error))
    return _next(visitor, saved, section, typed)


def _same(registro: Mapping[str, Any], section: Section, values: Mapping[str, Any]) -> bool:
    """What was typed stands there already: the first click of two arrived."""
    return dict(values) == _values(registro["datos"] or {}, section)


def _save(
    visitor: Visit, registro: dict[str, Any], section: Section, values: Mapping[str, Any], typed: Typed
) -> dict[str, Any]:
    """SaveRegistro with the rest as it stands; if another section was saved meanwhile, on top of that."""
    key = typed.content_key()
    for attempt in range(SAVED_AGAIN):
        datos = registro["datos"] or {}
        whole = (
            {**datos, DECLARATIONS: {**(datos.get(DECLARATIONS) or {}), **values}}
            if section.code == DECLARATIONS
            else fields.merged(datos, section, values)
        )
        try:
            answer = visitor.ask(
                "registration", "SaveRegistro", key, expected_version=registro["version"], datos=whole
            )
            return plain_registro(answer)
        except Conflict as error:
            if error.code != "VERSION_PERDIDA" or attempt == SAVED_AGAIN - 1:
                raise
            registro = registro_of(visitor)
    raise AssertionError("unreachable")


def _refused(
    visitor: Visit,
    registro: dict[str, Any],
    section: Section,
    values: Mapping[str, Any],
    told: tuple[Any, ...],
    status: int,
) -> Response:
    if visitor.request.headers.get(AUTOSAVE):
        return JSONResponse({"problema": f"{told[0]['que']} {told[0]['arreglo']}"}, status)
    return _section_page(visitor, registro, section, values=values, problems=told, status=status)


def _beside(visitor: Visit, wrong: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What is wrong, for the elements of the page that show it."""
    return [
        {
            "campo": visitor.views.anchor_of(one["field"]),
            "etiqueta": fields.label_of(visitor.call, one["field"]),
            "que": one["que"],
            "arreglo": one["arreglo"],
        }
        for one in wrong
    ]


def _next(visitor: Visit, saved: dict[str, Any], section: Section, typed: Typed) -> Response:
    wrong = by_section(visitor, saved).get(section.code, [])
    if visitor.request.headers.get(AUTOSAVE):
        at = local(visitor.views.edge.clock.now())
        base = fingerprint(_values(saved["datos"] or {}, section))
        return JSONResponse(
            {"hora": f"{at:%H:%M:%S}", "base": base, "clave": fresh_key(), "errores": _beside(visitor, wrong)}
        )
    if wrong:
        return _section_page(visitor, saved, section, is_checked=True, status=422)
    if "*" not in saved["editable"]:
        return RedirectResponse(f"{visitor.base}/estado?hecho=guardado", 303)
    following = typed.text("_siguiente")
    where = f"/{following}" if following else ""
    return RedirectResponse(f"{visitor.base}/registro{where}?hecho=guardado", 303)
