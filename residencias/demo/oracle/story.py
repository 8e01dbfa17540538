"""What a person's plan leads to: the facts it causes, and the state it ends in, before and after the results."""

from collections import Counter
from collections.abc import Sequence

from residencias.demo.people import Person, scenario_of
from residencias.demo.plan import Step, uploads
from residencias.demo.scenarios import script

FACT_OF = {
    "assign_curp_temporal": "CurpTemporalAssigned",
    "open_account": "AccountOpened",
    "save_registro": "RegistroSaved",
    "rank_sedes": "SedesRanked",
    "print_solicitud": "SolicitudPrinted",
    "upload_articles": "DocumentUploaded",
    "submit": "ExpedienteSubmitted",
    "observe": "ExpedienteObserved",
    "validate": "ExpedienteValidated",
    "propose_cancellation": "AnnulmentProposed",
    "confirm_cancellation": "ParticipationCancelled",
    "record_abandono": "AbandonoRecorded",
    "cancel_participation": "ParticipationCancelled",
    "propose_annulment": "AnnulmentProposed",
    "confirm_annulment": "ExpedienteAnnulled",
    "download_ficha": "FichaIssued",
    "accept_adscripcion": "AdscripcionAccepted",
    "accept_compromiso": "CompromisoAccepted",
    "issue_preaceptacion": "PreaceptacionIssued",
    "reject_plaza": "PlazaRejected",
    "register_presentation": "PresentationRegistered",
    "record_exam": "ExamRecorded",
    "issue_presentacion": "PresentacionIssued",
    "register_renuncia": "RenunciaRegistered",
    "record_obligation": "ObligationMet",
}
BY_DEADLINE = {
    "FUERA_DE_PROCESO": ("ExpedienteOutOfProcess",),
    "RECHAZO_IMPLICITO": ("PlazaRejected",),
    "ABANDONO": ("AbandonoRecorded",),
    "BAJA": ("ObligationOverdue", "BajaRecorded"),
}
RIGHTS = {
    "NO_ASIGNADO": "SIGUIENTE_PERIODO",
    "NO_ACEPTA": "SIGUIENTE_PERIODO",
    "RECHAZO_IMPLICITO": "SIGUIENTE_PERIODO",
    "RENUNCIA": "TERCER_PERIODO",
    "ABANDONO": "NINGUNO",
    "BAJA": "NINGUNO",
    "ANULADO": "NINGUNO",
}
BANNED = frozenset(["ANULADO", "ABANDONO"])
OWED_BY_FOREIGNERS = ("PAGO_FOFOE", "SEGURO_GASTOS_MEDICOS", "ESTATUS_MIGRATORIO")
FREES = frozenset(["NO_ACEPTA", "RECHAZO_IMPLICITO", "RENUNCIA", "ABANDONO", "BAJA"])


def facts_of(person: Person, steps: Sequence[Step], *, is_assigned: bool) -> Counter[str]:
    """How many facts of each kind this plan causes, except those that deadlines and the results cause."""
    found: Counter[str] = Counter()
    for step in steps:
        if step.only_if_assigned and not is_assigned:
            continue
        sent = uploads(person, step)
        is_refused = step.expect.startswith("refused:")
        if sent:
            found["DocumentRefused" if is_refused else "DocumentUploaded"] += len(sent)
        elif step.do == "resolve_rezago":
            found.update(["RezagoListed", "RezagoResolved", "ExpedienteValidated", "FichaIssued"])
        elif not is_refused:
            found[FACT_OF[step.do]] += 1
    if found["SolicitudPrinted"]:
        found["RegistroCompleted"] = 1
    return found


def end_of(person: Person, *, is_inscrito: bool, is_assigned: bool) -> tuple[str, str]:
    """(state, cause) in which the person's story ends. Source: 000§3.3, 3.4, 4.3-4.10."""
    scenario = scenario_of(person)
    if scenario.ends:
        return scenario.ends["state"], scenario.ends["cause"]
    if not is_inscrito:
        raise ValueError(f"the plan of {scenario.id} neither reaches the ficha nor says how it ends")
    if not is_assigned:
        return "NO_ASIGNADO", ""
    after = scenario.ends_if_assigned
    return (after["state"], after["cause"]) if after else ("PRESENTADO_A_SEDE", "")


def obligations_of(person: Person, steps: Sequence[Step], state: str) -> dict[str, str]:
    """Kind → PENDIENTE, CUMPLIDA or VENCIDA for who kept the place until the sede. Source: 000§2.2.1 d, e, 4.7."""
    if state not in ("PRESENTADO_A_SEDE", "BAJA"):
        return {}
    owed = {}
    if person.categoria == "extranjero":
        met = {s.facts["kind"] for s in steps if s.do == "record_obligation"}
        for kind in script(person.convocatoria).facts.get("owed_by_foreigners", OWED_BY_FOREIGNERS):
            owed[kind] = "CUMPLIDA" if kind in met else "VENCIDA"
    if person.papers["TITULO2"] == "CC_DOC_TITULO":
        owed["TITULO"] = "PENDIENTE"
    if person.papers["CEDULA"] == "CC_DOC_CEDULA":
        owed["CEDULA"] = "PENDIENTE"
    return owed
