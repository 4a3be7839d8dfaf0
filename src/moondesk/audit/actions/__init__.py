"""Writing the audit log, and letting old entries go."""

from moondesk.audit.actions.accounts import note_failure, note_user
from moondesk.audit.actions.installation import note_installation
from moondesk.audit.actions.keeping import change_retention, forget_old, note_export
from moondesk.audit.actions.viewing import begin_viewing, end_overdue, end_viewing, enter_as_operator

__all__ = [
    "begin_viewing",
    "change_retention",
    "end_overdue",
    "end_viewing",
    "enter_as_operator",
    "forget_old",
    "note_export",
    "note_failure",
    "note_installation",
    "note_user",
]
