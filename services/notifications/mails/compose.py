"""An e-mail for each fact: subject, plain text and simple HTML from the same sentences.

The template of a fact is the file of its name. It always names the document, the reason and the date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from plumbing.errors import Invalid
from services.notifications.domain.shape import conform
from services.notifications.prose import fill, names_of, without_sections, written

HERE = Path(__file__).parent
FRAME = "frame"
WRONG = "CORREO_INCOMPLETO"


class Composed(NamedTuple):
    """What the mailer sends."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Part:
    """One piece of the body: a paragraph, an ordered list, or the facts."""

    tag: str
    lines: tuple[str, ...]


@cache
def kinds() -> tuple[str, ...]:
    """The facts that have an e-mail."""
    return tuple(sorted(path.stem for path in HERE.glob("*.yaml") if path.stem != FRAME))


@cache
def _variants(name: str) -> Mapping[str, Any]:
    """What the calls of this kind of allocation say otherwise, by fact; nothing for the usual kind."""
    file = HERE / "variants" / f"{name}.yaml"
    found: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def compose(kind: str, data: Mapping[str, Any], variant: str = "", *, sections: bool = True) -> Composed:
    """The e-mail of the fact `kind`, in the words of `<variant>.yaml` where that file has it.

    Without `sections`, no section number stands beside a sentence.

    Shapes: `data` has the fields of `frame.yaml` (`common`) and of `<kind>.yaml`.
    Raises: Invalid CORREO_DESCONOCIDO; Invalid CORREO_INCOMPLETO with the fields in question.
    Source: the clauses in each template.
    """
    if kind not in kinds():
        raise Invalid("CORREO_DESCONOCIDO", kind=kind)
    frame, template = _read(FRAME), _read(kind) | _variants(variant).get(kind, {})
    if not sections:
        template = {
            name: item if name == "fields" else without_sections(item) for name, item in template.items()
        }
    checked = conform(frame["common"] | template["fields"], data, WRONG)
    values = written(checked)
    values |= names_of(template, values)
    parts = _parts(frame, template, values)
    footer = tuple(_say(line, values) for line in (*frame["footer"], frame["zone"]))
    action = (_say(template["action"], values), values["portal_url"])
    return Composed(
        subject=" ".join(_plain(_say(template["subject"], values)).split()),
        text=_as_text(parts, action, footer),
        html=_as_html(parts, action, footer),
    )


def message_id(event_id: str, kind: str, domain: str) -> str:
    """The Message-ID of the e-mail that `event_id` causes: the same at every attempt, and says nothing."""
    digest = hashlib.sha256(f"{event_id}\n{kind}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def _parts(frame: Mapping[str, Any], template: Mapping[str, Any], values: Mapping[str, Any]) -> list[Part]:
    facts = tuple(
        f"**{frame[name]}:** {_say(template[name], values)}" for name in ("document", "reason", "date")
    )
    body = [Part("p", (_say(frame["greeting"], values),)), Part("facts", facts)]
    for item in template["body"]:
        body.extend(_piece(item, values))
    return body


def _piece(item: Any, values: Mapping[str, Any]) -> list[Part]:
    if isinstance(item, str):
        return [Part("p", (_say(item, values),))]
    if "steps" in item:
        return [Part("ol", tuple(_say(line, values) for line in item["steps"]))]
    if "each" in item:
        rows = values[item["each"]]
        return [Part("ol", tuple(_say(item["line"], {**values, **row}) for row in rows))]
    return [Part("p", (_say(item["text"], values),))] if values[item["when"]] is not None else []


def _say(sentence: str, values: Mapping[str, Any]) -> str:
    return fill(sentence, values, WRONG)


def _plain(sentence: str) -> str:
    return sentence.replace("**", "")


def _as_text(parts: list[Part], action: tuple[str, str], footer: tuple[str, ...]) -> str:
    blocks = []
    for part in parts:
        lines = part.lines if part.tag != "ol" else [f"{n}. {line}" for n, line in enumerate(part.lines, 1)]
        blocks.append("\n".join(_plain(line) for line in lines))
    blocks.append(f"{action[0]}: {action[1]}")
    blocks.append("-- \n" + "\n".join(footer))
    return "\n\n".join(blocks) + "\n"


def _as_html(parts: list[Part], action: tuple[str, str], footer: tuple[str, ...]) -> str:
    inner = "\n".join(_html_part(part) for part in parts)
    link = f'<p><a href="{escape(action[1], quote=True)}" style="{_STYLE["a"]}">{escape(action[0])}</a></p>'
    end = "<br>".join(_html_text(line) for line in footer)
    head = '<!doctype html>\n<html lang="es-MX"><head><meta charset="utf-8"></head>'
    closing = f'<p style="{_STYLE["footer"]}">{end}</p>\n</body></html>\n'
    return f'{head}\n<body style="{_STYLE["body"]}">\n{inner}\n{link}\n{closing}'


def _html_part(part: Part) -> str:
    if part.tag == "ol":
        return "<ol>" + "".join(f"<li>{_html_text(line)}</li>" for line in part.lines) + "</ol>"
    if part.tag == "facts":
        return (
            f'<p style="{_STYLE["facts"]}">' + "<br>".join(_html_text(line) for line in part.lines) + "</p>"
        )
    return f"<p>{_html_text(part.lines[0])}</p>"


def _html_text(sentence: str) -> str:
    pieces = escape(sentence).split("**")
    return "".join(f"<strong>{piece}</strong>" if n % 2 else piece for n, piece in enumerate(pieces))


_STYLE = {
    "body": "font:16px/1.5 system-ui,sans-serif;color:#1d2429;max-width:38rem;margin:0 auto;padding:1.5rem",
    "facts": "background:#e9f1f3;border-left:4px solid #0b4a5b;padding:.8rem 1rem",
    "a": "display:inline-block;background:#0b4a5b;color:#fff;padding:.6rem 1.1rem;text-decoration:none",
    "footer": "font-size:13px;color:#56626a;border-top:1px solid #c3ced3;padding-top:.8rem",
}


@cache
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
