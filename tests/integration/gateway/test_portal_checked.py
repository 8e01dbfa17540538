"""Every act that is checked before it is done: its pages can be reloaded and come back to, and do it once."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import httpx
import pytest

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.common.v1 import operations_pb2 as operations
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from plumbing.auth import Caller
from services.gateway.sessions import COOKIE, LIFETIME, Sessions
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import checked, hidden, refusing

CER = "cer-rama-2025"
SECRET = "XOCHIPILLI"


class Act(NamedTuple):
    """A form, who fills it in, what is typed (`SECRET` stands in it), and the command it ends in."""

    form: str
    role: str
    typed: dict[str, str]
    command: str

    @property
    def sure(self) -> str:
        return f"{self.form}/revision"


BAN = {"curp": SECRET, "cause": "ABANDONO", "scope": "TODAS", "clause": "000§4.10", "act": "Oficio 1"}
ACTS = {
    "veto": Act("/ces/vetos/nuevo", "ces", BAN, "RecordBan"),
    "cancelacion": Act(
        f"/ces/{X47}/personas/e9/cancelacion",
        "ces",
        {"cause": "DOS_INSTITUCIONES", "note": SECRET},
        "CancelParticipation",
    ),
    "revocacion": Act(f"/ces/{X47}/cartas/l1/revocacion", "ces", {"reason": SECRET}, "RevokeLetter"),
    "oficial": Act(
        f"/ces/{X47}/rondas/oficial", "ces", {"public_number": "1", "public_source": SECRET}, "RunRound"
    ),
    "ooad": Act(
        f"/ooad/{X47}/e9/actos/obligacion-PAGO_FOFOE",
        "ooad",
        {"met_on.dia": "1", "met_on.mes": "2", "met_on.ano": "2024", "evidence": SECRET},
        "RecordObligation",
    ),
    "descarte": Act("/operacion/scoring/apartados/p1/descarte", "operador", {"why": SECRET}, "DiscardParked"),
    "rezago": Act(
        f"/supervision/{X47}/rezago/e9", "ces", {"resolucion": "EXCLUIR", "razon": SECRET}, "ResolveRezago"
    ),
    "dictamen": Act(f"/dictamen/{CER}/e9", "revisor_investigacion", {"a1-titulo": SECRET}, "RuleArticles"),
    "mesa": Act(
        f"/mesa/{X47}/e9",
        "validador",
        {"motivo-CURP": "DOCUMENTO_ILEGIBLE", "nota-CURP": SECRET},
        "Observe",
    ),
    "permuta": Act(f"/convocatorias/{X47}/permutas", "aspirante", {"folio": SECRET}, "RequestPermuta"),
}


@pytest.fixture(params=ACTS)
def act(world: World, request: pytest.FixtureRequest) -> Act:
    """One of them, in a system in which it can be done."""
    expediente = validation.Expediente(expediente_id="e9", estado="EN_VALIDACION", is_rezago=True, sends=1)
    expediente.documents.add(slot="CURP", version=1)
    parked = operations.ListParkedResponse(parked=[operations.Parked(parked_id="p1", state="APARTADO")])
    result = allocation.Result(expediente_id="e9", folio="F-A", estado="PREACEPTADO")
    result.place.sede_nombre = "Hospital Uno"
    world.answers.said |= {
        "GetExpediente": lambda _: expediente,
        "ListParked": lambda _: parked,
        "GetResult": lambda _: result,
    }
    return ACTS[request.param]


def inside(world: World, act: Act) -> httpx.Client:
    """A browser of its own, with somebody in it whose act it is."""
    client = httpx.Client(base_url=world.url, timeout=30)
    caller = Caller("p1", frozenset({act.role}), expediente_id="e1" if act.role == "aspirante" else None)
    call = X47 if act.role == "aspirante" else ""
    sessions = Sessions(world.database["sessions"], world.clock)
    client.cookies.set(COOKIE, sessions.open(caller, "Persona de prueba", call)[0])
    return client


def commands(world: World) -> list[str]:
    """The keys of the commands that reached a service."""
    return [one.key for one in world.answers.acts if one.key]


def test_a_check_is_a_page_one_can_reload_and_come_back_from(world: World, act: Act) -> None:
    with inside(world, act) as client:
        first = checked(client, act.form, act.typed)
        again = client.get(act.sure)
        form = client.get(act.form)
    for page in (first, again, form):
        assert page.status_code == 200, page.text[:2000]
        assert SECRET in page.text
    assert hidden(first)["_clave"] == hidden(again)["_clave"], "the same act, however often it is looked at"
    assert "?vacio=1" in form.text or "Recuperamos" in form.text
    assert not commands(world), "nothing is done before it is confirmed"
    kept = str(list(world.database["drafts"].find({})))
    assert SECRET not in kept, "whoever reads the database cannot read it"


def test_however_often_it_is_pressed_it_is_done_once(world: World, act: Act) -> None:
    with inside(world, act) as client:
        check = checked(client, act.form, act.typed)
        answers = [client.post(act.sure, data=hidden(check)) for _ in range(2)]
        led = {answer.headers["location"] for answer in answers}
        assert len(led) == 1
        assert client.get(act.sure).headers["location"] in led, "«back» leads to what came of it"
        assert SECRET not in client.get(act.form).text, "the next one begins with an empty form"
    assert len(commands(world)) == 1


def test_a_refused_act_may_be_tried_again_and_is_still_one(world: World, act: Act) -> None:
    world.answers.said[act.command] = refusing(errors.Unavailable("SERVICIO_NO_DISPONIBLE", servicio="x"))
    with inside(world, act) as client:
        check = checked(client, act.form, act.typed)
        refused = client.post(act.sure, data=hidden(check))
        assert (refused.status_code, SECRET in refused.text) == (503, True), "what was typed stays"
        world.answers.said.pop(act.command)
        assert client.post(act.sure, data=hidden(client.get(act.sure))).status_code == 303
    assert len(set(commands(world))) == 1


def test_what_another_window_typed_is_not_done_unseen(world: World, act: Act) -> None:
    with inside(world, act) as client:
        check = checked(client, act.form, act.typed)
        other = {name: "OTRA COSA" if value == SECRET else value for name, value in act.typed.items()}
        checked(client, act.form, other)
        refused = client.post(act.sure, data=hidden(check))
    assert refused.status_code == 409
    assert "OTRA COSA" in refused.text
    assert not commands(world)


def test_nobody_else_finds_it_and_it_does_not_stay(world: World, act: Act) -> None:
    with inside(world, act) as client, inside(world, act) as other:
        checked(client, act.form, act.typed)
        for page in (other.get(act.sure), other.post(act.sure, data=hidden(other.get(act.form)))):
            assert page.status_code == 404
            assert SECRET not in page.text
        world.clock.set(world.clock.now() + LIFETIME - timedelta(minutes=1), rate=0)
        client.get(act.form)
        world.clock.set(world.clock.now() + timedelta(minutes=2), rate=0)
        late = client.get(act.sure)
    assert (late.status_code, SECRET in late.text) == (404, False)
    assert not commands(world)
