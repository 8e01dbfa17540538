"""A letter's bytes, the same for the same content: letter size, tagged (PDF/UA-1) and archivable (PDF/A-3a).

`kinds.yaml` says what each kind needs, `texts.yaml` what it says, the `.typ` files how it looks.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
import yaml

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.model import Convocatoria
from services.notifications.domain.model import LetterKind
from services.notifications.domain.shape import conform
from services.notifications.prose import fill, names_of, without_sections, written

HERE = Path(__file__).parent
WRONG = "CARTA_INCOMPLETA"

Texts = Mapping[str, Any]
_threads = threading.local()


def identity(pdf: bytes) -> bytes:
    """No signature: the seam where a PAdES signer goes."""
    return pdf


@cache
def kinds() -> Mapping[str, Any]:
    """The shapes of every kind, as `kinds.yaml` has them."""
    return _yaml("kinds.yaml")


@cache
def default_texts() -> Texts:
    """What the letters say where the convocatoria has no words of its own."""
    return _yaml("texts.yaml")


def render(
    kind: LetterKind,
    data: Mapping[str, Any],
    issue: Mapping[str, Any],
    texts: Texts | None = None,
    *,
    sign: Callable[[bytes], bytes] = identity,
) -> bytes:
    """The PDF of one letter. Same arguments, same bytes (before `sign`).

    Shapes: `data` and `issue` as in `kinds.yaml`; instants and dates as objects or ISO text.
    Raises: Invalid CARTA_INCOMPLETA with one FieldError per field that is missing, wrong or unexpected.
    Source: 000§1.5, 3.4, 4, 5, 6, 7 by kind.
    """
    said = texts or default_texts()
    checked, issued = _checked(kind, data, issue)
    letter = _letter(kind, checked, issued, said)
    pdf = _compiler().compile(
        input=HERE / kinds()[kind]["template"],
        format="pdf",
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(issued["issued_at"].timestamp()),
    )
    assert isinstance(pdf, bytes)  # without an output path the compiler answers the file itself
    return sign(pdf)


def own_words(convocatoria: Convocatoria, codes: Mapping[LetterKind, str]) -> Texts | None:
    """The letters' texts of this call: its own passages, and no section numbers where its text has none.

    Shapes: `codes` gives each kind its code in the convocatoria. None: the usual words.
    """
    words = convocatoria.letter_words
    if words is None:
        return None
    texts: dict[str, Any] = deepcopy(dict(default_texts()))
    if not words.sections:
        texts = without_sections(texts)
    if words.notice:
        texts["frame"]["own_words"] = words.notice
    kinds_of = {code: str(kind) for kind, code in codes.items()}
    for passage in words.own:
        *around, place = (kinds_of.get(passage.letter, passage.letter), *passage.place.split("."))
        found = texts
        for name in around:
            found = found[name]
        said = list(passage.sentences)
        found[place] = said if isinstance(found[place], list) else " ".join(said)
    return texts


def content_digest(kind: LetterKind, data: Mapping[str, Any], issue: Mapping[str, Any]) -> str:
    """SHA-256 of the letter's content as canonical JSON: printed on every page, to compare paper with."""
    return _digest(kind, *_checked(kind, data, issue))


def _checked(
    kind: LetterKind, data: Mapping[str, Any], issue: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    shape = kinds()["common"] | kinds()[kind]["fields"]
    return conform(shape, data, WRONG), conform(kinds()["issue"], issue, WRONG)


def _digest(kind: LetterKind, data: Mapping[str, Any], issue: Mapping[str, Any]) -> str:
    content = {"kind": str(kind), "data": _plain(data), "issue": _plain(issue)}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    """Leaves as text that does not depend on the zone an instant came in."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if hasattr(value, "astimezone"):
        return value.astimezone(MEXICO_CITY).isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)


def _letter(kind: LetterKind, data: dict[str, Any], issue: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """Everything the template reads, already in words."""
    own = texts[kinds()[kind].get("texts", str(kind))]
    values = written(data)
    emission = written(issue)
    if "reasons" in own:
        for option, exact in zip(values["opciones"], data["opciones"], strict=True):
            is_tie = exact["distancia"] is not None and not exact["distancia"]
            why = option["resultado"] + ("_EMPATE" if is_tie else "")
            option["por_que"] = fill(own["reasons"][why], option, WRONG)
    absent = {name for name, value in values.items() if value is None}
    carried = issue["qr"] or issue["verify_url"]
    filled = _fill_all(own, {**values, **names_of(own, values), "emision": emission}, absent)
    return {
        "kind": str(kind),
        "title": own["title"],
        "data": values,
        "text": filled,
        "frame": texts["frame"],
        "issue": emission,
        "qr": _qr(carried),
        "qr_text": carried,
        "content_sha256": _digest(kind, data, issue),
    }


def _fill_all(text: Any, values: Mapping[str, Any], absent: set[str]) -> Any:
    """Every sentence filled; one about an absent optional part of the data is None, and not printed."""
    if isinstance(text, Mapping):
        return {name: _fill_all(item, values, absent) for name, item in text.items() if name != "reasons"}
    if isinstance(text, list):
        return [_fill_all(item, values, absent) for item in text]
    if any(f"${{{name}." in text or f"${{{name}}}" in text for name in absent):
        return None
    return fill(text, values, WRONG)


def _qr(url: str) -> str:
    """The QR of `url` as SVG, error correction M, with its quiet zone."""
    svg = io.BytesIO()
    segno.make(url, error="m", micro=False).save(svg, kind="svg", border=2, xmldecl=False, svgns=True)
    return svg.getvalue().decode("utf-8")


def _compiler() -> typst.Compiler:
    """One compiler per thread, which reads the fonts once. Only our fonts: the same bytes on every machine."""
    if not hasattr(_threads, "compiler"):
        _threads.compiler = typst.Compiler(root=HERE, font_paths=[HERE / "fonts"], ignore_system_fonts=True)
    return _threads.compiler  # type: ignore[no-any-return]


def _yaml(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded


def title_of(kind: LetterKind) -> str:
    """What people call this kind of letter."""
    return str(default_texts()[kinds()[kind].get("texts", str(kind))]["title"])
