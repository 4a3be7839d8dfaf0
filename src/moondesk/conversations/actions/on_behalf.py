"""Opening a ticket for a customer: in their words, with a note, or with the team's first answer (I8)."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from moondesk.conversations.actions.messages import AT_ONCE, add_note, reply_to_customer
from moondesk.conversations.actions.opening import open_ticket
from moondesk.conversations.actions.writing import check_body
from moondesk.conversations.models import Message
from moondesk.conversations.rules import FirstMessage
from moondesk.files.models import File
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import NewTicket, create_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel


@dataclass(frozen=True)
class OnBehalf:
    """How a ticket begins that somebody of the organization opens for a customer.

    ``confirm`` says whether the customer is told by mail that it is there; left open, whoever called is not.
    """

    first: FirstMessage = FirstMessage.CUSTOMER
    confirm: bool | None = None
    hold: datetime.timedelta = AT_ONCE
    """How long an answer can be undone before it leaves."""


def for_somebody(new: NewTicket, *, by: Actor) -> NewTicket:
    """Return a ticket to be opened that says for whom. Raises ``NotAllowed`` for one who may only open their own."""
    by.require(Permission.TICKET_CREATE)
    user = new.requester.user_id
    if user is not None and by.member_id and Member.objects.filter(pk=by.member_id, user=user).exists():
        return new
    by.require(Permission.TICKET_ON_BEHALF)
    return replace(new, on_behalf=True)


def open_on_behalf(
    new: NewTicket,
    body: str,
    how: OnBehalf,
    *,
    by: Actor,
    files: Sequence[File] = (),
    words: Callable[[Ticket, str], str] | None = None,
) -> tuple[Ticket, Message]:
    """Open a ticket for a customer. Only their own words are confirmed: a note tells nobody, an answer tells itself."""
    new = for_somebody(new, by=by)
    if how.first is FirstMessage.CUSTOMER:
        confirm = new.channel is not Channel.PHONE if how.confirm is None else how.confirm
        return open_ticket(new, body, by=by, files=files, words=words, quiet=not confirm)
    text = check_body(body, may_be_empty=bool(files))
    ticket = create_ticket(new, by=by)
    text = words(ticket, text) if words is not None else text
    if how.first is FirstMessage.NOTE:
        return ticket, add_note(ticket, text, by=by, channel=new.channel, files=files)
    return ticket, reply_to_customer(ticket, text, by=by, files=files, hold=how.hold)
