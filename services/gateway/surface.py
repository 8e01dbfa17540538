"""The REST surface as one table: method, path, RPC, and a line for people. Sorted as a process runs.

The path gives `convocatoria`, `expediente_id` and the like; the body (or the query, for GET) gives the other fields
of the request message. Uploads and downloads that are not JSON are in `transfers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

C = "/convocatorias/{convocatoria}"
E = C + "/expedientes/{expediente_id}"


@dataclass(frozen=True)
class Route:
    """`verb path` calls `service.method`."""

    verb: str
    path: str
    service: str
    method: str
    summary: str
    account: str = ""  # the field of the body that names the account whose refused attempts are counted

    @property
    def counts_always(self) -> bool:
        """Every attempt counts, refused or not: each sends an e-mail."""
        return self.method in SENDS_MAIL

    @property
    def ends_sessions(self) -> bool:
        """Done, it leaves the account of its answer without sessions."""
        return self.method in ENDS_SESSIONS


SENDS_MAIL = frozenset({"RequestPasswordReset"})
ENDS_SESSIONS = frozenset({"ResetPassword"})
ACCOUNTS = dict.fromkeys(  # where guessing must have an end
    ("OpenAccount", "ConfirmCorreo", "RequestPasswordReset", "ResetPassword"), "curp"
)


def _routes(service: str, *rows: tuple[str, str, str, str]) -> tuple[Route, ...]:
    return tuple(
        Route(verb, path, service, method, summary, ACCOUNTS.get(method, ""))
        for verb, path, method, summary in rows
    )


REGISTRATION = _routes(
    "registration",
    ("GET", C + "/rosters", "ListRosters", "Rosters importados, sin sus renglones rechazados"),
    ("GET", C + "/rosters/{roster_id}", "GetRoster", "Reporte de conciliación del roster"),
    ("POST", C + "/rosters/{roster_id}/aceptacion", "AcceptRoster", "Acepta el roster conciliado"),
    ("GET", C + "/curp-temporales", "ListCurpTemporales", "Extranjeros sin CURP y la temporal de cada uno"),
    ("POST", C + "/curp-temporales", "AssignCurpTemporal", "Asigna la CURP temporal a un extranjero"),
    ("POST", C + "/cuentas", "OpenAccount", "Abre la cuenta de un seleccionado"),
    ("POST", C + "/cuentas/confirmacion", "ConfirmCorreo", "Confirma el correo con su código"),
    (
        "POST",
        C + "/cuentas/clave/codigo",
        "RequestPasswordReset",
        "Pide un código para cambiar la contraseña",
    ),
    (
        "POST",
        C + "/cuentas/clave",
        "ResetPassword",
        "Cambia la contraseña con su código; cierra todas las sesiones",
    ),
    ("GET", E + "/registro", "GetRegistro", "Registro con sus errores por campo"),
    ("POST", E + "/registro/entradas", "OpenRegistro", "Entra al registro para modificarlo"),
    ("PUT", E + "/registro", "SaveRegistro", "Guarda el registro (también en borrador)"),
    ("GET", E + "/opciones", "ListOpciones", "Sedes que hay que ordenar"),
    ("PUT", E + "/preferencias", "RankSedes", "Guarda el orden de sedes y subsedes"),
    ("POST", E + "/solicitudes", "PrintSolicitud", "Genera una impresión numerada de la solicitud"),
    ("GET", E + "/solicitudes/{number}", "GetSolicitudPrint", "Contenido de una impresión (0: la última)"),
    ("GET", C + "/registros", "ListRegistros", "Lista de registros"),
    ("POST", E + "/liberacion", "ReleaseExpediente", "La otra institución liberó el expediente"),
    ("GET", C + "/liberaciones", "ListLiberaciones", "Folios liberados y el archivo acumulado para la DGCES"),
    ("POST", "/vetos", "RecordBan", "Registra un veto por acto de autoridad"),
    ("GET", "/vetos", "ListBans", "Lista de vetos"),
)
DOCUMENTS = _routes(
    "documents",
    ("GET", E + "/documentos", "GetManifest", "Documentos del expediente, por renglón de la tabla"),
    ("GET", C + "/documentos/ritmo", "GetProgress", "Cargas por hora"),
    (
        "GET",
        E + "/documentos/{slot}/vista",
        "ViewLink",
        "Dirección, por cinco minutos, de una vista sin metadatos",
    ),
)
VALIDATION = _routes(
    "validation",
    ("POST", E + "/envios", "SubmitExpediente", "Envía el expediente a validación; devuelve el acuse"),
    ("GET", E, "GetExpediente", "Estado del expediente"),
    ("GET", E + "/acuse", "GetAcuse", "Acuse del último envío"),
    ("POST", C + "/cola/siguiente", "ClaimNext", "Toma el siguiente expediente de la cola"),
    ("POST", C + "/cola/apartado", "SetAsideNext", "Aparta el siguiente para quien termina otro"),
    ("GET", C + "/cola/apartado", "GetSetAside", "Lo que está apartado para quien pregunta"),
    ("POST", E + "/reserva", "RenewClaim", "Renueva la reserva del expediente"),
    ("DELETE", E + "/reserva", "ReleaseClaim", "Devuelve el expediente a la cola"),
    ("POST", E + "/conflicto", "DeclareConflict", "Declara un conflicto de interés con el expediente"),
    ("POST", E + "/observaciones", "Observe", "Devuelve el expediente con observaciones"),
    ("POST", E + "/validacion", "Validate", "Valida el expediente"),
    ("POST", E + "/anulacion", "ProposeAnnulment", "Propone anular (primera persona)"),
    ("POST", E + "/anulacion/confirmacion", "ConfirmAnnulment", "Confirma la anulación (segunda persona)"),
    ("POST", E + "/anulacion/rechazo", "RejectAnnulment", "Rechaza la anulación propuesta"),
    ("POST", E + "/cancelacion", "CancelParticipation", "Cancela la participación en esta convocatoria"),
    ("POST", E + "/ficha", "IssueFicha", "Descarga la ficha; la primera vez inscribe"),
    ("GET", E + "/ficha", "GetFicha", "Contenido de la ficha"),
    ("GET", C + "/expedientes", "ListExpedientes", "Expedientes por estado"),
    ("GET", C + "/revision", "GetProgress", "Cómo va la revisión contra su cierre, hora por hora"),
    ("GET", C + "/mesa", "GetDeskFigures", "La fila, y lo que hizo hoy quien pregunta"),
    ("GET", C + "/ritmo", "GetPace", "El ritmo de las mesas y su pronóstico"),
    ("GET", C + "/rezago", "ListRezago", "Expedientes sin resolver al cierre"),
    ("POST", E + "/rezago", "ResolveRezago", "Resuelve un rezago con motivo"),
    ("GET", C + "/inscritos", "ListInscritos", "Quiénes entran al concurso"),
)
SCORING = _routes(
    "scoring",
    ("GET", E + "/puntaje", "ExplainPuntaje", "Puntaje con su desglose y cláusulas"),
    ("POST", E + "/puntaje/calculo", "ComputePuntaje", "Vuelve a calcular el puntaje"),
    ("POST", C + "/puntaje/simulacion", "SimulatePuntaje", "Calculadora de puntaje"),
    ("GET", C + "/puntajes", "ListPuntajes", "Lista de puntajes"),
    ("GET", C + "/calificaciones", "ListCalificaciones", "Cortes de calificaciones cargados"),
    ("GET", C + "/calificaciones/{corte_id}", "GetCalificaciones", "Reporte del corte de calificaciones"),
    ("POST", C + "/calificaciones/{corte_id}/aceptacion", "AcceptCalificaciones", "Acepta el corte"),
    ("GET", C + "/revisiones", "ListRevisiones", "Archivos de artículos por dictaminar"),
    ("POST", E + "/dictamen", "RuleArticles", "Dictamina los artículos, punto por punto"),
    ("GET", E + "/dictamen", "GetDictamen", "Dictamen de los artículos"),
)
ALLOCATION = _routes(
    "allocation",
    ("GET", C + "/ofertas", "ListOfertas", "Ofertas cargadas, con su reporte"),
    ("POST", C + "/ofertas/{oferta_id}/aceptacion", "AcceptOferta", "Acepta la oferta de plazas"),
    ("GET", C + "/oferta", "GetOferta", "Oferta de plazas vigente"),
    ("GET", C + "/concurso", "GetPool", "Quiénes están listos para la asignación"),
    ("POST", C + "/ensayos", "RehearseRound", "Corre un ensayo de la asignación"),
    ("POST", C + "/rondas", "RunRound", "Corre la asignación oficial"),
    ("GET", C + "/rondas", "ListRounds", "Corridas de la asignación"),
    ("GET", C + "/rondas/{round_id}", "GetRound", "Una corrida con su verificación"),
    (
        "GET",
        C + "/rondas/{round_id}/comparacion",
        "CompareRounds",
        "Qué cambia contra otra corrida (before_id; vacío: la anterior)",
    ),
    (
        "GET",
        C + "/rondas/{round_id}/repeticion",
        "VerifyRound",
        "La corrida calculada otra vez desde su entrada: si sale igual, byte por byte",
    ),
    (
        "POST",
        C + "/rondas/{round_id}/publicacion",
        "ProposePublication",
        "Propone publicar (primera persona)",
    ),
    ("POST", C + "/rondas/{round_id}/publicacion/aprobacion", "ApprovePublication", "Aprueba la publicación"),
    ("GET", C + "/cortes", "GetCutoffs", "Último puntaje asignado por sede"),
    ("GET", C + "/resultados", "ListResults", "Resultados"),
    ("GET", E + "/resultado", "GetResult", "Resultado y siguientes pasos"),
    ("GET", E + "/resultado/explicacion", "ExplainResult", "Por qué: cada opción con su último asignado"),
    ("POST", E + "/adscripcion", "AcceptAdscripcion", "ACEPTO ADSCRIPCIÓN ACADÉMICA"),
    ("POST", E + "/compromiso", "AcceptCompromiso", "ACEPTO CUMPLIR CON MI CARTA COMPROMISO"),
    ("POST", E + "/preaceptacion", "IssuePreaceptacion", "Emite, una sola vez, la carta de pre-aceptación"),
    ("POST", E + "/rechazo", "RejectPlaza", "NO ACEPTO la plaza (repite el folio para confirmar)"),
    ("GET", E + "/emisiones/{kind}", "GetIssuance", "Contenido de una carta emitida"),
    ("POST", E + "/presentacion", "RegisterPresentation", "La persona se presentó en el OOAD"),
    ("POST", E + "/examenes", "RecordExam", "Resultado de un examen médico o psicométrico"),
    ("POST", E + "/carta-presentacion", "IssuePresentacion", "Emite la carta de presentación a la sede"),
    ("POST", E + "/renuncia", "RegisterRenuncia", "Registra la renuncia por escrito"),
    ("POST", E + "/abandono", "RecordAbandono", "Registra el abandono"),
    ("POST", E + "/obligaciones", "RecordObligation", "Registra una obligación cumplida"),
    ("GET", C + "/plazas-liberadas", "ListFreedPlazas", "Plazas liberadas y sobrantes"),
    ("GET", C + "/permutas", "ListPermutas", "Permutas solicitadas, convenidas y aprobadas"),
    ("POST", E + "/permutas", "RequestPermuta", "Solicita una permuta"),
    ("POST", E + "/permutas/{permuta_id}/convenio", "AgreePermuta", "Conviene en la permuta"),
    ("POST", E + "/permutas/{permuta_id}/rechazo", "RejectPermuta", "No conviene en la permuta"),
    ("POST", E + "/permutas/{permuta_id}/retiro", "WithdrawPermuta", "Retira la permuta que pidió"),
    ("POST", E + "/permutas/{permuta_id}/aprobacion", "ApprovePermuta", "Aprueba la permuta"),
)
NOTIFICATIONS = _routes(
    "notifications",
    ("GET", "/verificacion/{code}", "VerifyLetter", "Comprueba una carta por su código"),
    ("GET", E + "/cartas", "ListLetters", "Cartas de una persona"),
    ("GET", C + "/cartas", "ListLetters", "Cartas emitidas"),
    ("GET", E + "/mensajes", "ListMessages", "Correos de una persona"),
    ("GET", C + "/mensajes", "ListMessages", "Correos enviados"),
    ("POST", C + "/cartas/{letter_id}/revocacion", "RevokeLetter", "Revoca una carta"),
)
AUDIT = _routes(
    "audit",
    ("GET", "/auditoria", "Search", "Busca en la bitácora"),
    ("GET", "/auditoria/cabeza", "GetHead", "Tamaño y raíz de la bitácora"),
    ("GET", "/auditoria/{event_id}/prueba", "Prove", "Prueba de que un hecho está en la bitácora"),
)
SURFACE = REGISTRATION + DOCUMENTS + VALIDATION + SCORING + ALLOCATION + NOTIFICATIONS + AUDIT
