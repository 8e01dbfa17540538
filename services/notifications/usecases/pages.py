"""Which page of the portal each e-mail opens."""

from __future__ import annotations

PAGES = {
    "AccountOpened": "cuenta/correo",
    "PasswordResetRequested": "cuenta/clave/nueva",
    "PasswordReset": "cuenta/clave",
    "RegistroCompleted": "solicitud",
    "SolicitudPrinted": "documentos",
    "ExpedienteSubmitted": "estado",
    "ExpedienteObserved": "estado",
    "ExpedienteOutOfProcess": "estado",
    "ExpedienteAnnulled": "estado",
    "ParticipationCancelled": "estado",
    "ExpedienteValidated": "ficha",
    "FichaIssued": "ficha",
    "ArticlesRuled": "dictamen",
    "ResultPublished": "resultado",
    "AdscripcionAccepted": "resultado",
    "CompromisoAccepted": "resultado",
    "PlazaRejected": "resultado",
    "PreaceptacionIssued": "resultado",
    "PermutaAgreed": "permutas",
    "PermutaApproved": "permutas",
    "PermutaRejected": "permutas",
    "PermutaRequested": "permutas",
    "PermutaWithdrawn": "permutas",
    "PresentacionIssued": "cartas",
    "RenunciaRegistered": "cartas",
    "ObligationDue": "obligaciones",
    "ObligationOverdue": "obligaciones",
}
"""Where the button of each e-mail leads, below the convocatoria; any other leads to «Mi proceso»."""
