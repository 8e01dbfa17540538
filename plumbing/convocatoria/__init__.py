"""The convocatoria as data: windows, documents, scoring, allocation and letters of a call, each with its clause.

Nothing here reads a clock or does I/O beyond the files it is given. Start with `Registry.load(root)` or
`load(folder)`; `load_catalog` and `read_oferta` read what every call refers to.
"""

from plumbing.convocatoria.catalog import Catalog, Especialidad, Ooad, Sede, Subsede, load_catalog
from plumbing.convocatoria.in_words import date_in_words, instant_in_words
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.oferta import (
    OfertaRow,
    oferta_digest,
    parse_oferta,
    read_oferta,
    scale_oferta,
    write_oferta,
)
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.reader import load
from plumbing.convocatoria.registry import Registry
from plumbing.convocatoria.schema import json_schema, schema_text
from plumbing.convocatoria.windows import Window

__all__ = [
    "Catalog",
    "Convocatoria",
    "ConvocatoriaInvalid",
    "Especialidad",
    "OfertaRow",
    "Ooad",
    "Problem",
    "Registry",
    "Sede",
    "Subsede",
    "Window",
    "date_in_words",
    "instant_in_words",
    "json_schema",
    "load",
    "load_catalog",
    "oferta_digest",
    "parse_oferta",
    "read_oferta",
    "scale_oferta",
    "schema_text",
    "write_oferta",
]  # fmt: skip
