"""The portal's forms: nothing twice, nothing lost, what is wrong beside its field."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import errors
from tests.integration.gateway.conftest import World
from tests.integration.gateway.surfing import BASE, browser, hidden, open_registro, refusing


def test_the_same_form_twice_is_one_command(world: World):
    open_registro(world)
    with browser(world) as client:
        form = {**hidden(client.get(f"{BASE}/registro/identidad")), "nombre": "Eva"}
        world.answers.acts.clear()
        assert client.post(f"{BASE}/registro/identidad", data=form).status_code == 303
        assert client.post(f"{BASE}/registro/identidad", data=form).status_code == 303
        changed = {**form, "nombre": "Inés"}
        client.post(f"{BASE}/registro/identidad", data=changed)
    keys = [act.key for act in world.answers.acts if act.key]
    assert len(keys) >= 2
    assert len(set(keys[:2])) == 1


def test_a_section_is_saved_on_top_of_the_rest(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/estudios"))
        client.post(f"{BASE}/registro/estudios", data={**form, "escuela": "UNAM"})
    assert (saved[0].datos.nombre, saved[0].datos.escuela) == ("Ana", "UNAM")
    assert (saved[0].expediente_id, saved[0].expected_version) == ("e1", 3)


def test_another_windows_change_is_not_written_over(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/identidad"))
        client.post(f"{BASE}/registro/identidad", data={**form, "nombre": "Eva"})
        late = client.post(f"{BASE}/registro/identidad", data={**form, "nombre": "Inés"})
        assert late.status_code == 409
        assert 'value="Inés"' in late.text, "what was typed stays"
        assert len(saved) == 1
        client.post(f"{BASE}/registro/identidad", data={**hidden(late), "nombre": "Inés"})
    assert saved[-1].datos.nombre == "Inés"


def test_a_race_between_two_sections_loses_neither(world: World):
    saved = open_registro(world)
    save = world.answers.said["SaveRegistro"]
    lost = [
        errors.Conflict("VERSION_PERDIDA", esperada=3, actual=4)
    ] * 5  # one call, tried again by the gateway

    def racing(request):
        if lost:
            raise lost.pop()
        return save(request)

    world.answers.said["SaveRegistro"] = racing
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/estudios"))
        assert client.post(f"{BASE}/registro/estudios", data={**form, "escuela": "UNAM"}).status_code == 303
    assert saved[0].datos.escuela == "UNAM"


def test_what_is_wrong_is_listed_on_top_and_beside_its_field(world: World):
    wrong = registration.FieldProblem(
        field="telefonos[1]",
        code="TELEFONO_FALTANTE",
        que="Falta el segundo teléfono.",
        porque="Se piden dos.",
        arreglo="Escríbelo.",
    )
    open_registro(world, errors=[wrong])
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/contacto"))
        answer = client.post(f"{BASE}/registro/contacto", data={**form, "telefonos[0]": "5512345678"})
        overview = client.get(f"{BASE}/registro")
    assert answer.status_code == 422
    assert "<title>Hay un problema" in answer.text
    assert 'href="#campo-telefonos-1"' in answer.text
    assert 'id="campo-telefonos-1"' in answer.text
    assert 'aria-describedby="campo-telefonos-1-falla"' in answer.text
    assert "1 por completar" in overview.text


def test_a_draft_that_keeps_itself_answers_for_a_program(world: World):
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/identidad"))
        headers = {"X-Autoguardado": "1"}
        first = client.post(f"{BASE}/registro/identidad", data={**form, "nombre": "Eva"}, headers=headers)
        assert re.fullmatch(r"\d\d:\d\d:\d\d", first.json()["hora"])
        following = {
            **form,
            "_base": first.json()["base"],
            "_clave": first.json()["clave"],
            "nombre": "Evita",
        }
        assert client.post(f"{BASE}/registro/identidad", data=following, headers=headers).status_code == 200
    assert [one.datos.nombre for one in saved] == ["Eva", "Evita"]


def test_a_draft_is_told_what_is_wrong_where_it_stands(world: World):
    """Only of its own section: the rest is not on the page."""
    wrong = [
        registration.FieldProblem(field=field, que=f"Falta {field}.", porque="Se pide.", arreglo="Escríbelo.")
        for field in ("telefonos[1]", "escuela")
    ]
    open_registro(world, errors=wrong)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/contacto"))
        answer = client.post(f"{BASE}/registro/contacto", data=form, headers={"X-Autoguardado": "1"})
    (told,) = answer.json()["errores"]
    assert told["campo"] == "campo-telefonos-1"
    assert "telefonos[1]" not in told["etiqueta"]


def test_entering_to_write_is_asked_before_a_print_is_spent(world: World):
    open_registro(world, print_number=2, is_print_current=True)
    with browser(world) as client:
        assert client.get(f"{BASE}/registro/identidad").status_code == 303
        token = hidden(client.get(f"{BASE}/registro"))["_csrf"]
        late = client.post(f"{BASE}/registro/identidad", data={"_csrf": token, "nombre": "Eva"})
        assert (late.status_code, 'value="Eva"' in late.text) == (409, True)
        page = client.get(f"{BASE}/registro")
        assert "la impresión n.º 2 deja de valer" in page.text
        world.answers.acts.clear()
        entered = client.post(f"{BASE}/registro/entrada", data=hidden(page))
    assert entered.headers["location"] == f"{BASE}/registro?hecho=entrada"
    assert [act.key for act in world.answers.acts if act.key]


def test_what_was_observed_stands_beside_its_field(world: World):
    world.answers.said["GetRegistro"] = lambda request: registration.Registro(
        estado="CON_OBSERVACIONES", editable=["escuela"], datos=registration.RegistroDatos(escuela="UNAM")
    )
    seen = validation.Observation(
        target="escuela", target_kind="CAMPO", text="No es la de tu título.", note="Dice IPN."
    )
    world.answers.said["GetExpediente"] = lambda request: validation.Expediente(
        estado="CON_OBSERVACIONES", observations=[seen]
    )
    with browser(world) as client:
        page = client.get(f"{BASE}/registro/estudios").text
    before, _, after = page.partition("No es la de tu título. Dice IPN.")
    assert before.rindex('for="campo-escuela"') < before.rindex("Te observaron")
    assert after.index('name="escuela"') < after.index('name="egreso_on.dia"')


def test_a_refused_send_leads_to_each_thing_to_mend(world: World):
    open_registro(world)
    fields = (
        errors.FieldError("documentos.CURP", "X", {"texto": "Falta la CURP.\nEs obligatoria.\nSúbela."}),
        errors.FieldError("telefonos[0]", "X", {"texto": "Falta un teléfono.\nSe piden dos.\nEscríbelo."}),
    )
    world.answers.said["SubmitExpediente"] = refusing(errors.Invalid("DOCUMENTOS_FALTANTES", fields=fields))
    with browser(world) as client:
        answer = client.post(f"{BASE}/envio", data=hidden(client.get(f"{BASE}/envio")))
    assert answer.status_code == 422
    assert f'href="{BASE}/documentos/CURP"' in answer.text
    assert f'href="{BASE}/registro/contacto?revisar=1#campo-telefonos-0"' in answer.text


def test_a_send_is_done_once_and_shows_its_acuse(world: World):
    open_registro(world)
    world.answers.said["GetAcuse"] = lambda request: validation.Acuse(
        acuse_id="a-77", submitted_at="2023-11-20T18:00:00+00:00", send_number=1
    )
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/envio"))
        world.answers.acts.clear()
        for _ in range(2):
            answer = client.post(f"{BASE}/envio", data=form)
            assert answer.headers["location"] == f"{BASE}/acuse"
        page = client.get(f"{BASE}/acuse")
    keys = [act.key for act in world.answers.acts if act.key]
    assert keys == [form["_clave"]] * 2
    assert "a-77" in page.text
    assert "12:00 del lunes 20 de noviembre de 2023" in page.text


def test_an_order_made_in_another_window_is_not_lost(world: World):
    opciones = [registration.Opcion(sede="A"), registration.Opcion(sede="B")]
    ranked: list[list[str]] = []

    def rank(request):
        ranked.append([one.sede for one in request.opciones])
        opciones[:] = request.opciones
        return registration.Registro(version=4)

    world.answers.said["GetRegistro"] = lambda request: registration.Registro(
        version=3, editable=["*"], opciones=opciones
    )
    world.answers.said["ListOpciones"] = lambda request: registration.Opciones(
        spaces=2, sedes=[registration.SedeOfrecida(sede=s, nombre=f"Sede {s}") for s in "AB"]
    )
    world.answers.said["RankSedes"] = rank
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/sedes"))
        moved = client.post(f"{BASE}/sedes", data={**form, "bajar": "A"})
        assert moved.headers["location"] == f"{BASE}/sedes#fila-A"
        late = client.post(f"{BASE}/sedes", data={**form, "quitar": "B"})
    assert late.status_code == 409
    assert ranked == [["B", "A"]]


def test_the_sedes_of_a_state_are_added_at_once(world: World):
    ranked: list[list[str]] = []
    world.answers.said["GetRegistro"] = lambda request: registration.Registro(version=3, editable=["*"])
    world.answers.said["ListOpciones"] = lambda request: registration.Opciones(
        spaces=4,
        sedes=[
            registration.SedeOfrecida(sede=code, nombre=f"Sede {code}", ciudad=city, entidad=state)
            for code, city, state in (
                ("A", "Zapopan", "Jalisco"), ("B", "León", "Guanajuato"),
                ("C", "Autlán", "Jalisco"), ("D", "Tala", "Jalisco"),
            )
        ],
    )  # fmt: skip

    def rank(request):
        ranked.append([one.sede for one in request.opciones])
        return registration.Registro(version=4)

    world.answers.said["RankSedes"] = rank
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/sedes"))
        for group in (
            {"agregar_grupo": "Jalisco"},
            {"agregar_grupo": "*", "q": "tala"},
            {"agregar_grupo": "*"},
        ):
            client.post(f"{BASE}/sedes", data={**form, **group})
    assert ranked == [["C", "D", "A"], ["D"], ["B", "C", "D", "A"]]


def test_the_last_puntaje_of_the_call_before_stands_at_its_sede(world: World):
    """Asked of who publishes it, and kept: nothing is shown before, and nobody else's category."""
    asked: list[str] = []

    def cutoffs(request):
        asked.append(request.convocatoria)
        rows = (("Z1", "nacional", "81.2500"), ("Z1", "nacional", "79.5"), ("Z2", "extranjero", "60"))
        return allocation.Cutoffs(
            cutoffs=[
                allocation.Cutoff(
                    especialidad="MI", sede=sede, categoria=category, last_admitted_puntaje=puntaje
                )
                for sede, category, puntaje in rows
            ]
        )

    world.answers.said["GetRegistro"] = lambda request: registration.Registro(
        editable=["*"],
        especialidad="MI",
        categoria_roster="nacional",
        opciones=[registration.Opcion(sede="Z2")],
    )
    world.answers.said["ListOpciones"] = lambda request: registration.Opciones(
        spaces=2,
        sedes=[registration.SedeOfrecida(sede=s, nombre=f"Sede {s}", ciudad="León") for s in ("Z1", "Z2")],
    )
    world.advance(timedelta(hours=1))
    world.answers.said["GetCutoffs"] = refusing(errors.OutsideWindow("RESULTADOS_NO_PUBLICADOS"))
    with browser(world) as client:
        assert "el último entró" not in client.get(f"{BASE}/sedes").text
        world.answers.said["GetCutoffs"] = cutoffs
        assert "el último entró" not in client.get(f"{BASE}/sedes").text, "it is not asked at every page"
        world.advance(timedelta(minutes=11))
        page = client.get(f"{BASE}/sedes").text
        client.get(f"{BASE}/sedes")
    assert page.count("el último entró con <b>79.5</b>") == 1
    assert asked == ["xlv-enarm-2021"]


def test_a_service_that_is_away_is_a_page_that_says_so(world: World):
    world.answers.said["GetRegistro"] = refusing(
        errors.Unavailable("SERVICIO_NO_DISPONIBLE", servicio="registro")
    )
    with browser(world) as client:
        answer = client.get(f"{BASE}/proceso")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "<h1>" in answer.text


def test_a_defect_shows_its_trace_and_nothing_else(world: World):
    world.answers.said["GetRegistro"] = refusing(ZeroDivisionError())
    with browser(world) as client:
        answer = client.get(f"{BASE}/proceso")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "ERROR_INTERNO" in answer.text


def test_what_people_type_is_never_markup(world: World):
    evil = '"><script>alert(1)</script>'
    saved = open_registro(world)
    with browser(world) as client:
        form = hidden(client.get(f"{BASE}/registro/identidad"))
        client.post(f"{BASE}/registro/identidad", data={**form, "nombre": evil})
        pages = [
            client.get(BASE + path).text
            for path in ("/registro/identidad", "/registro", "/envio", "/solicitud")
        ]
        pages.append(client.get(f"{BASE}/calculadora", params={"enarm": evil}).text)
        pages.append(client.get("/verificar/" + evil.replace("/", "")).text)
    assert saved[0].datos.nombre == evil
    assert not any("<script>alert" in page for page in pages)
    assert json.dumps(evil) not in "".join(pages)


def test_a_plaza_is_given_up_on_pages_one_can_come_back_to(world: World):
    asked: list[allocation.RejectRequest] = []

    def reject(request):
        asked.append(request)
        if request.confirmation != "F-1":
            raise errors.Invalid("FOLIO_DISTINTO")
        return allocation.Result()

    world.answers.said["RejectPlaza"] = reject
    with browser(world) as client:
        first = client.get(f"{BASE}/resultado/rechazo").text
        assert f'href="{BASE}/resultado/rechazo/confirmacion"' in first
        assert "<button" not in first.partition("<main")[2], "reading alone gives nothing up"
        form = hidden(client.get(f"{BASE}/resultado/rechazo/confirmacion"))
        wrong = client.post(f"{BASE}/resultado/rechazo/confirmacion", data={**form, "confirmation": "F-2"})
        assert wrong.status_code == 422
        assert 'value="F-2"' in wrong.text
        done = client.post(
            f"{BASE}/resultado/rechazo/confirmacion", data={**hidden(wrong), "confirmation": "F-1"}
        )
    assert done.headers["location"] == f"{BASE}/resultado?hecho=paso"
    assert [one.confirmation for one in asked] == ["F-2", "F-1"]
