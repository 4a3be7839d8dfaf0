"""Expected errors of the audit log."""

from moondesk.kit.errors import InvalidInput, NotAllowed, NotFound


class InvalidAuditQuestion(InvalidInput):
    """What was asked of the audit log does not fit; ``fields`` says where."""

    code = "invalid_audit_question"


class InvalidRetention(InvalidInput):
    """The audit log cannot be kept for such a time."""

    code = "invalid_retention"


class InvalidViewing(InvalidInput):
    """Somebody may not look at the desk like this; ``fields`` says why."""

    code = "invalid_viewing"


class OnlyLooking(NotAllowed):
    """Who looks at the desk as another changes nothing."""

    code = "only_looking"


class EntryNotFound(NotFound):
    """There is no such entry, or it was forgotten."""

    code = "audit_entry_not_found"
