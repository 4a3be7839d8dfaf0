"""Writing one message row; the verbs beside this file decide whether it may be written."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.conversations.actions.mentioning import Named, keep_mentions, read_names
from moondesk.conversations.attachments import attach
from moondesk.conversations.errors import InvalidMessage
from moondesk.conversations.models import Message
from moondesk.conversations.rules import BODY_LENGTH, AuthorKind, MessageKind, body_problem, clean_text
from moondesk.events.actions import draft, emit, publish
from moondesk.events.registry import DomainEvent
from moondesk.files.models import File
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.markup import render_markdown
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.tickets.actions import message_counted
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
    message = customer_message(ticket, contact, body, channel)
    rows.write(message, _counted(ticket, message, by_customer=True))
    return message


@dataclass(frozen=True)
class Drafted:
    """What somebody of the organization wrote and nothing of which is kept yet, and who is named in it."""

    message: Message
    named: Named


def draft_staff_message(
    ticket: Ticket,
    kind: MessageKind,
    body: str,
    channel: Channel,
    *,
    by: Actor,
    held_until: datetime.datetime | None = None,
) -> Drafted:
    """Return what somebody of the organization wrote, to be written by ``tell_staff_message``."""
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
    return Drafted(message, named)


def tell_staff_message(
    ticket: Ticket, drafted: Drafted, event: DomainEvent, *, by: Actor, files: Sequence[File] = ()
) -> Message:
    """Add what somebody of the organization wrote, tell those who are named in it, and then everybody by the event."""
    message = drafted.message
    counted = _counted(ticket, message, by_customer=False)
    if drafted.named.members or files:
        rows.write(message, counted)
        keep_mentions(ticket, message, drafted.named, by=by)
        attach(message, files)
        emit(event, by=by)
    else:
        publish(message, counted, draft(event, by=by))
        keep_mentions(ticket, message, drafted.named, by=by)
    return message


def _counted(ticket: Ticket, message: Message, *, by_customer: bool) -> rows.Changed:
    message.created_at = now()
    public = message.kind == MessageKind.REPLY
    return message_counted(ticket, at=message.created_at, by_customer=by_customer, public=public)
