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
from moondesk.tickets.families import watchers_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.rules import MOST_WATCHERS

_IDS = ArrayField(UUIDField())


def watch_ticket(ticket: Ticket, member: Member, *, by: Actor) -> None:
    """Tell a member of what is new on a ticket from now on: oneself, or a colleague who may see it. Once.

    Raises ``CannotWatch`` for one who may not see the ticket, and ``TooManyWatchers``.
    """
    _check_may(member.pk, by)
    watchers = watchers_of(ticket)
    if member.pk in watchers:
        return
    if member.pk not in who_may_follow(ticket, [member.pk]):
        text = _("%(name)s cannot see this ticket.") % {"name": member.name}
        raise CannotWatch(text, fields={"member": text})
    if len(watchers) >= MOST_WATCHERS:
        raise TooManyWatchers(_("At most %(most)d people can watch a ticket.") % {"most": MOST_WATCHERS})
    _write(ticket, [*(ticket.watchers or ()), member.pk])
    emit(WatcherAdded(subject_id=ticket.pk, member=member.pk, label=member.name), by=by)


def unwatch_ticket(ticket: Ticket, member_id: uuid.UUID, *, by: Actor) -> None:
    """Tell a member no more of a ticket, nor of those that go on in it: oneself, or a colleague."""
    _check_may(member_id, by)
    if member_id not in watchers_of(ticket):
        return
    if ticket.merged_count:
        _forget_below("watchers", ticket, member_id)
    _write(ticket, [one for one in ticket.watchers or () if one != member_id])
    name = Member.objects.filter(pk=member_id).values_list("name", flat=True).first()
    emit(WatcherRemoved(subject_id=ticket.pk, member=member_id, label=name or ""), by=by)


def _forget_below(column: str, ticket: Ticket, member_id: uuid.UUID) -> None:
    """Take a member off the tickets that go on in one. Who writes on one of these holds it, and waits for this one."""
    below = Ticket.objects.filter(merged_into=ticket, **{f"{column}__contains": [member_id]})
    for one in below.select_for_update(of=("self",), skip_locked=True).order_by("id"):
        _without(column, one.pk, member_id)


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


def drop_watchers(ticket_id: uuid.UUID, members: Collection[uuid.UUID]) -> None:
    """Let those watch no more who may not see the ticket any more; nobody did it, so nothing tells of it."""
    for one in members:
        _without("watchers", ticket_id, one)


def note_named(ticket: Ticket, members: Collection[uuid.UUID]) -> None:
    """Note on a locked ticket that members were named in it."""
    ticket.mentioned = list(dict.fromkeys([*(ticket.mentioned or ()), *members]))
    ticket.save(update_fields=["mentioned"])


def note_looked(ticket: Ticket, members: Collection[uuid.UUID]) -> bool:
    """Note that members who were named in a ticket, or in one that goes on in it, have looked; say if that was news."""
    if ticket.merged_count:
        for one in members:
            _forget_below("mentioned", ticket, one)
    return sum(_without("mentioned", ticket.pk, one) for one in members) > 0


def bring_named(ticket: Ticket) -> None:
    """Note on a locked ticket whom those name that go on in it, so that they find it where it goes on."""
    below = Ticket.objects.filter(merged_into=ticket, mentioned__isnull=False).values_list("mentioned", flat=True)
    if members := {member for named in below for member in named or ()}:
        note_named(ticket, members)


def _without(column: str, ticket_id: uuid.UUID, member: uuid.UUID) -> int:
    """Take one out of a ticket's list where it stands, whatever others do to the list meanwhile."""
    left = Func(F(column), Value(member, UUIDField()), function="array_remove", output_field=_IDS)
    rows = Ticket.objects.filter(pk=ticket_id, **{f"{column}__contains": [member]})
    return int(rows.update(**{column: NullIf(left, Value([], _IDS))}))
