"""Scoring: the puntaje, exact, with its breakdown."""
