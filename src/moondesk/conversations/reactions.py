"""What follows from what happens in a conversation."""

from moondesk.conversations.attachments import tell_ticket
from moondesk.conversations.events import ReplySent
from moondesk.conversations.jobs import answer_incidents_one_by_one, release_held_reply
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.files.events import FileExamined
from moondesk.organizations.actor import system_actor
from moondesk.tickets.joined_events import IncidentsToAnswer


@reacts([ReplySent])
def release_later(event: Event) -> None:
    """Have a held reply go out when its time is over."""
    if not event.data.get("held"):
        return
    message = Message.objects.filter(pk=event.data["message"]).first()
    if message is not None and message.held_until is not None:
        release_held_reply.enqueue_at(message.held_until, message_id=str(message.pk))


@reacts([IncidentsToAnswer])
def answer_all(event: Event) -> None:
    """Have the incidents of a problem answered."""
    answer_incidents_one_by_one.enqueue(tenant=str(event.organization_id), event_id=str(event.pk))


@reacts([FileExamined], in_transaction=True)
def show_file(event: Event) -> None:
    """Tell the ticket's open pages that a file can be opened now, or must not be."""
    tell_ticket(event.subject_id, by=system_actor(event.organization_id))
