"""What each letter says after the results. None of them exists before the gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict, NotFound, Rule
from services.notifications.prose import Sentence
from services.notifications.usecases import names
from services.notifications.usecases.contents import Asked, Draft, instant, person_of
from services.notifications.usecases.desk import Content

RANKED = ("OBTENIDA", "LLENA_ANTES")


def gate_of(convocatoria: Convocatoria) -> datetime | None:
    """Nothing of a result answers before this instant. Source: 000§4.1."""
    return convocatoria.windows[convocatoria.allocation.embargo_until].first_instant


def _result(asked: Asked) -> Content:
    """The result. Raises Conflict(RESULTADOS_NO_PUBLICADOS) before the gate, whoever asks. Source: 000§4.1."""
    _require_gate(asked)
    if asked.act.actor.expediente_id != asked.expediente_id:
        _require_published(asked)
    return asked.desk.sources.result(*asked.where)


def _require_gate(asked: Asked) -> None:
    """Passes from the instant of the gate on. Raises Conflict(RESULTADOS_NO_PUBLICADOS). Source: 000§4.1."""
    gate = gate_of(asked.convocatoria)
    if gate is not None and asked.act.at < gate:
        raise Conflict("RESULTADOS_NO_PUBLICADOS", clause=Rule.RESULTS)


def _require_published(asked: Asked) -> None:
    """Allocation shows results to the CES before the gate; a letter needs the fact that this one is published."""
    known = asked.desk.dossiers.load(asked.expediente_id)
    if known is None or not known.value.is_published:
        raise Conflict("RESULTADOS_NO_PUBLICADOS", clause=Rule.RESULTS)


def resultado(asked: Asked) -> Draft:
    """L-06. Source: 000§4.1, 4.2."""
    result = _result(asked)
    windows, steps = asked.convocatoria.windows, asked.convocatoria.acceptance.steps
    published = windows[asked.convocatoria.allocation.embargo_until].opens_at
    person = person_of(asked, result)
    data = {
        **asked.heading,
        "aspirante": person | _especialidad(asked, result),
        "publicado_at": published,
        "puntaje": result["puntaje"],
        "adscripcion": _adscripcion(asked, result),
        "aceptacion": {
            "desde_at": windows[steps[0].window].opens_at,
            "hasta_at": windows[steps[0].window].closes_at,
        },
    }
    return _draft(asked, "", result, person, asked.act.at, data)


def puntaje(asked: Asked) -> Draft:
    """L-07, with each line and each option explained. Source: 000 after §4.10, 9.2, 9.3."""
    result = _result(asked)
    sources = asked.desk.sources
    scored, explained = sources.puntaje(*asked.where), sources.explanation(*asked.where)
    cells = sources.cutoffs(asked.convocatoria.id)["cutoffs"]
    person = person_of(asked, result)
    data = {
        **asked.heading,
        "aspirante": person | _especialidad(asked, result),
        "total": scored["total"],
        "lineas": [_linea(asked, line) for line in scored["lines"]],
        "lugar": explained["rank"],
        "participantes": explained["pool"],
        "plazas": sum(c["plazas"] for c in cells if c["especialidad"] == result["especialidad"]),
        "opciones": [_opcion(asked, one) for one in explained["options"]],
        "supuestos": _supuestos(asked.convocatoria),
    }
    return _draft(asked, "", result, person, asked.act.at, data)


def preaceptacion(asked: Asked) -> Draft:
    """L-09 of the one issuance. Raises what allocation refuses with. Source: 000§4.5-4.7, 5."""
    _require_gate(asked)
    issued = asked.desk.sources.issuance(*asked.where, "PREACEPTACION")
    result = issued["result"]
    person, place = person_of(asked, result), result["place"]
    ooad = names.ooad_of(asked.desk.catalog, place["sede"])
    decided = {one["decision"]: one["at"] for one in result["decisions"]}
    data = {
        **asked.heading,
        "aspirante": person,
        "adscripcion": _curso(asked, result),
        "ooad": {
            "nombre": place["ooad_nombre"] or (ooad.name if ooad else place["ooad"]),
            "direccion": issued["ooad_address"] or (ooad.address if ooad else ""),
            "telefonos": [
                phone for phone in (issued["ooad_phone"] or (ooad.phone if ooad else ""),) if phone
            ],
            "horario": ooad.hours if ooad else None,
        },
        "vigencia": {
            "desde_on": names.day(issued["valid_from"]),
            "hasta_on": names.day(issued["valid_until"]),
        },
        "ciclo": _ciclo(asked.convocatoria),
        "aceptaciones": {
            "adscripcion_at": decided.get("ACEPTO_ADSCRIPCION"),
            "compromiso_at": decided["ACEPTO_COMPROMISO"],
        },
        "documentos_pendientes": _pending(result),
        "extranjero": _extranjero(asked) if _owes_as_foreigner(asked, result) else None,
    }
    return _draft(asked, issued["issuance_id"], result, person, instant(issued["issued_at"]), data)


def presentacion(asked: Asked) -> Draft:
    """L-12, when the OOAD has issued it. Source: 000§6.2, 6.3."""
    _require_gate(asked)
    issued = asked.desk.sources.issuance(*asked.where, "PRESENTACION")
    result = issued["result"]
    person, place = person_of(asked, result), result["place"]
    ooad = names.ooad_of(asked.desk.catalog, place["sede"])
    data = {
        **asked.heading,
        "aspirante": person,
        "adscripcion": _curso(asked, result),
        "ooad": {"nombre": place["ooad_nombre"] or (ooad.name if ooad else place["ooad"])},
        "ciclo": _ciclo(asked.convocatoria),
    }
    return _draft(asked, issued["issuance_id"], result, person, instant(issued["issued_at"]), data)


def acuse_decision(asked: Asked) -> Draft:
    """Receipt of the decision whose acuse is `ref`. Raises NotFound(ACUSE_NO_EXISTE). Source: 000§4.3, 4.4, 4.8."""
    result = _result(asked)
    made = next((one for one in result["decisions"] if one["acuse_id"] == asked.ref), None)
    if made is None or not asked.ref:
        raise NotFound("ACUSE_NO_EXISTE")
    recorded = {name: made[name] for name in ("decision", "at", "acuse_id")} | {"folio": result["folio"]}
    canonical = json.dumps(recorded, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    words = asked.desk.words["detalles"]
    person = {"nombre": result["nombre_completo"]}
    data = {
        **asked.heading,
        "aspirante": person | _especialidad(asked, result),
        "acto": made["decision"],
        "recibido_at": made["at"],
        "huella": hashlib.sha256(canonical.encode()).hexdigest(),
        "detalles": [{"etiqueta": words["sede"], "valor": _unidad(asked, result)}],
    }
    return _draft(asked, asked.ref, result, person, instant(made["at"]), data)


def permuta(asked: Asked) -> Draft:
    """L-19, a form to fill by hand. Source: 000§7.1."""
    result = _result(asked)
    data = {
        **asked.heading,
        "especialidad": _especialidad(asked, result)["especialidad"],
        "grado": asked.desk.words["grado"],
    }
    person = {"nombre": result["nombre_completo"]}
    return _draft(asked, "", result, person, asked.act.at, data)


def _draft(
    asked: Asked, ref: str, result: Content, person: Content, at: datetime, data: Mapping[str, Any]
) -> Draft:
    ooad = (result.get("place") or {}).get("ooad", "")
    gate = gate_of(asked.convocatoria)
    return Draft(ref, result["folio"], person["nombre"], at, data, visible_from=gate, ooad=ooad)


def _especialidad(asked: Asked, result: Content) -> dict[str, str]:
    return {"especialidad": names.especialidad(asked.desk.catalog, result["especialidad"])}


def _place(asked: Asked, result: Content) -> dict[str, Any]:
    """Unit, sede, and the subsede where it is another one."""
    place, catalog = result["place"], asked.desk.catalog
    sede = place["sede_nombre"] or names.sede(catalog, place["sede"])
    if place["subsede"] in ("", place["sede"]):
        return {"unidad": sede, "sede": sede, "ciudad": place["ciudad"]}
    subsede = place["subsede_nombre"] or names.subsede(catalog, place["sede"], place["subsede"])
    return {"unidad": subsede, "sede": sede, "subsede": subsede, "ciudad": place["ciudad"]}


def _unidad(asked: Asked, result: Content) -> str:
    if not (result.get("place") or {}).get("sede"):
        return str(asked.desk.words["sede_asignada"])
    return str(_place(asked, result)["unidad"])


def _adscripcion(asked: Asked, result: Content) -> dict[str, Any] | None:
    if not (result.get("place") or {}).get("sede"):
        return None
    place = result["place"]
    return _place(asked, result) | {"ooad": place["ooad_nombre"] or place["ooad"], "opcion": result["option"]}


def _curso(asked: Asked, result: Content) -> dict[str, Any]:
    return _place(asked, result) | _especialidad(asked, result) | {"grado": asked.desk.words["grado"]}


def _ciclo(convocatoria: Convocatoria) -> dict[str, Any]:
    window = convocatoria.windows["ciclo"]
    return {"inicia_on": names.day(window.opens or ""), "termina_on": names.day(window.closes or "")}


def _linea(asked: Asked, line: Content) -> dict[str, Any]:
    scoring, words = asked.convocatoria.scoring, asked.desk.words
    clause = {
        "clausula": names.clausula(line["clause"]) or words["sin_clausula"],
        "puntos": line["value"],
    }
    if line["kind"] == "COMPONENT":
        label = next(c.label for c in scoring.components if c.code == line["concept"])
        return {"concepto": label, "valor": line["given"], **clause}
    is_extra = line["kind"] == "EXTRA"
    label = scoring.extra(line["concept"]).label if is_extra else words["topes"][line["concept"]]
    standing = words["extras"][line["reason"]]
    if is_extra and (counted := scoring.extra(line["concept"]).counted) and Decimal(line["value"]):
        facts = {"units": line["weight"], "unit": counted.unit, "points": line["given"]}
        standing = Sentence(words["por_unidad"]).substitute(facts)
    return {"concepto": label, "valor": standing, **clause}


def _opcion(asked: Asked, one: Content) -> dict[str, Any]:
    found = {
        "numero": one["option"],
        "sede": one["sede_nombre"] or names.sede(asked.desk.catalog, one["sede"]),
        "resultado": one["why"],
        "plazas": one["plazas"],
    }
    if one["why"] in RANKED:
        found["lugar"] = one["own_rank"]
    if one["why"] == "LLENA_ANTES":
        found |= {
            "ultimo_lugar": one["last_admitted_rank"],
            "ultimo_puntaje": one["last_admitted_puntaje"],
            "distancia": one["points_short"],
            "lugares": one["places_short"],
        }
    return found


def _supuestos(convocatoria: Convocatoria) -> list[dict[str, str]]:
    """The assumptions that the puntaje and the order rest on, once each."""
    used = [
        code
        for node in (*convocatoria.scoring.components, *convocatoria.tie_breaks)
        for code in node.supuestos
    ]
    return [{"id": code, "texto": convocatoria.supuesto(code).statement} for code in dict.fromkeys(used)]


def _pending(result: Content) -> list[dict[str, Any]]:
    return [
        {
            "documento": one["kind"],
            "entrega_on": names.day(one["due_on"]),
            "clausula": names.clausula(one["clause"]),
        }
        for one in result["obligations"]
        if one["kind"] in ("TITULO", "CEDULA") and one["due_on"]
    ]


def _owes_as_foreigner(asked: Asked, result: Content) -> bool:
    """A foreigner, in a call that asks foreigners for a yearly payment. Source: 000§4.7."""
    codes = {obligation.code for obligation in asked.convocatoria.obligations}
    return result["categoria"] == "extranjero" and "PAGO_FOFOE" in codes


def _extranjero(asked: Asked) -> dict[str, Any]:
    """Amount, date and whom to ask before paying. Source: 000§2.2.3, 4.7."""
    owed, words = asked.convocatoria.obligation("PAGO_FOFOE"), asked.desk.words
    who = next(c for c in asked.convocatoria.contacts if words["contacto_pago"] in c.label)
    amount = Sentence(words["monto"]).substitute(currency=owed.currency, amount=f"{owed.amount:,.2f}")
    return {
        "monto": amount,
        "pago_antes_on": owed.due.date,
        "telefono": f"{who.phone} ext. {', '.join(who.extensions)}",
        "correo_cuenta": who.email,
        "correo_comprobante": who.email,
    }
