"""What each intention of a plan does through the API, and whether the answer is what the plan expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plumbing.clock import local_date
from residencias.demo.driver.authority import cancel_participation
from residencias.demo.driver.handed import hand_in
from residencias.demo.driver.rest import Refused
from residencias.demo.driver.world import Account, Stuck, World
from residencias.demo.kinds import is_direct
from residencias.demo.papers import draw, from_pdf
from residencias.demo.people import Person
from residencias.demo.plan import Step, uploads
from residencias.demo.preferences import another_subsede
from residencias.demo.rama.steps import upload_articles
from residencias.demo.registro import registro_of

SIGN_HERE = "Firma del aspirante"
JPEG = "image/jpeg"
LETTERS_KEPT = 12

Do = Callable[[World, Person, Step], Any]


def perform(world: World, person: Person, step: Step) -> None:
    """The step is done and its answer judged; what differs from the plan is a failure of the run."""
    if step.only_if_assigned and not is_assigned(world, person):
        return
    try:
        answer = DO[step.do](world, person, step)
        got = _said(answer)
    except Refused as refused:
        got = {f"refused:{refused.code}", *(f"refused:{code}" for code in refused.fields)}
        got |= {f"field:{code}" for code in (refused.code, *refused.fields)}
    if step.expect not in got and not (step.expect == "ok" and "ok" in got):
        world.fail(
            f"{person.folio_enarm} ({person.scenario}) {step.do}: se esperaba {step.expect}, fue {sorted(got)}"
        )
    world.count(step.do)


def _said(answer: Any) -> set[str]:
    """How an answer that was not refused reads: ok, the fields it marks, the warnings it gives."""
    said = {"ok"}
    if isinstance(answer, Mapping):
        problems = {f"field:{problem['code']}" for problem in answer.get("errors", ())}
        for version in answer.get("versions", ())[:1]:
            findings = (version.get("verdict") or {}).get("findings", ())
            said |= {f"warned:{found['code']}" for found in findings}
        said |= problems
    return said


def is_assigned(world: World, person: Person) -> bool:
    account = world.accounts.get(person.index)
    return bool(account and account.result.get("place"))


def assign_curp_temporal(world: World, person: Person, step: Step) -> Any:
    answer = world.rest.post(
        world.path("/curp-temporales"), world.staff("ces"), {"folio_enarm": person.folio_enarm}
    )
    world.curps[person.index] = answer["curp_temporal"]
    return answer


def open_account(world: World, person: Person, step: Step) -> Any:
    key = person.curp or world.curps[person.index]
    password = f"Clave-{person.index}-{world.seed}-larga"
    body = {"curp": key, "folio_enarm": person.folio_enarm, "correo": person.correos[0]}
    answer = world.rest.post(world.path("/cuentas"), body={**body, "password": password}, twice=step.twice)
    world.accounts[person.index] = Account(answer["expediente_id"], key, password)
    code = world.confirmation(person.correos[0])
    world.rest.post(world.path("/cuentas/confirmacion"), body={"curp": key, "code": code}, twice=step.twice)
    return answer


def save_registro(world: World, person: Person, step: Step) -> Any:
    if step.phase == "correccion":
        _await_observations(world, person)
    body = {"datos": _without_nothing(registro_of(person, step.facts))}
    return world.rest.put(world.path("/registro", person), world.token(person), body)


def _without_nothing(datos: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in datos.items() if value is not None}


def rank_sedes(world: World, person: Person, step: Step) -> Any:
    options: list[dict[str, Any]] = [
        {"sede": p.sede, "subsedes": list(p.subsedes)} for p in person.preferences
    ]
    options = [{"sede": wrong, "subsedes": [wrong]}] if (wrong := step.facts.get("sede")) else options
    if step.facts.get("subsede") == "other":
        options[0]["subsedes"] = [another_subsede(options[0]["sede"], options[0]["subsedes"][0])]
    if drop := step.facts.get("drop_last", 0):
        options = options[:-drop]
    if person.typed_categoria != person.categoria:
        options = _with_others_offered(world, person, options)
    return world.rest.put(world.path("/preferencias", person), world.token(person), {"opciones": options})


def _with_others_offered(world: World, person: Person, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What they prefer and then what is offered to the category they typed and not to their own, in the spaces."""
    offered = world.rest.get(world.path("/opciones", person), world.token(person))
    named = {preference.sede for preference in person.preferences}
    others = [{"sede": one["sede"], "subsedes": []} for one in offered["sedes"] if one["sede"] not in named]
    return (options + others)[: offered["spaces"]]


def print_solicitud(world: World, person: Person, step: Step) -> Any:
    if step.phase == "correccion":
        _await_observations(world, person)
    answer = world.rest.post(world.path("/solicitudes", person), world.token(person), twice=step.twice)
    account = world.accounts[person.index]
    account.print_number = int(answer["number"])
    account.solicitud = _letter(world, person, "SOLICITUD", ref=str(account.print_number))
    return answer


def upload(world: World, person: Person, step: Step) -> Any:
    if step.phase == "correccion":
        _await_observations(world, person)
    answer: Any = {}
    for slot, defect in uploads(person, step):
        account = world.accounts[person.index]
        if slot == "SOLICITUD" and not account.solicitud:
            raise Stuck("no hay solicitud impresa que firmar")
        printout = from_pdf(account.solicitud, SIGN_HERE) if slot == "SOLICITUD" else None
        paper = draw(
            person, slot, defect=defect, printout=printout, print_number=max(account.print_number, 1)
        )
        world.remember(paper.content, paper.truth)
        answer = world.rest.upload(
            world.path(f"/documentos/{slot}", person),
            world.token(person),
            paper.name,
            paper.content,
            JPEG,
            kind=paper.truth.declared_kind,
        )
        world.count("documentos")
    return answer


def submit(world: World, person: Person, step: Step) -> Any:
    answer = world.rest.post(world.path("/envios", person), world.token(person), twice=step.twice)
    world.count("envíos")
    return answer


def download_ficha(world: World, person: Person, step: Step) -> Any:
    answer = world.rest.post(world.path("/ficha", person), world.token(person), twice=step.twice)
    world.accounts[person.index].folio = answer["folio"]
    _letter(world, person, "FICHA")
    return answer


def accept_adscripcion(world: World, person: Person, step: Step) -> Any:
    return world.rest.post(world.path("/adscripcion", person), world.token(person), twice=step.twice)


def accept_compromiso(world: World, person: Person, step: Step) -> Any:
    return world.rest.post(world.path("/compromiso", person), world.token(person), twice=step.twice)


def issue_preaceptacion(world: World, person: Person, step: Step) -> Any:
    answer = world.rest.post(world.path("/preaceptacion", person), world.token(person), twice=step.twice)
    _letter(world, person, "PREACEPTACION")
    return answer


def reject_plaza(world: World, person: Person, step: Step) -> Any:
    body = {"confirmation": world.accounts[person.index].result["folio"]}
    return world.rest.post(world.path("/rechazo", person), world.token(person), body, twice=step.twice)


def _ooad(world: World, person: Person) -> str:
    return world.staff("ooad-" + world.accounts[person.index].result["place"]["ooad"])


def register_presentation(world: World, person: Person, step: Step) -> Any:
    body = {"identification": "PASAPORTE" if person.categoria == "extranjero" else "INE"}
    return world.rest.post(world.path("/presentacion", person), _ooad(world, person), body, twice=step.twice)


def record_exam(world: World, person: Person, step: Step) -> Any:
    body = {"exam": step.facts["exam"], "is_favourable": True}
    return world.rest.post(world.path("/examenes", person), _ooad(world, person), body, twice=step.twice)


def issue_presentacion(world: World, person: Person, step: Step) -> Any:
    token = _ooad(world, person)
    answer = world.rest.post(world.path("/carta-presentacion", person), token, twice=step.twice)
    _letter(world, person, "PRESENTACION", token)
    return answer


def register_renuncia(world: World, person: Person, step: Step) -> Any:
    token = world.staff("ces") if step.actor == "ces" else _ooad(world, person)
    body = {
        "received_on": local_date(world.clock.now()).isoformat(),
        "document_sha256": hand_in(world, person, "RENUNCIA", token),
    }
    return world.rest.post(world.path("/renuncia", person), token, body, twice=step.twice)


def record_obligation(world: World, person: Person, step: Step) -> Any:
    token = world.staff("ces") if step.actor == "ces" else _ooad(world, person)
    evidence = ", ".join(f"{name} {value}" for name, value in sorted(step.facts.items()) if name != "kind")
    body = {
        "kind": step.facts["kind"],
        "met_on": local_date(world.clock.now()).isoformat(),
        "evidence": evidence or "Comprobante original cotejado.",
    }
    return world.rest.post(world.path("/obligaciones", person), token, body, twice=step.twice)


def _letter(world: World, person: Person, kind: str, token: str = "", ref: str = "") -> bytes:
    """The PDF; the first of each kind are kept to be looked at."""
    path = world.path(f"/cartas/{kind}", person)
    answer = world.rest.letter(path, token or world.token(person), ref=ref)
    world.count("cartas")
    world.count(f"carta {kind}")
    kept = world.letters / f"{kind.lower()}-{person.folio_enarm}{'-' + ref if ref else ''}.pdf"
    if world.counts.get(f"carta {kind}", 0) <= LETTERS_KEPT or kind in ("PREACEPTACION", "PRESENTACION"):
        kept.write_bytes(answer.content)
    return bytes(answer.content)


def _await_observations(world: World, person: Person) -> None:
    """Registration and documents have heard that there are observations, so that correcting is open."""

    def is_open() -> bool:
        registro = world.rest.get(world.path("/registro", person), world.token(person))
        manifest = world.rest.get(world.path("/documentos", person), world.token(person))
        return registro["estado"] == "CON_OBSERVACIONES" and any(s["is_open"] for s in manifest["slots"])

    world.wait(is_open, f"las observaciones de {person.folio_enarm}")


def result_letter(world: World, person: Person) -> None:
    """The person looks at the result, its explanation, and keeps the page (or the puntaje)."""
    account = world.accounts[person.index]
    token = world.token(person)
    account.result = world.rest.get(world.path("/resultado", person), token)
    if is_direct(world.convocatoria):
        return
    world.rest.get(world.path("/resultado/explicacion", person), token)
    world.rest.get(world.path("/puntaje", person), token)
    _letter(world, person, "RESULTADO" if account.result.get("place") else "PUNTAJE")


def record_abandono(world: World, person: Person, step: Step) -> Any:
    paper = hand_in(world, person, "ABANDONO", _ooad(world, person))
    body = {"reason": step.facts["reason"], "document_sha256": paper}
    return world.rest.post(world.path("/abandono", person), _ooad(world, person), body, twice=step.twice)


DO: dict[str, Do] = {
    "record_abandono": record_abandono,
    "cancel_participation": cancel_participation,
    "assign_curp_temporal": assign_curp_temporal,
    "open_account": open_account,
    "save_registro": save_registro,
    "rank_sedes": rank_sedes,
    "print_solicitud": print_solicitud,
    "upload_articles": upload_articles,
    **dict.fromkeys(("upload", "upload_all", "upload_solicitud"), upload),
    "submit": submit,
    "download_ficha": download_ficha,
    "accept_adscripcion": accept_adscripcion,
    "accept_compromiso": accept_compromiso,
    "issue_preaceptacion": issue_preaceptacion,
    "reject_plaza": reject_plaza,
    "register_presentation": register_presentation,
    "record_exam": record_exam,
    "issue_presentacion": issue_presentacion,
    "register_renuncia": register_renuncia,
    "record_obligation": record_obligation,
}
