"""What members did, in a few words each."""

from django.utils.translation import gettext_lazy as _

from moondesk.events.models import Event

_SAID = {
    "message.reply_sent": _("Answered a customer"),
    "message.note_added": _("Wrote a note"),
    "message.edited": _("Changed a message"),
    "message.deleted": _("Deleted a message"),
    "ticket.opened": _("Opened a ticket"),
    "ticket.status_changed": _("Changed a status"),
    "ticket.priority_changed": _("Changed a priority"),
    "ticket.assignee_changed": _("Assigned a ticket"),
    "ticket.department_changed": _("Moved a ticket to another department"),
    "ticket.category_changed": _("Changed a category"),
    "ticket.tags_changed": _("Changed tags"),
    "ticket.snoozed": _("Snoozed a ticket"),
    "ticket.archived": _("Archived a ticket"),
    "ticket.deleted": _("Deleted a ticket"),
}
_SAID_OF_ALL = {
    "ticket": _("Changed a ticket"),
    "message": _("Worked on a message"),
    "member": _("Changed members"),
    "department": _("Changed departments"),
    "timer": _("Measured time"),
    "time": _("Booked time"),
    "view": _("Changed a view"),
    "macro": _("Changed a macro"),
    "bulk": _("Changed many tickets"),
    "export": _("Exported tickets"),
    "token": _("Changed API tokens"),
}


def said_of(event: Event) -> str:
    """Return what happened in words; of kinds that are rare, only what they were about."""
    said = _SAID.get(event.name) or _SAID_OF_ALL.get(event.name.partition(".")[0])
    return str(said or _("Changed settings"))
