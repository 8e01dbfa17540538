"""What a request passes: its instant, its size, its key; and how every refusal looks."""

from __future__ import annotations

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import httpx
import pytest

from contracts.residencias.documents.v1 import service_pb2 as documents
from contracts.residencias.registration.v1 import service_pb2 as registration
from plumbing import errors
from plumbing.errors import FieldError
from services.gateway.arrival import LARGEST_BODY
from services.gateway.upstream import RACES_RETRIED
from tests.integration.gateway.conftest import NOON, X47, C, E, World
from tests.waiting import PATIENCE_S, until

PARTS = {
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "arreglo",
    "code",
    "kind",
    "clause",
    "facts",
    "fields",
}
ENGLISH = re.compile(r"\b(should|input|field|valid|required|expected|string|error|body)\b", re.IGNORECASE)


def refusing(error):
    def refuse(request):
        raise error

    return refuse


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.Invalid("CUERPO_INVALIDO"), 422),
        (errors.NotFound("NO_ES_TUYO"), 404),
        (errors.NotAllowed("CSRF"), 403),
        (errors.OutsideWindow("FUERA_DE_VENTANA_DESPUES", clause="000§3.4", accion="x", ventana="y"), 409),
        (errors.Conflict("YA_EXISTE"), 409),
        (errors.Unavailable("BASE_NO_DISPONIBLE"), 503),
    ],
)
def test_each_kind_of_refusal_is_a_problem_with_its_status(world: World, error, status):
    world.answers.said["GetRegistro"] = refusing(error)
    with world.client("ces") as client:
        answer = client.get(f"{E}/registro")
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, error.code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert body.keys() == PARTS
    assert body["title"]
    assert body["detail"]
    assert body["arreglo"]
    assert body["kind"] == error.kind.value
    assert body["clause"] == (error.clause or "")
    assert ("retry-after" in answer.headers) == (status == 503)


def test_field_errors_of_a_service_arrive_with_their_three_sentences(world: World):
    wrong = (FieldError("telefonos[1]", "DATO_OBLIGATORIO"),)
    world.answers.said["SaveRegistro"] = refusing(errors.Invalid("CUERPO_INVALIDO", fields=wrong))
    with world.client("aspirante", expediente_id="e1") as client:
        (field,) = client.put(f"{E}/registro", json={}).json()["fields"]
    assert (field["field"], field["code"]) == ("telefonos[1]", "DATO_OBLIGATORIO")
    assert "telefonos[1]" in field["que"]
    assert field["arreglo"]


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"content": '{"inventado": 1}'}, "inventado", "CAMPO_DESCONOCIDO"),
        ({"content": '{"datos": 5}'}, "datos", "CAMPO_INVALIDO"),
        ({"content": '{"datos": {"sexo": 5}}'}, "datos.sexo", "TEXTO_ESPERADO"),
        ({"content": '{"datos": {"telefonos": "55"}}'}, "datos.telefonos", "LISTA_ESPERADA"),
        ({"content": '{"datos": '}, "cuerpo", "JSON_ILEGIBLE"),
        ({}, "cuerpo", "DATO_OBLIGATORIO"),
    ],
)
def test_a_body_of_another_shape_says_what_is_wrong_in_spanish(world: World, sent, field, code):
    with world.client("aspirante", expediente_id="e1") as client:
        answer = client.put(f"{E}/registro", headers={"content-type": "application/json"}, **sent)
    (found,) = answer.json()["fields"]
    assert (answer.status_code, found["field"], found["code"]) == (422, field, code)
    said = " ".join((found["que"], found["porque"], found["arreglo"], answer.json()["title"]))
    assert "«" not in said.replace(f"«{field}»", "")
    assert not ENGLISH.search(said.replace(field, "").replace("JSON", ""))


@pytest.mark.parametrize("bad", ["?limit=cien", "?limit=501", "?limit=-1"])
def test_a_query_of_another_shape_says_it_in_spanish(world: World, bad):
    with world.client("ces") as client:
        answer = client.get(f"{C}/registros{bad}")
    (found,) = answer.json()["fields"]
    assert answer.status_code == 422
    assert found["field"] == "limit"
    assert not ENGLISH.search(found["que"] + found["porque"] + found["arreglo"])


@pytest.mark.parametrize("number", ["99999999999999", "-99999999999999", "dos"])
def test_a_number_no_message_can_carry_is_refused_and_not_a_defect(world: World, number):
    with world.client("aspirante", expediente_id="e1") as client:
        assert client.get(f"{E}/solicitudes/{number}").status_code == 422


def test_half_a_character_is_refused_and_not_a_defect(world: World):
    with world.client("ooad") as client:
        broken = client.post(
            f"{E}/abandono", content=b'{"reason": "\\ud800"}', headers={"content-type": "application/json"}
        )
    assert broken.status_code == 422


def test_an_unknown_address_says_so(world: World):
    with world.client() as client:
        for verb, path in (("GET", "/nada"), ("PATCH", f"{E}/registro")):
            answer = client.request(verb, path)
            assert (answer.status_code, answer.json()["code"]) == (404, "RUTA_DESCONOCIDA")
            assert verb in answer.json()["detail"]


def test_a_defect_of_a_service_is_ours_and_named_by_its_trace(world: World):
    world.answers.said["GetRegistro"] = refusing(ZeroDivisionError())
    with world.client("ces") as client:
        answer = client.get(f"{E}/registro", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    assert (answer.status_code, answer.json()["code"]) == (500, "ERROR_INTERNO")
    trace = answer.json()["facts"]["rastro"]
    assert re.fullmatch("[0-9a-f]{32}", trace)
    assert trace != "a" * 32, "whose trace it is, we say"
    assert trace in answer.json()["detail"]
    assert "ZeroDivision" not in answer.text


def test_key_trace_and_instant_go_along(world: World):
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    with world.client("aspirante", expediente_id="e1") as client:
        client.post(f"{E}/envios", json={}, headers={"idempotency-key": "k-1", "traceparent": trace})
        client.post(f"{E}/envios", json={}, headers={"traceparent": "roto"})
    first, second = world.answers.acts
    assert (first.key, first.at, second.key) == ("k-1", NOON, "")
    begun = {one.traceparent.split("-")[1] for one in (first, second)}
    assert len(begun - {"a" * 32}) == 2, "each request a trace of ours, whatever it brings"


@pytest.mark.parametrize("key", ["con espacio", "ñ".encode("latin-1"), "x" * 129])
def test_a_key_that_cannot_travel_is_refused(world: World, key):
    with world.client("aspirante", expediente_id="e1") as client:
        answer = client.post(f"{E}/envios", json={}, headers={"idempotency-key": key})
    assert (answer.status_code, answer.json()["code"]) == (422, "CLAVE_INVALIDA")


def test_a_lost_race_is_run_again(world: World):
    left = [errors.Conflict("VERSION_PERDIDA", actual=2, esperada=1)] * RACES_RETRIED

    def answer(request):
        if left:
            raise left.pop()
        return registration.Registro(version=7)

    world.answers.said["SaveRegistro"] = answer
    with world.client("aspirante", expediente_id="e1") as client:
        assert client.put(f"{E}/registro", json={}).json()["version"] == 7
        world.answers.said["SaveRegistro"] = refusing(
            errors.Conflict("VERSION_PERDIDA", actual=2, esperada=1)
        )
        lost = client.put(f"{E}/registro", json={})
    assert (lost.status_code, lost.json()["code"]) == (409, "VERSION_PERDIDA")


def test_an_upload_that_began_before_the_close_counts(world: World):
    """The head arrives, the clock passes the close, the body follows: the act's instant is the head's."""
    token, _ = world.session("aspirante", expediente_id="e1")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + b"j" * 5000 + b"\r\n--x--\r\n"
    )
    connection = http.client.HTTPConnection(httpx.URL(world.url).netloc.decode(), timeout=30)
    connection.putrequest("POST", f"/api/v1{E}/documentos/RFC")
    for name, value in (
        ("Authorization", f"Bearer {token}"),
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Content-Length", str(len(body))),
        ("Expect", "100-continue"),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    # uvicorn says «100 Continue» once the application asks for the body: from then on the request is stamped
    assert connection.sock.recv(64).startswith(b"HTTP/1.1 100")
    world.advance(timedelta(minutes=3))
    connection.send(body)
    assert connection.getresponse().status == 200
    (seen,) = world.answers.acts
    assert seen.at == NOON
    assert world.clock.now() - seen.at == timedelta(minutes=3)
    connection.close()


def test_a_form_too_large_is_refused_in_words(world: World):
    with world.client("aspirante", expediente_id="e1") as client:
        files = {"file": ("a.jpg", b"j" * (LARGEST_BODY + 1000), "image/jpeg")}
        answer = client.post(f"{E}/documentos/RFC", files=files)
    assert (answer.status_code, answer.json()["code"]) == (413, "CUERPO_DEMASIADO_GRANDE")
    assert "1 MB" in answer.json()["detail"]
    assert not world.answers.acts


def test_json_too_large_is_refused_even_without_a_length(world: World):
    def pieces():
        for _ in range(40):
            yield b" " * 65536

    with world.client("aspirante", expediente_id="e1") as client:
        answer = client.put(f"{E}/registro", content=pieces(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "CUERPO_DEMASIADO_GRANDE")


def test_a_roster_may_be_larger_than_a_document(world: World):
    with world.client("ces") as client:
        files = {"file": ("lista.csv", b"x" * (5 * LARGEST_BODY), "text/csv")}
        assert client.post(f"{C}/rosters", files=files).status_code == 200


def test_a_form_that_is_no_form_is_refused(world: World):
    with world.client("ces") as client:
        for content_type in ("multipart/form-data", "multipart/form-data; boundary=x", "text/plain"):
            answer = client.post(f"{C}/rosters", content=b"--y\r\n", headers={"content-type": content_type})
            assert answer.status_code == 422
            assert answer.json()["code"] == "CUERPO_INVALIDO"


def test_who_has_the_document_already_is_told_so(world: World):
    world.answers.said["GetDocument"] = lambda request: documents.Document(
        content=b"jpg", version=documents.Version(sha256="abc")
    )
    with world.client("aspirante", expediente_id="e1") as client:
        first = client.get(f"{E}/documentos/RFC")
        again = client.get(f"{E}/documentos/RFC", headers={"if-none-match": first.headers["etag"]})
    assert (first.content, first.headers["etag"], first.headers["content-type"]) == (
        b"jpg",
        '"abc"',
        "image/jpeg",
    )
    assert (again.status_code, again.content) == (304, b"")


def test_every_answer_has_safe_headers(world: World):
    for path in ("/", "/api/docs", "/api/v1/reloj", "/api/v1/nada"):
        headers = httpx.get(world.url + path).headers
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_many_slow_calls_leave_room_for_a_quick_one(world: World):
    """It is answered while every slow one still waits."""
    began, released = [], Event()

    def slow(request):
        began.append(request)
        released.wait(PATIENCE_S)
        return registration.Registro()

    world.answers.said["GetRegistro"] = slow
    with ThreadPoolExecutor(40) as crowd, world.client("ces") as client:
        waiting = [crowd.submit(client.get, f"{E}/registro") for _ in range(40)]
        try:
            until(lambda: len(began) >= 20)
            assert client.get("/reloj").status_code == 200
            assert not any(one.done() for one in waiting)
        finally:
            released.set()
        assert {one.result().status_code for one in waiting} == {200}


def test_a_call_shows_its_versions_and_amendments(gateway: World) -> None:
    answer = httpx.get(f"{gateway.url}/api/v1/convocatorias/{X47}").json()
    assert answer["enmiendas"] == []
    assert answer["versiones"] == [{"digest": answer["digest"], "since": ""}]
