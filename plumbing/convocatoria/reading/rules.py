"""A convocatoria as something to read: sections of rules, each with what it says and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SHORT = 46
"""Characters of a fact that fits beside others on one line."""
LONG = 60
"""Characters of a line that wants the whole width."""


@dataclass(frozen=True)
class Line:
    """A line of text; `target` is the anchor of the rule it names, if it names one."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing a rule says."""

    label: str
    lines: tuple[Line, ...]

    @property
    def is_short(self) -> bool:
        """It fits beside others on one line."""
        return len(self.label) + sum(len(line.text) + 2 for line in self.lines) <= SHORT

    @property
    def is_long(self) -> bool:
        """It is read under its label, not beside it."""
        return any(len(line.text) > LONG for line in self.lines)


@dataclass(frozen=True)
class Rule:
    """A rule in words, with its source and the rules inside it."""

    anchor: str
    kicker: str = ""
    heading: str = ""
    code: str = ""
    when: str = ""
    """Of a window: its dates in words."""
    facts: tuple[Fact, ...] = ()
    clause: str = ""
    text: str = ""
    note: str = ""
    supuestos: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def rules(self) -> Iterator[Rule]:
        """This rule and all those inside it."""
        yield self
        for group in self.groups:
            for rule in group.rules:
                yield from rule.rules


@dataclass(frozen=True)
class Group:
    """Rules of one kind, in file order."""

    anchor: str
    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Section:
    """A part of the convocatoria under one title."""

    anchor: str
    title: str
    groups: tuple[Group, ...]

    @property
    def rules(self) -> Iterator[Rule]:
        for group in self.groups:
            for rule in group.rules:
                yield from rule.rules


@dataclass(frozen=True)
class Reading:
    """The whole convocatoria in words."""

    sections: tuple[Section, ...]
    supuestos: Section

    @property
    def rules(self) -> Iterator[Rule]:
        """Every rule, the ones inside others too; not the supuestos."""
        for section in self.sections:
            yield from section.rules

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause cited, in reading order."""
        return tuple(rule.clause for rule in self.rules if rule.clause)

    @property
    def counts(self) -> dict[str, int]:
        """How many rules there are and what they stand on."""
        rules = [rule for rule in self.rules if rule.clause or rule.supuestos]
        return {
            "reglas": len(rules),
            "con_clausula": sum(bool(rule.clause) for rule in rules),
            "con_supuesto": sum(bool(rule.supuestos) for rule in rules),
            "supuestos": sum(1 for _ in self.supuestos.rules),
        }
