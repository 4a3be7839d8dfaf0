"""Which message a customer's answer is to: chosen on the page, named above the field, sent with it (C2)."""

import uuid

from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.kit.markup import preview
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import participants_of
from moondesk.web.portal.place import Place
from moondesk.web.portal.talk import author_of

_EXCERPT = 90


def _chosen(place: Place) -> Message | None:
    request = place.request
    try:
        wanted = uuid.UUID(request.POST.get("reply_to") or request.GET.get("answer", ""))
    except ValueError:
        return None
    return messages_for(place.actor, place.ticket).filter(pk=wanted, deleted_at=None).first()


def answering_of(place: Place) -> dict[str, str] | None:
    """Return the message that is being answered, as the page names it above the field."""
    message = _chosen(place)
    if message is None:
        return None
    names = {one.contact_id: one.contact.name for one in participants_of(place.ticket)}
    return {"id": str(message.pk), "name": author_of(message, names)["name"], "text": preview(message.body, _EXCERPT)}


def put_where_chosen(place: Place, on: Ticket, message: Message) -> None:
    """Put a new message below the one it answers, unless that went meanwhile or a follow-up has begun."""
    answered = _chosen(place)
    if answered is not None and on.pk == place.ticket.pk:
        put_below(message, on, answered.pk, by=place.actor)
