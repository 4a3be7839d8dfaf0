"""What concerns whom: once, bundled, never oneself, and only while one may see the ticket."""

import datetime
import json
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.conversations.actions import add_note, reply_as_customer
from moondesk.conversations.actions.editing import delete_message
from moondesk.events.models import Event
from moondesk.events.registry import after_commit, wanted_by
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.notifications import reactions
from moondesk.notifications.actions import Matter, choose_kinds, mark_read, mute_ticket, tell_members, unmute_ticket
from moondesk.notifications.jobs import forget_old
from moondesk.notifications.models import Notification
from moondesk.notifications.queries import shown, unread_of
from moondesk.notifications.rules import Kind
from moondesk.tickets.actions import assign_ticket, change_department
from moondesk.tickets.actions.attending import watch_ticket
from moondesk.tickets.actions.snoozing import set_reminder, tell_if_due
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminder_models import Reminder
from moondesk.tickets.rules import Channel
from tests.factories_lasting import make_notification
from tests.harness.people import Cast, Person


def react() -> None:
    """Run what this package does after the commit, twice: a reaction may run again."""
    ours = reactions.__name__
    new = Event.objects.filter(dispatched_at=None)
    for event in [*new.order_by("id")] * 2:
        for key in wanted_by(event):
            if key.startswith(ours):
                after_commit[event.name][key](event)
    new.update(dispatched_at=now())


def ticket_of(cast: Cast) -> Ticket:
    return Ticket.objects.get(pk=cast.ticket.pk)


def told(person: Person) -> list[tuple[str, int]]:
    return [(one.kind, one.count) for one in shown(person.actor).filter(read_at=None).order_by("at", "id")]


def write(cast: Cast, text: str) -> None:
    person = cast.customer
    assert person.contact
    reply_as_customer(ticket_of(cast), person.contact, text, by=person.actor, channel=Channel.WEB)


def test_members_are_told_in_one_order_so_that_two_events_do_not_wait_for_each_other(in_acme: Cast) -> None:
    event = Event.objects.filter(subject_id=in_acme.ticket.pk).latest("id")
    here = [one.member.pk for one in (in_acme.owner, in_acme.administrator, in_acme.agent) if one.member]
    tell_members(Matter(Kind.MENTION, event, ticket_of(in_acme)), sorted(here, reverse=True), doer=None)
    assert list(Notification.objects.order_by("id").values_list("member_id", flat=True)) == sorted(here)


def test_answers_in_a_row_are_one_with_a_count_until_they_are_read(in_acme: Cast) -> None:
    assign_ticket(ticket_of(in_acme), in_acme.agent.member, by=in_acme.owner.actor)
    for number in range(3):
        write(in_acme, f"Hello? {number}")
    react()
    assert sorted(told(in_acme.agent)) == [("assigned", 1), ("reply", 3)]
    assert unread_of(in_acme.agent.actor).tickets == (in_acme.ticket.pk,)
    assert mark_read(in_acme.agent.actor, ticket=in_acme.ticket.pk) == 2
    react()
    assert told(in_acme.agent) == []
    write(in_acme, "Still there")
    react()
    assert told(in_acme.agent) == [("reply", 1)]
    assert told(in_acme.owner) == []


def test_nobody_is_told_of_what_they_did(in_acme: Cast) -> None:
    agent = in_acme.agent
    watch_ticket(ticket_of(in_acme), agent.member, by=agent.actor)
    assign_ticket(ticket_of(in_acme), agent.member, by=agent.actor)
    add_note(ticket_of(in_acme), "For me", by=agent.actor)
    react()
    assert told(agent) == []


def test_who_watches_hears_of_notes_and_who_is_named_only_that(in_acme: Cast) -> None:
    agent, viewer = in_acme.agent, in_acme.viewer
    for one in (agent, viewer):
        watch_ticket(ticket_of(in_acme), one.member, by=one.actor)
    add_note(ticket_of(in_acme), "What do you say, @Ana Agent?", by=in_acme.owner.actor)
    react()
    assert told(agent) == [("mention", 1)]
    assert told(viewer) == [("watched", 1)]
    assert Notification.objects.filter(internal=True).count() == 2


def test_a_muted_ticket_says_only_what_is_meant_for_oneself(in_acme: Cast) -> None:
    agent = in_acme.agent
    assign_ticket(ticket_of(in_acme), agent.member, by=in_acme.owner.actor)
    mute_ticket(ticket_of(in_acme), by=agent.actor)
    write(in_acme, "Hello")
    add_note(ticket_of(in_acme), "Now, @Ana Agent!", by=in_acme.owner.actor)
    react()
    assert sorted(told(agent)) == [("assigned", 1), ("mention", 1)]
    unmute_ticket(ticket_of(in_acme), by=agent.actor)
    write(in_acme, "Hello again")
    react()
    assert ("reply", 1) in told(agent)


def test_who_loses_sight_of_a_ticket_sees_no_word_of_it(in_acme: Cast) -> None:
    agent = in_acme.agent
    watch_ticket(ticket_of(in_acme), agent.member, by=agent.actor)
    write(in_acme, "Hello")
    react()
    assert unread_of(agent.actor).count == 1
    change_department(ticket_of(in_acme), in_acme.hotels, by=in_acme.owner.actor)
    assert unread_of(agent.actor).count == 0
    assert list(shown(agent.actor)) == []
    write(in_acme, "Hello again")
    react()
    assert Notification.objects.filter(member=agent.member).get().count == 1, "nor is anything written for them"


def test_a_kind_can_be_turned_off_and_what_was_taken_back_is_forgotten(in_acme: Cast) -> None:
    agent = in_acme.agent
    choose_kinds(["assigned"], by=agent.actor)
    assign_ticket(ticket_of(in_acme), agent.member, by=in_acme.owner.actor)
    note = add_note(ticket_of(in_acme), "@Ana Agent?", by=in_acme.owner.actor)
    react()
    assert told(agent) == [("mention", 1)]
    delete_message(note, by=in_acme.owner.actor)
    react()
    assert told(agent) == []
    choose_kinds([], by=agent.actor)
    assign_ticket(ticket_of(in_acme), in_acme.administrator.member, by=in_acme.owner.actor)
    react()
    assert (told(agent), told(in_acme.administrator)) == ([], [("assigned", 1)])


def test_what_is_old_goes(in_acme: Cast) -> None:
    ids = [make_notification().pk for _ in range(4)]
    month, quarter = now() - datetime.timedelta(days=31), now() - datetime.timedelta(days=91)
    Notification.objects.filter(pk=ids[0]).update(at=month, read_at=month)
    Notification.objects.filter(pk=ids[1]).update(at=month)
    Notification.objects.filter(pk=ids[2]).update(at=quarter)
    forget_old.__wrapped__()  # type: ignore[attr-defined]
    assert set(Notification.objects.values_list("pk", flat=True)) == {ids[1], ids[3]}


@pytest.mark.django_db
def test_the_desk_shows_them_marks_them_read_and_mutes(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        assign_ticket(ticket_of(cast), cast.agent.member, by=cast.owner.actor)
        reminder = set_reminder(ticket_of(cast), now() + datetime.timedelta(days=1), "Call them", by=cast.agent.actor)
        Reminder.objects.filter(pk=reminder.pk).update(at=now())
        assert tell_if_due(reminder.pk)
        react()
        one = Notification.objects.get(kind="reminder")
    ana, home = client_of(cast.agent), "/acme/desk/notifications"
    page = ana.get(home).content.decode()
    number = f"TKT-{cast.ticket.number}"
    assert f"Olivia Owner assigned {number} to you" in page
    assert f"Reminder for {number}: Call them" in page
    said = json.loads(ana.get(f"{home}/{one.pk}").content)
    assert (said["text"], said["looked"]) == (f"Reminder for {number}: Call them", "")
    assert client_of(cast.owner).get(f"{home}/{one.pk}").status_code == 404
    assert "Nothing yet" in client_of(cast.owner).get(home).content.decode()
    assert ana.post(f"{home}/read", {"notice": str(one.pk)}, headers={"Moondesk-Quiet": "1"}).status_code == 204
    assert "Call them" not in ana.get(f"{home}?show=unread").content.decode()
    assert ana.post(f"{home}/read", {"all": "1"}).status_code == 302
    assert "Nothing new for you" in ana.get(f"{home}?show=unread").content.decode()
    assert ana.post(f"{home}/read", {}).status_code == 422
    assert ana.post(f"{home}/read", {"notice": "x"}).status_code == 422
    assert ana.get(f"{home}?after=%00").status_code == 422
    assert ana.post(f"/acme/desk/tickets/{cast.ticket.number}/mute").status_code == 302
    assert "Tell me of this ticket again" in ana.get(home).content.decode()
    assert ana.post(f"{home}/kinds", {"on": ["mention"]}).status_code == 302
    assert ana.post(f"{home}/kinds", {"on": ["nonsense"]}).status_code == 422
    assert client_of(cast.other_agent).post(f"/acme/desk/tickets/{cast.ticket.number}/mute").status_code == 404
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(department=cast.hotels, assignee=None)
    assert number not in ana.get(home).content.decode()
    assert ana.get(f"{home}/{one.pk}").status_code == 404


@pytest.mark.django_db
def test_a_program_reads_marks_mutes_and_chooses(cast: Cast, token_of: Callable[[Person], str], client: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        assign_ticket(ticket_of(cast), cast.agent.member, by=cast.owner.actor)
        write(cast, "Hello")
        react()
    by, place = {"authorization": f"Bearer {token_of(cast.agent)}"}, "/api/v1/notifications"
    first = client.get(f"{place}?limit=1", headers=by).json()
    assert [first["items"][0]["kind"], first["unread"]] == ["reply", 2]
    second = client.get(f"{place}?limit=1&cursor={first['next']}", headers=by).json()
    assert (second["items"][0]["kind"], second["next"]) == ("assigned", None)
    json_ = {"headers": by, "content_type": "application/json"}
    assert client.post(f"{place}/read", {"ids": [first["items"][0]["id"]]}, **json_).json() == {"unread": 1}
    assert client.post(f"{place}/read", {"ticket": cast.other_ticket.number}, **json_).status_code == 404
    assert client.post(f"{place}/read", {}, **json_).json() == {"unread": 0}
    assert client.get(f"{place}?unread=true", headers=by).json()["items"] == []
    assert client.put(f"/api/v1/tickets/{cast.ticket.number}/mute", headers=by).status_code == 204
    assert client.get(place, headers=by).json()["items"][0]["muted"] is True
    assert client.delete(f"/api/v1/tickets/{cast.ticket.number}/mute", headers=by).status_code == 204
    assert client.put(f"{place}/choice", {"off": ["reply"]}, **json_).json() == {"off": ["reply"], "mails_off": []}
    without = {"off": ["reply"], "mails_off": ["bulk"]}
    assert client.put(f"{place}/choice", without, **json_).json() == without
    assert client.put(f"{place}/choice", {"off": ["reply"]}, **json_).json() == without
    assert client.get(f"{place}/choice", headers=by).json() == without
    assert client.put(f"{place}/choice", {"off": [], "mails_off": ["news"]}, **json_).status_code == 422
    assert client.put(f"{place}/choice", {"off": ["rain"]}, **json_).status_code == 422
    other = {"authorization": f"Bearer {token_of(cast.other_agent)}"}
    assert client.get(place, headers=other).json() == {"items": [], "next": None, "unread": 0}
