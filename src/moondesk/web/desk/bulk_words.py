"""What the desk says of changes of many tickets."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moondesk.bulk.models import BulkChange
from moondesk.bulk.rules import BulkState, Operation, Outcome

OPERATIONS: dict[Operation, Any] = {
    Operation.STATUS: gettext_lazy("Set the status"),
    Operation.PRIORITY: gettext_lazy("Set the priority"),
    Operation.ASSIGNEE: gettext_lazy("Assign"),
    Operation.DEPARTMENT: gettext_lazy("Set the department"),
    Operation.CATEGORY: gettext_lazy("Set the category"),
    Operation.TYPE: gettext_lazy("Set the type"),
    Operation.FIELD: gettext_lazy("Set a field"),
    Operation.ADD_TAGS: gettext_lazy("Add tags"),
    Operation.REMOVE_TAGS: gettext_lazy("Remove tags"),
    Operation.SET_TAGS: gettext_lazy("Replace all tags"),
    Operation.MACRO: gettext_lazy("Apply a macro"),
    Operation.REPLY: gettext_lazy("Reply to all"),
    Operation.NOTE: gettext_lazy("Add a note"),
    Operation.MERGE: gettext_lazy("Merge into one"),
    Operation.SNOOZE: gettext_lazy("Snooze"),
    Operation.WAKE: gettext_lazy("Wake"),
    Operation.RESOLVE: gettext_lazy("Resolve"),
    Operation.CLOSE: gettext_lazy("Close"),
    Operation.REOPEN: gettext_lazy("Reopen"),
    Operation.ARCHIVE: gettext_lazy("Archive"),
    Operation.UNARCHIVE: gettext_lazy("Back from the archive"),
    Operation.DELETE: gettext_lazy("Delete"),
    Operation.WATCH: gettext_lazy("Watch"),
    Operation.UNWATCH: gettext_lazy("Watch no more"),
}
OUTCOMES: dict[Outcome, Any] = {
    Outcome.CHANGED: gettext_lazy("Changed"),
    Outcome.SKIPPED: gettext_lazy("Skipped"),
    Outcome.FAILED: gettext_lazy("Failed"),
    Outcome.KEPT: gettext_lazy("Not undone"),
    Outcome.UNDONE: gettext_lazy("Undone"),
    Outcome.UNCHANGED: gettext_lazy("Was so already"),
    Outcome.PENDING: gettext_lazy("Not reached"),
}


def said(change: BulkChange) -> str:
    """Return how far a change got, in a sentence or two."""
    if change.state == BulkState.FAILED:
        return change.problem
    if change.is_active:
        text = ngettext("Changing %(count)d ticket…", "Changing %(count)d tickets…", change.total)
        if change.state == BulkState.UNDOING:
            text = ngettext("Undoing %(count)d ticket…", "Undoing %(count)d tickets…", change.changed)
        return text % {"count": change.changed if change.state == BulkState.UNDOING else change.total}
    return " ".join(_parts(change))


def _parts(change: BulkChange) -> list[str]:
    counted = [
        (change.changed, ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", change.changed)),
        (
            change.undone,
            ngettext("%(count)d ticket is as it was.", "%(count)d tickets are as they were.", change.undone),
        ),
        (change.kept, ngettext("%(count)d could not be undone.", "%(count)d could not be undone.", change.kept)),
        (change.unchanged, ngettext("%(count)d was so already.", "%(count)d were so already.", change.unchanged)),
        (change.skipped, ngettext("%(count)d skipped.", "%(count)d skipped.", change.skipped)),
        (change.failed, ngettext("%(count)d failed.", "%(count)d failed.", change.failed)),
    ]
    parts = [text % {"count": count} for count, text in counted if count]
    if change.state == BulkState.CANCELLED:
        parts.insert(0, _("Cancelled."))
    return parts or [_("Nothing was changed.")]
