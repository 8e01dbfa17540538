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
from services.gateway.portal.words import word

ID_LENGTH = 36
ROLES_OF_THE_SYSTEM = ("sistema", "publico")


@cache
def said() -> dict[str, Any]:
    """Everything in hechos.yaml."""
    return dict(yaml.safe_load(Path(__file__).with_name("hechos.yaml").read_text(encoding="utf-8")))


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
    details: tuple[tuple[str, str], ...]

    @property
    def is_of_a_person(self) -> bool:
        """Its subject is an expediente."""
        return len(self.subject) == ID_LENGTH and self.name not in said()["de_todos"]

    @property
    def is_reading(self) -> bool:
        """Somebody only looked."""
        return self.name == "DossierRead"


def hecho(entry: Mapping[str, Any], calls: Mapping[str, Convocatoria]) -> Hecho:
    """The entry in words, papers by the names that its call gives them."""
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
        tuple(_details(envelope.get("data", {}), _papers(calls, entry["convocatoria"]))),
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


def _papers(calls: Mapping[str, Convocatoria], convocatoria: str) -> dict[str, str]:
    """Kind of paper → its name in the call; nothing where the call is not at hand."""
    rows = calls[convocatoria].documents.rows if convocatoria in calls else ()
    return {kind.kind: kind.label for row in rows for kind in row.kinds}


def _details(data: Any, papers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What of the data has a label; a list only says how many it holds."""
    labels = said()["datos"]
    for name, value in data.items() if isinstance(data, Mapping) else ():
        if name not in labels or value in ("", None, [], {}):
            continue
        if isinstance(value, bool):
            yield labels[name], said()["si_no"][value]
        elif isinstance(value, list):
            yield labels[name], str(len(value))
        elif isinstance(value, str | int | float):
            yield labels[name], _kind(str(value), papers) if name == "kind" else str(value)


def _kind(code: str, papers: Mapping[str, str]) -> str:
    """A letter or a paper by its name, an e-mail by what it tells."""
    return said()["hechos"].get(code) or papers.get(code) or word("cartas", code)
