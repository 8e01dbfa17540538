"""Facts of the log in words: what happened, who did it, and what of its data is said to a reader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.words import cause, word, words

ID_LENGTH = 36
READING = "DossierRead"
ROLES_OF_THE_SYSTEM = ("sistema", "publico")


@cache
def said() -> dict[str, Any]:
    """Everything in hechos.yaml."""
    return dict(yaml.safe_load(Path(__file__).with_name("hechos.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Detail:
    """One thing that a fact says: `name` as the fact calls it, `text` for people, `code` what stands in the log."""

    name: str
    label: str
    text: str
    code: str = ""


@dataclass(frozen=True)
class Hecho:
    """An entry of the log as it is read."""

    event_id: str
    index: int
    name: str
    title: str
    time: str
    who: str
    subject: str
    convocatoria: str
    rules_digest: str
    service: str
    details: tuple[Detail, ...]

    @property
    def is_of_a_person(self) -> bool:
        """Its subject is an expediente."""
        return len(self.subject) == ID_LENGTH and self.name not in said()["de_todos"]

    @property
    def is_reading(self) -> bool:
        """Somebody only looked."""
        return self.name == READING

    def value(self, name: str) -> str:
        """What the fact itself says under this name; empty when it says nothing."""
        return next((one.code or one.text for one in self.details if one.name == name), "")


def hecho(entry: Mapping[str, Any], calls: Mapping[str, Convocatoria]) -> Hecho:
    """The entry in words, papers and causes by the names that its call gives them."""
    envelope = json.loads(entry["envelope"] or "{}")
    name = entry["type"].rpartition(".")[2]
    return Hecho(
        entry["event_id"],
        entry["index"],
        name,
        title_of(name),
        entry["time"],
        who(entry["actor"]),
        entry["subject"],
        entry["convocatoria"],
        str(envelope.get("rules_digest", "")),
        str(envelope.get("source", "")).rpartition("/")[2],
        tuple(_details(name, envelope.get("data", {}), calls.get(entry["convocatoria"]))),
    )


def title_of(name: str) -> str:
    """What happened, in a sentence without a subject."""
    return str(said()["hechos"].get(name, name))


def who(actor: str) -> str:
    """`CES (ces2)`; an aspirante is not named beside their own dossier."""
    roles, _, subject = actor.partition(":")
    named = " y ".join(said()["roles"].get(role, role) for role in roles.split("+") if role)
    if roles == "aspirante" or not subject or roles in ROLES_OF_THE_SYSTEM:
        return named
    return f"{named} ({subject})"


def _details(fact: str, data: Any, call: Convocatoria | None) -> Iterator[Detail]:
    """What of the data has a label, in the order of the labels; a list only says how many it holds."""
    labels = said()["datos"]
    for name in labels if isinstance(data, Mapping) else ():
        value = data.get(name)
        if value in ("", None, [], {}):
            continue
        label = labels.get(f"{fact}.{name}", labels[name])
        if isinstance(value, bool):
            yield Detail(name, label, said()["si_no"][value])
        elif isinstance(value, list):
            yield Detail(name, label, str(len(value)))
        elif isinstance(value, int):
            yield Detail(name, label, f"{value:,}")
        elif isinstance(value, str | float):
            text = _in_words(fact, name, str(value), call)
            yield Detail(name, label, text, str(value) if text != str(value) else "")


def _in_words(fact: str, name: str, value: str, call: Convocatoria | None) -> str:
    """What the value is called; the value itself when nothing names it."""
    if fact == READING and name == "what":
        return _looked_at(value, call)
    if name in ("cause", "reason"):
        return str(said()["hechos"].get(value) or cause(value, call))
    if name == "kind":
        return _kind(fact, value, call)
    if name in ("accepted_by", "proposed_by", "confirmed_by", "approved_by") and ":" in value:
        return who(value)
    group = said()["valores"].get(name, "")
    known = words().get(group) or words()["ces"].get(group, words()["opciones"])
    return str(known.get(value, value))


def _kind(fact: str, code: str, call: Convocatoria | None) -> str:
    """A letter, a paper, an obligation or a round by its name; an e-mail by what it tells."""
    if fact == "MessageSent":
        return str(said()["hechos"].get(code) or said()["avisos"].get(code, code))
    if fact.startswith("Letter"):
        return word("cartas", code)
    if fact.startswith("Obligation"):
        return next((one.label for one in call.obligations if one.code == code), code) if call else code
    return _papers(call).get(code) or word("papeles", word("corridas", code))


def _papers(call: Convocatoria | None) -> dict[str, str]:
    """Kind of paper → its name in the call; nothing where the call is not at hand."""
    return {kind.kind: kind.label for row in call.documents.rows for kind in row.kinds} if call else {}


def _looked_at(what: str, call: Convocatoria | None) -> str:
    """`carta PRESENTACION` or `documento CURP v1`, by its name."""
    kind, _, code = what.replace(":", " ").partition(" ")
    if kind == "documento" and call:
        slot, _, version = code.partition(" v")
        row = next((one for one in call.documents.rows if one.slot == slot), None)
        return f"{row.label}, {said()['version']} {version}" if row else what
    return word("papeles", word("cartas", code)) if code else said()["lecturas"].get(what, what)
