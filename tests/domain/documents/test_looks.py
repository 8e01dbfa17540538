"""What is measured of a page's looks: a good page against the same page with one defect, near the threshold."""

from __future__ import annotations

import textwrap
from functools import lru_cache

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from services.documents.domain.page import Page
from tests.domain.documents.forge import look
from tests.usecases.documents.scans import a_page, jpg

SIZE = (2550, 3300)
PAPER = 235
TEXT = """
Se hace constar que la persona cuyo nombre aparece al calce concluyó el internado rotatorio de pregrado en el
hospital general de zona, del primero de enero al treinta y uno de diciembre, con asistencia regular a todos
los servicios y una calificación final que habla bien de su dedicación. Durante ese tiempo estudió la
bibliografía del programa, atendió a la población derechohabiente, presentó los trabajos que le fueron
asignados y obtuvo el reconocimiento de los médicos de base. Se extiende la presente, a petición de la parte
interesada y para los fines legales que a ella convengan.
"""


@lru_cache
def prose() -> Image.Image:
    """A letter page of text in lower case, on paper that is not quite white."""
    return _page(40)


def _page(ink: int) -> Image.Image:
    page = Image.new("L", SIZE, PAPER)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(46)
    for number, line in enumerate(textwrap.wrap(TEXT * 4, 88)[:36]):
        pen.text((270, 300 + number * 76), line, font=font, fill=ink)
    return page


def seen(image: Image.Image, quality: int = 60, **options: object) -> Page:
    return look(jpg(image, quality=quality, **options)).page


def blurred(sigma: float) -> Image.Image:
    return prose().filter(ImageFilter.GaussianBlur(sigma))


def test_a_good_page_shows_nothing_wrong() -> None:
    page = seen(prose())
    assert page.sharpness > 0.6
    assert (page.blurred, page.dark, page.glare, page.turned) == ((), (), (), 0)
    assert abs(page.slant) < 0.3
    assert max(page.cut.values()) == 0
    assert 50 < page.quality < 70


def test_focus_is_judged_on_ink_and_not_on_blank_paper() -> None:
    assert seen(blurred(1.5)).sharpness > 0.4
    assert seen(blurred(5)).sharpness < 0.25
    one_line = a_page(SIZE, lines=1)
    assert seen(one_line).sharpness > 0.6


def test_noise_is_no_sharpness() -> None:
    grain = np.random.default_rng(1).normal(0, 8, SIZE[::-1])
    noisy = Image.fromarray(np.clip(np.asarray(blurred(6)) + grain, 0, 255).astype(np.uint8))
    assert seen(noisy).sharpness < 0.25


def test_a_page_shaken_in_one_direction_is_not_sharp() -> None:
    moved = prose().resize((2550 // 26, 3300), Image.Resampling.BOX).resize(SIZE, Image.Resampling.BILINEAR)
    assert seen(moved).sharpness < 0.25


def test_the_blurred_half_is_found_where_it_is() -> None:
    half = prose().copy()
    half.paste(blurred(7).crop((0, 1650, 2550, 3300)), (0, 1650))
    page = seen(half)
    assert 0.3 < page.blurred_share < 0.7
    assert all(area.top > 0.45 for area in page.blurred)
    assert max(area.bottom for area in page.blurred) > 0.7


@pytest.mark.parametrize(("ink", "is_faint"), [(60, False), (150, False), (195, True), (210, True)])
def test_contrast_is_that_of_the_ink(ink: int, is_faint: bool) -> None:
    page = look(jpg(_page(ink), quality=80))
    assert (page.page.contrast < 0.24) is is_faint
    assert not page.is_blank  # faint is not empty: it is never refused as blank


def test_light_is_that_of_the_paper_and_a_shadow_has_its_place() -> None:
    assert seen(prose()).paper > 200
    assert seen(prose().point([value * 2 // 5 for value in range(256)])).paper < 110
    mask = Image.new("L", SIZE, 255)
    ImageDraw.Draw(mask).rectangle((0, 0, 1200, 3300), fill=80)
    page = seen(ImageChops.multiply(prose(), mask))
    assert page.dark_share > 0.3
    assert page.dark[0].right < 0.55


def test_a_glare_over_text_is_found_and_a_white_label_is_not() -> None:
    rows, columns = np.ogrid[:3300, :2550]
    spot = np.clip(2.6 * np.exp(-3 * (np.hypot(rows - 1500, columns - 1200) / 520) ** 2), 0, 1)
    lit = np.asarray(prose()) * (1 - spot) + 255 * spot
    page = seen(Image.fromarray(lit.astype(np.uint8)))
    (area,) = page.glare
    assert area.left < 1200 / 2550 < area.right
    assert area.top < 1500 / 3300 < area.bottom
    label = prose().copy()
    ImageDraw.Draw(label).rectangle((800, 1200, 1600, 1800), fill=255)
    assert seen(label).glare == ()


@pytest.mark.parametrize("degrees", [-8.0, -3.4, -1.0, 0.0, 2.6, 3.4, 9.0])
def test_the_slant_is_measured_to_half_a_degree(degrees: float) -> None:
    slanted = prose().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=235)
    assert abs(seen(slanted).slant - degrees) < 0.5


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_which_way_is_up_is_told_from_the_lines(turned: int) -> None:
    assert seen(prose().rotate(-turned, expand=True)).turned == turned


def test_the_exif_tag_is_followed_before_the_page_is_judged() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = prose().rotate(90, expand=True)
    assert seen(lying).turned == 270
    assert seen(lying, exif=exif.tobytes()).turned == 0


@pytest.mark.parametrize(
    ("side", "box"),
    [
        ("arriba", (0, 402, 2550, 3300)),
        ("izquierda", (330, 0, 2550, 3300)),
        ("derecha", (0, 0, 1000, 3300)),
    ],
)
def test_text_that_runs_off_an_edge_is_found_on_that_edge(side: str, box: tuple[int, int, int, int]) -> None:
    page = seen(prose().crop(box))
    assert [name for name, pieces in page.cut.items() if pieces >= 6] == [side]


def test_shadows_frames_and_dark_lids_are_no_cut() -> None:
    framed = prose().copy()
    pen = ImageDraw.Draw(framed)
    pen.rectangle((0, 0, 2549, 3299), outline=30, width=12)
    assert max(seen(framed).cut.values()) < 6
    wedge = prose().copy()
    ImageDraw.Draw(wedge).polygon([(0, 0), (2550, 0), (2550, 40)], fill=20)
    assert max(seen(wedge).cut.values()) < 6


@pytest.mark.parametrize("quality", [4, 8, 11, 13, 30, 50, 75, 95])
def test_the_quality_is_read_from_the_tables(quality: int) -> None:
    assert abs(seen(prose(), quality=quality).quality - quality) <= 1
