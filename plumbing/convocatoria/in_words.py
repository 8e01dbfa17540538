"""Dates as people in Mexico read them, always with the weekday."""

from __future__ import annotations

from datetime import date, datetime

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.problems import texts


def date_in_words(day: date) -> str:
    """`jueves 23 de noviembre de 2023`."""
    names = texts()["fechas"]
    return str(names["fecha"]).format(
        semana=names["semana"][day.weekday()], dia=day.day, mes=names["meses"][day.month - 1], ano=day.year
    )


def instant_in_words(instant: datetime) -> str:
    """`23:59 del jueves 23 de noviembre de 2023`, Mexico City time. Raises ValueError without zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    local = instant.astimezone(MEXICO_CITY)
    return str(texts()["fechas"]["instante"]).format(hora=f"{local:%H:%M}", fecha=date_in_words(local.date()))


def iso_in_words(text: str) -> str:
    """An ISO instant (with its zone) or an ISO day, in words; empty for nothing. Raises ValueError for other text."""
    if not text:
        return ""
    if len(text) == len("2023-11-20"):
        return date_in_words(date.fromisoformat(text))
    return instant_in_words(datetime.fromisoformat(text))


def phrase(name: str, words: str) -> str:
    """`words` inside the phrase called `name` of messages.yaml (`de las …`, `antes del …`)."""
    return str(texts()["fechas"][name]).format(words)
