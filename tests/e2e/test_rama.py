"""A call of indirect entry through the real processes: roster, course, print, articles, cut, ruling, round, letters.

These few people are written out here, with what must become of them; the demo tells the whole crowd's story.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from plumbing.clock import MEXICO_CITY, SimClock, set_simulated
from residencias import local_settings
from residencias.demo.driver.rest import Refused, Rest
from residencias.demo.driver.world import Mailbox, read_passwords
from residencias.embedded.ports import HOST, choose
from residencias.instance import Instance
from residencias.supervisor import System
from services.registration.usecases.reglas import roster_columns
from tests.usecases.cer.world import CALL, CER, DATOS, OFERTA, an_article, grades, row, table_csv
from tests.usecases.documents.scans import a_page, jpg
from tests.waiting import until

HERE = f"/convocatorias/{CER}"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}")
S1, S2 = "UMAE-CARDIO-SXXI", "UMAE-HC-34"
RENUNCIA = b"%PDF-1.7 la renuncia firmada"


class Stage:
    """The running system and its few people, by name: b, a and c want cardiología; x has no grade of this cycle."""

    def __init__(self, system: System, settings: dict[str, str]) -> None:
        self.rest = Rest(system.environment["PUBLIC_URL"])
        self._clock = SimClock(Path(settings["RESIDENCIAS_CLOCK_PATH"]))
        self._passwords = read_passwords(settings["STAFF_PASSWORDS_FILE"])
        self._mails = Mailbox(next(part.messages for part in system.parts if hasattr(part, "messages")))
        self.ids: dict[str, str] = {}
        self.folios: dict[str, str] = {}
        self.round: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self.letters: dict[tuple[str, str], str] = {}
        self.freed: list[str] = []

    def at(self, text: str) -> None:
        self._clock.set(datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY))

    def staff(self, user: str) -> str:
        body = {"tipo": "personal", "usuario": user, "password": self._passwords[user]}
        return str(self.rest.post("/sesiones", body=body)["token"])

    def own(self, name: str) -> str:
        body = {
            "tipo": "aspirante",
            "usuario": row(NUMBERS[name])["curp"],
            "password": f"una frase larga de {name}",
            "convocatoria": CER,
        }
        return str(self.rest.post("/sesiones", body=body)["token"])

    def path(self, name: str, rest: str = "") -> str:
        return f"{HERE}/expedientes/{self.ids[name]}{rest}"

    def estado(self, name: str) -> str:
        return str(self.rest.get(self.path(name), self.staff("ces"))["estado"])

    def code(self, correo: str) -> str:
        text = until(lambda: self._mails.to(correo), f"el correo de {correo}")
        found = CODE.search(str(text).split("código", 1)[-1])
        assert found
        return found.group()

    def enter(self, name: str) -> None:
        """An account, confirmed."""
        who, correo = row(NUMBERS[name]), f"{name}@example.com"
        body = {"curp": who["curp"], "folio_enarm": who["folio_enarm"], "correo": correo}
        made = self.rest.post(f"{HERE}/cuentas", body={**body, "password": f"una frase larga de {name}"})
        self.ids[name] = made["expediente_id"]
        confirm = {"curp": who["curp"], "code": self.code(correo)}
        self.rest.post(f"{HERE}/cuentas/confirmacion", body=confirm)

    def choose(self, name: str, cer: str, *sedes: str) -> None:
        """The course and its sedes, and the print that locks them."""
        own = self.own(name)
        datos = {**DATOS, "correos": [f"{name}@example.com"], "residencia": {"cer": cer}}
        self.rest.put(self.path(name, "/registro"), own, {"datos": datos})
        opciones = [{"sede": sede, "subsedes": []} for sede in sedes]
        self.rest.put(self.path(name, "/preferencias"), own, {"opciones": opciones})
        made = self.rest.post(self.path(name, "/solicitudes"), own)
        self.folios[name] = made["content"]["folio"]
        until(lambda: self.estado(name) == "INSCRITO", f"la inscripción de {name}")

    def letter(self, name: str, kind: str) -> str:
        content = self.rest.letter(self.path(name, f"/cartas/{kind}"), self.own(name)).content
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


NUMBERS = {"b": 1, "a": 2, "c": 3, "x": 4}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    instance = Instance("e2e-rama", tmp_path_factory.mktemp("rama"))
    instance.prepare()
    clock = instance.folder / "clock.json"
    set_simulated(clock, datetime(2025, 1, 7, 18, tzinfo=MEXICO_CITY), 1.0)
    settings = {
        "RESIDENCIAS_ENV": "demo",
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock),
        "HTTP_BIND": f"{HOST}:{choose()}",
        **local_settings.staff(instance.folder),
    }
    with System(instance, settings, lambda *_: None) as system:
        made = Stage(system, settings)
        try:
            _tell(made)
            yield made
        finally:
            made.rest.close()


def _tell(stage: Stage) -> None:
    """From the roster to a renuncia in March."""
    rest, ces = stage.rest, stage.staff("ces")
    loaded = rest.upload(f"{HERE}/ofertas", ces, "oferta.csv", OFERTA.encode(), "text/csv")
    rest.post(f"{HERE}/ofertas/{loaded['oferta_id']}/aceptacion", ces)
    people = [row(number) for number in NUMBERS.values()]
    roster = table_csv(roster_columns(CALL), people)
    report = rest.upload(f"{HERE}/rosters", ces, "residentes.csv", roster, "text/csv")
    assert report["admitted"] == len(people), report
    rest.post(f"{HERE}/rosters/{report['roster_id']}/aceptacion", ces)
    stage.at("2025-01-09T10:00:00")
    for name in NUMBERS:
        stage.enter(name)
    wanted = {"b": (S1, S2), "a": (S1, S2), "c": (S2, S1), "x": (S1, S2)}
    for name, sedes in wanted.items():
        until(
            lambda name=name: rest.get(stage.path(name, "/opciones"), stage.own(name))["cursos"], "los cursos"
        )
        stage.choose(name, "cardiologia", *sedes)
    page = jpg(a_page())
    where = stage.path("a", "/documentos/ARTICULOS")
    rest.upload(where, stage.own("a"), "mis articulos.jpg", page, "image/jpeg", kind="ARTICULOS")
    with pytest.raises(Refused, match="SLOT_CERRADO"):
        rest.upload(where, stage.own("a"), "otro.jpg", jpg(a_page(lines=30)), "image/jpeg", kind="ARTICULOS")
    _score(stage)
    _allocate(stage)
    _accept(stage)
    _renounce(stage)


def _score(stage: Stage) -> None:
    stage.at("2025-01-16T10:00:00")
    reviewer = stage.staff("revisor")
    waiting = until(
        lambda: stage.rest.get(f"{HERE}/revisiones", reviewer)["revisiones"], "el archivo por revisar"
    )
    assert [one["expediente_id"] for one in waiting] == [stage.ids["a"]]
    stage.rest.post(stage.path("a", "/dictamen"), reviewer, {"articles": [an_article()]})
    rows = [*grades(1, "95", "95", "95"), *grades(2, "90", "90", "90"), *grades(3, "80", "80", "80")]
    rows += grades(4, "99", "99", "99", "99", current=False)
    names = ("curp", "concepto", "ciclo", "calificacion")
    content = table_csv(names, [dict(zip(names, one, strict=True)) for one in rows])
    ces = stage.staff("ces")
    cut = stage.rest.upload(f"{HERE}/calificaciones", ces, "siices.csv", content, "text/csv")
    assert not cut["refused"], cut
    stage.rest.post(f"{HERE}/calificaciones/{cut['corte_id']}/aceptacion", ces)


def _allocate(stage: Stage) -> None:
    stage.at("2025-01-20T10:00:00")
    rest, first, second = stage.rest, stage.staff("ces"), stage.staff("ces2")
    until(lambda: stage.estado("x") == "FUERA_DE_PROCESO", "la exclusión")
    until(lambda: rest.get(f"{HERE}/concurso", first)["is_ready"], "el concurso completo")
    body = {"public_number": "482137", "public_source": "Lotería Nacional (ilustrativo)"}
    ran = rest.post(f"{HERE}/rondas", first, body)
    where = f"{HERE}/rondas/{ran['round_id']}"
    rest.post(f"{where}/publicacion", first)
    rest.post(f"{where}/publicacion/aprobacion", second)
    stage.round = rest.get(where, first)
    stage.at("2025-01-24T00:00:02")
    later = stage.staff("ces")
    until(lambda: len(rest.get(f"{HERE}/resultados", later)["results"]) == 3, "los resultados")


def _accept(stage: Stage) -> None:
    """b accepts, a says nothing until the close."""
    places = {name: result(stage, name).get("place") or {} for name in ("b", "a", "c")}
    stage.places = {name: place.get("sede", "") for name, place in places.items()}
    stage.at("2025-01-25T09:00:00")
    for step in ("/adscripcion", "/compromiso", "/preaceptacion"):
        stage.rest.post(stage.path("b", step), stage.own("b"))
    wanted = (("b", "PREACEPTACION"), ("b", "SOLICITUD"), ("c", "PUNTAJE"))
    stage.letters = {one: stage.letter(*one) for one in wanted}
    stage.at("2025-01-28T16:00:02")
    until(lambda: result(stage, "a")["estado"] == "RECHAZO_IMPLICITO", "el rechazo automático")
    freed = stage.rest.get(f"{HERE}/plazas-liberadas", stage.staff("ces"))["freed"]
    stage.freed = [one["sede"] for one in freed]


def _renounce(stage: Stage) -> None:
    stage.at("2025-02-28T12:00:00")
    path, office = stage.path("b", "/papeles"), stage.staff("ces")
    paper = stage.rest.upload(path, office, "renuncia.pdf", RENUNCIA, "application/pdf", kind="RENUNCIA")
    body = {"received_on": "2025-02-28", "document_sha256": paper["sha256"]}
    stage.rest.post(stage.path("b", "/renuncia"), office, body)


def result(stage: Stage, name: str) -> dict[str, Any]:
    return dict(stage.rest.get(stage.path(name, "/resultado"), stage.own(name)))


def test_every_property_of_the_round_holds(stage: Stage) -> None:
    assert [p["name"] for p in stage.round["verification"]["properties"] if not p["holds"]] == []


def test_who_lacks_the_grade_of_the_cycle_is_out_by_itself(stage: Stage) -> None:
    seen = stage.rest.get(stage.path("x"), stage.staff("ces"))
    assert (seen["estado"], seen["cause"]) == ("FUERA_DE_PROCESO", "SIN_CALIFICACION_SIICES")


def test_the_print_locked_the_course_and_the_sedes(stage: Stage) -> None:
    with pytest.raises(Refused):
        stage.rest.put(stage.path("b", "/preferencias"), stage.own("b"), {"opciones": []})


def test_the_puntaje_is_the_exact_pi_with_the_article_of_its_ruling(stage: Stage) -> None:
    puntaje = stage.rest.get(stage.path("a", "/puntaje"), stage.own("a"))
    assert float(puntaje["total"]) == 90.5
    assert stage.rest.get(stage.path("a", "/dictamen"), stage.own("a"))["is_ruled"]


def test_merit_and_preference_decide_and_the_letter_is_issued_once(stage: Stage) -> None:
    assert stage.places == {"b": S1, "a": S2, "c": ""}
    assert "Carta de Aceptación" in stage.letters["b", "PREACEPTACION"]
    assert stage.folios["b"] in stage.letters["b", "SOLICITUD"]
    assert "PI-IMSS" in stage.letters["c", "PUNTAJE"]


def test_silence_at_the_close_frees_the_place_for_the_external_residents(stage: Stage) -> None:
    assert stage.freed == [S2]


def test_a_renuncia_in_march_leaves_no_course(stage: Stage) -> None:
    assert result(stage, "b")["estado"] == "RENUNCIA"
    (paper,) = result(stage, "b")["papers"]
    assert stage.rest.content(stage.path("b", f"/papeles/{paper['sha256']}"), stage.staff("ces")) == RENUNCIA
