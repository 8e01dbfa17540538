"""The OOAD's area: who may enter, what a person's page says, and what each form sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from contracts.residencias.allocation.v1 import service_pb2 as pb
from contracts.residencias.notifications.v1 import service_pb2 as letters
from plumbing import errors
from services.gateway.sessions import COOKIE
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import checked, hidden, refusing

CER = "cer-rama-2025"
HERE = f"/ooad/{X47}/e9"
CODE = "AAAAAA-BBBBBB-CCCCCC"
PDF = b"%PDF-1.7 a scan"
AFTER = datetime(2023, 12, 20, 18, tzinfo=UTC)
ACTS = ("presentacion", "examen-MEDICO", "obligacion-PAGO_FOFOE", "carta", "renuncia", "abandono")


@contextmanager
def office(world: World, *roles: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        if roles:
            client.cookies.set(COOKIE, world.session(*roles)[0])
        yield client


@pytest.fixture
def result(world: World) -> pb.Result:
    """A foreigner who came, with one exam done."""
    world.clock.set(AFTER, rate=0)
    found = pb.Result(
        expediente_id="e9",
        folio="F-9",
        estado="EN_OOAD",
        especialidad="pediatria",
        categoria="extranjero",
        nombre_completo="ANA ÑÁÑEZ",
        letter_valid_from="2023-12-18T06:00:00+00:00",
        letter_valid_until="2024-01-03T05:59:59+00:00",
        exams_due=["MEDICO", "PSICOMETRICO"],
    )
    found.place.sede = found.place.subsede = "HGR-1-CDMX-S"
    found.place.sede_nombre, found.place.ooad_nombre = (
        "Hospital General Regional No. 1",
        "OOAD Ciudad de México Sur",
    )
    found.exams.add(exam="PSICOMETRICO", is_favourable=True)
    found.obligations.add(kind="PAGO_FOFOE", due_on="2024-04-13", clause="000§2.2.3", state="PENDIENTE")
    found.obligations.add(
        kind="SEGURO_GASTOS_MEDICOS",
        due_on="2024-01-02",
        clause="000§4.7.7",
        state="PENDIENTE",
        is_before_sede=True,
    )
    world.answers.said["GetResult"] = lambda request: found
    return found


def seen(world: World, method: str, answer: Any) -> list[Any]:
    asked: list[Any] = []

    def said(request: Any) -> Any:
        asked.append(request)
        return answer

    world.answers.said[method] = said
    return asked


def tasks(page: httpx.Response) -> list[str]:
    return re.findall(r"<li><div>(?:<a[^>]*>|<span>)([^<]+)<", page.text)


@pytest.mark.parametrize(
    "path", ["/ooad", f"/ooad/{X47}", "/ooad/carta?codigo=x", HERE, *(f"{HERE}/actos/{a}" for a in ACTS)]
)
def test_only_the_ooad_and_ces_enter(world: World, path: str) -> None:
    for role in ("validador", "auditor", "revisor_investigacion"):
        with office(world, role) as client:
            assert client.get(path).status_code == 403
    with office(world) as client:
        assert client.get(path).headers["location"].startswith("/personal/entrar")
    assert not world.answers.acts


def test_only_calls_with_people_are_offered(world: World, result: pb.Result) -> None:
    def people(request: Any) -> pb.ListResultsResponse:
        if request.convocatoria != X47:
            raise errors.OutsideWindow("RESULTADOS_NO_PUBLICADOS")
        return pb.ListResultsResponse(counts={"PREACEPTADO": 2, "EN_OOAD": 1})

    world.answers.said["ListResults"] = people
    with office(world, "ooad") as client:
        page = client.get("/ooad").text
    assert f'href="/ooad/{X47}"' in page
    assert "3 personas" in page
    assert CER not in page


def test_the_list_is_filtered_searched_and_paged(world: World, result: pb.Result) -> None:
    answer = pb.ListResultsResponse(results=[result], next="F-9", counts={"EN_OOAD": 51})
    asked = seen(world, "ListResults", answer)
    with office(world, "ooad") as client:
        page = client.get(f"/ooad/{X47}?estado=EN_OOAD&q=ana+%C3%B1&desde=F-1").text
    (one,) = asked
    assert (one.estado, one.search, one.page.after, one.page.limit) == ("EN_OOAD", "ana ñ", "F-1", 50)
    assert f'href="{HERE}"' in page
    assert "En trámite (51)" in page
    assert "desde=F-9" in page


def test_a_person_is_a_list_of_things_to_do_in_order(world: World, result: pb.Result) -> None:
    with office(world, "ooad") as client:
        page = client.get(HERE)
    assert tasks(page) == [
        "Registrar que se presentó",
        "Examen físico-médico",
        "Examen psicométrico",
        "Presentar en el OOAD un seguro de gastos médicos vigente durante todo el curso",
        "Emitir su carta para la sede",
        "Pagar la matrícula anual de residentes extranjeros",
    ]
    for act in (
        "examen-MEDICO",
        "obligacion-SEGURO_GASTOS_MEDICOS",
        "obligacion-PAGO_FOFOE",
        "renuncia",
        "abandono",
    ):
        assert f'href="{HERE}/actos/{act}"' in page.text
    for act in ("presentacion", "examen-PSICOMETRICO", "carta"):
        assert f"actos/{act}" not in page.text
    assert "sábado 13 de abril de 2024" in page.text


def test_the_letter_waits_for_everything_before_it(world: World, result: pb.Result) -> None:
    result.exams.add(exam="MEDICO", is_favourable=True)
    with office(world, "ooad") as client:
        assert "actos/carta" not in client.get(HERE).text
        result.obligations[1].state = "CUMPLIDA"
        assert f'href="{HERE}/actos/carta"' in client.get(HERE).text


def test_ces_sees_the_list_and_only_its_own_acts(world: World, result: pb.Result) -> None:
    with office(world, "ces") as client:
        page = client.get(HERE)
        assert "actos/examen-MEDICO" not in page.text
        assert f'href="{HERE}/actos/abandono"' in page.text
        assert client.get(f"{HERE}/actos/presentacion").status_code == 404
        assert client.get(f"{HERE}/actos/renuncia").status_code == 404, "the OOAD receives it in this call"


def test_where_the_division_receives_renuncias_the_ooad_is_told_so_and_there_are_no_exams(
    world: World, result: pb.Result
) -> None:
    del result.exams_due[:]
    del result.exams[:]
    del result.obligations[:]
    result.obligations.add(kind="SIN_ADEUDOS", state="PENDIENTE", is_before_sede=True)
    here = f"/ooad/{CER}/e9"
    with office(world, "ooad") as client:
        page = client.get(here)
        assert "División de Formación" in page.text
        assert "actos/renuncia" not in page.text
        assert "Examen" not in "".join(tasks(page))
        assert "Constancia de adscripción a la nueva sede" in page.text
        assert client.get(f"{here}/actos/renuncia").status_code == 404
    with office(world, "ces") as client:
        assert f'href="{here}/actos/renuncia"' in client.get(here).text


def test_somebody_elses_person_does_not_exist(world: World) -> None:
    world.answers.said["GetResult"] = refusing(errors.NotFound("NO_ES_TUYO"))
    with office(world, "ooad") as client:
        assert client.get(HERE).status_code == 404
        assert client.get(f"{HERE}/actos/renuncia").status_code == 404


def test_a_renuncia_brings_its_scan_is_checked_and_then_registered(world: World, result: pb.Result) -> None:
    kept = seen(world, "ReceivePaper", pb.Paper(sha256="ab" * 32))
    sent = seen(world, "RegisterRenuncia", result)
    day = {"received_on.dia": "19", "received_on.mes": "12", "received_on.ano": "2023"}
    where = f"{HERE}/actos/renuncia"
    with office(world, "ooad") as client:
        form = hidden(client.get(where))
        refused = client.post(where, data={**form, **day})
        assert refused.status_code == 422
        assert "Falta elegir el archivo" in refused.text
        file = {"archivo": ("renuncia.pdf", PDF, "application/pdf")}
        check = checked(client, where, day, files=file)
        assert "martes 19 de diciembre de 2023" in check.text
        assert "Solo puedes participar por las plazas del tercer periodo" in check.text
        assert not sent, "nothing is registered before it is checked"
        back = client.get(where).text
        assert "el documento que adjuntaste" in back, "«back» shows what was typed"
        assert 'value="19"' in back
        answers = [client.post(f"{where}/revision", data=hidden(check)) for _ in range(2)]
    assert {one.headers["location"] for one in answers} == {f"{HERE}?hecho=renuncia"}
    assert [(one.kind, one.content) for one in kept] == [("RENUNCIA", PDF)]
    assert {(one.received_on, one.document_sha256) for one in sent} == {("2023-12-19", "ab" * 32)}
    assert len(sent) == 1, "a second press ends where the first one did"


def test_an_abandono_needs_the_folio_typed_again(world: World, result: pb.Result) -> None:
    sent = seen(world, "RecordAbandono", result)
    where = f"{HERE}/actos/abandono"
    with office(world, "ooad") as client:
        assert client.post(where, data=hidden(client.get(where))).status_code == 422
        check = checked(client, where, {"reason": "ABANDONO"})
        assert "Queda impedida para competir" in check.text
        sure = f"{where}/revision"
        wrong = client.post(sure, data={**hidden(check), "confirmation": "F-8"})
        assert wrong.status_code == 422
        assert 'name="confirmation"' in wrong.text
        assert not sent
        done = client.post(sure, data={**hidden(wrong), "confirmation": "F-9"})
    assert done.headers["location"] == f"{HERE}?hecho=abandono"
    assert [one.reason for one in sent] == ["ABANDONO"]


@pytest.mark.parametrize(
    ("act", "method", "typed", "expected"),
    [
        (
            "presentacion",
            "RegisterPresentation",
            {"identification": "PASAPORTE"},
            {"identification": "PASAPORTE"},
        ),
        (
            "examen-MEDICO",
            "RecordExam",
            {"resultado": "favorable"},
            {"exam": "MEDICO", "is_favourable": True},
        ),
        (
            "obligacion-PAGO_FOFOE",
            "RecordObligation",
            {"met_on.dia": "1", "met_on.mes": "2", "met_on.ano": "2024", "evidence": "ficha 1"},
            {"kind": "PAGO_FOFOE", "met_on": "2024-02-01", "evidence": "ficha 1"},
        ),
        ("carta", "IssuePresentacion", {}, {}),
    ],
)
def test_each_act_sends_what_was_typed(
    world: World, result: pb.Result, act: str, method: str, typed: dict, expected: dict
) -> None:
    sent = seen(world, method, pb.Issuance() if method == "IssuePresentacion" else result)
    where = f"{HERE}/actos/{act}"
    with office(world, "ooad") as client:
        check = checked(client, where, typed)
        assert check.status_code == 200
        assert not sent
        client.post(f"{where}/revision", data=hidden(check))
    (one,) = sent
    assert {name: getattr(one, name) for name in expected} == expected
    assert one.expediente_id == "e9"


def test_an_unfavourable_exam_needs_its_dictamen_and_says_what_follows(
    world: World, result: pb.Result
) -> None:
    seen(world, "ReceivePaper", pb.Paper(sha256="cd" * 32))
    sent = seen(world, "RecordExam", result)
    where = f"{HERE}/actos/examen-MEDICO"
    with office(world, "ooad") as client:
        typed = {"resultado": "no_favorable"}
        assert client.post(where, data={**hidden(client.get(where)), **typed}).status_code == 422
        check = checked(client, where, typed, files={"archivo": ("d.pdf", PDF, "application/pdf")})
        assert "La plaza pasa al siguiente periodo" in check.text
        client.post(f"{where}/revision", data=hidden(check))
    assert [(one.is_favourable, one.document_sha256) for one in sent] == [(False, "cd" * 32)]


def test_a_refusal_of_the_service_stands_over_what_was_typed(world: World, result: pb.Result) -> None:
    world.answers.said["RegisterPresentation"] = refusing(errors.OutsideWindow("CARTA_FUERA_DE_VIGENCIA"))
    where = f"{HERE}/actos/presentacion"
    with office(world, "ooad") as client:
        check = checked(client, where, {"identification": "INE"})
        refused = client.post(f"{where}/revision", data=hidden(check))
        forged = {**hidden(check), "_csrf": "otro"}
        assert client.post(f"{where}/revision", data=forged).status_code == 403
    assert refused.status_code == 409
    assert 'role="alert"' in refused.text
    assert "Registrar la presentación" in refused.text, "the same may be tried again"


def test_a_received_paper_is_served_as_what_it_is(world: World, result: pb.Result) -> None:
    paper = pb.Paper(sha256="ab" * 32, kind="RENUNCIA", media_type="application/pdf")
    world.answers.said["GetPaper"] = lambda request: pb.PaperContent(paper=paper, content=PDF)
    with office(world, "ooad") as client:
        answer = client.get(f"{HERE}/papeles/{'ab' * 32}")
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_code_leads_the_office_to_the_person_and_a_stranger_to_the_public_page(
    world: World, result: pb.Result
) -> None:
    found = letters.VerifiedLetter(
        kind="PREACEPTACION", title="Carta de Pre-aceptación", status="VIGENTE", folio="F-9"
    )
    asked = seen(world, "VerifyLetter", found)
    with office(world, "ooad") as client:
        for typed in (CODE, f"https://otro.example/verificar/{CODE}/"):
            assert (
                client.get("/ooad/carta", params={"codigo": typed}).headers["location"]
                == f"/verificar/{CODE}"
            )
        assert client.get(f"/verificar/{CODE}").status_code == 200, "of another OOAD: what anybody may read"
        found.convocatoria, found.expediente_id = X47, "e9"
        where = f"{HERE}?carta={CODE}"
        assert client.get("/ooad/carta", params={"codigo": CODE}).headers["location"] == where
        assert client.get(f"/verificar/{CODE}").headers["location"] == where
        assert "Carta de Pre-aceptación: vigente" in client.get(where).text
    assert {one.code for one in asked} == {CODE}
    roles = {frozenset(act.actor.roles) for act in world.answers.acts}
    assert frozenset({"ooad"}) in roles


def test_a_wrong_code_is_told_where_it_was_typed(world: World, result: pb.Result) -> None:
    world.answers.said["VerifyLetter"] = refusing(errors.NotFound("CARTA_NO_EXISTE"))
    with office(world, "ooad") as client:
        answer = client.get("/ooad/carta?codigo=NADA")
    assert answer.status_code == 404
    assert 'value="NADA"' in answer.text


def test_the_end_of_a_person_is_said_with_its_right_and_its_receipt(world: World, result: pb.Result) -> None:
    result.estado = result.outcome = "RENUNCIA"
    result.later_right = "TERCER_PERIODO"
    result.decisions.add(decision="RENUNCIA", acuse_id="ac-1")
    with office(world, "ooad") as client:
        page = client.get(HERE).text
    assert "Solo puede participar en el tercer periodo" in page
    assert "ac-1" in page
    assert "actos/" not in page.replace("actos/obligacion", "")
