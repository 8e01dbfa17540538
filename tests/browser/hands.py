"""A person at the portal: what they type and press, page by page, as anybody would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from residencias.demo.driver.world import Account, World
from residencias.demo.kinds import rules_of
from residencias.demo.papers import draw, from_pdf
from residencias.demo.people import Person
from residencias.demo.registro import registro_of

SIGN_HERE = "Firma del aspirante"
PARTS = ("ano", "mes", "dia")


class Hands:
    """One person, one page of a browser."""

    def __init__(self, page: Page, world: World, person: Person, folder: Path) -> None:
        self.page = page
        self.world = world
        self.person = person
        self.folder = folder
        self.password = f"Clave-{person.index}-de-{person.nombre}-larga"
        self.base = f"/convocatorias/{world.convocatoria}"

    @property
    def curp(self) -> str:
        return self.person.curp or self.world.curps[self.person.index]

    def go(self, path: str = "/proceso") -> None:
        answer = self.page.goto(f"{self.base}{path}")
        assert answer
        assert answer.ok, f"{path}: {answer.status}"

    def press(self, name: str, *, stays: bool = False) -> None:
        press(self.page, name, stays=stays)

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    # --- the account ---
    def sign_up(self) -> None:
        self.go("/cuenta")
        given = {
            "curp": self.curp,
            "folio_enarm": self.person.folio_enarm,
            "correo": self.person.correos[0],
            "password": self.password,
            "password_otra": self.password,
        }
        for name, text in given.items():
            self.page.locator(f"[name={name}]").fill(text)
        self.press("Abrir mi cuenta")
        self.page.locator("[name=code]").fill(self.world.confirmation(self.person.correos[0]))
        self.press("Confirmar")

    def enter(self) -> None:
        """On the page that asks for it, or on the one that always does."""
        if not self.page.locator("[name=password]").count():
            self.go("/entrar")
        self.page.locator("[name=curp]").fill(self.curp)
        self.page.locator("[name=password]").fill(self.password)
        self.press("Entrar")
        self._remember()

    def _remember(self) -> None:
        """The driver may act for this person too, by REST."""
        if self.person.index not in self.world.accounts:
            account = Account("", self.curp, self.password)
            body = {
                "tipo": "aspirante",
                "usuario": account.key,
                "password": self.password,
                "convocatoria": self.world.convocatoria,
            }
            entered = self.world.rest.post("/sesiones", body=body)
            account.expediente_id, account.token = entered["expediente_id"], entered["token"]
            account.token_at = self.world.clock.now()
            self.world.accounts[self.person.index] = account

    # --- the registro ---
    def answers(self, **typed: Any) -> dict[str, str]:
        """Input name → text, of the whole form."""
        return flat(registro_of(self.person, typed))

    def fill_section(self, section: str, answers: Mapping[str, str]) -> None:
        """Every question of the page that is open; nothing is sent."""
        self.go(f"/registro/{section}")
        self.fill(answers)

    def fill(self, answers: Mapping[str, str]) -> None:
        for name, text in answers.items():
            found = self.page.locator(f'[name="{name}"]')
            if not found.count():
                continue
            kind = found.first.get_attribute("type") or found.first.evaluate("e => e.tagName")
            if kind == "radio":
                self.page.locator(f'[name="{name}"][value="{text}"]').check()
            elif kind == "checkbox":
                found.first.set_checked(text == "si")
            elif kind == "SELECT":
                found.first.select_option(text)
            elif found.first.is_visible():
                found.first.fill(text)

    def save(self) -> None:
        self.press("Guardar")

    def sections(self) -> list[str]:
        """The parts of this call's form, in order."""
        self.go("/registro")
        links = self.page.locator(".tareas a[href*='/registro/']").all()
        return [str(link.get_attribute("href")).rpartition("/")[2] for link in links]

    def fill_registro(self, look: Callable[[str], None] = lambda section: None, **typed: Any) -> None:
        """Section after section, as «Guardar y seguir» leads; `look` is called at each one that is filled."""
        answers, sections = self.answers(**typed), self.sections()
        self.go(f"/registro/{sections[0]}")
        for section in sections:
            self.page.wait_for_url(re.compile(f"/registro/{section}"))
            self.fill(answers)
            look(section)
            self.save()

    # --- sedes, solicitud, papers, sending ---
    def rank(self) -> None:
        """Every sede that is offered, or the one of the constancia with its subsede."""
        if rules_of(self.world.convocatoria).preferences.spaces != "una":
            self.rank_all()
            return
        own = self.person.preferences[0]
        self.go("/sedes")
        self.page.locator(f'input[name=marcadas][value="{own.sede}"]').check()
        self.press("Anotar esta sede", stays=True)
        self.page.get_by_role("link", name="Anotar la subsede").click()
        self.page.locator(f'button[name=elegir][value="{own.subsedes[0]}"]').click()
        self.page.locator(f'[id="fila-{own.subsedes[0]}"]').wait_for()

    def rank_all(self) -> None:
        self.go("/sedes")
        for box in self.page.locator("input[name=marcadas]").all()[:2]:
            box.check()
        self.press("Agregar al final", stays=True)
        self.page.locator("#lista [data-fila]").nth(1).wait_for()
        if self.page.locator('[name=agregar_grupo][value="*"]').count():
            self.press("que faltan", stays=True)
        elif self.page.locator("[name=agregar_grupo]").count():
            self.press("Agregarla", stays=True)
        self.page.get_by_text("Completo").first.wait_for()

    def print_solicitud(self) -> bytes:
        """The PDF of the print that counts."""
        self.go("/solicitud")
        self.press("Generar")
        return self.download("Descargar la impresión")

    def download(self, button: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.press(button, stays=True)
        return Path(waiting.value.path()).read_bytes()

    def paper(self, slot: str, solicitud: bytes = b"", defect: str = "") -> tuple[Path, str]:
        """The scan of this person's paper, on their disk under the name the table wants, and which kind it is."""
        printout = from_pdf(solicitud, SIGN_HERE) if slot == "SOLICITUD" else None
        number = self.world.rest.get(self.world.path("/registro", self.person), self.world.token(self.person))
        made = draw(
            self.person, slot, defect=defect, printout=printout, print_number=max(number["print_number"], 1)
        )
        self.world.remember(made.content, made.truth)
        file = self.folder / made.name
        file.write_bytes(made.content)
        return file, made.truth.declared_kind

    def upload(self, slot: str, file: Path, kind: str) -> None:
        self.go(f"/documentos/{slot}")
        option = self.page.locator(f'[name=kind][type=radio][value="{kind}"]')
        if option.count():
            option.check()
        self.page.locator("[name=archivo]").set_input_files(file)
        self.press("Subir")

    def upload_all(self, solicitud: bytes) -> None:
        """The first and the last by the page, as anybody would; what lies between by a program of theirs."""
        first, *between, last = self.person.papers
        self.hand_in(solicitud, between)
        for slot in (first, last):
            self.upload(slot, *self.paper(slot, solicitud))
            self.page.get_by_text("Lo que tenemos").wait_for()

    def hand_in(self, solicitud: bytes, slots: Iterable[str] = ()) -> None:
        """These papers, or all of them, without the pages."""
        for slot in slots or self.person.papers:
            file, kind = self.paper(slot, solicitud)
            where, token = self.world.path(f"/documentos/{slot}", self.person), self.world.token(self.person)
            self.world.rest.upload(where, token, file.name, file.read_bytes(), "image/jpeg", kind=kind)

    def send(self) -> str:
        """The number of the acuse."""
        self.go("/envio")
        self.press("Enviar expediente")
        return self.page.locator(".acuse .numero").inner_text()


def press(page: Page, name: str, *, stays: bool = False) -> None:
    """The button is pressed, and the page that follows is there; one that `stays` goes nowhere."""
    button = page.get_by_role("button", name=name, exact=False).first
    if stays:
        button.click()
        return
    with page.expect_event("framenavigated"):
        button.click()
    page.wait_for_load_state()


def follow(link: Locator) -> None:
    """The link was followed, and the page it leads to is there: a click alone may leave one between both."""
    with link.page.expect_event("framenavigated"):
        link.click()
    link.page.wait_for_load_state()


def take_time(page: Page) -> None:
    """What is signed next on this page can be undone for an hour: nobody has to look faster than a machine may."""
    page.locator("form[data-firma]").first.evaluate("form => { form.dataset.firma = 3600; }")


def flat(datos: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """`{"telefonos": ["1"]}` as the form's inputs name it: `{"telefonos[0]": "1"}`; days in their three parts."""
    found: dict[str, str] = {}
    for name, value in datos.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            found |= flat(value, f"{path}.")
        elif isinstance(value, list):
            found |= {f"{path}[{index}]": str(one) for index, one in enumerate(value)}
        elif isinstance(value, bool):
            found[path] = "si" if value else "no"
        elif value and name.endswith("_on"):
            parts = str(value).split("-")
            found |= {f"{path}.{part}": text.lstrip("0") for part, text in zip(PARTS, parts, strict=True)}
        elif value is not None:
            found[path] = str(value)
    return found
