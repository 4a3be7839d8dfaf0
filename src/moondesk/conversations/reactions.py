"""What follows from what happens in a conversation."""

from moondesk.conversations.events import ReplySent
from moondesk.conversations.jobs import release_held_reply
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.events.registry import reacts


@reacts([ReplySent])
def release_later(event: Event) -> None:
    """Have a held reply go out when its time is over."""
    if not event.data.get("held"):
        return
    message = Message.objects.filter(pk=event.data["message"]).first()
    if message is not None and message.held_until is not None:
        release_held_reply.enqueue_at(message.held_until, message_id=str(message.pk))
