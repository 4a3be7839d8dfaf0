"""Telling members once of a change of many tickets, however many of them they follow."""

import datetime

from moondesk.bulk.models import BulkChange
from moondesk.bulk.queries import bulk_of
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.rules import Kind
from moondesk.conversations.events import ReplyReleased, ReplySent
from moondesk.events.models import Event
from moondesk.events.queries import told_of
from moondesk.kit.clock import now
from moondesk.organizations.actor import Door
from moondesk.organizations.models import Member
from moondesk.organizations.queries import current_organization

_GATHERED = datetime.timedelta(minutes=2)
"""How long the one mail waits, so that a change that is undone at once is told to nobody."""


def bulk_behind(event: Event) -> BulkChange | None:
    """Return the change of many tickets that an event is a part of; a released reply is a part of what sent it."""
    if event.name != ReplyReleased.name:
        return bulk_of(event.operation)
    sent = told_of(event.subject_id, [ReplySent.name], message=event.data["message"])
    return bulk_of(sent[0].operation) if sent else None


def tell_together(change: BulkChange, event: Event, member: Member) -> None:
    """Put the one mail that tells a member of the whole change in the outbox, unless it is there."""
    about = About(Kind.BULK, change.pk, member=member, ticket=event.subject_id)
    put_in_outbox(about, member.user.email, not_before=now() + _GATHERED)


def undo_is_over(event: Event) -> datetime.datetime | None:
    """Return until when the one who did it at the desk can undo it."""
    seconds = current_organization().undo_seconds if event.door == Door.DESK else 0
    return event.created_at + datetime.timedelta(seconds=seconds) if seconds else None
