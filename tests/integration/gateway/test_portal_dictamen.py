"""The reviewer of articles: what waits, the form point by point, the check, and what was ruled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from contracts.residencias.scoring.v1 import service_pb2 as pb
from plumbing import errors
from plumbing.errors import FieldError
from services.gateway.sessions import COOKIE
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import browser, checked, hidden, refusing

CER = "cer-rama-2025"
HERE = f"/dictamen/{CER}/e9"
POINTS = [f"RP-{number:02d}" for number in range(1, 13)]
REVIEW = datetime(2025, 1, 10, 18, tzinfo=UTC)


@contextmanager
def desk(world: World, *roles: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        if roles:
            client.cookies.set(COOKIE, world.session(*roles)[0])
        yield client


@pytest.fixture
def file(world: World) -> pb.Dictamen:
    world.clock.set(REVIEW, rate=0)
    found = pb.Dictamen(expediente_id="e9", folio="CER-1", sha256="ab" * 32)
    world.answers.said["GetDictamen"] = lambda request: found
    return found


def an_article(number: int = 1, **changes: str) -> dict[str, str]:
    typed = {
        "titulo": "Un estudio",
        "revista": "Gaceta",
        "issn": "1234-5678",
        "doi": "10.1/x",
        "tipo": "cohortes",
        "position": "1",
    }
    typed |= {"on.dia": "1", "on.mes": "6", "on.ano": "2024"} | dict.fromkeys(POINTS, "si") | changes
    return {f"a{number}-{name}": value for name, value in typed.items()}


@pytest.mark.parametrize("path", ["/dictamen", f"/dictamen/{CER}", HERE, f"{HERE}/archivo"])
def test_only_reviewers_enter(world: World, path: str) -> None:
    for role in ("validador", "ooad", "ces", "auditor"):
        with desk(world, role) as client:
            assert client.get(path).status_code == 403
    with desk(world) as client:
        assert client.get(path).headers["location"].startswith("/personal/entrar")
    assert not world.answers.acts


def test_what_waits_and_what_was_ruled_are_two_lists(world: World, file: pb.Dictamen) -> None:
    asked: list[Any] = []

    def listed(request: Any) -> pb.ListRevisionesResponse:
        asked.append(request)
        return pb.ListRevisionesResponse(revisiones=[file], total=51, next="e9")

    world.answers.said["ListRevisiones"] = listed
    with desk(world, "revisor_investigacion") as client:
        assert "51</b> archivos esperan" in client.get("/dictamen").text
        waiting = client.get(f"/dictamen/{CER}?desde=e1").text
        client.get(f"/dictamen/{CER}?dictaminados=1")
        assert client.get(f"/dictamen/{X47}").status_code == 404, "that call gives no points for articles"
    assert f'href="{HERE}"' in waiting
    assert "desde=e9" in waiting
    assert [(one.is_ruled, one.page.after) for one in asked[1:3]] == [(False, "e1"), (True, "")]


def test_the_file_stands_beside_every_point_of_the_call(world: World, file: pb.Dictamen) -> None:
    with desk(world, "revisor_investigacion") as client:
        page = client.get(HERE).text
        assert client.get(f"{HERE}/archivo").headers["content-type"] == "image/jpeg"
    assert f'src="{HERE}/archivo"' in page
    for code in POINTS:
        assert f'name="a1-{code}" value="no"' in page


def test_several_articles_are_checked_and_signed_once(world: World, file: pb.Dictamen) -> None:
    sent: list[Any] = []

    def ruled(request: Any) -> pb.Dictamen:
        sent.append(request)
        return file

    world.answers.said["RuleArticles"] = ruled
    with desk(world, "revisor_investigacion") as client:
        first = {**hidden(client.get(HERE)), **an_article()}
        added = client.post(HERE, data={**first, "_otro": "1"})
        more = client.get(added.headers["location"])
        assert 'name="a2-titulo"' in more.text
        assert 'value="Un estudio"' in more.text
        both = {
            **an_article(),
            **hidden(more),
            **an_article(2, titulo="Otro", **{"RP-05": "no", "nota-RP-05": "Sin DOI", "doi": ""}),
        }
        check = checked(client, HERE, both)
        assert "Revisa antes de firmar" in check.text
        assert "Sin DOI" in check.text
        assert not sent
        again = client.get(f"{HERE}?cambiar=1")
        assert 'value="Otro"' in again.text
        done = client.post(f"{HERE}/revision", data=hidden(check))
    assert done.headers["location"] == f"{HERE}?hecho=dictaminado"
    (request,) = sent
    one, other = request.articles
    assert (one.titulo, one.published_on, one.position, one.tipo) == (
        "Un estudio",
        "2024-06-01",
        1,
        "cohortes",
    )
    assert [answer.code for answer in one.answers] == POINTS
    assert [(a.code, a.note) for a in other.answers if not a.holds] == [("RP-05", "Sin DOI")]


def test_what_is_missing_is_said_at_its_article(world: World, file: pb.Dictamen) -> None:
    wrong = FieldError("articulos[0]", "CHECKLIST_INCOMPLETA", {"faltan": "RP-12"})
    world.answers.said["RuleArticles"] = refusing(errors.Invalid("DICTAMEN_CON_ERRORES", fields=(wrong,)))
    with desk(world, "revisor_investigacion") as client:
        check = checked(client, HERE, an_article(**{"RP-12": ""}))
        refused = client.post(f"{HERE}/revision", data=hidden(check))
    assert refused.status_code == 422
    assert 'href="#campo-articulos-0"' in refused.text
    assert 'id="campo-articulos-0"' in refused.text
    assert 'value="Un estudio"' in refused.text


def test_what_was_ruled_is_read_only_for_the_reviewer_and_its_owner(world: World, file: pb.Dictamen) -> None:
    file.is_ruled, file.ruled_at = True, "2025-01-10T18:00:00+00:00"
    one = file.articles.add(titulo="Un estudio", tipo="cohortes", position=2, published_on="2024-06-01")
    one.answers.add(code="RP-01", holds=False, note="No es de la especialidad.")
    with desk(world, "revisor_investigacion") as client:
        page = client.get(HERE).text
    with browser(world, convocatoria=CER) as aspirante:
        mine = aspirante.get(f"/convocatorias/{CER}/dictamen").text
        assert aspirante.get(f"/convocatorias/{X47}/dictamen").status_code in (303, 404)
    for text in (page, mine):
        assert "No es de la especialidad." in text
        assert "Estudio de cohortes" in text
        assert "<input" not in text.split("<main", 1)[1].split("</main>")[0]


def test_an_aspirante_waits_or_has_no_file(world: World, file: pb.Dictamen) -> None:
    with browser(world, convocatoria=CER) as aspirante:
        assert "espera su dictamen" in aspirante.get(f"/convocatorias/{CER}/dictamen").text
        world.answers.said["GetDictamen"] = refusing(errors.NotFound("SIN_ARTICULOS"))
        assert "No cargaste" in aspirante.get(f"/convocatorias/{CER}/dictamen").text
    with browser(world) as other:
        assert other.get(f"/convocatorias/{X47}/dictamen").status_code == 404
