"""The reviewer's pages in a real browser, over a gateway whose services answer what the test says."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.scoring.v1 import service_pb2 as pb
from plumbing.auth import Caller
from services.gateway.sessions import COOKIE, Sessions
from tests.browser.hands import follow, press
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.integration.gateway import conftest as fake
from tests.integration.gateway.test_portal_dictamen import CER, HERE, POINTS, REVIEW


def a_file(world: fake.World) -> pb.Dictamen:
    """A file that waits, with a picture; ruled, it is what was sent."""
    world.clock.set(REVIEW, rate=0)
    found = pb.Dictamen(expediente_id="e9", folio="CER-2025-000017", sha256="ab" * 32)
    picture = BytesIO()
    Image.new("L", (850, 1100), 235).save(picture, "JPEG")
    said = world.answers.said
    said["GetDictamen"] = lambda request: found
    said["ListRevisiones"] = lambda request: pb.ListRevisionesResponse(revisiones=[found], total=1)
    said["GetDocument"] = lambda request: documents.Document(content=picture.getvalue())

    def ruled(request: pb.RuleArticlesRequest) -> pb.Dictamen:
        found.is_ruled, found.ruled_at = True, REVIEW.isoformat()
        found.articles.extend(request.articles)
        return found

    said["RuleArticles"] = ruled
    return found


def come_in(context: BrowserContext, world: fake.World, token: str) -> None:
    context.add_cookies([{"name": COOKIE, "value": token, "url": world.url}])


def test_a_file_is_ruled_and_its_owner_reads_it(world: fake.World, chromium: Browser) -> None:
    found = a_file(world)
    looked = Looked(world.url.removeprefix("http://"))
    with looked.context(chromium, DESKTOP) as context:
        come_in(context, world, world.session("revisor_investigacion")[0])
        page = context.new_page()
        page.goto("/dictamen")
        looked.at(page, "dictamen")
        follow(page.get_by_role("link", name="Ver los archivos"))
        looked.at(page, "archivos por dictaminar")
        page.locator(f'a[href="{HERE}"]').click()
        page.locator("[name=a1-titulo]").fill("Hipertensión en residentes: un estudio de cohortes")
        page.locator("[name=a1-tipo]").select_option("cohortes")
        page.locator('[name=a1-position][value="1"]').check()
        for code in POINTS:
            page.locator(f'[name="a1-{code}"][value="{"no" if code == "RP-05" else "si"}"]').check()
        looked.at(page, "archivo de artículos")
        press(page, "Hay otro artículo")
        page.reload()
        assert page.locator("[name=a1-titulo]").input_value().startswith("Hipertensión")
        press(page, "Quitar el último")
        press(page, "Revisar lo que voy a firmar")
        looked.at(page, "dictamen por firmar")
        page.go_back()
        assert page.locator('[name="a1-RP-05"][value=no]').is_checked(), "«back» shows what was answered"
        page.go_forward()
        press(page, "Firmar el dictamen")
        looked.at(page, "dictamen firmado")
    assert [answer.code for answer in found.articles[0].answers if not answer.holds] == ["RP-05"]
    caller = Caller(subject="e9", roles=frozenset({"aspirante"}), expediente_id="e9")
    token, _ = Sessions(world.database["sessions"], world.clock).open(caller, "Ana", CER)
    with looked.context(chromium, PHONE) as context:
        come_in(context, world, token)
        page = context.new_page()
        page.goto(f"/convocatorias/{CER}/dictamen")
        looked.at(page, "mi dictamen")
    assert not looked.wrong
    assert not looked.strangers
    assert not looked.console
