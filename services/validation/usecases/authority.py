"""What takes a person out by decision: annulment and a false claim by two people, other cancellations by the CES."""

from __future__ import annotations

from plumbing.deadlines import convocatoria_of
from plumbing.events import Act
from services.validation.domain import rules
from services.validation.domain.model import Expediente
from services.validation.usecases import terms
from services.validation.usecases.desk import Change, Content, Desk, decide
from services.validation.usecases.views import for_staff


def propose_annulment(desk: Desk, act: Act, expediente_id: str, cause: str, note: str = "") -> Content:
    """The first of two people asks for it; until the second decides nobody validates.

    Source: 000§3.3 b, 1.4.
    """
    anytime = act.actor.has("supervisor_validacion", "ces")
    causes = terms.annulments(convocatoria_of(desk.registry, act))

    def change(expediente: Expediente) -> Change:
        by = act.actor.subject
        return rules.propose_annulment(expediente, cause, note, by, act.at, anytime=anytime, causes=causes)

    return for_staff(desk, decide(desk, act, expediente_id, "ProposeAnnulment", change))


def confirm_annulment(desk: Desk, act: Act, expediente_id: str) -> Content:
    """The second person agrees: ANULADO, irrevocable, or CANCELADO for a false claim.

    Source: 000§3.3 b, 1.4; 003§2.2.1 h, k, l.
    """
    convocatoria = convocatoria_of(desk.registry, act)

    def change(expediente: Expediente) -> Change:
        cause = expediente.proposal.cause if expediente.proposal else ""
        clause, cancels = terms.clause_of(convocatoria, cause), terms.false_outcomes(convocatoria)
        return rules.confirm_annulment(expediente, clause, act.actor.subject, act.at, cancels)

    return for_staff(desk, decide(desk, act, expediente_id, "ConfirmAnnulment", change))


def reject_annulment(desk: Desk, act: Act, expediente_id: str, note: str) -> Content:
    """All goes on as before: the second person disagrees, and says why. Source: 000§3.3 b."""

    def change(expediente: Expediente) -> Change:
        return rules.reject_annulment(expediente, note, act.actor.subject, act.at)

    return for_staff(desk, decide(desk, act, expediente_id, "RejectAnnulment", change))


def cancel_participation(desk: Desk, act: Act, expediente_id: str, cause: str, note: str) -> Content:
    """CANCELADO in this convocatoria. Source: 000§3.2.3, 9.3, 9.4."""
    convocatoria = convocatoria_of(desk.registry, act)
    clause, causes = terms.clause_of(convocatoria, cause), terms.cancellations(convocatoria)

    def change(expediente: Expediente) -> Change:
        return rules.cancel(expediente, cause, note, clause, act.actor.subject, act.at, causes)

    return for_staff(desk, decide(desk, act, expediente_id, "CancelParticipation", change))
