"""A convocatoria in words: sections of rules, each with what it says, its clause and the supuestos it rests on."""

from plumbing.convocatoria.reading.reader import read
from plumbing.convocatoria.reading.rules import Fact, Group, Line, Reading, Rule, Section
from plumbing.convocatoria.reading.wording import OPTIONS

__all__ = ["OPTIONS", "Fact", "Group", "Line", "Reading", "Rule", "Section", "read"]
