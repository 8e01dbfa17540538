"""Every transition of an expediente with its guards (000§3): pure functions to the new value and facts."""

from services.validation.domain.rules.authority import (
    cancel,
    confirm_annulment,
    false_claim,
    propose_annulment,
    reject_annulment,
)
from services.validation.domain.rules.closing import (
    as_received,
    exclude_rezago,
    fall_out,
    list_rezago,
    require_rezago,
)
from services.validation.domain.rules.conflict import declare_conflict, require_no_conflict
from services.validation.domain.rules.ficha import (
    download_again,
    folio_text,
    issue_ficha,
    validate_rezago,
)
from services.validation.domain.rules.inscription import exclude, inscribe
from services.validation.domain.rules.review import (
    claim,
    is_aside,
    is_expired,
    observe,
    propose_cancellation,
    release,
    release_expired,
    renew,
    require_lease,
    set_aside,
    validate,
)
from services.validation.domain.rules.sending import problems_of, refuse, submit
from services.validation.domain.rules.verdicts import failed_conditions, wrong_verdicts

__all__ = [
    "as_received",
    "cancel",
    "claim",
    "confirm_annulment",
    "declare_conflict",
    "download_again",
    "exclude",
    "exclude_rezago",
    "failed_conditions",
    "fall_out",
    "false_claim",
    "folio_text",
    "inscribe",
    "is_aside",
    "is_expired",
    "issue_ficha",
    "list_rezago",
    "observe",
    "problems_of",
    "propose_annulment",
    "propose_cancellation",
    "refuse",
    "reject_annulment",
    "release",
    "release_expired",
    "renew",
    "require_lease",
    "require_no_conflict",
    "require_rezago",
    "set_aside",
    "submit",
    "validate",
    "validate_rezago",
    "wrong_verdicts",
]
