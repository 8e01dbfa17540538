"""Validation on the real parts."""
