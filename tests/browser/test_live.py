"""What the script adds, in a browser over a gateway whose services a test plays: faults, status, dragging, cuts."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pypdf import PdfReader

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing.auth import Caller
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from services.gateway.sessions import COOKIE, Sessions
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.integration.gateway import conftest as played
from tests.integration.gateway.conftest import X47, World, until
from tests.integration.gateway.surfing import BASE

environment_of_gateway = played.environment_of_gateway
gateway = played.gateway
world = played.world


@pytest.fixture
def looked(world: World) -> Looked:
    return Looked(world.config.http_bind)


@pytest.fixture
def phone(world: World, looked: Looked, chromium: Browser) -> Iterator[Page]:
    with entered(world, looked.context(chromium, PHONE)) as context:
        yield context.new_page()


@pytest.fixture
def desk(world: World, looked: Looked, chromium: Browser) -> Iterator[Page]:
    with entered(world, looked.context(chromium, DESKTOP)) as context:
        yield context.new_page()


def entered(world: World, context: BrowserContext) -> BrowserContext:
    """Somebody is in."""
    caller = Caller(subject="e1", roles=frozenset({"aspirante"}), expediente_id="e1")
    token, _ = Sessions(world.database["sessions"], world.clock).open(caller, "Ana", X47)
    context.add_cookies([{"name": COOKIE, "value": token, "url": world.url}])
    context.set_default_timeout(15_000)
    return context


class Registro:
    """A registro that wants phones of ten digits, and an order of three sedes."""

    def __init__(self, world: World) -> None:
        self.datos = registration.RegistroDatos(nombre="Ana")
        self.order = ["A", "B", "C"]
        self.ranked: list[list[str]] = []
        said = world.answers.said
        said |= {"GetRegistro": self.shown, "SaveRegistro": self.save, "RankSedes": self.rank}
        said["ListOpciones"] = lambda request: registration.Opciones(
            spaces=3,
            sedes=[registration.SedeOfrecida(sede=s, nombre=f"Sede {s}", ciudad="León") for s in "ABC"],
        )

    def shown(self, request: Any) -> registration.Registro:
        phones = [*self.datos.telefonos, "", ""][:2]
        wrong = [_short(index) for index, phone in enumerate(phones) if len(phone) != 10]
        opciones = [registration.Opcion(sede=sede) for sede in self.order]
        return registration.Registro(
            version=3, editable=["*"], datos=self.datos, estado="PENDIENTE", errors=wrong, opciones=opciones
        )

    def save(self, request: Any) -> registration.Registro:
        self.datos = request.datos
        return self.shown(request)

    def rank(self, request: Any) -> registration.Registro:
        self.order = [one.sede for one in request.opciones]
        self.ranked.append(self.order)
        return self.shown(request)


def _short(index: int) -> registration.FieldProblem:
    return registration.FieldProblem(
        field=f"telefonos[{index}]",
        code="TELEFONO_DE_10",
        que="El teléfono debe tener 10 dígitos.",
        porque="Así lo pide la convocatoria.",
        arreglo="Escríbelo completo, con su lada.",
    )


@pytest.fixture
def registro(world: World) -> Registro:
    return Registro(world)


def test_what_is_wrong_stands_beside_its_field_while_one_types(
    desk: Page, registro: Registro, looked: Looked
) -> None:
    desk.goto(f"{BASE}/registro/contacto")
    phone = desk.locator('[name="telefonos[0]"]')
    phone.press_sequentially("55123")
    beside = desk.locator("#campo-telefonos-0-falla")
    expect(beside).to_contain_text("10 dígitos")
    assert desk.evaluate("document.activeElement.name") == "telefonos[0]", "the focus stays where it is"
    assert phone.get_attribute("aria-describedby") == "campo-telefonos-0-falla"
    assert not desk.locator("#campo-telefonos-1-falla").count(), (
        "nobody is told of what they have not reached"
    )
    expect(desk.get_by_role("status").filter(has_text="Guardado a las")).to_contain_text("10 dígitos")
    looked.at(desk, "error mientras se escribe")
    phone.press_sequentially("45678")
    expect(beside).to_have_count(0)
    assert phone.get_attribute("aria-invalid") is None
    assert list(registro.datos.telefonos) == ["5512345678"]
    assert looked.wrong == []


def test_whoever_leaves_at_once_loses_nothing(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/registro/identidad")
    desk.locator("[name=nombre]").fill("Eva")
    desk.get_by_role("link", name="Volver", exact=True).click()
    desk.wait_for_url(f"**{BASE}/registro")
    until(lambda: registro.datos.nombre == "Eva")


class Queue:
    """An expediente in the queue, and the streams that watch it."""

    def __init__(self, world: World) -> None:
        self.version, self.ahead, self.connections = 1, 3, 0
        self._hang_up = threading.Event()
        world.answers.said |= {"GetExpediente": self.shown, "WatchStatus": self.watch}

    def shown(self, request: Any) -> validation.Expediente:
        estado = "EN_VALIDACION" if self.version == 1 else "VALIDADO"
        return validation.Expediente(
            expediente_id="e1", estado=estado, version=self.version, ahead=self.ahead
        )

    def cut(self) -> None:
        self._hang_up.set()

    def watch(self, request: Any) -> Any:
        def states(context: Any) -> Iterator[validation.Status]:
            self._hang_up.clear()
            self.connections += 1
            seen = self.version
            yield validation.Status(version=seen, ahead=self.ahead)
            while context.is_active() and not self._hang_up.wait(0.05):
                if self.version > seen:
                    seen = self.version
                    yield validation.Status(version=seen, ahead=self.ahead)

        return states


def test_the_place_in_the_queue_follows_over_cut_lines(phone: Page, world: World, registro: Registro) -> None:
    queue = Queue(world)
    phone.goto(f"{BASE}/estado")
    phone.get_by_text("3 expedientes antes del tuyo").wait_for()
    until(lambda: queue.connections == 1)
    for ahead, said in ((2, "2 expedientes antes del tuyo"), (0, "Eres el siguiente")):
        queue.ahead = ahead
        queue.cut()
        phone.get_by_text(said).wait_for()
    until(lambda: queue.connections == 3)
    queue.version = 2
    phone.get_by_text("Expediente validado").wait_for()
    assert queue.connections == 3, "a change needs no new line"


def test_a_finger_carries_a_sede_to_its_place(phone: Page, registro: Registro, looked: Looked) -> None:
    phone.goto(f"{BASE}/sedes")
    looked.at(phone, "sedes con asa")
    start, end = (phone.locator(f"#fila-{sede} [data-asa]").bounding_box() for sede in "AC")
    assert start
    assert end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    finger = phone.context.new_cdp_session(phone)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x, y + (end["y"] + end["height"] + 10 - y) * step / 10))
    touch("touchEnd")
    until(lambda: registro.ranked[-1:] == [["B", "C", "A"]])
    expect(phone.locator("#lista [data-fila]").last).to_have_id("fila-A")
    assert looked.wrong == []


def test_a_mouse_carries_it_back_and_escape_lets_go(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/sedes")
    for lets_go, expected in ((True, []), (False, [["C", "A", "B"]])):
        desk.locator("#fila-C [data-asa]").hover()
        desk.mouse.down()
        box = desk.locator("#fila-A").bounding_box()
        assert box
        desk.mouse.move(box["x"] + 30, box["y"] + 2, steps=5)
        if lets_go:
            desk.keyboard.press("Escape")
        desk.mouse.up()
        until(lambda expected=expected: registro.ranked == expected)
    expect(desk.locator("#lista [data-fila]").first).to_have_id("fila-C")


def test_a_move_without_a_line_says_so_and_changes_nothing(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/sedes")
    desk.context.set_offline(True)
    desk.locator("button[name=bajar][value=A]").click()
    desk.get_by_text("ese cambio no se guardó").wait_for()
    assert not registro.ranked
    desk.context.set_offline(False)
    desk.locator("button[name=bajar][value=A]").click()
    until(lambda: registro.ranked == [["B", "A", "C"]])


def test_a_move_over_another_windows_change_is_refused_on_the_page(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/sedes")
    registro.order = ["C", "B", "A"]
    desk.locator("button[name=bajar][value=A]").click()
    expect(desk.locator(".errores")).to_contain_text("cambió en otra ventana")
    expect(desk.locator(".errores")).to_be_focused()
    expect(desk.locator("#lista [data-fila]").first).to_have_id("fila-C")
    assert not registro.ranked


@pytest.mark.parametrize(
    ("path", "told", "most"),
    [
        ("/acuse", ["A-77", "Huella de todo lo enviado", "Comprobante de domicilio"], 2),
        ("/ficha", ["X47-000001-A", "Estás inscrito"], 1),
        ("", ["Calendario", "Documentos que se piden", "Supuestos", "promedio simple"], 15),
    ],
)
def test_what_is_kept_on_paper_says_all_and_nothing_to_press(
    desk: Page, world: World, registro: Registro, looked: Looked, path: str, told: list[str], most: int
) -> None:
    world.answers.said |= {"GetAcuse": an_acuse, "GetFicha": a_ficha, "GetExpediente": inscribed}
    desk.emulate_media(color_scheme="dark")
    desk.goto(f"{BASE}{path}")
    made = desk.pdf(prefer_css_page_size=True)
    looked.keep_print(made, path.strip("/") or "convocatoria")
    paper = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert len(paper.pages) <= most
    assert [one for one in told if one not in text] == []
    assert [one for one in ("Salir", "Mi proceso", "Descargar", "Imprimir esta página") if one in text] == []


def an_acuse(request: Any) -> validation.Acuse:
    rows = Registry.load(ROOT / "convocatorias")[X47].documents.rows
    sent = [validation.ManifestEntry(slot=row.slot, version=1, sha256="ab" * 32) for row in rows]
    return validation.Acuse(
        acuse_id="A-77",
        submitted_at="2023-11-20T18:00:00+00:00",
        send_number=1,
        folio_enarm="E47-000123",
        print_number=2,
        snapshot_sha256="cd" * 32,
        documents=sent,
    )


def a_ficha(request: Any) -> validation.Ficha:
    at = "2023-11-20T18:00:00+00:00"
    return validation.Ficha(
        folio="X47-000001-A", nombre_completo="ANA LUZ", issued_at=at, submitted_at=at, validated_at=at
    )


def inscribed(request: Any) -> validation.Expediente:
    return validation.Expediente(estado="INSCRITO", folio="X47-000001-A")


def without_its_answer(page: Page, address: str) -> None:
    """The next form sent there arrives, and the line breaks before its answer."""

    def cut(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
        page.unroute(address)

    page.route(address, cut)


def press_in_vain(page: Page, name: str) -> Page:
    """Nothing came back: the person opens the portal once more."""
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name=name).click(no_wait_after=True)
    return page.context.new_page()


def test_a_line_cut_in_mid_accept_accepts_once(
    phone: Page, world: World, registro: Registro, looked: Looked
) -> None:
    decisions: list[allocation.Decision] = []

    def accept(request: Any) -> allocation.Result:
        decisions.append(allocation.Decision(decision="ACEPTO_ADSCRIPCION", at="2023-11-20T18:00:00+00:00"))
        return allocation.Result()

    world.answers.said["AcceptAdscripcion"] = accept
    world.answers.said["GetResult"] = lambda request: allocation.Result(
        estado="ASIGNADO", decisions=decisions
    )
    step = f"{BASE}/resultado/paso/ACEPTO_ADSCRIPCION"
    without_its_answer(phone, f"**{step}")
    phone.goto(step)
    again = press_in_vain(phone, "Acepto adscripción")
    again.goto(step)
    again.get_by_text("Ya lo hiciste").wait_for()
    assert not again.get_by_role("button", name="Acepto adscripción").count()
    assert len(decisions) == 1
    looked.at(again, "paso ya hecho")
    assert looked.wrong == []


def test_a_line_cut_in_mid_upload_is_tried_again_once(
    desk: Page, world: World, registro: Registro, tmp_path: Any
) -> None:
    keys: list[str] = []

    def upload(request: Any) -> documents.Slot:
        keys.append(world.answers.acts[-1].key)
        return documents.Slot()

    slot = documents.Slot(slot="CURP", is_open=True)
    world.answers.said["GetManifest"] = lambda request: documents.Manifest(slots=[slot])
    world.answers.said["UploadDocument"] = upload
    file = tmp_path / "CURP.jpg"
    file.write_bytes(b"j" * 300_000)
    desk.route(
        "**/documentos/CURP",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )
    desk.goto(f"{BASE}/documentos/CURP")
    desk.locator("[name=archivo]").set_input_files(file)
    again = press_in_vain(desk, "Subir")
    assert not keys
    again.goto(f"{BASE}/documentos/CURP")
    again.locator("[name=archivo]").set_input_files(file)
    again.get_by_role("button", name="Subir").click()
    until(lambda: len(keys) == 1)
