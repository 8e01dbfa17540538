"""An e-mail for each fact: subject, plain text and HTML from the same sentences.

The template of a fact is the file of its name, in the folder of the call's entrance or else here.
It always names the document, the reason and the date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

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


@cache
def kinds_of(entrance: str) -> tuple[str, ...]:
    """The facts that a call of this entrance tells in words of its own, in the folder of that name."""
    return tuple(sorted(path.stem for path in (HERE / entrance).glob("*.yaml")))


def compose(
    kind: str, data: Mapping[str, Any], variant: str = "", *, entrance: str = "", sections: bool = True
) -> Composed:
    """The e-mail of the fact `kind`, in the words of the calls of `entrance`, or of `<variant>.yaml`, where these
    have their own.

    Without `sections`, no section number stands beside a sentence.

    Shapes: `data` has the fields of `frame.yaml` (`common`) and of `<kind>.yaml`.
    Raises: Invalid CORREO_DESCONOCIDO; Invalid CORREO_INCOMPLETO with the fields in question.
    Source: the clauses in each template.
    """
    has_own = bool(entrance) and kind in kinds_of(entrance)
    if not has_own and kind not in kinds():
        raise Invalid("CORREO_DESCONOCIDO", kind=kind)
    own = _read(f"{entrance}/{kind}") if has_own else _read(kind) | _variants(variant).get(kind, {})
    frame, template = _read(FRAME), own
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
    subject = " ".join(_plain(_say(template["subject"], values)).split())
    return Composed(
        subject=subject,
        text=_as_text(parts, action, footer),
        html=_as_html(subject, parts, action, footer),
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


def _as_html(subject: str, parts: list[Part], action: tuple[str, str], footer: tuple[str, ...]) -> str:
    """The look of the portal, in one column without tables or pictures; dark where the reader's screen is."""
    frame = _templates().get_template("frame.html")
    return frame.render(subject=subject, parts=parts, action=action[0], address=action[1], footer=footer)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["strong"] = _strong
    return made


def _strong(sentence: str) -> Markup:
    """`**this**` stands out; everything else is text."""
    pieces = sentence.split("**")
    return Markup("").join(
        Markup("<strong>{}</strong>").format(piece) if n % 2 else piece for n, piece in enumerate(pieces)
    )


@cache
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
