"""The portal's pages and sessions as a browser without JavaScript gets them."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.scoring.v1 import service_pb2 as scoring
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from services.gateway.sessions import COOKIE, LIFETIME
from tests.integration.gateway.conftest import World
from tests.integration.gateway.surfing import BASE, browser, hidden, open_registro, refusing

FIRST_PAGE_BYTES = 100 * 1024
REGISTRY = Registry.load(ROOT / "convocatorias")
CER = REGISTRY["cer-rama-2025"]
ADDRESS = re.compile(r'(?:src|href|action)="([^"]*)"')


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
    sources = dict(directive.split(" ", 1) for directive in policy.split("; "))
    inline = {name for name, allowed in sources.items() if {"data:", "blob:"} & set(allowed.split())}
    assert inline == {"img-src"}, (
        "pictures alone: what Comply made is in the page until somebody decides on it"
    )
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
     "/obligaciones", "/cartas", "/resultado/paso/ACEPTO_ADSCRIPCION", "/resultado/rechazo",
     "/resultado/rechazo/confirmacion"],
)  # fmt: skip
def test_every_page_of_an_aspirante_stands_on_empty_answers_and_asks_who_it_is(world: World, path):
    manifest = {"slots": [{"slot": "CURP", "is_open": True}, {"slot": "SOLICITUD", "is_open": True}]}
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(**manifest)
    with browser(world) as client, browser(world, inside=False) as nobody:
        assert client.get(BASE + path).status_code == 200
        asked = nobody.get(BASE + path)
    assert asked.status_code == 303
    assert asked.headers["location"] == f"{BASE}/entrar?volver={BASE}{path}"


def test_who_is_out_reads_why_and_their_story_in_words(world: World):
    out = validation.Expediente(expediente_id="e1", estado="FUERA_DE_PROCESO", cause="NO_ENVIADO")
    out.history.add(at="2023-11-20T15:00:00+00:00", what="ENVIADO", by="e1")
    world.answers.said["GetExpediente"] = lambda request: out
    with browser(world) as client:
        page = client.get(f"{BASE}/estado").text
    assert "No enviaste tu expediente." in page
    assert "09:00 del lunes 20 de noviembre de 2023: Lo enviaste a validación" in page


@pytest.mark.parametrize(("category", "is_told"), [("nacional", False), ("extranjero", True)])
def test_the_way_tells_only_the_dates_that_concern_the_person(world: World, category: str, is_told: bool):
    world.answers.said["GetRegistro"] = lambda request: registration.Registro(categoria_roster=category)
    with browser(world) as client:
        own, public = client.get(f"{BASE}/proceso").text, client.get(BASE).text
    assert ("Pago de matrícula" in own) is is_told
    assert "(solo para médicos extranjeros)" in public


@pytest.mark.parametrize("convocatoria", ["xlix-tercer-periodo-2026", "cer-rama-2025", "xlv-enarm-2021"])
def test_another_call_is_another_portal(world: World, convocatoria):
    """The same code, other data: sections, papers, steps and words of each call."""
    base, slots = f"/convocatorias/{convocatoria}", [{"slot": "SOLICITUD", "is_open": True}]
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(slots=slots)
    world.answers.said["ListOpciones"] = lambda request: registration.Opciones(
        spaces=1, sedes=[registration.SedeOfrecida(sede="A", nombre="Sede A", subsedes=[{"subsede": "A1"}])]
    )
    world.answers.said["GetRegistro"] = lambda request: registration.Registro(
        editable=["*"],
        opciones=[registration.Opcion(sede="A")],
        datos=registration.RegistroDatos(nombre="Ana"),
    )
    with browser(world, convocatoria=convocatoria) as client:
        pages = [
            "",
            "/proceso",
            "/registro",
            "/sedes",
            "/sedes/A",
            "/documentos",
            "/solicitud",
            "/resultado",
            "/cartas",
        ]
        pages += ["/obligaciones", "/cuenta"]
        sections = re.findall(rf'href="({base}/registro/[a-z]+)"', client.get(f"{base}/registro").text)
        found = {path: client.get(path).status_code for path in [*(base + page for page in pages), *sections]}
    assert len(sections) >= 3
    assert set(found.values()) == {200}, found


@pytest.mark.parametrize(
    ("call", "asked"),
    [(CER.id, ["efiser", "posgrado", "enarm"]), ("xlv-enarm-2021", ["enarm", "licenciatura"])],
)
def test_the_calculator_asks_for_the_components_of_the_call(world: World, call, asked):
    seen: list = []

    def simulated(request):
        seen.append(request)
        return scoring.Puntaje(
            shown="80.0000", lines=[{"concept": "enarm", "kind": "COMPONENT", "reason": "COUNTS"}]
        )

    world.answers.said["SimulatePuntaje"] = simulated
    given = {code: "70" for code in asked} | {"escala": "100", "claims": "docencia", "unidades-docencia": "2"}
    with browser(world, inside=False) as client:
        page = client.get(f"/convocatorias/{call}/calculadora").text
        answer = client.get(f"/convocatorias/{call}/calculadora", params=given).text
        world.answers.said["SimulatePuntaje"] = refusing(
            errors.Invalid("GRADE_MISSING", component=asked[0], texto=f"Falta «{asked[0]}».\n.\n.")
        )
        wrong = client.get(f"/convocatorias/{call}/calculadora", params={asked[1]: "70"})
    assert [
        name
        for name in re.findall(r'name="([a-z_]+)"', page)
        if name in ("enarm", "licenciatura", "posgrado", "efiser")
    ] == asked
    assert "80.0000" in answer
    assert set(seen[0].grades) == set(asked) - {"licenciatura"}
    assert (wrong.status_code, f"«{asked[0]}»" in wrong.text) == (422, False)
    assert f'href="#campo-{asked[0]}"' in wrong.text


def test_where_nobody_validates_nothing_is_sent(world: World):
    with browser(world, convocatoria=CER.id) as client:
        found = {
            client.get(f"/convocatorias/{CER.id}/{page}").status_code
            for page in ("envio", "acuse", "estado", "ficha")
        }
    assert found == {404}


@pytest.mark.parametrize("call", REGISTRY.values(), ids=lambda call: call.id)
def test_the_warning_of_each_call_stands_above_its_sedes(world: World, call):
    """Whole, whichever way the service joins it, and never as an empty box."""
    warnings = [text.sentence for text in call.portal_texts if text.where == "preferencias"]
    world.answers.said["ListOpciones"] = lambda request: registration.Opciones(advertencia=" ".join(warnings))
    with browser(world, convocatoria=call.id) as client:
        page = client.get(f"/convocatorias/{call.id}/sedes").text
    assert [page.count(warning) for warning in warnings] == [1] * len(warnings)
    assert ('class="nota ojo"' in page) == bool(warnings)


def test_what_cannot_be_undone_is_said_before_the_button(world: World):
    """Where the print inscribes, and where a file is taken once: the call's own warnings stand above the button."""
    world.answers.said["GetRegistro"] = lambda request: registration.Registro(
        editable=["*"], is_complete=True
    )
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(
        slots=[documents.Slot(slot=row.slot, is_open=True) for row in CER.documents.rows]
    )
    (single,) = [row.slot for row in CER.documents.rows if row.single_upload]
    with browser(world, convocatoria=CER.id) as client:
        page = client.get(f"/convocatorias/{CER.id}/solicitud").text
        paper = client.get(f"/convocatorias/{CER.id}/documentos/{single}").text
    warnings = [text.sentence for text in CER.portal_texts if text.where == "preferencias"]
    assert warnings
    assert all(page.index(warning) < page.index("Generar") for warning in warnings)
    assert paper.index("se sube una sola vez") < paper.index("Subir</button>")
    assert all(text.sentence in page for text in CER.portal_texts if text.where == "siempre")


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


def test_the_curp_is_recalled_but_stands_in_no_address(world: World):
    with browser(world, inside=False) as client:
        form = {
            "curp": "PEGA970403MDFRRN09",
            "folio_enarm": "E47-1",
            "correo": "a@b.mx",
            "password": "x" * 12,
        }
        answer = client.post(f"{BASE}/cuenta", data={**form, "password_otra": "x" * 12})
        assert answer.headers["location"] == f"{BASE}/cuenta/correo?hecho=cuenta"
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert 'value="PEGA970403MDFRRN09"' in client.get(answer.headers["location"]).text


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


def test_an_act_is_not_repeated_by_entering(world: World):
    """Who pressed a button without a session comes back to the page of the button, and presses again if they want."""
    world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
    step = f"{BASE}/resultado/paso/ACEPTO_ADSCRIPCION"
    with browser(world) as client:
        form = hidden(client.get(step))
        world.advance(LIFETIME + timedelta(minutes=1))
        over = client.post(step, data=form, headers={"referer": f"{world.url}{step}"})
        world.answers.acts.clear()
        answer = client.post(f"{BASE}/entrar", data={**hidden(over), "curp": "A", "password": "b"})
    assert (answer.status_code, answer.headers["location"]) == (303, step)
    assert len(world.answers.acts) == 1, "only the entrance"


def test_a_forged_remainder_is_ignored(world: World):
    world.answers.said["Authenticate"] = lambda request: registration.Account(expediente_id="e1")
    with browser(world, inside=False) as client:
        form = {"curp": "A", "password": "b", "volver": f"{BASE}/sedes", "escrito": '{"no": "lista"'}
        assert client.post(f"{BASE}/entrar", data=form).status_code == 303
