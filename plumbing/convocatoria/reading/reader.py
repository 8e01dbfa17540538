"""From the checked data of a convocatoria to its reading.

It knows the shape of a rule, not its kind: a part that the vocabulary gains is read without a change here, and a part
that a convocatoria lacks is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from plumbing.convocatoria import Convocatoria, Window
from plumbing.convocatoria.nodes import Node
from plumbing.convocatoria.reading.rules import Fact, Group, Line, Reading, Rule, Section
from plumbing.convocatoria.reading.wording import NAMESPACES, TEXTS, label, own_options, said

PROVENANCE = ("clause", "text", "note", "supuestos")
NAMES = ("option_labels",)
"""What something is called: told where that is named."""
HEADINGS = ("value", "label", "title", "button", "sentence", "que", "statement")
CODES = ("code", "slot", "outcome", "name", "kind")
DATED = ("opens", "opens_word", "closes", "closes_word")
NOT_RULES = ("id", "digest", "supuestos")


def read(convocatoria: Convocatoria) -> Reading:
    """The convocatoria in words. The first pass learns the names that the second one uses."""
    first = _Reader(convocatoria)
    first.sections()
    second = _Reader(convocatoria, first.names)
    sections = tuple(second.sections())
    return Reading(sections, second.assumptions())


def dated_windows(convocatoria: Convocatoria) -> Mapping[str, Window]:
    """The windows that have dates; those counted from one without them are not there."""
    try:
        return convocatoria.windows
    except (KeyError, ValueError):
        return {name: entry for name, entry in convocatoria.calendar.items() if isinstance(entry, Window)}


@dataclass
class _Reader:
    convocatoria: Convocatoria
    names: dict[tuple[str, str], Line] = field(default_factory=dict)
    used: dict[str, dict[str, str]] = field(default_factory=dict)

    def sections(self) -> list[Section]:
        keys = [name for name in type(self.convocatoria).model_fields if name not in NOT_RULES]
        plan = [(f"parte-{part['id']}", part["titulo"], part["partes"]) for part in TEXTS["secciones"]]
        placed = {key for _, _, parts in plan for key in parts}
        plan.append(("parte-otras", TEXTS["otras"], [k for k in keys if k not in placed]))
        made = [
            Section(anchor, title, self._groups([k for k in parts if k in keys]))
            for anchor, title, parts in plan
        ]
        return [section for section in made if section.groups]

    def _groups(self, keys: list[str]) -> tuple[Group, ...]:
        groups: list[Group] = []
        single: list[Rule] = []
        for key in keys:
            value = getattr(self.convocatoria, key, None)
            if isinstance(value, BaseModel) and "value" in type(value).model_fields:
                single.append(self._rule(key, value, key, kicker=label(key)))
            elif group := self._group(key, value, key):
                groups += _side_by_side(group)
        return (*([Group(single[0].anchor, "", tuple(single))] if single else []), *groups)

    def _group(self, key: str, value: Any, anchor: str, owner: str = "") -> Group | None:
        """The rules under `key`; None when there are none."""
        if isinstance(value, BaseModel):
            entries: list[tuple[str, BaseModel]] = [("", value)]
        elif isinstance(value, Mapping):
            entries = [(str(name), entry) for name, entry in value.items() if isinstance(entry, BaseModel)]
        else:
            entries = [("", entry) for entry in value or () if isinstance(entry, BaseModel)]
        if not entries:
            return None
        alone = isinstance(value, BaseModel)
        rules = [
            self._rule(key, entry, anchor if alone else f"{anchor}-{name or _code(entry) or index}", name)
            for index, (name, entry) in enumerate(entries, 1)
        ]
        return Group(f"{_anchor(anchor)}-todo", label(key, owner), tuple(rules))

    def _rule(self, key: str, model: BaseModel, anchor: str, name: str = "", kicker: str = "") -> Rule:
        anchor, code = _anchor(anchor), name or _code(model)
        given = [n for n in type(model).model_fields if n in model.model_fields_set and n not in PROVENANCE]
        headed = next((n for n in HEADINGS if n in given and getattr(model, n) is not None), "")
        heading = said(headed, getattr(model, headed)) if headed else ""
        if not heading and code:
            heading = self._named("slot" if getattr(model, "slot", None) == code else key, code).text
        self._learn(key, code, heading or code, anchor)
        own = {headed, *NAMES, *(n for n in CODES if code and getattr(model, n, None) == code)}
        when, facts, groups = self._when(key, name), [], []
        resting = list(getattr(model, "supuestos", ()))
        for part in (n for n in given if n not in own and not (when and n in DATED)):
            value = getattr(model, part)
            if _is_inner(value):
                group = self._group(part, value, f"{anchor}-{part}", type(model).__name__)
                groups += [group] if group else []
            elif fact := self._fact(part, value, type(model).__name__):
                facts.append(fact)
                resting += getattr(value, "supuestos", ())
        supuestos = tuple(
            self._supuesto(one, heading or label(key), anchor) for one in dict.fromkeys(resting)
        )
        shown_code = code if code != heading else ""
        source = {part: getattr(model, part, None) or "" for part in ("clause", "text", "note")}
        return Rule(
            anchor,
            kicker,
            heading,
            shown_code,
            when,
            tuple(facts),
            **source,
            supuestos=supuestos,
            groups=tuple(groups),
        )

    def _learn(self, key: str, code: str, words: str, anchor: str) -> None:
        """The code is known by these words; one that two rules share leads to neither."""
        known = self.names.get((key, code))
        shared = known is not None and known.target != anchor
        self.names[key, code] = Line(words, "" if shared else anchor)

    def _when(self, key: str, name: str) -> str:
        window = dated_windows(self.convocatoria).get(name) if key == "calendar" else None
        return window.text_for_people if window else ""

    def _fact(self, key: str, value: Any, owner: str = "") -> Fact | None:
        if isinstance(value, BaseModel):
            inner = [
                n for n in type(value).model_fields if n in value.model_fields_set and n not in PROVENANCE
            ]
            kind = type(value).__name__
            facts = [fact for n in inner if (fact := self._fact(n, getattr(value, n), kind))]
            lines = [_joined(fact) for fact in facts]
        elif isinstance(value, Mapping):
            lines = [Line(f"{label(str(name))}: {said(key, one)}") for name, one in value.items()]
        elif isinstance(value, tuple | list | frozenset):
            lines = [self._named(key, one) for one in value]
        else:
            lines = [self._named(key, value)]
        return Fact(label(key, owner), tuple(lines)) if lines else None

    def _named(self, key: str, value: Any) -> Line:
        """The value in words, with the anchor of the rule it is the code of."""
        spaces = [NAMESPACES[key]] if key in NAMESPACES else []
        spaces += ["roster_data"] if spaces == ["fields"] else []
        for space in spaces:
            if (space, str(value)) in self.names:
                return self.names[space, str(value)]
        own = own_options(self.convocatoria) if key == "options" else {}
        return Line(own.get(str(value)) or said(key, value))

    def _supuesto(self, code: str, heading: str, anchor: str) -> Line:
        self.used.setdefault(code, {})[anchor] = heading
        statement = {one.id: one.statement for one in self.convocatoria.supuestos}.get(code, code)
        return Line(statement, _anchor(f"supuesto-{code}"))

    def assumptions(self) -> Section:
        """What the text does not say, why it was decided so, the gap it fills, and where it is used."""
        says, rules = TEXTS["supuesto"], []
        for one in self.convocatoria.supuestos:
            facts = [Fact(says["porque"], (Line(one.why),)), Fact(says["hueco"], (Line(one.gap),))]
            if value := self._plain_value(one.value):
                facts.append(Fact(says["valor"], (Line(value),)))
            if one.kind != "supuesto":
                facts.append(Fact(says["tipo"], (Line(said("kind", one.kind)),)))
            uses = tuple(Line(heading, anchor) for anchor, heading in self.used.get(one.id, {}).items())
            facts += [Fact(says["usado"], uses)] if uses else []
            rules.append(
                Rule(_anchor(f"supuesto-{one.id}"), heading=one.statement, code=one.id, facts=tuple(facts))
            )
        return Section("parte-supuestos", TEXTS["supuestos"], (Group("supuestos-todo", "", tuple(rules)),))

    def _plain_value(self, value: Any) -> str:
        """A value that fits on a line, in words; empty for a table, which is read where it is used."""
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, list | dict) for one in values):
            return ""
        return ", ".join(self._only_name(str(one)) or said("valor", one) for one in values)

    def _only_name(self, code: str) -> str:
        """What the one rule with this code is called; empty for no rule or for several."""
        named = {line.text for (_, known), line in self.names.items() if known == code}
        return named.pop() if len(named) == 1 and code.isupper() else ""


def _side_by_side(group: Group) -> list[Group]:
    """A rule that is only the cover of others gives them its place."""
    found: list[Group] = []
    kept: list[Rule] = []
    for rule in group.rules:
        if rule.heading:
            kept.append(rule)
            continue
        if rule.facts or rule.clause or rule.supuestos:
            kept.append(replace(rule, groups=()))
        found += [one for inner in rule.groups for one in _side_by_side(inner)]
    return [*([replace(group, rules=tuple(kept))] if kept else []), *found]


def _is_inner(value: Any) -> bool:
    """A rule inside a rule, or a list of them; a small part without a source of its own is a fact."""
    if isinstance(value, BaseModel):
        sourced = isinstance(value, Node) or any(
            getattr(value, part, None) for part in ("clause", "text", "note")
        )
        return sourced or any(_is_inner(getattr(value, n)) for n in type(value).model_fields)
    entries = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple | list) else ()
    )
    return any(isinstance(entry, BaseModel) for entry in entries)


def _code(model: BaseModel) -> str:
    """The code that names this rule among its like; empty when it has none."""
    named = (getattr(model, name, None) for name in CODES if name in type(model).model_fields)
    return str(next((value for value in named if value), ""))


def _joined(fact: Fact) -> Line:
    """A fact on one line; what it names can be followed when it names one thing."""
    target = fact.lines[0].target if len(fact.lines) == 1 else ""
    return Line(f"{fact.label}: {'; '.join(line.text for line in fact.lines)}", target)


def _anchor(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name)
