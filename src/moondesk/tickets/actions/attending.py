"""Who follows a ticket: members who watch it (T16), and members who were named in it and have not looked (C4).

Both stand on the ticket's row, so that its page and its lists have them without asking for more.
"""

import uuid
from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, UUIDField, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import CannotUndo
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.attention_events import WatcherAdded, WatcherRemoved
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.errors import CannotWatch, TooManyWatchers
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.rules import MOST_WATCHERS

_IDS = ArrayField(UUIDField())


def watch_ticket(ticket: Ticket, member: Member, *, by: Actor) -> None:
    """Tell a member of what is new on a ticket from now on: oneself, or a colleague who may see it. Once.

    Raises ``CannotWatch`` for one who may not see the ticket, and ``TooManyWatchers``.
    """
    _check_may(member.pk, by)
    watchers = list(ticket.watchers or ())
    if member.pk in watchers:
        return
    if member.pk not in who_may_follow(ticket, [member.pk]):
        text = _("%(name)s cannot see this ticket.") % {"name": member.name}
        raise CannotWatch(text, fields={"member": text})
    if len(watchers) >= MOST_WATCHERS:
        raise TooManyWatchers(_("At most %(most)d people can watch a ticket.") % {"most": MOST_WATCHERS})
    _write(ticket, [*watchers, member.pk])
    emit(WatcherAdded(subject_id=ticket.pk, member=member.pk, label=member.name), by=by)


def unwatch_ticket(ticket: Ticket, member_id: uuid.UUID, *, by: Actor) -> None:
    """Tell a member no more of a ticket: oneself, or a colleague."""
    _check_may(member_id, by)
    watchers = list(ticket.watchers or ())
    if member_id not in watchers:
        return
    _write(ticket, [one for one in watchers if one != member_id])
    name = Member.objects.filter(pk=member_id).values_list("name", flat=True).first()
    emit(WatcherRemoved(subject_id=ticket.pk, member=member_id, label=name or ""), by=by)


@undoes(WatcherAdded)
def unwatch_again(event: Event, by: Actor) -> None:
    """Take a watcher off who was added."""
    unwatch_ticket(lock_ticket(event.subject_id), uuid.UUID(event.data["member"]), by=by)


@undoes(WatcherRemoved)
def watch_again(event: Event, by: Actor) -> None:
    """Have a member watch again who was taken off."""
    member = Member.objects.filter(pk=event.data["member"], is_active=True).first()
    if member is None:
        raise CannotUndo(_("What was there before does not exist any more."))
    watch_ticket(lock_ticket(event.subject_id), member, by=by)


def _check_may(member_id: uuid.UUID, by: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor may: everybody at the desk for themselves, for others who works on it."""
    by.require(Permission.TICKET_VIEW)
    if member_id != by.member_id:
        by.require(Permission.TICKET_UPDATE)
    if not by.is_staff:
        raise NotAllowed(_("Only members watch tickets."))


def _write(ticket: Ticket, watchers: list[uuid.UUID]) -> None:
    ticket.watchers, ticket.version, ticket.updated_at = watchers or None, ticket.version + 1, now()
    ticket.save(update_fields=["watchers", "version", "updated_at"])


def keep_watchers(ticket: Ticket, staying: Collection[uuid.UUID]) -> None:
    """Let those watch no more who may not see the ticket any more; nobody did it, so nothing tells of it."""
    ticket.watchers = [one for one in ticket.watchers or () if one in staying] or None
    Ticket.objects.filter(pk=ticket.pk).update(watchers=ticket.watchers)


def note_named(ticket: Ticket, members: Collection[uuid.UUID]) -> None:
    """Note on a locked ticket that members were named in it."""
    ticket.mentioned = list(dict.fromkeys([*(ticket.mentioned or ()), *members]))
    ticket.save(update_fields=["mentioned"])


def note_looked(ticket_id: uuid.UUID, members: Collection[uuid.UUID]) -> bool:
    """Note that members who were named in a ticket have looked; say whether that was news."""
    changed = 0
    for one in members:
        left = Func(F("mentioned"), Value(one, UUIDField()), function="array_remove", output_field=_IDS)
        rows = Ticket.objects.filter(pk=ticket_id, mentioned__contains=[one])
        changed += rows.update(mentioned=NullIf(left, Value([], _IDS)))
    return changed > 0
