"""Writing one message row; the verbs beside this file decide whether it may be written."""

import datetime

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.conversations.actions.mentioning import keep_mentions, read_names
from moondesk.conversations.errors import InvalidMessage
from moondesk.conversations.models import Message
from moondesk.conversations.rules import BODY_LENGTH, AuthorKind, MessageKind, body_problem, clean_text
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.markup import render_markdown
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.tickets.actions import note_message
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel


def check_body(body: str, *, may_be_empty: bool = False) -> str:
    """Return the text as it will be kept. Raises ``InvalidMessage`` with the reason beside the field.

    It ``may_be_empty`` when there are files: a picture can say it all.
    """
    clean = clean_text(body)
    problem = body_problem(clean, may_be_empty=may_be_empty)
    if problem is None:
        return clean.strip()
    texts = {
        "empty": _("Write a message."),
        "too_long": _("Keep the message under %(most)s characters.") % {"most": BODY_LENGTH + 1},
    }
    raise InvalidMessage(texts[problem], fields={"body": texts[problem]})


def customer_message(ticket: Ticket, contact: Contact, body: str, channel: Channel) -> Message:
    """Return what a customer wrote, to be written by the caller and counted on the ticket."""
    return Message(
        ticket=ticket,
        kind=MessageKind.REPLY,
        author_kind=AuthorKind.CUSTOMER,
        author_contact=contact,
        author_name=contact.shown_name,
        channel=channel,
        body=body,
        html=render_markdown(body),
    )


def write_customer_message(ticket: Ticket, contact: Contact, body: str, channel: Channel) -> Message:
    """Add what a customer wrote."""
    return _write(ticket, customer_message(ticket, contact, body, channel), by_customer=True)


def write_staff_message(
    ticket: Ticket,
    kind: MessageKind,
    body: str,
    channel: Channel,
    *,
    by: Actor,
    held_until: datetime.datetime | None = None,
) -> Message:
    """Add what somebody of the organization wrote, and tell those who are named in it."""
    kinds = {ActorKind.BOT: AuthorKind.BOT, ActorKind.SYSTEM: AuthorKind.SYSTEM}
    named = read_names(ticket, kind, body, by=by)
    message = Message(
        ticket=ticket,
        kind=kind,
        author_kind=kinds.get(by.kind, AuthorKind.AGENT),
        author_member_id=by.member_id,
        author_name=by.label,
        channel=channel,
        body=body,
        html=named.html,
        held_until=held_until,
    )
    _write(ticket, message, by_customer=False)
    keep_mentions(ticket, message, named, by=by)
    return message


def _write(ticket: Ticket, message: Message, *, by_customer: bool) -> Message:
    message.created_at = now()
    rows.insert(message)
    note_message(ticket, at=message.created_at, by_customer=by_customer, public=message.kind == MessageKind.REPLY)
    return message
