"""Reading timers and time entries: one's own timers, and the time of the tickets that somebody sees."""

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from moondesk.events.models import Event
from moondesk.events.queries import told_of
from moondesk.kit import prepared
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.queries import with_all_below
from moondesk.tickets.families import seen_family
from moondesk.tickets.models import Ticket
from moondesk.tickets.permissions import TicketFacts, can_see
from moondesk.tickets.queries import visible_to
from moondesk.timekeeping.errors import EntryNotFound, TimerNotFound
from moondesk.timekeeping.events import ENTRY_EVENTS
from moondesk.timekeeping.models import TimeEntry, Timer
from moondesk.timekeeping.permissions import may_see_all, may_track, own_id
from moondesk.timekeeping.rules import elapsed


@dataclass(frozen=True)
class OwnTimer:
    """A timer of the asker, with its ticket. What it has counted is as of the moment of asking."""

    id: uuid.UUID
    ticket_id: uuid.UUID
    number: str
    subject: str
    started_at: datetime.datetime
    running_since: datetime.datetime | None
    counted: int

    def elapsed(self, moment: datetime.datetime) -> int:
        """Return the seconds it has counted."""
        return elapsed(self.counted, self.running_since, moment)


_OWN = """
SELECT t.id, t.ticket_id, k.number, k.subject, t.started_at, t.running_since, t.seconds,
  k.version, k.type, k.department_id, k.category_id, k.assignee_id,
  k.merged_into_id, k.deleted_at IS NOT NULL
FROM timekeeping_timer t JOIN tickets_ticket k ON k.id = t.ticket_id
WHERE t.organization_id = %s AND t.member_id = %s ORDER BY t.running_since DESC NULLS LAST, t.id DESC"""


def own_timers(actor: Actor) -> list[OwnTimer]:
    """Return the actor's timers, the one that runs first. Every page of the desk asks this, so it is prepared.

    A ticket that they do not see any more has no subject.
    """
    if not may_track(actor):
        return []
    return [_own(actor, row) for row in prepared.rows(_OWN, [actor.organization_id, actor.member_id])]


def _own(actor: Actor, row: tuple[Any, ...]) -> OwnTimer:
    timer, facts = OwnTimer(*row[:7]), TicketFacts(row[1], row[2], *row[7:])
    return timer if can_see(actor, facts) else replace(timer, subject="")


def get_timer_for_change(actor: Actor, timer_id: uuid.UUID) -> Timer:
    """Return a timer of the actor, locked. Raises ``TimerNotFound``."""
    timers = Timer.objects.filter(pk=timer_id, member_id=own_id(actor)).select_related("member")
    timer = timers.select_for_update(of=("self",)).first()
    if timer is None:
        raise TimerNotFound(_("This timer is not there any more: it was stopped or discarded."))
    return timer


@dataclass(frozen=True)
class EntryFilter:
    """Which time is asked for. ``start`` and ``end`` are moments, of which the end is not part of it."""

    member: uuid.UUID | None = None
    ticket: uuid.UUID | None = None
    contact: uuid.UUID | None = None
    company: uuid.UUID | None = None
    department: uuid.UUID | None = None
    billable: bool | None = None
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None

    def condition(self) -> Q:
        """Return the condition on entries; a department with all below it, a ticket with what goes on in it."""
        parts = {
            "member_id": self.member,
            "ticket__requester_id": self.contact,
            "ticket__requester__company_id": self.company,
            "ticket__department_id__in": with_all_below({self.department}) if self.department else None,
            "billable": self.billable,
            "started_at__gte": self.start,
            "started_at__lt": self.end,
        }
        found = Q(**{name: value for name, value in parts.items() if value is not None})
        if self.ticket is not None:
            found &= Q(ticket_id=self.ticket) | Q(ticket__merged_into_id=self.ticket)
        return found


def visible_entries(actor: Actor, wanted: EntryFilter | None = None) -> QuerySet[TimeEntry]:
    """Return the entries that the actor may see: those of tickets they see, of everybody or only their own."""
    if not actor.is_staff:
        return TimeEntry.objects.none()
    entries = TimeEntry.objects.filter(ticket__in=visible_to(actor))
    if not may_see_all(actor):
        entries = entries.filter(member_id=own_id(actor))
    return entries.filter(wanted.condition()) if wanted else entries


def with_people(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Return the entries with all that a list shows of each."""
    return entries.select_related("member", "ticket__requester__company", "ticket__department")


def get_entry(actor: Actor, entry_id: uuid.UUID) -> TimeEntry:
    """Return one entry. Raises ``EntryNotFound``."""
    entry = with_people(visible_entries(actor)).filter(pk=entry_id).first()
    if entry is None:
        raise EntryNotFound(_("There is no such time entry."))
    return entry


def read_again(entry: TimeEntry) -> TimeEntry:
    """Return an entry that was just booked with all that is shown of it, for whoever booked it."""
    return with_people(TimeEntry.objects.filter(pk=entry.pk)).get()


def get_entry_for_change(actor: Actor, entry_id: uuid.UUID) -> TimeEntry:
    """Return one entry, locked. Raises ``EntryNotFound``."""
    entry = with_people(visible_entries(actor)).filter(pk=entry_id).select_for_update(of=("self",)).first()
    if entry is None:
        raise EntryNotFound(_("There is no such time entry."))
    return entry


def history_of_entry(entry: TimeEntry) -> list[Event]:
    """Return what happened to an entry, newest first. The entry must have come through here."""
    return told_of(entry.ticket_id, ENTRY_EVENTS, entry=str(entry.pk))


@dataclass(frozen=True)
class TicketTime:
    """The time of one ticket: its last entries, and the sums of all."""

    latest: list[TimeEntry]
    minutes: int
    billable_minutes: int


NO_TIME = TicketTime([], 0, 0)


def time_of_ticket(actor: Actor, ticket: Ticket, *, most: int = 5) -> TicketTime:
    """Return the time of a ticket and of those that go on in it, as the actor may see it.

    The ticket must have come through ``tickets.queries``.
    """
    entries = TimeEntry.objects.filter(ticket_id__in=seen_family(actor, ticket))
    if not may_see_all(actor):
        entries = entries.filter(member_id=own_id(actor))
    latest = list(entries.select_related("member").order_by("-started_at", "-id")[: most + 1])
    if len(latest) <= most:
        minutes, billable = sum(one.minutes for one in latest), sum(one.minutes for one in latest if one.billable)
        return TicketTime(latest, minutes, billable)
    sums = entries.order_by().aggregate(all=Sum("minutes"), billable=Sum("minutes", filter=Q(billable=True)))
    return TicketTime(latest[:most], sums["all"] or 0, sums["billable"] or 0)


def running_timers_of(member: Member) -> int:
    """Return how many timers of a member run."""
    return Timer.objects.filter(member=member, running_since__isnull=False).count()
