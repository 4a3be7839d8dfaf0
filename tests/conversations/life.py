"""What must be true of tickets after anything that can happen to them; ``test_life_machine.py`` makes it happen."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from moondesk.contacts.actors import contact_actor
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.events.models import Event
from moondesk.organizations.actor import Actor, Door
from moondesk.tickets.counts import view_counts
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.related import Merge, TicketLink
from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, Priority, Stage

EXACT = (
    "number", "subject", "status__key", "stage", "priority", "type", "category_id", "department_id", "requester_id",
    "assignee_id", "tags", "due_at", "snoozed_until", "snoozed_by", "resolved_at", "closed_at", "close_warned_at",
    "merged_into_id", "merged_count", "message_count", "last_message_at", "last_message_by_customer",
    "first_response_at", "archived_at", "assigned_at", "watchers", "mentioned",
)  # fmt: skip
WHETHER = ("snoozed_at", "deleted_at")
"""Moments that may be others after undoing; whether there is one may not."""
CHAINS = {
    "ticket.status_changed": lambda row: row["status__key"],
    "ticket.assignee_changed": lambda row: str(row["assignee_id"]) if row["assignee_id"] else None,
    "ticket.priority_changed": lambda row: Priority(row["priority"]).key,
    "ticket.tags_changed": lambda row: ",".join(row["tags"]),
}
SWITCHES = {
    "archived_at": ({"ticket.archived"}, {"ticket.unarchived"}),
    "deleted_at": ({"ticket.deleted", "ticket.split_taken_back", "ticket.clone_taken_back"}, {"ticket.restored"}),
    "snoozed_at": ({"ticket.snoozed"}, {"ticket.woken"}),
}
WRITTEN = ("message.from_customer", "message.reply_sent", "message.note_added")
TAKEN_BACK = ("message.reply_taken_back", "message.note_taken_back")
COPIED = ("ticket.split", "ticket.cloned")


def picture_of(tickets: Iterable[uuid.UUID]) -> dict[str, Any]:
    """Return all that undoing must give back of some tickets."""
    ids = list(tickets)
    rows = {str(row["pk"]): row for row in Ticket.objects.filter(pk__in=ids).values("pk", *EXACT, *WHETHER)}
    for row in rows.values():
        row |= {name: row[name] is not None for name in WHETHER}
    messages = Message.objects.filter(ticket__in=ids).order_by("id")
    return {
        "tickets": rows,
        "messages": list(messages.values_list("pk", "ticket_id", "kind", "body", "held_until", "created_at")),
        "people": set(Participant.objects.filter(ticket__in=ids).values_list("ticket_id", "contact_id")),
        "merges": set(Merge.objects.filter(ended_at=None, ticket__in=ids).values_list("ticket_id", "into_id")),
        "links": set(
            TicketLink.objects.filter(first__in=ids, second__in=ids).values_list("kind", "first_id", "second_id")
        ),
    }


def check_told(before: dict[str, Any], after: dict[str, Any], events: Sequence[Event]) -> None:
    """See that the events lead from one picture to the other, and tell of nothing else."""
    for pk, old in before["tickets"].items():
        own, new = [event for event in events if str(event.subject_id) == pk], after["tickets"][pk]
        for name, read in CHAINS.items():
            at = read(old)
            for event in (one for one in own if one.name == name):
                assert (event.data["old"] or None) == (at or None), (name, event.data, at)
                assert event.data["old"] != event.data["new"], (name, event.data)
                at = event.data["new"]
            assert (at or None) == (read(new) or None), (name, at, read(new))
        for field, (on, off) in SWITCHES.items():
            told = [one.name for one in own if one.name in on | off and not _is_of_the_old(one)]
            _check_switch(field, old, new, told, on)
    _check_messages(before, after, events)


def _is_of_the_old(event: Event) -> bool:
    """Both tickets are told that a new one was taken away again; ids grow, and the younger one is gone."""
    return event.name in SWITCHES["deleted_at"][0] and str(event.subject_id) < event.data.get("ticket", "")


def _check_switch(field: str, old: dict[str, Any], new: dict[str, Any], told: list[str], on: set[str]) -> None:
    is_on = told[-1] in on if told else bool(old[field])
    if not told and old["status__key"] != new["status__key"] and field != "deleted_at":
        return  # a ticket that is done is not snoozed, one that is not closed is not archived: the status says it
    assert is_on == bool(new[field]), (field, told)


def _check_messages(before: dict[str, Any], after: dict[str, Any], events: Sequence[Event]) -> None:
    was, there = ({row[0] for row in picture["messages"]} for picture in (before, after))
    told = Counter(uuid.UUID(one.data["message"]) for one in events if one.name in WRITTEN)
    gone = Counter(uuid.UUID(one.data["message"]) for one in events if one.name in TAKEN_BACK)
    assert set(told.values()) | set(gone.values()) <= {1}, "each message is told of once"
    assert there - was == {pk for pk in told if pk in there}
    moved = {uuid.UUID(pk) for one in events if one.name == "ticket.split" for pk in one.data["messages"]}
    assert was - there == {pk for pk in gone if pk in was} | (moved & was - there)


def check_stages(tickets: Sequence[Ticket]) -> None:
    """See that the status, the stage and what depends on them say the same."""
    for one in tickets:
        assert one.stage == one.status.stage
        assert (one.resolved_at is not None) == (one.stage in DONE_STAGES)
        assert (one.closed_at is not None) == (one.stage == Stage.CLOSED)
        assert one.archived_at is None or one.stage == Stage.CLOSED
        assert one.snoozed_at is None or one.stage in ACTIVE_STAGES
        assert one.snoozed_until is None or one.snoozed_at is not None
        assert (one.assigned_at is not None) == (one.assignee_id is not None)


def _roots(tickets: Sequence[Ticket]) -> dict[uuid.UUID, uuid.UUID]:
    """Return where each ticket goes on in the end, from the records alone."""
    into = dict(Merge.objects.filter(ended_at=None).values_list("ticket_id", "into_id"))
    roots = {}
    for one in tickets:
        pk, steps = one.pk, 0
        while pk in into:
            pk, steps = into[pk], steps + 1
            assert steps <= len(into), "a circle"
        roots[one.pk] = pk
    return roots


def check_families(agent: Actor, tickets: Sequence[Ticket]) -> None:
    """See that what a ticket shows is its own messages and those of the tickets that go on in it."""
    roots = _roots(tickets)
    own: dict[uuid.UUID, list[uuid.UUID]] = {}
    for pk, ticket in Message.objects.filter(ticket__in=tickets).values_list("pk", "ticket_id"):
        own.setdefault(ticket, []).append(pk)
    for one in tickets:
        family = [pk for pk, root in roots.items() if root == one.pk]
        assert one.merged_into_id == (None if roots[one.pk] == one.pk else roots[one.pk])
        assert one.merged_count == len([pk for pk in family if pk != one.pk])
        if one.merged_into_id is None:
            wanted = sorted(pk for member in family for pk in own.get(member, []))
            assert sorted(messages_for(agent, one).values_list("pk", flat=True)) == wanted
            assert one.message_count == len(wanted), "the count of messages"


def check_counts(tickets: Sequence[Ticket]) -> None:
    """See that what is written on a ticket about its messages is what they say."""
    roots = _roots(tickets)
    for one in tickets:
        if one.merged_into_id is not None or one.deleted_at is not None:
            continue
        family = [pk for pk, root in roots.items() if root == one.pk]
        replies = Message.objects.filter(ticket__in=family, kind="reply")
        last = replies.order_by("-created_at", "-id").first()
        assert one.last_message_at == (last.created_at if last else one.created_at)
        assert one.last_message_by_customer == (last is None or last.author_kind == "customer")


def check_customers(tickets: Sequence[Ticket]) -> None:
    """See that customers read what is for them, and nothing else."""
    for one in tickets:
        if one.deleted_at is not None:
            continue
        seen = messages_for(contact_actor(one.requester, door=Door.PORTAL), one)
        assert not seen.exclude(kind="reply").exists(), "a note"
        assert not seen.exclude(held_until=None).exists(), "a reply that is held"
        assert not seen.filter(author_kind="customer").exclude(author_contact=one.requester).exists(), "a stranger"
        own = Message.objects.filter(ticket=one, kind="reply", held_until=None)
        assert set(own.values_list("pk", flat=True)) <= set(seen.values_list("pk", flat=True))


def check_queues(agent: Actor) -> None:
    """See that the kept counts are what counting finds."""
    listed = Ticket.objects.filter(deleted_at=None, merged_into=None, archived_at=None, stage__in=ACTIVE_STAGES)
    rows = list(listed.values_list("stage", "assignee_id", "department_id", "snoozed_at"))
    awake = [row for row in rows if row[3] is None]
    counts = view_counts(agent)
    assert counts.open == len(awake)
    assert counts.snoozed == len(rows) - len(awake)
    assert counts.waiting == sum(row[0] == Stage.WAITING for row in awake)
    assert counts.unassigned == sum(row[1] is None for row in awake)
    assert counts.mine == sum(row[1] == agent.member_id for row in awake)
    departments = Counter(row[2] for row in awake)
    assert {key: count for key, count in counts.departments.items() if count} == departments
