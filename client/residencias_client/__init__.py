"""Residencias for other systems of the institution: typed calls over gRPC, with retries, deadlines and mutual TLS."""

from residencias_client.connection import Files, Problem, Residencias, WrongField
from residencias_client.systems import Calificaciones, Preaceptados, Rosters

__all__ = ["Calificaciones", "Files", "Preaceptados", "Problem", "Residencias", "Rosters", "WrongField"]
