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
from moondesk.organizations.models import Member

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
