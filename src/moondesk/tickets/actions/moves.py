"""What the workflow lets somebody do with a ticket's status. Moondesk's own moves ask nobody."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.queries import current_organization
from moondesk.tickets.errors import NoteRequired, TicketBlocked, TransitionNotAllowed
from moondesk.tickets.links import blockers_of
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import DONE_STAGES
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


def check_blockers(ticket: Ticket, status: Status, *, by: Actor) -> None:
    """Raise ``TicketBlocked`` for work that would be called done while other tickets block it."""
    if by.kind in (ActorKind.SYSTEM, ActorKind.RULE):
        return
    if status.stage not in DONE_STAGES or ticket.stage in DONE_STAGES:
        return
    numbers, hidden = blockers_of(by, ticket)
    if not numbers and not hidden:
        return
    prefix = current_organization().number_prefix
    shown = [f"{prefix}-{number}" for number in numbers]
    names = ", ".join(shown)
    if hidden:
        more = ngettext("%(count)d ticket that you cannot see", "%(count)d tickets that you cannot see", hidden)
        names = ", ".join(filter(None, [names, more % {"count": hidden}]))
    text = _("This ticket is blocked by others that are not done: %(names)s.") % {"names": names}
    raise TicketBlocked(text, fields={"status": text}, extra={"blockers": shown, "hidden": hidden})


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
