"""The form of every call: what it asks, what it shows, what it brings back; and a word for everything it says."""

from __future__ import annotations

import io

import pytest
from starlette.datastructures import FormData, UploadFile

from contracts.residencias.registration.v1.service_pb2 import RegistroDatos
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from plumbing.events import as_plain
from services.gateway.portal import fields
from services.gateway.portal.forms import Typed, fingerprint
from services.gateway.portal.words import words

REGISTRY = Registry.load(ROOT / "convocatorias")
CALLS = [*REGISTRY.values(), *REGISTRY.templates.values()]
X47 = REGISTRY["xlvii-enarm-2023"]
TYPED = {
    "nombre": "Ana",
    "telefonos": ["5512345678", "5587654321"],
    "nacimiento_on": "1997-04-03",
    "domicilio": {"calle_numero": "Calle 1"},
    "reclamos": {"trabajador": True},
    "escuela": "UNAM",
    "calificacion": {},
    "trabajador": {},
}
DATOS = as_plain(RegistroDatos(**TYPED))


def section(code: str) -> fields.Section:
    return next(one for one in fields.sections(X47) if one.code == code)


def typed(*pairs: tuple[str, str]) -> Typed:
    return Typed(FormData(pairs))


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_everything_a_call_asks_has_a_word_and_a_page(call):
    made = fields.sections(call, courses=[("x", "X")])
    known = words()
    assert {one.code for one in made} <= known["secciones"].keys()
    assert {field.when for field in call.fields} <= {*known["cuando"], "siempre"}
    assert {code for field in call.fields for code in field.options} <= known["opciones"].keys()
    for field in call.fields:
        assert fields.section_of(call, field.name) in known["secciones"]
    for window in ("registro", call.acceptance.steps[0].window, call.allocation.embargo_until):
        assert window in call.calendar


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_every_entry_of_a_section_comes_back_as_it_was_shown(call):
    """What is shown and posted unchanged changes nothing: no save by somebody who only looked loses a value."""
    for one in fields.sections(call, courses=[("x", "X")]):
        shown = fields.shown(DATOS, one)
        back = fields.merged(DATOS, one, fields.typed_values(typed(*shown.items()), one))
        assert fields.shown(back, one) == shown
        for name in ("nombre", "escuela", "telefonos", "nacimiento_on"):
            assert back[name] == DATOS[name]


def test_a_section_replaces_only_its_own_answers():
    names = {"telefonos[0]": "5511111111", "telefonos[1]": "", "domicilio.calle_numero": "Otra 2"}
    contact = section("contacto")
    back = fields.merged(DATOS, contact, fields.typed_values(typed(*names.items()), contact))
    assert back["telefonos"] == ["5511111111"]
    assert back["domicilio"]["calle_numero"] == "Otra 2"
    assert (back["nombre"], back["reclamos"]) == ("Ana", DATOS["reclamos"])
    assert DATOS["domicilio"]["calle_numero"] == "Calle 1", "what was read is not touched"


def test_a_date_is_typed_in_three_parts_and_kept_even_when_it_is_wrong():
    identity = section("identidad")
    parts = {"nacimiento_on.dia": "31", "nacimiento_on.mes": "2", "nacimiento_on.ano": "97"}
    back = fields.merged({}, identity, parts)
    assert back["nacimiento_on"] == "97-02-31"
    assert {name: fields.shown(back, identity)[name] for name in parts} == parts


def test_what_validation_did_not_observe_is_not_read_from_the_form():
    studies = fields.open_part(section("estudios"), ["calificacion.base_100"])
    assert "escuela" not in [question.name for question in studies.questions]
    assert fields.open_part(section("estudios"), ["*"]) == section("estudios")
    assert fields.open_part(section("estudios"), []).questions == ()


def test_a_list_is_called_by_its_field():
    assert fields.label_of(X47, "telefonos[1]") == X47.field("telefonos").label
    assert fields.section_of(X47, "opciones[3].subsedes[0]") == "sedes"
    assert fields.section_of(X47, "declaraciones.sin_rescision") == "declaraciones"


def test_the_same_content_again_has_the_same_key_and_other_content_another():
    first = typed(("_clave", "k1"), ("nombre", "Ana"))
    assert first.content_key() == typed(("_clave", "k1"), ("nombre", "Ana"), ("_csrf", "otro")).content_key()
    assert first.content_key() != typed(("_clave", "k1"), ("nombre", "Eva")).content_key()
    assert first.content_key(b"jpg") != first.content_key(b"otro jpg")
    assert first.act_key() == "k1"


def test_a_form_without_a_usable_key_gets_one():
    assert typed().act_key() != typed().act_key()
    assert len(typed(("_clave", "con espacio")).act_key()) == 36


def test_secrets_do_not_outlive_the_session():
    given = typed(("_csrf", "t"), ("password", "p"), ("code", "c"), ("nombre", "Ana"), ("_clave", "k"))
    assert given.carried() == [("nombre", "Ana"), ("_clave", "k")]


def test_an_empty_file_input_brings_no_file():
    empty = UploadFile(io.BytesIO(b""), filename="")
    photo = UploadFile(io.BytesIO(b"jpg"), filename="IMG_1.jpg")
    found = Typed(FormData([("archivo", empty), ("foto", photo)]))
    assert found.files("archivo", "foto") == [("IMG_1.jpg", b"jpg")]
    assert Typed(FormData([("archivo", empty)])).files("archivo") == []


def test_a_fingerprint_names_the_values_not_their_order():
    assert fingerprint({"a": "1", "b": "2"}) == fingerprint({"b": "2", "a": "1"})
    assert fingerprint(["a", "b"]) != fingerprint(["b", "a"])
