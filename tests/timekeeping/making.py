"""Timers and time that was booked, for tests. Enter an organization before."""

from typing import Any

from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import member_actor
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.actions import NewEntry, add_entry, start_timer
from moondesk.timekeeping.models import TimeEntry, Timer


def make_timer(ticket: Ticket | None = None, *, by: Actor | None = None) -> Timer:
    """Return a timer that runs."""
    return start_timer(ticket or _ticket(), by=by or _owner())[0]


def make_time_entry(
    ticket: Ticket | None = None, minutes: int = 25, *, by: Actor | None = None, **fields: Any
) -> TimeEntry:
    """Return time that somebody booked."""
    return add_entry(ticket or _ticket(), NewEntry(minutes=minutes, **fields), by=by or _owner())


def _ticket() -> Ticket:
    from tests.factories import make_ticket

    return make_ticket()


def _owner() -> Actor:
    return member_actor(Member.objects.filter(roles__contains=[Role.OWNER]).earliest("created_at"))
