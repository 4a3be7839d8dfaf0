"""Snoozed tickets are out of the way and come back exactly once; reminders too; the clock changes move no morning."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.conversations.actions import reply_as_customer
from moondesk.events.errors import ChangedSince
from moondesk.events.undo import revert_event
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets import actions
from moondesk.tickets.actions.snoozing import (
    MOST_REMINDERS,
    drop_reminder,
    set_reminder,
    snooze_ticket,
    tell_if_due,
    wake_if_due,
    wake_ticket,
)
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import InvalidTicket, NotActive, TooManyReminders
from moondesk.tickets.lists import ListQuery, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminder_models import Reminder
from moondesk.tickets.reminders import notes_of
from moondesk.tickets.rules import Channel
from moondesk.tickets.snoozes import When, moment_of, moment_problem, read_moment
from tests.harness.events import last_told, told
from tests.harness.people import Cast

MADRID = ZoneInfo("Europe/Madrid")


def at(text: str, zone: ZoneInfo = MADRID) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(datetime.UTC)


@pytest.mark.parametrize(
    ("when", "now_", "expected"),
    [
        (When.LATER, "2026-11-20T10:00", "2026-11-20T13:00"),
        (When.LATER, "2026-11-20T10:20", "2026-11-20T14:00"),
        (When.LATER, "2026-11-20T19:30", "2026-11-21T09:00"),
        (When.LATER, "2026-11-20T23:50", "2026-11-21T09:00"),
        (When.TOMORROW, "2026-11-20T00:01", "2026-11-21T09:00"),
        (When.TOMORROW, "2026-03-28T12:00", "2026-03-29T09:00"),
        (When.TOMORROW, "2026-10-24T12:00", "2026-10-25T09:00"),
        (When.MONDAY, "2026-11-22T12:00", "2026-11-23T09:00"),
        (When.MONDAY, "2026-11-23T08:00", "2026-11-30T09:00"),
        (When.MONDAY, "2026-10-23T12:00", "2026-10-26T09:00"),
        (When.LATER, "2026-03-29T01:30", "2026-03-29T06:00"),
    ],
)
def test_natural_moments(when: When, now_: str, expected: str) -> None:
    assert moment_of(when, at(now_), MADRID) == at(expected)


def test_the_next_reply_has_no_moment() -> None:
    assert moment_of(When.REPLY, at("2026-11-20T10:00"), MADRID) is None


@given(
    st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2037, 1, 1)),  # noqa: DTZ001 - hypothesis adds none
    st.sampled_from(["Europe/Madrid", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana"]),
    st.sampled_from([When.LATER, When.TOMORROW, When.MONDAY]),
)
def test_a_moment_is_always_to_come_and_in_the_day(moment: datetime.datetime, name: str, when: When) -> None:
    zone, start = ZoneInfo(name), moment.replace(tzinfo=datetime.UTC)
    found = moment_of(when, start, zone)
    assert found is not None
    assert moment_problem(found, start) is None
    local = found.astimezone(zone)
    assert local.minute == 0
    if when is not When.LATER:
        assert local.hour == 9
    if when is When.MONDAY:
        assert local.weekday() == 0


def test_an_hour_that_is_skipped_or_comes_twice() -> None:
    assert read_moment("2026-03-29T02:30", MADRID) == at("2026-03-29T03:30")
    assert read_moment("2026-10-25T02:30", MADRID) == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    assert read_moment("2026-10-25T02:30+01:00", MADRID) == datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC)
    for text in ("", "soon", "2026-13-01"):
        with pytest.raises(ValueError, match=r".*"):
            read_moment(text, MADRID)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("status").get(pk=ticket.pk)


def tomorrow() -> datetime.datetime:
    return now() + datetime.timedelta(days=1)


def past(ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(snoozed_until=now() - datetime.timedelta(seconds=1))


class TestSnoozing:
    def test_it_leaves_the_views_and_counts_and_comes_back_once(self, in_acme: Cast) -> None:
        by, ticket = in_acme.agent.actor, fresh(in_acme.ticket)
        actions.assign_ticket(ticket, in_acme.agent.member, by=by)
        before = view_counts(by)
        snooze_ticket(ticket, tomorrow(), by=by)
        there = view_counts(by)
        assert (there.mine, there.open, there.snoozed) == (before.mine - 1, before.open - 1, 1)
        awake = ListQuery(snoozed=False)
        assert ticket.number not in [row.number for row in list_tickets(by, awake).rows]
        assert [row.number for row in list_tickets(by, ListQuery(snoozed=True)).rows] == [ticket.number]
        assert not wake_if_due(ticket.pk)
        past(ticket)
        assert wake_if_due(ticket.pk)
        assert not wake_if_due(ticket.pk)
        assert view_counts(by) == before
        assert told(ticket)[-2:] == ["ticket.snoozed", "ticket.woken"]
        assert last_told(ticket).data["why"] == "time"

    @pytest.mark.parametrize("until", [None, datetime.timedelta(days=1)])
    def test_the_customers_answer_wakes_it(self, in_acme: Cast, until: datetime.timedelta | None) -> None:
        ticket = fresh(in_acme.ticket)
        snooze_ticket(ticket, now() + until if until else None, by=in_acme.agent.actor)
        contact = in_acme.customer.contact
        assert contact is not None
        reply_as_customer(fresh(ticket), contact, "Any news?", by=in_acme.owner.actor, channel=Channel.WEB)
        assert fresh(ticket).snoozed_at is None
        assert last_told(ticket).data["why"] == "reply"

    def test_resolving_ends_it_and_done_tickets_do_not_sleep(self, in_acme: Cast) -> None:
        ticket = fresh(in_acme.ticket)
        snooze_ticket(ticket, None, by=in_acme.agent.actor)
        actions.resolve_ticket(ticket, by=in_acme.agent.actor)
        assert fresh(ticket).snoozed_at is None
        with pytest.raises(NotActive):
            snooze_ticket(ticket, None, by=in_acme.agent.actor)

    def test_only_moments_to_come_and_only_who_may(self, in_acme: Cast) -> None:
        for moment in (now(), now() + datetime.timedelta(days=900)):
            with pytest.raises(InvalidTicket):
                snooze_ticket(fresh(in_acme.ticket), moment, by=in_acme.agent.actor)
        with pytest.raises(NotAllowed):
            snooze_ticket(fresh(in_acme.ticket), None, by=in_acme.viewer.actor)

    def test_it_is_taken_back_both_ways(self, in_acme: Cast) -> None:
        ticket, by = fresh(in_acme.ticket), in_acme.agent.actor
        snooze_ticket(ticket, tomorrow(), by=by)
        snoozed = last_told(ticket)
        revert_event(ticket.pk, snoozed.pk, by=by)
        assert fresh(ticket).snoozed_at is None
        revert_event(ticket.pk, last_told(ticket).pk, by=by)
        assert fresh(ticket).snoozed_until == ticket.snoozed_until
        wake_ticket(fresh(ticket), by=by)
        with pytest.raises(ChangedSince):
            revert_event(ticket.pk, [e for e in told_rows(ticket) if e.name == "ticket.snoozed"][-1].pk, by=by)


def told_rows(ticket: Ticket) -> list:  # type: ignore[type-arg]
    from moondesk.events.models import Event

    return list(Event.objects.filter(subject_id=ticket.pk).order_by("id"))


class TestReminders:
    def test_it_tells_of_itself_once(self, in_acme: Cast) -> None:
        reminder = set_reminder(fresh(in_acme.ticket), tomorrow(), " call   the bank ", by=in_acme.agent.actor)
        assert not tell_if_due(reminder.pk)
        Reminder.objects.filter(pk=reminder.pk).update(at=now())
        assert tell_if_due(reminder.pk)
        assert not tell_if_due(reminder.pk)
        due = last_told(in_acme.ticket)
        assert (due.name, due.data["label"]) == ("ticket.reminder_due", "Ana Agent")
        assert "call the bank" not in str([event.data for event in told_rows(in_acme.ticket)])
        assert notes_of(in_acme.agent.actor, [reminder.pk]) == {reminder.pk: "call the bank"}
        assert notes_of(in_acme.owner.actor, [reminder.pk]) == {}

    def test_a_member_has_so_many_to_come_and_others_theirs(self, in_acme: Cast) -> None:
        ticket = fresh(in_acme.ticket)
        first, *_rest = [set_reminder(ticket, tomorrow(), by=in_acme.agent.actor) for _number in range(MOST_REMINDERS)]
        with pytest.raises(TooManyReminders) as refused:
            set_reminder(ticket, tomorrow(), by=in_acme.agent.actor)
        assert (refused.value.code, list(refused.value.fields)) == ("too_many_reminders", ["at"])
        set_reminder(ticket, tomorrow(), by=in_acme.owner.actor)
        set_reminder(fresh(in_acme.other_ticket), tomorrow(), by=in_acme.agent.actor)
        drop_reminder(first, by=in_acme.agent.actor)
        set_reminder(ticket, tomorrow(), by=in_acme.agent.actor)

    def test_it_is_its_members(self, in_acme: Cast) -> None:
        reminder = set_reminder(fresh(in_acme.ticket), tomorrow(), by=in_acme.agent.actor)
        with pytest.raises(NotAllowed):
            drop_reminder(reminder, by=in_acme.owner.actor)
        revert_event(in_acme.ticket.pk, last_told(in_acme.ticket).pk, by=in_acme.agent.actor)
        assert not Reminder.objects.exists()

    def test_what_does_not_fit(self, in_acme: Cast) -> None:
        with pytest.raises(InvalidTicket):
            set_reminder(fresh(in_acme.ticket), now(), by=in_acme.agent.actor)
        with pytest.raises(InvalidTicket):
            set_reminder(fresh(in_acme.ticket), tomorrow(), "x" * 201, by=in_acme.agent.actor)
