"""Documentos: who files what, what each row takes, and what is said of a file."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from plumbing.convocatoria.documents import DocumentRow
from plumbing.convocatoria.model import Convocatoria
from services.documents.domain import rules
from services.documents.inspection import inspect
from services.documents.usecases.views import requirements
from tests.cases.kinds import kind
from tests.usecases.documents.scans import a_page, a_scan, jpg


@kind("documentos")
def documents(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: categoria, trabajador, hijo, reclama. entonces: obligatorios, opcionales, cuantos."""
    claimed = tuple(given.get("reclama", ()))
    who = (given["categoria"], bool(given.get("trabajador")), bool(given.get("hijo")), claimed)
    required = convocatoria.required_slots(*who)
    return {
        "obligatorios": list(required),
        "opcionales": list(convocatoria.optional_slots(*who)),
        "cuantos": len(required),
    }


@kind("renglon")
def row(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: documento (y tipo). entonces: archivo, dirigido_a, admite; del tipo: obligacion, requiere_qr, …"""
    found = convocatoria.documents.row(given["documento"])
    seen: dict[str, Any] = {
        "archivo": convocatoria.documents.file_name(found.slot),
        "dirigido_a": found.audience,
        "admite": [one.kind for one in found.kinds],
    }
    if given.get("tipo"):
        paper = found.kind(given["tipo"])
        seen |= {
            "obligacion": paper.obligation or "",
            "requiere_qr": paper.needs_qr,
            "vigencia_en_anios": paper.max_age_years or 0,
            "expedido_desde": str(paper.issued_since or ""),
            "termina_antes_de": str(paper.ends_before or ""),
            "comprueba": list(paper.claims),
        }
    return seen


@kind("archivo")
def file(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: documento, nombre (el exacto, si no se dice), defecto. entonces: veredicto, motivos."""
    found = convocatoria.documents.row(given["documento"])
    asked = requirements(convocatoria, found, found.kinds[0].kind)
    content = _content(convocatoria, found, given.get("defecto", ""))
    name = given.get("nombre", convocatoria.documents.file_name(found.slot))
    verdict = rules.judge(inspect(content, asked.max_pixels), name, asked)
    return {"veredicto": verdict.verdict, "motivos": sorted(one.code for one in verdict.findings)}


def _content(convocatoria: Convocatoria, found: DocumentRow, defect: str) -> bytes:
    """A page of the paper's own size at 300 ppp, with one defect of the closed list."""
    short, long = convocatoria.documents.full_pixels(found.slot, found.kinds[0].kind)
    size = (short, long)
    good = a_scan(size)
    if defect == "png_con_nombre_de_jpg":
        kept = BytesIO()
        a_page(size).save(kept, "PNG")
        return kept.getvalue()
    made = {
        "": lambda: good,
        "cortado": lambda: good[: len(good) * 2 // 3],
        "vacio": lambda: b"",
        "pesa_de_mas": lambda: good + b"\0" * convocatoria.documents.file.max_bytes,
        "pesa_justo_el_limite": lambda: _padded(good, convocatoria.documents.file.max_bytes),
        "pesa_un_byte_mas": lambda: _padded(good, convocatoria.documents.file.max_bytes + 1),
        "etiqueta_de_72_ppp": lambda: jpg(a_page(size), dpi=(72, 72)),
        "miniatura": lambda: jpg(a_page((short // 4, long // 4))),
        "a_200_ppp": lambda: jpg(a_page((short * 2 // 3, long * 2 // 3))),
        "en_blanco": lambda: jpg(a_page(size, lines=0)),
        "no_es_imagen": lambda: b"%PDF-1.7 esto es un PDF" + b" " * 3000,
    }
    return made[defect]()


def _padded(content: bytes, size: int) -> bytes:
    """The same picture, of exactly `size` bytes: comments are part of a JPG."""
    left = size - len(content)
    comments = b""
    while left > 4:
        body = min(left - 4, 65_000)
        if 0 < left - 4 - body <= 4:
            body -= 8
        comments += b"\xff\xfe" + (body + 2).to_bytes(2, "big") + b" " * body
        left -= body + 4
    return content[:2] + comments + content[2:]
