"""Whom of the organization a mail tells of what happened to a ticket, and of what each wants to be told."""

import uuid
from collections.abc import Collection, Sequence

from moondesk.conversations.models import Message
from moondesk.conversations.queries import named_in
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.events.models import Event
from moondesk.organizations.actions.preferences import WatchMails
from moondesk.organizations.models import Member
from moondesk.tickets.actions.attending import drop_watchers
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.families import watched_with, with_watchers


def reachable(members: Collection[uuid.UUID | str]) -> list[Member]:
    """Return those of the members who work here, with their addresses."""
    found = Member.objects.filter(pk__in=list(members), is_active=True, user__is_active=True)
    return list(found.select_related("user").order_by("id"))


def concerned(events: Sequence[Event]) -> list[str]:
    """Return who watches the tickets of events, and the tickets themselves with those that they are merged with."""
    return [str(one) for one in with_watchers([event.subject_id for event in events])]


def watchers_to_tell(message: Message) -> list[Member]:
    """Return who watches the ticket of a message, or one that is merged with it, and wants to be told of it.

    Not its writer, nor those who hear of it as they are named in it. Who may not see a ticket any more stops watching.
    """
    told: set[uuid.UUID] = set()
    for ticket in watched_with(message.ticket):
        seeing = set(who_may_follow(ticket, ticket.watchers or ()))
        drop_watchers(ticket.pk, set(ticket.watchers or ()) - seeing)
        told |= seeing
    told -= {message.author_member_id}
    told -= named_in(message) if told else set()
    return [one for one in reachable(told) if _wants(one, message)] if told else []


def _wants(member: Member, message: Message) -> bool:
    if member.watch_mails == WatchMails.CUSTOMER:
        return message.kind == MessageKind.REPLY and message.author_kind == AuthorKind.CUSTOMER
    return member.watch_mails != WatchMails.NONE
