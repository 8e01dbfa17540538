"""From photos, scans and PDFs to the legal JPG: each step by itself, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO

import cv2
import numpy as np
import pymupdf
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from plumbing.config import ROOT
from plumbing.errors import Invalid, Unavailable
from residencias.demo.papers.photo import CORNERS
from services.documents.comply import apart, composition, encoding, legibility, page, paper
from services.documents.comply.apart import Apart
from services.documents.comply.making import comply
from services.documents.comply.rendition import render
from services.documents.inspection import inspect
from tests.domain.documents.originals import (
    CARDS,
    LESS,
    ONE_CARD,
    SHEET,
    SHEETS,
    SIDES,
    a_large_photo,
    a_pdf,
    a_photo,
    in_format,
    made_of,
    with_glare,
)
from tests.usecases.documents.scans import CARD, a_page, a_scan, jpg
from tests.waiting import PATIENCE_S

FULL = (2550, 3300)
TELEPHONE = ROOT / "tests" / "domain" / "documents" / "telefono.heic"


def opened(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(content)).convert("RGB"))


def codes(made) -> list[str]:
    return [step.code for step in made.steps]


def test_a_phone_photo_becomes_a_legal_page_cut_to_the_paper_and_evenly_lit():
    made = made_of((a_photo(),))
    seen = inspect(made.content, SHEET.max_pixels)
    assert seen.damage == ""
    assert seen.bytes <= SHEET.max_bytes
    assert (seen.dpi, seen.orientation, seen.trailing_bytes) == (300, 1, 0)
    assert {"RECORTADA", "LUZ_PAREJA", "GUARDADA"} <= set(codes(made))
    assert made.margin_bytes == SHEET.max_bytes - len(made.content)
    assert made.legibility >= 900
    border = opened(made.content)[20:-20:40, [20, -20]]
    assert border.min() > 150, "there is still table, or shadow, at the edge"


def test_a_photo_of_twelve_megapixels_fills_the_paper_at_300_ppp():
    made = comply((a_large_photo(),), SHEET)
    seen = inspect(made.content, SHEET.max_pixels)
    whole = 1.0 if "MENOS_PIXELES" not in codes(made) else 0.9
    assert seen.short_px >= FULL[0] * whole - 1
    assert seen.long_px >= FULL[1] * whole - 1


def test_the_corners_are_found_within_a_hundredth_of_the_frame():
    found = paper.corners(opened(a_photo()), FULL)
    assert found is not None
    assert np.abs(found / np.array(LESS.frame) - np.array(CORNERS)).max() < 0.01


@pytest.mark.parametrize("table", [(214, 206, 190), (240, 240, 238)])
def test_on_a_table_as_pale_as_the_paper_nothing_is_cut(table):
    """Either the sheet is found, or the photo is left alone: never a part of the sheet is cut away."""
    found = paper.corners(opened(a_photo(replace(LESS, table=table, shadow=0.2))), FULL)
    if found is not None:
        assert np.abs(found / np.array(LESS.frame) - np.array(CORNERS)).max() < 0.02


def test_a_frame_printed_on_the_page_is_not_its_edge():
    drawn = a_page(mode="RGB", lines=0)
    pixels = np.array(drawn)
    cv2.rectangle(pixels, (200, 200), (2350, 3100), (120, 20, 50), 14)
    assert paper.corners(pixels, FULL) is None


def test_a_pale_box_printed_on_a_page_is_not_the_page():
    pixels = np.array(a_page(mode="RGB"))
    pixels[:] = (pixels * 0.85).astype(np.uint8)
    pixels[900:2000, 700:1550] = 250
    assert paper.corners(pixels, FULL) is None


def test_a_sheet_cut_by_the_frame_is_left_alone():
    cut = ((-0.05, 0.06), (0.92, 0.05), (0.95, 1.04), (-0.06, 0.95))
    assert paper.corners(opened(a_photo(replace(LESS, corners=cut))), FULL) is None


def test_a_deep_shadow_is_lifted():
    made = comply((a_photo(replace(LESS, shadow=0.7)),), SHEET)
    assert "LUZ_PAREJA" in codes(made)
    levels = opened(made.content)[100:-100].mean(axis=2)
    assert np.median(levels[:, -200:-50]) > 170


def test_a_scan_of_its_paper_keeps_its_pixels():
    made = comply((a_scan(),), SHEET)
    assert opened(made.content).shape[:2] == (3300, 2550)
    assert codes(made) == ["GUARDADA"]


def test_a_crooked_scan_is_straightened():
    crooked = a_page(mode="RGB").rotate(3, fillcolor="white", resample=Image.Resampling.BICUBIC)
    assert page.skew_degrees(np.asarray(crooked.convert("L"))) == pytest.approx(-3, abs=0.2)
    straight, degrees = page.straightened(np.asarray(crooked))
    assert abs(degrees) == pytest.approx(3, abs=0.2)
    assert page.skew_degrees(cv2.cvtColor(straight, cv2.COLOR_RGB2GRAY)) == 0


def test_a_straight_scan_and_a_page_without_lines_are_not_turned():
    assert page.skew_degrees(np.asarray(a_page())) == 0
    assert page.skew_degrees(np.full((3300, 2550), 250, np.uint8)) == 0


def test_a_photo_on_its_side_stands_upright_by_its_exif():
    made = comply((a_photo(replace(LESS, exif_rotated=True)),), SHEET)
    height, width = opened(made.content).shape[:2]
    assert height > width
    assert b"Exif" not in made.content
    assert b"Telefono" not in made.content


def test_a_coloured_band_is_not_taken_for_a_shadow():
    pixels = np.array(a_page(mode="RGB"))
    pixels[:700] = (140, 60, 90)
    assert not page.lit_evenly(pixels)[1]


def test_the_grain_of_a_sensor_is_calmed_and_letters_stay():
    dice = np.random.default_rng(1)
    clean = np.asarray(a_page(mode="RGB", lines=30).resize((1275, 1650)))
    noisy = np.clip(clean * 0.9 + dice.normal(0, 6, clean.shape), 0, 255).astype(np.uint8)
    calmed, was_noisy = page.calmed(noisy)
    against = legibility.yardstick((clean * 0.9).astype(np.uint8))
    assert was_noisy
    assert legibility.legibility(calmed, against) > legibility.legibility(noisy, against)
    assert not page.calmed(clean)[1]


def test_pages_that_share_a_file_are_composed_in_order():
    files = tuple(in_format("PNG", a_page(CARD, lines=lines)) for lines in (10, 20, 30))
    made = comply(files, CARDS)
    assert "HOJAS_REUNIDAS" in codes(made)
    assert len(made.content) <= CARDS.max_bytes
    ink = (opened(made.content).mean(axis=2) < 128).astype(float)
    thirds = np.array_split(ink, 3, axis=1 if ink.shape[1] > ink.shape[0] else 0)
    assert thirds[0].mean() < thirds[1].mean() < thirds[2].mean()


def test_pages_that_share_a_file_have_no_more_pixels_than_the_call_takes():
    files = (in_format("PNG", a_page(CARD, lines=10)),) * 4
    least = replace(CARDS, max_pixels=1_500_000)
    free, bound = (inspect(comply(files, goal).content, goal.max_pixels) for goal in (CARDS, least))
    assert free.width_px * free.height_px > least.max_pixels
    assert bound.damage == ""
    assert 0.9 * least.max_pixels <= bound.width_px * bound.height_px <= least.max_pixels


def test_both_sides_of_a_card_stand_one_above_the_other():
    side = in_format("PNG", a_page((1011, 638), "RGB", lines=6))
    made = comply((side, side), SIDES)
    height, width = opened(made.content).shape[:2]
    assert width >= 1011
    assert height >= 2 * 638
    assert inspect(made.content, SIDES.max_pixels).short_px >= SIDES.full[0]


def test_one_picture_of_both_sides_is_as_good():
    made = comply((in_format("PNG", a_page((1011, 1290), "RGB", lines=12)),), SIDES)
    assert min(opened(made.content).shape[:2]) >= SIDES.full[0]


def test_a_pdf_gives_its_pages_and_one_may_choose():
    content = a_pdf(3, size=CARD)
    first, second = (comply((content,), replace(ONE_CARD, chosen=(page,))).content for page in (1, 2))
    assert opened(second).shape[:2] in ((1011, 638), (1012, 638))
    assert first != second
    whole = comply((content,), CARDS)
    assert "HOJAS_REUNIDAS" in codes(whole)
    assert opened(whole.content).size > 3 * opened(second).size


def test_a_drawn_pdf_is_drawn_at_300_ppp():
    with pymupdf.open() as pdf:
        pdf.new_page(width=612, height=792).insert_text((72, 90), "Universidad", fontsize=14)
        content = pdf.tobytes()
    made = comply((content,), SHEET)
    assert inspect(made.content, SHEET.max_pixels).short_px >= 2550
    assert "AMPLIADA" not in codes(made)


@pytest.mark.parametrize("name", ["PNG", "TIFF", "WEBP", "BMP", "AVIF"])
def test_other_formats_are_opened(name):
    assert comply((in_format(name),), ONE_CARD).content.startswith(b"\xff\xd8")


def test_a_glare_is_told_although_even_light_hides_it():
    made = comply((with_glare(a_photo()),), SHEET)
    assert inspect(made.content, SHEET.max_pixels).page.glare == (), "it looks like paper now"
    (area,) = made.glare
    assert area.left < 0.5 < area.right
    assert area.top < 0.42 < area.bottom
    assert not made_of((a_photo(),)).has_glare
    both = comply((a_scan(), with_glare(a_photo())), SHEETS)
    assert (both.has_glare, both.glare) == (True, ())


def test_what_is_shown_is_the_result_itself():
    """A photo in warm light is kept in grey: so it is shown."""
    made = made_of((a_photo(),))
    assert made.is_grey
    shown = opened(made.after).astype(int)
    result = Image.open(BytesIO(made.content)).convert("RGB").resize(shown.shape[1::-1])
    assert np.abs(shown - np.asarray(result)).mean() < 6
    assert np.ptp(shown, axis=2).max() == 0


def test_the_heic_of_a_telephone_is_opened_and_cut_to_its_paper():
    """Of an invented CURP; made once by libheif's `heif-enc`, because nothing we use may write the format."""
    made = comply((TELEPHONE.read_bytes(),), SHEET)
    assert "RECORTADA" in codes(made)
    assert made.legibility >= 900


def test_a_tiff_of_several_pages_is_all_its_pages():
    content = in_format("TIFF", a_page(CARD), save_all=True, append_images=[a_page(CARD, lines=8)])
    with pytest.raises(Invalid, match="DEMASIADAS_PAGINAS"):
        comply((content,), ONE_CARD)
    assert "HOJAS_REUNIDAS" in codes(comply((content,), CARDS))


def test_what_is_transparent_is_paper():
    clear = Image.new("RGBA", (1011, 1290), (0, 0, 0, 0))
    clear.paste(a_page((1011, 600), "RGB", lines=8), (0, 300))
    made = comply((in_format("PNG", clear),), replace(SIDES, most_pages=1))
    assert opened(made.content)[10, 10].min() > 240


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ORIGINAL_VACIO"),
        (b"hola", "ORIGINAL_DESCONOCIDO"),
        (b"PK\x03\x04" + b"\0" * 40, "ORIGINAL_DESCONOCIDO"),
        (b"%PDF-1.7 nothing follows", "ORIGINAL_DANADO"),
        (a_scan()[:60_000], "ORIGINAL_DANADO"),
        (in_format("PNG")[:300], "ORIGINAL_DANADO"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\2\0\0\0" + b"\0" * 20, "ORIGINAL_D"),
    ],
)
def test_what_cannot_be_opened_has_one_clear_code(content, code):
    with pytest.raises(Invalid, match=code):
        comply((content,), SHEET)


def test_a_locked_pdf_says_so():
    with pymupdf.open() as pdf:
        pdf.new_page()
        content = pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secreta", owner_pw="otra")
    with pytest.raises(Invalid, match="PDF_CON_CONTRASENA"):
        comply((content,), SHEET)


def test_too_many_pixels_are_refused_from_the_header():
    with pytest.raises(Invalid, match="ORIGINAL_DEMASIADO_GRANDE"):
        comply((in_format("PNG", Image.new("1", (7000, 6000))),), SHEET)


def test_a_pdf_page_the_size_of_a_house_is_drawn_small():
    with pymupdf.open() as pdf:
        pdf.new_page(width=14_000, height=14_000).insert_text((700, 2000), "Grande", fontsize=900)
        content = pdf.tobytes()
    assert len(comply((content,), SHEET).content) <= SHEET.max_bytes


def test_a_page_that_is_not_there_is_named():
    with pytest.raises(Invalid, match="PAGINA_INEXISTENTE"):
        comply((in_format("PNG"),), replace(ONE_CARD, chosen=(2,)))


def test_a_photo_without_detail_is_said_to_be_hopeless():
    small = a_page(mode="RGB").resize((600, 776))
    with pytest.raises(Invalid, match="FOTO_CON_POCOS_PIXELES"):
        comply((jpg(small),), SHEET)
    far = ((0.3, 0.3), (0.7, 0.3), (0.7, 0.69), (0.3, 0.7))
    with pytest.raises(Invalid, match="FOTO_CON_POCOS_PIXELES"):
        comply((a_photo(replace(LESS, corners=far)),), SHEET)
    with pytest.raises(Invalid, match="FOTO_BORROSA"):
        comply((a_photo(replace(LESS, blur_px=5, noise=5)),), SHEET)
    with pytest.raises(Invalid, match="FOTO_BORROSA"):
        comply((jpg(a_page(mode="RGB").filter(ImageFilter.GaussianBlur(6))),), SHEET)


def test_detail_falls_with_blur_and_not_with_contrast():
    sharp = a_page()
    shown = [page.detail(np.asarray(sharp.filter(ImageFilter.GaussianBlur(px))), 300) for px in (0, 2, 4, 6)]
    assert shown == sorted(shown, reverse=True)
    assert shown[1] > 2 * 0.25 > 2 * shown[3]
    pale = np.asarray(sharp) // 3 + 160
    assert page.detail(pale.astype(np.uint8), 300) == pytest.approx(shown[0], rel=0.1)


def test_the_search_finds_the_best_quality_that_fits():
    picture = np.asarray(a_page(lines=40))
    found = encoding.encode(picture, 200_000, 1.0, 300)
    assert found is not None
    better = encoding.as_jpg(Image.fromarray(picture), found.quality + 1, 300)
    assert len(found.content) <= 200_000 < len(better)


def test_what_can_never_fit_is_none():
    noise = np.random.default_rng(0).integers(0, 255, (2000, 2000), dtype=np.uint8)
    assert encoding.encode(noise, 20_000, 1.0, 300) is None


def test_colour_is_kept_unless_it_costs_the_writing():
    sealed = np.array(a_page(mode="RGB"))
    cv2.circle(sealed, (1800, 2700), 300, (160, 30, 60), 24)
    kept = encoding.encode(sealed, 409_600, 0.5, 300)
    assert kept is not None
    assert not kept.is_grey
    assert encoding.has_colour(sealed)
    assert not encoding.has_colour(np.array(a_page(mode="RGB")))


def test_legibility_sees_the_writing_and_not_the_blank_paper():
    whole = np.asarray(a_page(lines=4))
    against = legibility.yardstick(whole)
    assert legibility.legibility(whole, against) == pytest.approx(1)
    worse = np.asarray(Image.fromarray(whole).filter(ImageFilter.GaussianBlur(4)))
    assert legibility.legibility(worse, against) < 0.85


def test_a_page_is_enlarged_by_a_fifth_at_most():
    sized, factor = composition.sized(np.asarray(a_page((1800, 2330), "RGB")), FULL)
    assert factor == composition.MOST_ENLARGED
    assert sized.shape[1] == 2160


def test_a_photo_of_the_printed_solicitud_still_shows_its_qr():
    text = "RES1|una-convocatoria|018f2f1e-aaaa-7bbb-8ccc-0123456789ab|2|0123456789ab"
    made = comply((a_photo(qr=text),), SHEET)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(made.content)))] == [text]


def test_a_rendition_is_drawn_anew_without_what_travelled_with_the_picture():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Telefono de alguien", 6
    content = jpg(a_page((1000, 600), "RGB"), exif=exif, comment=b"comentario")
    clean = render(content, 0, None)
    assert Image.open(BytesIO(clean)).size == (600, 1000)
    assert b"alguien" in content
    assert not any(word in clean for word in (b"alguien", b"comentario", b"Exif"))
    assert max(Image.open(BytesIO(render(content, 300, None))).size) == 300
    assert Image.open(BytesIO(render(content, 0, (0, 0, 500, 250)))).size == (300, 250)
    assert Image.open(BytesIO(render(jpg(a_page(CARD, "CMYK")), 0, None))).mode == "RGB"


def test_apart_gives_the_same_and_brings_refusals_home():
    run = Apart()
    assert run((in_format("PNG"),), ONE_CARD).content == comply((in_format("PNG"),), ONE_CARD).content
    with pytest.raises(Invalid, match="ORIGINAL_DESCONOCIDO") as refused:
        run((b"hola",), SHEET)
    assert refused.value.facts["archivo"] == "1"


def test_apart_ends_what_takes_too_long_or_too_much(monkeypatch):
    monkeypatch.setattr(apart, "MEMORY_OF_ONE", 120 * 1024 * 1024)
    with pytest.raises(Invalid, match="ORIGINAL_D"):
        Apart()((a_photo(),), SHEET)
    monkeypatch.undo()
    monkeypatch.setattr(apart, "CPU_S_TO_START", 1)
    monkeypatch.setattr(apart, "CPU_S_PER_PAGE", 0)
    monkeypatch.setattr(apart, "WALL_PER_CPU", PATIENCE_S)
    with pytest.raises(Invalid, match="ORIGINAL_DEMASIADO_COSTOSO"):
        Apart()((a_pdf(3),), SHEETS)


def test_who_gets_no_cpu_is_asked_to_come_back(monkeypatch):
    """The machine was busy; the file may be as good as any."""
    monkeypatch.setattr(apart, "WALL_PER_CPU", 0)
    with pytest.raises(Unavailable, match="CONVERSION_OCUPADA"):
        Apart()((a_photo(),), SHEET)


def test_the_previews_are_small_files():
    made = made_of((a_photo(),))
    assert max(Image.open(BytesIO(made.before)).size) <= 900
    assert max(Image.open(BytesIO(made.after)).size) <= 900
    assert len(made.before) + len(made.after) < 300_000


@pytest.mark.parametrize("room", ["api", "worker"])
def test_only_the_child_process_loads_opencv_and_pdfium(room):
    code = f"import sys, services.documents.{room}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-500:]
    assert not {"cv2", "pypdfium2", "pi_heif"} & {name.split(".")[0] for name in done.stdout.split()}


def test_who_comes_when_the_line_is_full_is_asked_to_come_back():
    run = Apart()
    with ExitStack() as line:
        for _ in range((os.cpu_count() or 1) * (1 + apart.WAITING_PER_CORE)):
            assert run._line.acquire(blocking=False)
            line.callback(run._line.release)
        with pytest.raises(Unavailable, match="CONVERSION_OCUPADA"):
            run((in_format("PNG"),), ONE_CARD)
    assert run((in_format("PNG"),), ONE_CARD).content
