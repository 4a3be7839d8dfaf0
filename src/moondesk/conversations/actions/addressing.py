"""Who gets one reply by mail, where that is not simply everybody: seen and changed before it is sent (T16)."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.conversations.errors import InvalidRecipients
from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.organizations.actor import Actor
from moondesk.tickets.actions.participating import give_one_reply
from moondesk.tickets.families import all_participants
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import participants_of


def address_reply(
    message: Message, ticket: Ticket, *, leave_out: Collection[uuid.UUID] = (), once: Sequence[Contact] = (), by: Actor
) -> None:
    """Write down on a reply who gets it: those who take part without ``leave_out``, and ``once`` this one only.

    A reply to the requester alone needs no list. Raises ``InvalidRecipients`` when nobody would get it.
    """
    if message.kind != MessageKind.REPLY:
        return
    here = all_participants(ticket.pk) if ticket.merged_count else participants_of(ticket)
    listening = [one.contact for one in here if one.in_copy]
    known = {one.pk for one in listening}
    added = [one for one in dict.fromkeys(once) if one.pk not in known]
    for contact in added:
        give_one_reply(ticket, contact, by=by)
    gone = [one for one in listening if one.pk in leave_out]
    staying = [one for one in listening if one.pk not in leave_out] + added
    if not staying:
        text = _("Choose somebody who gets the reply. What only your team should read is a note.")
        raise InvalidRecipients(text, fields={"leave_out": text})
    if len(staying) > 1 or gone:
        message.recipients = {"to": [_named(one) for one in staying], "left_out": [_named(one) for one in gone]}
        message.save(update_fields=["recipients"])


def _named(contact: Contact) -> dict[str, Any]:
    return {"contact": str(contact.pk), "name": contact.shown_name}


def is_meant_for(message: Message, contact_id: uuid.UUID, *, in_copy: bool) -> bool:
    """Say whether one who takes part gets a reply."""
    if message.recipients is None:
        return in_copy
    return any(one["contact"] == str(contact_id) for one in message.recipients["to"])
