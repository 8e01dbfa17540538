"""The portal's pages as a browser without JavaScript gets them: frame, sessions, forms, refusals."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from plumbing.auth import Caller
from services.gateway.sessions import COOKIE, LIFETIME, Sessions
from tests.integration.gateway.conftest import X47, World

BASE = f"/convocatorias/{X47}"
FIRST_PAGE_BYTES = 100 * 1024
ADDRESS = re.compile(r'(?:src|href|action)="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@contextmanager
def browser(world: World, inside: bool = True, **headers: str) -> Iterator[httpx.Client]:
    """A browser, with the cookie of an aspirante of the call or without."""
    with httpx.Client(base_url=world.url, timeout=30, headers=headers) as client:
        if inside:
            caller = Caller(subject="e1", roles=frozenset({"aspirante"}), expediente_id="e1")
            token, _ = Sessions(world.database["sessions"], world.clock).open(caller, "Ana", X47)
            client.cookies.set(COOKIE, token)
        yield client


def hidden(page: httpx.Response) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}


def refusing(error: Exception):
    def answer(request):
        raise error

    return answer


def open_registro(world: World, **more) -> list[registration.SaveRegistroRequest]:
    """The registro may be written; what is saved is remembered and shown again."""
    saved: list[registration.SaveRegistroRequest] = []

    def shown(_):
        datos = saved[-1].datos if saved else registration.RegistroDatos(nombre="Ana")
        return registration.Registro(version=3, editable=["*"], datos=datos, estado="PENDIENTE", **more)

    def save(request):
        saved.append(request)
        return shown(request)

    world.answers.said["GetRegistro"] = shown
    world.answers.said["SaveRegistro"] = save
    return saved


# --- the frame ---


def test_the_first_page_is_light_and_asks_nobody_else(world: World):
    with browser(world, inside=False) as client:
        page = client.get("/")
        addresses = set(ADDRESS.findall(page.text))
        assert all(not urlsplit(address).netloc for address in addresses)
        static = [client.get(a) for a in addresses if a.startswith("/estatico/")]
        icons = client.get(re.search(r'/estatico/iconos[^#"]*', page.text).group())
        total = len(page.content) + sum(len(one.content) for one in [*static, icons])
    assert len(static) >= 2
    assert total < FIRST_PAGE_BYTES
    assert all("immutable" in one.headers["cache-control"] for one in [*static, icons])


def test_pages_forbid_what_they_do_not_need(world: World):
    with browser(world, inside=False) as client:
        page = client.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?! src=)|<style|\son[a-z]+=|\sstyle=", page.text)
    assert page.headers["cache-control"] == "no-store"
    assert '<html lang="es-MX">' in page.text


@pytest.mark.parametrize(
    "path", ["/estatico/../app.py", "/estatico/frame.html", "/estatico/nada.css", "/nada"]
)
def test_what_is_not_there_is_a_page_in_words(world: World, path):
    with browser(world, inside=False) as client:
        answer = client.get(path)
    assert answer.status_code == 404
    assert "No encontramos esa página" in answer.text


def test_programs_get_problem_details_and_people_a_page(world: World):
    with browser(world, inside=False) as client:
        assert client.get("/api/v1/nada").headers["content-type"] == "application/problem+json"
        assert client.get(f"{BASE}x").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["", "/entrar", "/cuenta", "/cuenta/correo", "/calculadora"])
def test_what_anybody_may_read_needs_no_session(world: World, path):
    with browser(world, inside=False) as client:
        assert client.get(BASE + path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/proceso", "/registro", "/registro/identidad", "/registro/declaraciones", "/sedes", "/documentos",
     "/documentos/CURP", "/solicitud", "/envio", "/acuse", "/estado", "/ficha", "/resultado", "/puntaje",
     "/obligaciones", "/cartas", "/resultado/paso/ACEPTO_ADSCRIPCION", "/resultado/rechazo"],
)  # fmt: skip
def test_every_page_of_an_aspirante_stands_on_empty_answers_and_asks_who_it_is(world: World, path):
    manifest = {"slots": [{"slot": "CURP", "is_open": True}, {"slot": "SOLICITUD", "is_open": True}]}
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(**manifest)
    with browser(world) as client, browser(world, inside=False) as nobody:
        assert client.get(BASE + path).status_code == 200
        asked = nobody.get(BASE + path)
    assert asked.status_code == 303
    assert asked.headers["location"] == f"{BASE}/entrar?volver={BASE}{path}"


# --- sessions ---


def test_who_enters_stays_in_and_goes_where_they_wanted(world: World):
    world.answers.said["Authenticate"] = lambda request: registration.Account(
        expediente_id="e1", nombre_completo="ANA LUZ"
    )
    with browser(world, inside=False) as client:
        form = {"curp": "abcd", "password": "secreta", "volver": f"{BASE}/sedes"}
        answer = client.post(f"{BASE}/entrar", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}/sedes")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Ana Luz" in client.get(f"{BASE}/proceso").text


@pytest.mark.parametrize(
    "wanted", ["https://otro.example/", "//otro.example", f"{BASE}/../../salir", f"{BASE}x", "", "/api/docs"]
)
def test_nobody_is_sent_to_another_site(world: World, wanted):
    world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
    with browser(world, inside=False) as client:
        answer = client.post(f"{BASE}/entrar", data={"curp": "a", "password": "b", "volver": wanted})
    assert answer.headers["location"] == f"{BASE}/proceso"


def test_a_wrong_password_is_said_on_the_page(world: World):
    world.answers.said["Authenticate"] = refusing(errors.NotAllowed("CREDENCIALES"))
    with browser(world, inside=False) as client:
        answer = client.post(f"{BASE}/entrar", data={"curp": "ABCD", "password": "otra"})
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert 'value="ABCD"' in answer.text
    assert "otra" not in answer.text.replace("otra vez", "")


def test_a_session_of_another_call_does_not_open_this_one(world: World):
    with browser(world) as client:
        answer = client.get("/convocatorias/xlix-tercer-periodo-2026/proceso")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/convocatorias/xlix-tercer-periodo-2026/entrar")


def test_leaving_closes_the_session(world: World):
    with browser(world) as client:
        token = client.cookies[COOKIE]
        assert client.post("/salir", data={"_csrf": "otro"}).status_code == 403
        form = hidden(client.get(f"{BASE}/proceso"))
        assert client.post("/salir", data={"_csrf": form["_csrf"]}).status_code == 303
        client.cookies.set(COOKIE, token)
        assert client.get(f"{BASE}/proceso").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://otro.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused_even_without_a_session(world: World, headers):
    with browser(world, inside=False, **headers) as client:
        answer = client.post(f"{BASE}/entrar", data={"curp": "a", "password": "b"})
    assert answer.status_code == 403
    assert not world.answers.acts


def test_a_form_without_its_token_does_nothing(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        assert client.post(f"{BASE}/registro/identidad", data={"nombre": "Eva"}).status_code == 403
    assert not saved


def test_what_was_typed_outlives_the_session(world: World):
    """The session ends while a form is filled; after entering, the same form goes out as it was typed."""
    saved = open_registro(world)
    world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/contacto"))
        world.advance(LIFETIME + timedelta(minutes=1))
        typed = {**form, "domicilio.calle_numero": 'Calle «Ñ» & "1"'}
        over = client.post(f"{BASE}/registro/contacto", data=typed)
        assert over.status_code == 401
        assert not saved
        again = client.post(f"{BASE}/entrar", data={**hidden(over), "curp": "A", "password": "b"})
        assert "Calle «Ñ» &amp; &#34;1&#34;" in again.text
        kept = hidden(again)
        assert kept["_csrf"] != form["_csrf"]
        assert "password" not in kept
        answer = client.post(f"{BASE}/registro/contacto", data=kept)
    assert answer.status_code == 303
    assert saved[0].datos.domicilio.calle_numero == 'Calle «Ñ» & "1"'


def test_a_forged_remainder_is_ignored(world: World):
    world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
    with browser(world, inside=False) as client:
        form = {"curp": "A", "password": "b", "volver": f"{BASE}/sedes", "escrito": '{"no": "lista"'}
        assert client.post(f"{BASE}/entrar", data=form).status_code == 303


# --- forms ---


def test_the_same_form_twice_is_one_command(world: World):
    open_registro(world)
    with browser(world) as client:
        form = {**hidden(client.get(f"{BASE}/registro/identidad")), "nombre": "Eva"}
        world.answers.acts.clear()
        assert client.post(f"{BASE}/registro/identidad", data=form).status_code == 303
        assert client.post(f"{BASE}/registro/identidad", data=form).status_code == 303
        changed = {**form, "nombre": "Inés"}
        client.post(f"{BASE}/registro/identidad", data=changed)
    keys = [act.key for act in world.answers.acts if act.key]
    assert len(keys) >= 2
    assert len(set(keys[:2])) == 1


def test_a_section_is_saved_on_top_of_the_rest(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/estudios"))
        client.post(f"{BASE}/registro/estudios", data={**form, "escuela": "UNAM"})
    assert (saved[0].datos.nombre, saved[0].datos.escuela) == ("Ana", "UNAM")
    assert (saved[0].expediente_id, saved[0].expected_version) == ("e1", 3)


def test_another_windows_change_is_not_written_over(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/identidad"))
        client.post(f"{BASE}/registro/identidad", data={**form, "nombre": "Eva"})
        late = client.post(f"{BASE}/registro/identidad", data={**form, "nombre": "Inés"})
        assert late.status_code == 409
        assert 'value="Inés"' in late.text, "what was typed stays"
        assert len(saved) == 1
        client.post(f"{BASE}/registro/identidad", data={**hidden(late), "nombre": "Inés"})
    assert saved[-1].datos.nombre == "Inés"


def test_a_race_between_two_sections_loses_neither(world: World):
    saved = open_registro(world)
    save = world.answers.said["SaveRegistro"]
    lost = [
        errors.Conflict("VERSION_PERDIDA", esperada=3, actual=4)
    ] * 5  # one call, tried again by the gateway

    def racing(request):
        if lost:
            raise lost.pop()
        return save(request)

    world.answers.said["SaveRegistro"] = racing
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/estudios"))
        assert client.post(f"{BASE}/registro/estudios", data={**form, "escuela": "UNAM"}).status_code == 303
    assert saved[0].datos.escuela == "UNAM"


def test_what_is_wrong_is_listed_on_top_and_beside_its_field(world: World):
    wrong = registration.FieldProblem(
        field="telefonos[1]",
        code="TELEFONO_FALTANTE",
        que="Falta el segundo teléfono.",
        porque="Se piden dos.",
        arreglo="Escríbelo.",
    )
    open_registro(world, errors=[wrong])
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/contacto"))
        answer = client.post(f"{BASE}/registro/contacto", data={**form, "telefonos[0]": "5512345678"})
        overview = client.get(f"{BASE}/registro")
    assert answer.status_code == 422
    assert "<title>Hay un problema" in answer.text
    assert 'href="#campo-telefonos-1"' in answer.text
    assert 'id="campo-telefonos-1"' in answer.text
    assert 'aria-describedby="campo-telefonos-1-falla"' in answer.text
    assert "1 por completar" in overview.text


def test_a_draft_that_keeps_itself_answers_for_a_program(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/identidad"))
        headers = {"X-Autoguardado": "1"}
        first = client.post(f"{BASE}/registro/identidad", data={**form, "nombre": "Eva"}, headers=headers)
        assert re.fullmatch(r"\d\d:\d\d:\d\d", first.json()["hora"])
        following = {
            **form,
            "_base": first.json()["base"],
            "_clave": first.json()["clave"],
            "nombre": "Evita",
        }
        assert client.post(f"{BASE}/registro/identidad", data=following, headers=headers).status_code == 200
    assert [one.datos.nombre for one in saved] == ["Eva", "Evita"]


def test_entering_to_write_is_asked_before_a_print_is_spent(world: World):
    open_registro(world, print_number=2, is_print_current=True)
    with browser(world) as client:
        assert client.get(f"{BASE}/registro/identidad").status_code == 303
        page = client.get(f"{BASE}/registro")
        assert "la impresión n.º 2 deja de valer" in page.text
        world.answers.acts.clear()
        entered = client.post(f"{BASE}/registro/entrada", data=hidden(page))
    assert entered.headers["location"] == f"{BASE}/registro?hecho=entrada"
    assert [act.key for act in world.answers.acts if act.key]


def test_a_refused_send_leads_to_each_thing_to_mend(world: World):
    open_registro(world)
    fields = (
        errors.FieldError("documentos.CURP", "X", {"texto": "Falta la CURP.\nEs obligatoria.\nSúbela."}),
        errors.FieldError("telefonos[0]", "X", {"texto": "Falta un teléfono.\nSe piden dos.\nEscríbelo."}),
    )
    world.answers.said["SubmitExpediente"] = refusing(errors.Invalid("DOCUMENTOS_FALTANTES", fields=fields))
    with browser(world) as client:
        answer = client.post(f"{BASE}/envio", data=hidden(client.get(f"{BASE}/envio")))
    assert answer.status_code == 422
    assert f'href="{BASE}/documentos/CURP"' in answer.text
    assert f'href="{BASE}/registro/contacto?revisar=1#campo-telefonos-0"' in answer.text


def test_a_send_is_done_once_and_shows_its_acuse(world: World):
    open_registro(world)
    world.answers.said["GetAcuse"] = lambda request: validation.Acuse(
        acuse_id="a-77", submitted_at="2023-11-20T18:00:00+00:00", send_number=1
    )
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/envio"))
        world.answers.acts.clear()
        for _ in range(2):
            answer = client.post(f"{BASE}/envio", data=form)
            assert answer.headers["location"] == f"{BASE}/acuse"
        page = client.get(f"{BASE}/acuse")
    keys = [act.key for act in world.answers.acts if act.key]
    assert keys == [form["_clave"]] * 2
    assert "a-77" in page.text
    assert "12:00 del lunes 20 de noviembre de 2023" in page.text


def test_a_photo_gets_the_name_of_its_row_and_a_file_keeps_its_own(world: World):
    manifest = documents.Manifest(slots=[documents.Slot(slot="CURP", is_open=True)])
    names: list[str] = []

    def uploaded(request):
        names.append(request.filename)
        return documents.Slot()

    world.answers.said["GetManifest"] = lambda request: manifest
    world.answers.said["UploadDocument"] = uploaded
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/documentos/CURP"))
        for field in ("foto", "archivo"):
            files = {field: ("IMG_0001.jpg", b"jpg", "image/jpeg")}
            answer = client.post(f"{BASE}/documentos/CURP", data=form, files=files)
            assert answer.status_code == 303
        nothing = client.post(
            f"{BASE}/documentos/CURP", data=form, files={"archivo": ("", b"", "image/jpeg")}
        )
    assert names == ["CURP.jpg", "IMG_0001.jpg"]
    assert (nothing.status_code, "Falta elegir el archivo" in nothing.text) == (422, True)


def test_an_order_made_in_another_window_is_not_lost(world: World):
    opciones = [registration.Opcion(sede="A"), registration.Opcion(sede="B")]
    ranked: list[list[str]] = []

    def rank(request):
        ranked.append([one.sede for one in request.opciones])
        opciones[:] = request.opciones
        return registration.Registro(version=4)

    world.answers.said["GetRegistro"] = lambda request: registration.Registro(
        version=3, editable=["*"], opciones=opciones
    )
    world.answers.said["ListOpciones"] = lambda request: registration.Opciones(
        spaces=2, sedes=[registration.SedeOfrecida(sede=s, nombre=f"Sede {s}") for s in "AB"]
    )
    world.answers.said["RankSedes"] = rank
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/sedes"))
        moved = client.post(f"{BASE}/sedes", data={**form, "bajar": "A"})
        assert moved.headers["location"] == f"{BASE}/sedes#fila-A"
        late = client.post(f"{BASE}/sedes", data={**form, "quitar": "B"})
    assert late.status_code == 409
    assert ranked == [["B", "A"]]


def test_a_service_that_is_away_is_a_page_that_says_so(world: World):
    world.answers.said["GetRegistro"] = refusing(
        errors.Unavailable("SERVICIO_NO_DISPONIBLE", servicio="registro")
    )
    with browser(world) as client:
        answer = client.get(f"{BASE}/proceso")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "<h1>" in answer.text


def test_a_defect_shows_its_trace_and_nothing_else(world: World):
    world.answers.said["GetRegistro"] = refusing(ZeroDivisionError())
    with browser(world) as client:
        answer = client.get(f"{BASE}/proceso")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "ERROR_INTERNO" in answer.text


def test_what_people_type_is_never_markup(world: World):
    evil = '"><script>alert(1)</script>'
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/identidad"))
        client.post(f"{BASE}/registro/identidad", data={**form, "nombre": evil})
        pages = [
            client.get(BASE + path).text
            for path in ("/registro/identidad", "/registro", "/envio", "/solicitud")
        ]
        pages.append(client.get(f"{BASE}/calculadora", params={"puntaje_enarm": evil}).text)
        pages.append(client.get("/verificar/" + evil.replace("/", "")).text)
    assert saved[0].datos.nombre == evil
    assert not any("<script>alert" in page for page in pages)
    assert json.dumps(evil) not in "".join(pages)
