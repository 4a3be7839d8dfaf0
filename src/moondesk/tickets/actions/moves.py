"""What the workflow lets somebody do with a ticket's status. Moondesk's own moves ask nobody."""

from django.utils.translation import gettext as _

from moondesk.organizations.actor import Actor
from moondesk.tickets.errors import NoteRequired, TransitionNotAllowed
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.statuses import read_workflow, refusal_for, roles_of
from moondesk.tickets.workflow import Refusal


def check_move(ticket: Ticket, status: Status, *, by: Actor, explained: bool) -> None:
    """Raise what keeps somebody from moving a ticket to a status; staying where it is needs nothing."""
    if ticket.status_id == status.pk:
        return
    why = refusal_for(by, ticket.status_id, status)
    if why is not None:
        raise _refused(ticket, status, why, by=by)
    if status.needs_note and not explained:
        text = _("%(status)s needs a note that says why.") % {"status": status.label()}
        raise NoteRequired(text, fields={"note": text}, extra={"status": status.key})


def _refused(ticket: Ticket, status: Status, why: Refusal, *, by: Actor) -> TransitionNotAllowed:
    old = Status.objects.get(pk=ticket.status_id)
    allowed = read_workflow().next_from(old.key, roles_of(by))
    texts = {
        Refusal.RETIRED: _("No ticket can take the status %(new)s any more."),
        Refusal.ROLE: _("Your role does not move tickets from %(old)s to %(new)s."),
        Refusal.NOBODY: _("Tickets do not go from %(old)s to %(new)s here."),
    }
    text = texts[why] % {"old": old.label(), "new": status.label()}
    return TransitionNotAllowed(
        text,
        fields={"status": text},
        extra={"from": old.key, "to": status.key, "reason": why.value, "allowed": [step.key for step in allowed]},
    )
