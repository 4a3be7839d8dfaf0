"""What a member is told while the desk is open: that they were named, that a reminder is due, that a ticket is back."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.conversations.mention_events import NoteMentioned, told_members
from moondesk.events.models import Event
from moondesk.events.queries import find_event
from moondesk.kit.errors import NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.attending import note_looked
from moondesk.tickets.events import ReminderDue, TicketWoken
from moondesk.tickets.queries import get_visible, numbers_of_ids
from moondesk.tickets.reminders import notes_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame


@require_safe
@in_desk(Permission.DESK_OPEN)
def told(request: TenantRequest, event_id: uuid.UUID) -> HttpResponse:
    """Give the words of one thing that a stream said was for the member, while they may see the ticket."""
    event = find_event(event_id)
    number = numbers_of_ids(request.actor, [event.subject_id]).get(event.subject_id) if event else None
    if event is None or number is None or str(request.member.pk) not in told_members(event.name, event.data):
        raise NotFound(_("This address leads nowhere, or not for you."))
    if event.name == NoteMentioned.name:
        request.actor.require(Permission.NOTE_VIEW)
    frame = Frame(request)
    place = f"#message-{event.data['message']}" if "message" in event.data else ""
    return JsonResponse(
        {
            "text": _words(request, event, f"{request.organization.number_prefix}-{number}"),
            "href": frame.url("ticket", number=number) + place,
            "open": _("Open"),
            "looked": frame.url("looked", number=number) if place else "",
        }
    )


def _words(request: TenantRequest, event: Event, number: str) -> str:
    if event.name == ReminderDue.name:
        note = notes_of(request.actor, [uuid.UUID(event.data["reminder"])])
        said = _("Reminder for %(number)s") % {"number": number}
        return ": ".join([said, *note.values()])
    if event.name == TicketWoken.name:
        return _("%(number)s is back from its snooze") % {"number": number}
    return _("%(name)s mentioned you on %(number)s") % {"name": event.actor_label, "number": number}


@require_POST
@in_desk(Permission.DESK_OPEN)
def looked(request: TenantRequest, number: str) -> HttpResponse:
    """Note that the member has looked at a ticket in which they are named: it leaves their mentions."""
    note_looked(get_visible(request.actor, number).pk, [request.member.pk])
    return HttpResponse(status=204)
