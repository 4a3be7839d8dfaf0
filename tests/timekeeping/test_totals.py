"""Who sees which time, what it comes to, and the numbers of a ticket."""

import csv
import datetime
import io
import zoneinfo
from typing import Any

import pytest
import time_machine

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.kit import tenancy
from moondesk.tickets.actions import change_status, reopen_ticket, resolve_ticket
from moondesk.tickets.models import Status, Ticket
from moondesk.timekeeping import export
from moondesk.timekeeping.analytics import metrics_of
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.queries import EntryFilter, time_of_ticket, visible_entries
from moondesk.timekeeping.totals import Group, grouped, sums
from tests import factories
from tests.harness.people import Cast
from tests.timekeeping.making import make_time_entry

UTC = datetime.UTC
MADRID = zoneinfo.ZoneInfo("Europe/Madrid")


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def booked(in_acme: Cast) -> Cast:
    owner, ana = in_acme.owner.actor, in_acme.agent.actor
    make = make_time_entry
    make(in_acme.ticket, 30, by=ana, started_at=at(28, 23, 30))
    make(in_acme.ticket, 20, by=owner, started_at=at(29, 2), billable=False)
    make(in_acme.other_ticket, 10, by=owner, started_at=at(30, 9))
    return in_acme


def test_sums_are_of_what_the_asker_sees(booked: Cast) -> None:
    def minutes(who: str) -> int:
        return sums(booked.people[who].actor, EntryFilter()).minutes

    assert [minutes(who) for who in ("owner", "viewer", "agent")] == [60, 60, 50]
    assert minutes("customer") == 0
    assert minutes("employee") == 0
    assert not visible_entries(booked.customer.actor).exists()


def test_a_token_that_may_track_only_sees_its_own(booked: Cast) -> None:
    import dataclasses

    from moondesk.organizations.permissions import Permission

    actor = booked.agent.actor
    narrow = dataclasses.replace(actor, permissions=actor.permissions - {Permission.TIME_VIEW})
    assert sums(narrow, EntryFilter()).minutes == 30
    assert time_of_ticket(narrow, booked.ticket).minutes == 30
    none = dataclasses.replace(narrow, permissions=narrow.permissions - {Permission.TIME_TRACK})
    assert sums(none, EntryFilter()).minutes == 0


def test_the_time_of_a_deleted_ticket_counts_no_more(booked: Cast) -> None:
    Ticket.objects.filter(pk=booked.ticket.pk).update(deleted_at=at(30, 1))
    assert sums(booked.owner.actor, EntryFilter()).minutes == 10


@pytest.mark.parametrize("group", Group)
def test_groups_come_to_the_whole_in_pages_of_one(booked: Cast, group: Group) -> None:
    owner, found, after = booked.owner.actor, [], ""
    while True:
        page, after = grouped(owner, EntryFilter(), group, UTC, after=after, limit=1)
        found += page
        if not after:
            break
    assert sum(one.minutes for one in found) == 60
    assert sum(one.billable_minutes for one in found) == 40
    assert sum(one.entries for one in found) == 3
    assert len({one.key for one in found}) == len(found)
    assert [one.key for one in found] == [one.key for one in grouped(owner, EntryFilter(), group, UTC)[0]]


def test_days_are_those_of_the_readers_zone(booked: Cast) -> None:
    def days(zone: datetime.tzinfo) -> list[tuple[str, int]]:
        return [(one.label, one.minutes) for one in grouped(booked.owner.actor, EntryFilter(), Group.DAY, zone)[0]]

    assert days(UTC) == [("2026-03-30", 10), ("2026-03-29", 20), ("2026-03-28", 30)]
    assert days(MADRID) == [("2026-03-30", 10), ("2026-03-29", 50)]


@pytest.mark.parametrize("after", ["x", "1.x", "x.1", "2026-13-01", "."])
def test_a_place_that_is_none(booked: Cast, after: str) -> None:
    for group in (Group.AGENT, Group.DAY):
        with pytest.raises(ValueError):  # noqa: PT011 - any text
            grouped(booked.owner.actor, EntryFilter(), group, UTC, after=after)


def test_filters(booked: Cast) -> None:
    owner = booked.owner.actor
    for wanted, minutes in [
        (EntryFilter(member=booked.agent.actor.member_id), 30),
        (EntryFilter(ticket=booked.other_ticket.pk), 10),
        (EntryFilter(contact=booked.customer.actor.contact_id), 50),
        (EntryFilter(department=booked.flights.pk), 50),
        (EntryFilter(billable=False), 20),
        (EntryFilter(start=at(29, 0)), 30),
        (EntryFilter(end=at(29, 2)), 30),
        (EntryFilter(company=booked.acme.pk), 0),
    ]:
        assert sums(owner, wanted).minutes == minutes, wanted


def test_the_table_for_spreadsheets(booked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PIECE", 2)
    Ticket.objects.filter(pk=booked.ticket.pk).update(subject='=HYPERLINK("http://x")')
    TimeEntry.objects.filter(minutes=30).update(note="+1, -2\n@x")
    pieces = export.time_as_csv(booked.owner.actor, EntryFilter(), zone=MADRID, prefix="TKT", mark=True)
    text = "".join(pieces)
    assert text.startswith("\ufeffStarted,Minutes,")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [row["Minutes"] for row in rows] == ["10", "20", "30"]
    assert rows[2]["Started"] == "2026-03-29 00:30"
    assert rows[2]["Subject"] == '\'=HYPERLINK("http://x")'
    assert rows[2]["Note"] == "'+1, -2\n@x"
    assert (rows[1]["Billable"], rows[1]["Hours"], rows[1]["Agent"]) == ("no", "0.33", "Olivia Owner")


def test_another_organization_sees_none_of_it(booked: Cast) -> None:
    with tenancy.organization(booked.globex.pk):
        assert sums(booked.stranger.actor, EntryFilter()).minutes == 0
        assert sums(booked.stranger.actor, EntryFilter(ticket=booked.ticket.pk)).minutes == 0


def test_a_ticket_in_numbers(in_acme: Cast) -> None:
    owner, start = in_acme.owner.actor, datetime.datetime(2026, 3, 28, 12, tzinfo=UTC)

    def status(key: str) -> Status:
        return Status.objects.get(key=key)

    with time_machine.travel(start, tick=False) as clock:
        ticket = factories.make_ticket(requester=in_acme.customer.contact)

        def later(hours: int) -> None:
            clock.shift(datetime.timedelta(hours=hours))

        later(2)
        reply_to_customer(ticket, "An answer", by=owner)
        change_status(ticket, status("pending"), by=owner)
        later(20)  # over the night in which the clocks change
        change_status(ticket, status("open"), by=owner)
        later(1)
        change_status(ticket, status("on_hold"), by=owner)
        add_note(ticket, "A note", by=owner)
        later(3)
        resolve_ticket(ticket, by=owner)
        later(4)
        reopen_ticket(ticket, by=owner)
        later(5)
        resolve_ticket(ticket, by=owner)
        later(6)
        revert_event(ticket.pk, Event.objects.filter(name="ticket.status_changed").latest("id").pk, by=owner)
        later(7)
        ticket.refresh_from_db()
        found = metrics_of(owner, ticket)
    hours = datetime.timedelta(hours=1)
    assert found.first_response == 2 * hours
    assert found.waiting_on_us == (2 + 1 + 5 + 7) * hours
    assert found.waiting_on_customer == 20 * hours
    assert found.waiting_on_others == 3 * hours
    assert found.age == 48 * hours
    assert found.reopenings == 1, "taking a resolution back is none"
    assert (found.replies, found.notes, found.from_customer) == (1, 1, 1)


def test_numbers_take_one_statement_and_hide_notes(in_acme: Cast, django_assert_num_queries: Any) -> None:
    import dataclasses

    from moondesk.organizations.permissions import Permission

    add_note(in_acme.ticket, "A note", by=in_acme.owner.actor)
    actor = in_acme.owner.actor
    blind = dataclasses.replace(actor, permissions=actor.permissions - {Permission.NOTE_VIEW})
    ticket = in_acme.ticket
    with django_assert_num_queries(1):
        assert metrics_of(actor, ticket).notes == 1
    assert metrics_of(blind, ticket).notes is None
