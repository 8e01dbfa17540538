"""The convocatoria speaks the words of the contracts, so that no service has to translate."""

from __future__ import annotations

from contracts.residencias.registration.v1 import service_pb2
from plumbing.convocatoria import Convocatoria, load

from .conftest import ROOT

X45 = load(ROOT / "convocatorias" / "xlv-enarm-2021")
DATOS = service_pb2.RegistroDatos.DESCRIPTOR


def paths() -> set[str]:
    """Every field of RegistroDatos, nested ones as `message.field`."""
    found = set()
    for field in DATOS.fields:
        if field.message_type is None:
            found.add(field.name)
        else:
            found |= {f"{field.name}.{inner.name}" for inner in field.message_type.fields}
    return found


OF_ONE_CALL = {"docencia", "publicaciones"}
"""Claims that only the call of 2021 gives points for."""


def test_the_fields_are_those_of_the_form_and_none_is_missing(x47: Convocatoria) -> None:
    in_form = {path for path in paths() if not path.startswith("declaraciones.")}
    assert {field.name for field in X45.fields} == in_form
    assert {field.name for field in x47.fields} == in_form - {f"reclamos.{claim}" for claim in OF_ONE_CALL}


def test_the_claims_are_the_reclamos_of_the_form(x47: Convocatoria) -> None:
    reclamos = {field.name for field in service_pb2.Reclamos.DESCRIPTOR.fields}
    assert {extra.code for extra in X45.scoring.extras} == reclamos
    assert {extra.code for extra in x47.scoring.extras} == reclamos - OF_ONE_CALL


def test_the_declarations_are_those_of_the_form_except_insisting_on_a_category(x47: Convocatoria) -> None:
    declared = {field.name for field in service_pb2.Declaraciones.DESCRIPTOR.fields}
    assert {declaration.code for declaration in x47.declarations} == declared - {"sostiene_categoria"}


def test_a_carta_compromiso_in_the_form_is_the_same_word_in_the_document_table(x47: Convocatoria) -> None:
    for field, slot in (("titulo_reverso", "TITULO2"), ("cedula", "CEDULA")):
        assert "CARTA_COMPROMISO" in x47.field(field).options
        assert x47.documents.row(slot).kind("CARTA_COMPROMISO").obligation in {"TITULO", "CEDULA"}
    kinds = {kind.kind for kind in x47.documents.row("TITULO1").kinds}
    assert set(x47.field("titulo_anverso").options) <= kinds


def test_the_causes_of_validation_have_their_consequence(x47: Convocatoria) -> None:
    annulments = {"INCONSISTENCIA_GRAVE", "FALSO_DE_INFORMACION"}
    cancellations = {"DOS_INSTITUCIONES", "EXCLUSION", "FALSEDAD", "ILEGIBLE"}
    deadlines = {"NO_ENVIADO", "OBSERVACIONES_SIN_ATENDER", "FICHA_NO_DESCARGADA", "REZAGO_EXCLUIDO"}
    outcomes = {consequence.outcome for consequence in x47.consequences}
    assert annulments | cancellations | deadlines <= outcomes
    assert {r.code for r in x47.observation_reasons if r.effect == "anula"} == annulments
    assert {r.code for r in x47.observation_reasons if r.effect == "cancela"} == cancellations
