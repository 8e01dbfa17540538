"""What people hand in on paper at the OOAD, scanned there: a signed page, kept before the act that rests on it."""

from __future__ import annotations

import io

from PIL import Image

from residencias.demo.driver.world import World
from residencias.demo.papers.ink import Sheet, write
from residencias.demo.people import Person

PAGE = (850, 1100)
TITLES = {
    "RENUNCIA": "Renuncia por escrito",
    "DICTAMEN": "Resultado del examen",
    "ABANDONO": "Constancia de ausencia",
}
JPEG = "image/jpeg"


def scan(person: Person, kind: str) -> bytes:
    """A page in grey, with a title, who it is about and a line to sign on; always the same for the same person."""
    sheet = Sheet(Image.new("L", PAGE, 250), 0.4)
    name = f"{person.nombre} {person.primer_apellido}"
    lines = (
        (TITLES[kind], 34, 150),
        (name, 26, 260),
        (person.folio_enarm, 26, 320),
        ("Firma: __________", 26, 900),
    )
    for text, size, y in lines:
        write(sheet, {"at": (110, y), "font": "serif", "size": size}, text)
    out = io.BytesIO()
    sheet.image.save(out, "JPEG", quality=70)
    return out.getvalue()


def hand_in(world: World, person: Person, kind: str, token: str) -> str:
    """The paper is kept; its digest."""
    path, content = world.path("/papeles", person), scan(person, kind)
    kept = world.rest.upload(path, token, f"{kind.lower()}.jpg", content, JPEG, kind=kind)
    return str(kept["sha256"])
