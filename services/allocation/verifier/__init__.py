"""Checks a round's result against its stated properties; shares no code with the domain that computed it."""

from services.allocation.verifier.check import PROPERTIES, Violation, check_arrays, verify

__all__ = ["PROPERTIES", "Violation", "check_arrays", "verify"]
