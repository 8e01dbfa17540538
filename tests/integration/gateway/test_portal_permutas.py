"""Permutas from the aspirante's side: asked after a check, agreed to by the other."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.residencias.allocation.v1 import service_pb2 as pb
from plumbing import errors
from tests.integration.gateway.conftest import World
from tests.integration.gateway.surfing import BASE, browser, checked, hidden, refusing

PAGE = f"{BASE}/permutas"


@pytest.fixture
def result(world: World) -> pb.Result:
    found = pb.Result(expediente_id="e1", folio="F-A", estado="PREACEPTADO")
    found.place.sede, found.place.sede_nombre = "S1", "Hospital Uno"
    world.answers.said["GetResult"] = lambda request: found
    return found


def seen(world: World, method: str) -> list[Any]:
    asked: list[Any] = []

    def said(request: Any) -> pb.Permuta:
        asked.append(request)
        return pb.Permuta()

    world.answers.said[method] = said
    return asked


def test_a_permuta_is_checked_before_it_is_asked(world: World, result: pb.Result) -> None:
    asked = seen(world, "RequestPermuta")
    with browser(world) as client:
        check = checked(client, PAGE, {"folio": "F-B"})
        assert "Revisa antes de pedirla" in check.text
        assert not asked
        done = client.post(f"{PAGE}/revision", data=hidden(check))
    assert done.headers["location"] == f"{PAGE}?hecho=permuta"
    assert [one.other_folio for one in asked] == ["F-B"]


def test_a_refusal_stands_at_the_folio(world: World, result: pb.Result) -> None:
    world.answers.said["RequestPermuta"] = refusing(errors.Conflict("PERMUTA_OTRA_ESPECIALIDAD"))
    with browser(world) as client:
        nobody = client.post(PAGE, data=hidden(client.get(PAGE)))
        check = checked(client, PAGE, {"folio": "F-B"})
        refused = client.post(f"{PAGE}/revision", data=hidden(check))
    assert (nobody.status_code, 'id="campo-folio-falla"' in nobody.text) == (422, True)
    assert refused.status_code == 409
    assert 'id="campo-folio-falla"' in refused.text
    assert 'value="F-B"' in refused.text


def test_only_who_was_asked_may_agree(world: World, result: pb.Result) -> None:
    result.permutas.add(permuta_id="p1", state="SOLICITADA", folio_a="F-A", folio_b="F-B")
    result.permutas.add(permuta_id="p2", state="SOLICITADA", folio_a="F-C", folio_b="F-A")
    agreed = seen(world, "AgreePermuta")
    with browser(world) as client:
        page = client.get(PAGE)
        assert f'href="{PAGE}/p2"' in page.text
        assert f'href="{PAGE}/p1"' not in page.text
        assert client.get(f"{PAGE}/p1").headers["location"] == PAGE, "it is for the other to agree"
        check = client.get(f"{PAGE}/p2")
        assert "F-C" in check.text
        assert not agreed
        done = client.post(f"{PAGE}/p2", data=hidden(check))
    assert done.headers["location"] == f"{PAGE}?hecho=convenida"
    assert [one.permuta_id for one in agreed] == ["p2"]


@pytest.mark.parametrize(
    ("end", "method", "ref", "button", "other"),
    [
        ("rechazo", "RejectPermuta", "p2", "No convengo", "F-C"),
        ("retiro", "WithdrawPermuta", "p1", "Retirar la permuta", "F-B"),
    ],
)
def test_stepping_back_is_checked_done_and_leaves_its_receipt(
    world: World, result: pb.Result, end: str, method: str, ref: str, button: str, other: str
) -> None:
    at = "2024-01-03T18:00:00+00:00"
    result.permutas.add(permuta_id="p1", state="CONVENIDA", folio_a="F-A", folio_b="F-B", requested_at=at)
    result.permutas.add(permuta_id="p2", state="SOLICITADA", folio_a="F-C", folio_b="F-A", requested_at=at)
    ended = seen(world, method)
    with browser(world) as client:
        assert f'href="{PAGE}/{ref}/{end}"' in client.get(PAGE).text
        check = client.get(f"{PAGE}/{ref}/{end}")
        assert all(said in check.text for said in (f">{button}</button>", other, "Hospital Uno"))
        assert not ended
        done = client.post(f"{PAGE}/{ref}/{end}", data=hidden(check))
        [one] = [one for one in result.permutas if one.permuta_id == ref]
        one.state, one.ended_at = "RECHAZADA" if end == "rechazo" else "RETIRADA", at
        receipt = client.get(done.headers["location"])
        again = client.get(f"{PAGE}/{ref}/{end}")
    assert done.headers["location"] == f"{PAGE}/{ref}/constancia?hecho=permuta_{end}"
    assert [one.permuta_id for one in ended] == [ref]
    assert all(said in receipt.text for said in (ref, other, "Tu lugar sigue siendo tuyo."))
    assert again.headers["location"] == f"{PAGE}/{ref}/constancia", "what is over is not ended twice"


def test_each_may_only_step_back_from_their_own_side(world: World, result: pb.Result) -> None:
    result.permutas.add(permuta_id="p1", state="SOLICITADA", folio_a="F-A", folio_b="F-B")
    result.permutas.add(permuta_id="p2", state="SOLICITADA", folio_a="F-C", folio_b="F-A")
    with browser(world) as client:
        for wrong in ("p1/rechazo", "p2/retiro", "p9/rechazo", "p9/constancia"):
            assert client.get(f"{PAGE}/{wrong}").status_code == 404, wrong


def test_a_refused_step_back_says_why_on_its_page(world: World, result: pb.Result) -> None:
    result.permutas.add(permuta_id="p2", state="CONVENIDA", folio_a="F-C", folio_b="F-A")
    world.answers.said["RejectPermuta"] = refusing(errors.Conflict("PERMUTA_TERMINADA"))
    with browser(world) as client:
        refused = client.post(f"{PAGE}/p2/rechazo", data=hidden(client.get(f"{PAGE}/p2/rechazo")))
    assert refused.status_code == 409
    assert 'class="errores"' in refused.text


def test_who_has_as_many_waiting_as_may_be_is_told_instead_of_asked_for_a_folio(
    world: World, result: pb.Result
) -> None:
    for number in range(3):
        result.permutas.add(permuta_id=f"p{number}", state="SOLICITADA", folio_a="F-A", folio_b=f"F-{number}")
    with browser(world) as client:
        full = client.get(PAGE).text
        result.permutas[0].state = "RECHAZADA"
        room = client.get(PAGE).text
    assert 'name="folio"' not in full
    assert "Ya tienes 3 en espera" in full
    assert 'name="folio"' in room


def test_where_the_call_has_none_there_is_no_page(world: World, result: pb.Result) -> None:
    cer = "cer-rama-2025"
    with browser(world, convocatoria=cer) as client:
        assert client.get(f"/convocatorias/{cer}/permutas").status_code == 404
