"""Every paper is the JPG it should be, and every defect is really there."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageFile, ImageFilter, ImageStat

from residencias.demo.papers import DEFECTS, MAX_BYTES, Paper, draw, from_pdf, from_png, truth_of
from residencias.demo.papers.sheet import templates
from residencias.demo.people import Person
from tests.demo.crowd import people, somebody

KINDS = sorted(kind for kind, t in templates().items() if "size" in t)
FOREIGN_ONLY = {"ACTA_EXTRANJERA", "SOLVENCIA", "FORMA_MIGRATORIA"}


def _with(kind: str) -> Person:
    person = somebody("foreigner_pays") if kind in FOREIGN_ONLY else somebody()
    scale = 5 if kind == "CERTIFICADO_EQUIVALENCIA" else 100
    grade = replace(person.grade, scale=scale, shown=person.grade.registered * scale / 100)
    slot = "CERTIFICADO" if kind.startswith("CERTIFICADO") else "SLOT"
    return replace(person, grade=grade, seniority_years=6, papers={**person.papers, slot: kind})


def _paper(kind: str) -> Paper:
    return draw(_with(kind), "CERTIFICADO" if kind.startswith("CERTIFICADO") else "SLOT")


def _open(paper: Paper) -> Image.Image:
    image = Image.open(io.BytesIO(paper.content))
    image.load()
    return image


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_paper_is_a_whole_jpg_at_300_ppp_inside_400_kb(kind: str) -> None:
    paper = _paper(kind)
    image = _open(paper)
    assert image.format == "JPEG"
    assert image.info["dpi"] == (300, 300)
    assert len(paper.content) <= MAX_BYTES
    assert paper.content.endswith(b"\xff\xd9")
    assert min(image.size) >= 600
    assert ImageStat.Stat(image.convert("L")).stddev[0] > 8
    assert (paper.truth.kind, paper.truth.technical, paper.truth.readable) == (kind, "ok", True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_drawn_the_same_every_time(kind: str) -> None:
    assert _paper(kind) == _paper(kind)


def test_two_people_have_different_papers() -> None:
    first, second = people(120)[:2]
    assert draw(first, "CERTIFICADO").content != draw(second, "CERTIFICADO").content


@pytest.mark.parametrize(
    "kind",
    [
        "INE_REVERSO",
        "ACTA",
        "CONSTANCIA_CURP",
        "TITULO_ELECTRONICO",
        "CEDULA_ELECTRONICA",
        "CONSTANCIA_ENARM",
        "SOLICITUD",
    ],
)
def test_the_qr_reads_back_from_the_jpg(kind: str) -> None:
    texts = [
        code.text
        for code in zxingcpp.read_barcodes(_open(_paper(kind)))
        if code.format == zxingcpp.BarcodeFormat.QRCode
    ]
    assert len(texts) == 1
    assert "-ejemplo:" in texts[0]


def test_everybodys_whole_set_fits_and_decodes() -> None:
    for person in people(120)[:4]:
        for slot in person.papers:
            paper = draw(person, slot)
            assert paper.name == f"{slot}.jpg"
            assert len(paper.content) <= MAX_BYTES, (slot, paper.truth.kind)
            assert _open(paper).format == "JPEG"


def test_the_truth_does_not_need_the_drawing() -> None:
    person = somebody("false_worker")
    for slot in person.papers:
        assert draw(person, slot).truth == truth_of(person, slot)


DRAWN_ON = {
    "EXPIRED_TARJETON": ("true_worker", "TARJETONDEPAGO"),
    "BT09_WITHOUT_BASE": ("true_worker", "BT09"),
    "SCHOOL_CONSTANCIA": ("school_internado", "INTERNADO"),
    "WRONG_PERSON": ("clean", "TITULO1"),
}


@pytest.fixture(params=["CERTIFICADO", "IDENTIFICACION1", "ACTADENACIMIENTO"])
def slot(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def whole() -> Iterator[None]:
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    yield
    ImageFile.LOAD_TRUNCATED_IMAGES = before


def test_too_big_is_a_good_jpg_over_the_limit(slot: str) -> None:
    paper = draw(somebody(), slot, defect="TOO_BIG")
    assert len(paper.content) > MAX_BYTES
    assert _open(paper).format == "JPEG"
    assert paper.truth.technical == "refused:EXCEDE_TAMANO"


def test_a_renamed_png_is_a_png_of_an_allowed_size(slot: str) -> None:
    paper = draw(somebody(), slot, defect="PNG_RENAMED")
    assert _open(paper).format == "PNG"
    assert paper.name.endswith(".jpg")
    assert len(paper.content) <= MAX_BYTES


def test_a_truncated_jpg_begins_well_and_does_not_end(slot: str, whole: None) -> None:
    paper = draw(somebody(), slot, defect="TRUNCATED")
    assert paper.content.startswith(b"\xff\xd8\xff")
    assert not paper.content.endswith(b"\xff\xd9")
    with pytest.raises(OSError, match="truncated"):
        _open(paper)


def test_a_wrong_dpi_tag_lies_about_enough_pixels(slot: str) -> None:
    wrong, right = draw(somebody(), slot, defect="WRONG_DPI_TAG"), draw(somebody(), slot)
    assert _open(wrong).info["dpi"] == (72, 72)
    assert _open(wrong).size == _open(right).size


def test_too_few_pixels_are_few(slot: str) -> None:
    few, right = draw(somebody(), slot, defect="TOO_FEW_PIXELS"), draw(somebody(), slot)
    assert _open(few).width * 6 < _open(right).width
    assert _open(few).info["dpi"] == (300, 300)


def _sharpness(paper: Paper) -> float:
    edges = _open(paper).convert("L").filter(ImageFilter.FIND_EDGES)
    middle = edges.crop((20, 20, edges.width - 20, edges.height - 20))
    return float(ImageStat.Stat(middle).mean[0])


def test_an_unreadable_paper_has_lost_its_edges_and_says_so(slot: str) -> None:
    clean, blurred, illegible = (draw(somebody(), slot, defect=d) for d in ("", "BLURRED", "ILLEGIBLE"))
    assert _sharpness(blurred) < _sharpness(clean) / 2
    assert _sharpness(illegible) < _sharpness(blurred)
    assert [p.truth.readable for p in (clean, blurred, illegible)] == [True, False, False]
    assert len(illegible.content) <= MAX_BYTES


def test_a_paper_of_somebody_else_bears_another_name() -> None:
    person = somebody()
    theirs, wrong = draw(person, "TITULO1"), draw(person, "TITULO1", defect="WRONG_PERSON")
    assert theirs.truth.holder == person.full_name
    assert wrong.truth.holder not in {p.full_name for p in people(1000)}
    assert wrong.content != theirs.content


@pytest.mark.parametrize(
    ("defect", "fact", "value"),
    [
        ("EXPIRED_TARJETON", "current", "no"),
        ("BT09_WITHOUT_BASE", "marca", "08"),
        ("SCHOOL_CONSTANCIA", "issuer", "ESCUELA"),
    ],
)
def test_a_false_claims_paper_proves_nothing(defect: str, fact: str, value: str) -> None:
    scenario, where = DRAWN_ON[defect]
    paper = draw(somebody(scenario), where, defect=defect)
    assert paper.truth.facts[fact] == value
    assert paper.truth.technical == "ok"


def test_every_defect_is_drawn_somewhere_here() -> None:
    files = {"TOO_BIG", "PNG_RENAMED", "TRUNCATED", "WRONG_DPI_TAG", "TOO_FEW_PIXELS", "BLURRED", "ILLEGIBLE"}
    assert files | set(DRAWN_ON) == set(DEFECTS)


def test_studies_abroad_are_apostilled() -> None:
    person = somebody("foreigner_pays")
    assert truth_of(person, "TITULO1").facts["apostilled"] == "yes"
    at_home = replace(person, background=replace(person.background, abroad=False))
    assert draw(person, "CERTIFICADO").content != draw(at_home, "CERTIFICADO").content


def test_a_printed_solicitud_comes_back_signed_with_its_qr_still_readable() -> None:
    person = somebody()
    page = Image.new("L", (2550, 3300), 255)
    page.paste(_open(_paper("SOLICITUD")).convert("L").crop((1800, 1750, 2400, 2350)), (1700, 300))
    png = io.BytesIO()
    page.save(png, "PNG")
    paper = draw(person, "SOLICITUD", printout=from_png([png.getvalue()]), print_number=3)
    scan = _open(paper)
    assert scan.size == (2550, 3300)
    assert paper.truth.facts == {"print_number": "3", "signed": "yes"}
    assert len(zxingcpp.read_barcodes(scan)) == 1
    where = (1330, 2480, 2000, 2680)
    assert ImageStat.Stat(page.crop(where)).extrema == [(255, 255)]
    assert ImageStat.Stat(scan.crop(where)).extrema[0][0] < 120


def test_a_printed_pdf_of_two_pages_is_one_image_signed_where_it_says() -> None:
    pymupdf = pytest.importorskip("pymupdf")
    document = pymupdf.open()
    for text in ("uno", "Firma del aspirante"):
        document.new_page(width=612, height=792).insert_text((320, 650), text)
    printout = from_pdf(document.tobytes(), "Firma del aspirante")
    assert len(printout.pages) == 2
    assert printout.signature_at[0] == pytest.approx(320 / 612, abs=0.01)
    paper = draw(somebody(), "SOLICITUD", printout=printout, print_number=1)
    assert _open(paper).size == (3960, 2562)
    assert len(paper.content) <= MAX_BYTES
