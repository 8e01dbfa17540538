"""What each e-mail says, from its fact, the convocatoria and what was heard before. Never a result (000§4.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plumbing.confirmation import confirmation_code, reset_code
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Fact
from services.notifications.domain.dossier import Dossier
from services.notifications.prose import Sentence
from services.notifications.usecases import names
from services.notifications.usecases.desk import Desk
from services.notifications.usecases.pages import PAGES


@dataclass(frozen=True)
class Aviso:
    """A fact that somebody must be told of."""

    desk: Desk
    convocatoria: Convocatoria
    dossier: Dossier
    fact: Fact

    @property
    def data(self) -> Mapping[str, Any]:
        return self.fact.data


def common(aviso: Aviso, kind: str) -> dict[str, Any]:
    """What every e-mail says, and the page that its button opens; no address carries a code or names a person."""
    page = PAGES.get(kind, "proceso")
    return {
        "nombre": aviso.dossier.nombre,
        "convocatoria": aviso.convocatoria.title.value,
        "portal_url": f"{aviso.desk.public_url}/convocatorias/{aviso.convocatoria.id}/{page}",
        "contacto": names.contact(aviso.desk, aviso.convocatoria),
    }


def _account_opened(aviso: Aviso) -> dict[str, Any]:
    correo = aviso.data["correo"]
    return {
        "nombre": aviso.data["nombre"],
        "abierta_at": aviso.fact.time,
        "codigo": confirmation_code(aviso.desk.secret, aviso.fact.subject, correo),
        "cierre_at": names.closes(aviso.convocatoria, "registro"),
    }


def _reset_requested(aviso: Aviso) -> dict[str, Any]:
    return {
        "pedida_at": aviso.fact.time,
        "codigo": reset_code(aviso.desk.secret, aviso.fact.subject, aviso.data["request_id"]),
        "vence_at": aviso.data["expires_at"],
    }


def _password_reset(aviso: Aviso) -> dict[str, Any]:
    return {"cambiada_at": aviso.fact.time}


def _registro_completed(aviso: Aviso) -> dict[str, Any]:
    return {
        "completado_at": aviso.fact.time,
        "sedes": aviso.data.get("spaces") or aviso.dossier.spaces,
        "cierre_solicitud_at": names.closes(aviso.convocatoria, "solicitud_print"),
    }


def _solicitud_printed(aviso: Aviso) -> dict[str, Any]:
    return {
        "numero": aviso.data["number"],
        "impresa_at": aviso.fact.time,
        "huella": aviso.data["sha256"],
        "cierre_envio_at": aviso.convocatoria.first_envio.closes_at,
    }


def _submitted(aviso: Aviso) -> dict[str, Any]:
    return {
        "enviado_at": aviso.fact.time,
        "envio": aviso.data["send_number"],
        "documentos": aviso.data["documents"],
        "huella": aviso.data["snapshot_sha256"],
    }


def _observed(aviso: Aviso) -> dict[str, Any]:
    return {
        "observado_at": aviso.fact.time,
        "limite_at": aviso.data["attend_until"] or names.closes(aviso.convocatoria, "envio"),
        "observaciones": [_observation(aviso, one) for one in aviso.data["observations"]],
    }


def _observation(aviso: Aviso, one: Mapping[str, Any]) -> dict[str, str]:
    """Document or field, reason and what to do, in words. Source: 000§3.3 c."""
    reason = aviso.convocatoria.reason(one["reason"])
    return {
        "documento": _target(aviso, one),
        "motivo": one["text"] or f"{reason.que} {reason.porque}",
        "arreglo": reason.arreglo,
    }


def _target(aviso: Aviso, one: Mapping[str, Any]) -> str:
    words, target = aviso.desk.words, one["target"]
    try:
        if one["target_kind"] == "DOCUMENTO":
            label = aviso.convocatoria.documents.row(target).label
            return Sentence(words["documento"]).substitute(label=label, slot=target)
        return Sentence(words["campo"]).substitute(field=aviso.convocatoria.field(target).label)
    except KeyError:
        return str(target)


def _validated(aviso: Aviso) -> dict[str, Any]:
    return {"validado_at": aviso.fact.time, "ficha_hasta_at": names.closes(aviso.convocatoria, "ficha")}


def _ficha_issued(aviso: Aviso) -> dict[str, Any]:
    results = aviso.convocatoria.windows["resultados"].opens_at
    return {"folio": aviso.data["folio"], "emitida_at": aviso.fact.time, "resultados_at": results}


def _result_published(aviso: Aviso) -> dict[str, Any]:
    until = aviso.data["decide_until"] or names.closes(aviso.convocatoria, "aceptacion")
    return {"publicado_at": aviso.fact.time, "hasta_at": until}


def _adscripcion_accepted(aviso: Aviso) -> dict[str, Any]:
    until = names.closes(aviso.convocatoria, "aceptacion")
    return {"aceptada_at": aviso.fact.time, "unidad": _unidad(aviso), "hasta_at": until}


def _compromiso_accepted(aviso: Aviso) -> dict[str, Any]:
    return {
        "aceptado_at": aviso.fact.time,
        "hasta_at": names.closes(aviso.convocatoria, _window_of_the_letter(aviso)),
    }


def _window_of_the_letter(aviso: Aviso) -> str:
    """The window of the last step of the acceptance, in which the letter is issued."""
    return aviso.convocatoria.acceptance.steps[-1].window


def _participation_registered(aviso: Aviso) -> dict[str, Any]:
    return {
        "folio": aviso.data["folio"],
        "registrada_at": aviso.data["printed_at"],
        "especialidad": names.especialidad(aviso.desk.catalog, aviso.data["content"]["especialidad"]),
        "resultados_at": aviso.convocatoria.windows["resultados"].opens_at,
    }


def _participant_excluded(aviso: Aviso) -> dict[str, Any]:
    return {
        "fecha_at": aviso.fact.time,
        "folio": aviso.data["folio"],
        "clausula": names.clausula(aviso.data["clause"]),
    }


def _articles_ruled(aviso: Aviso) -> dict[str, Any]:
    return {"dictaminado_at": aviso.fact.time, "articulos": aviso.data["articles"]}


def _plaza_lost(aviso: Aviso) -> dict[str, Any]:
    return {"fecha_at": aviso.fact.time, "unidad": _unidad(aviso), "obligacion": aviso.data["cause"]}


def _preaceptacion_issued(aviso: Aviso) -> dict[str, Any]:
    ooad = aviso.desk.catalog.ooad_of(aviso.data["sede"])
    is_foreign = any(one["kind"] == "PAGO_FOFOE" for one in aviso.data["obligations"])
    return {
        "folio": aviso.data["folio"],
        "emitida_at": aviso.fact.time,
        "vigencia": {
            "desde_on": names.day(aviso.data["valid_from"]),
            "hasta_on": names.day(aviso.data["valid_until"]),
        },
        "ooad": {
            "nombre": ooad.name,
            "direccion": ooad.address,
            "telefonos": ooad.phone,
            "horario": ooad.hours,
        },
        "pago_antes_on": aviso.convocatoria.obligation("PAGO_FOFOE").due.date if is_foreign else None,
    }


def _plaza_rejected(aviso: Aviso) -> dict[str, Any]:
    return {"fecha_at": aviso.fact.time, "unidad": _unidad(aviso), "motivo": aviso.data["reason"]}


def _renuncia(aviso: Aviso) -> dict[str, Any]:
    ooad = names.ooad_of(aviso.desk.catalog, aviso.dossier.sede)
    office = ooad.name if ooad else aviso.desk.words["ooad_asignado"]
    return {"registrada_at": aviso.fact.time, "unidad": _unidad(aviso), "ooad": office}


def _abandono(aviso: Aviso) -> dict[str, Any]:
    return {"registrado_at": aviso.fact.time, "unidad": _unidad(aviso), "motivo": aviso.data["reason"]}


def _overdue(aviso: Aviso) -> dict[str, Any]:
    return {
        "avisado_at": aviso.fact.time,
        "obligacion": aviso.data["kind"],
        "vence_on": names.day(aviso.data["due_on"]),
    }


def _due(aviso: Aviso) -> dict[str, Any]:
    return _overdue(aviso) | {"dias": aviso.data["dias"]}


def _baja(aviso: Aviso) -> dict[str, Any]:
    return {
        "registrada_at": aviso.fact.time,
        "obligacion": aviso.data["cause"],
        "clausula": names.clausula(aviso.data["clause"]),
    }


def _presentacion(aviso: Aviso) -> dict[str, Any]:
    return {"folio": aviso.data["folio"], "emitida_at": aviso.fact.time, "unidad": _unidad(aviso)}


def _permuta(aviso: Aviso) -> dict[str, Any]:
    """The other is a folio, as their page has it. Source: 000§7.1."""
    a, b = aviso.data["folio_a"], aviso.data["folio_b"]
    return {
        "fecha_at": aviso.fact.time,
        "folio_otro": b if aviso.dossier.folio == a else a,
    }


def _unidad(aviso: Aviso) -> str:
    """The sede, where this or an earlier fact named it: only after the person accepted it."""
    code = aviso.data.get("sede") or aviso.dossier.sede
    return names.sede(aviso.desk.catalog, code) if code else str(aviso.desk.words["sede_asignada"])


def _cause(field: str) -> Callable[[Aviso], dict[str, Any]]:
    return lambda aviso: {field: aviso.fact.time, "causa": aviso.data["cause"]}


AVISOS: dict[str, Callable[[Aviso], dict[str, Any]]] = {
    "AccountOpened": _account_opened,
    "PasswordResetRequested": _reset_requested,
    "PasswordReset": _password_reset,
    "RegistroCompleted": _registro_completed,
    "SolicitudPrinted": _solicitud_printed,
    "ExpedienteSubmitted": _submitted,
    "ExpedienteObserved": _observed,
    "ExpedienteValidated": _validated,
    "ExpedienteAnnulled": _cause("anulado_at"),
    "FichaIssued": _ficha_issued,
    "ExpedienteOutOfProcess": _cause("fecha_at"),
    "ParticipationCancelled": _cause("cancelada_at"),
    "ResultPublished": _result_published,
    "AdscripcionAccepted": _adscripcion_accepted,
    "CompromisoAccepted": _compromiso_accepted,
    "PreaceptacionIssued": _preaceptacion_issued,
    "PlazaRejected": _plaza_rejected,
    "RenunciaRegistered": _renuncia,
    "AbandonoRecorded": _abandono,
    "ObligationDue": _due,
    "ObligationOverdue": _overdue,
    "BajaRecorded": _baja,
    "PresentacionIssued": _presentacion,
    "ParticipationRegistered": _participation_registered,
    "ParticipantExcluded": _participant_excluded,
    "ArticlesRuled": _articles_ruled,
    "PlazaLost": _plaza_lost,
    "PermutaRequested": _permuta,
    "PermutaAgreed": _permuta,
    "PermutaApproved": _permuta,
    "PermutaRejected": _permuta,
    "PermutaWithdrawn": _permuta,
}
