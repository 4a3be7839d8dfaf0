"""The numbers in the rail are those of the lists behind them, after thousands of changes by any hand."""

import random
from typing import Any

from django.db.models import QuerySet

from moondesk.kit.clock import now
from moondesk.tickets.bounded import bounded_counts
from moondesk.tickets.counts import fold_tallies, view_counts
from moondesk.tickets.list_query import ListQuery, parse_list_query
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import ACTIVE_STAGES
from moondesk.web.inbox import VIEWS
from tests import factories
from tests.harness.people import Cast

QUESTIONS = {
    "vip": {"tag": ["vip"], "stage": ["open,in_progress,waiting"]},
    "unhurried": {"priority.not": ["urgent,high"], "assignee": ["me,nobody"]},
    "late": {"due": ["overdue"]},
    "fresh": {"created_from": ["-1d"], "department.empty": ["true"]},
    "parked": {"snoozed": ["true"]},
}
KEPT = {"mine": "mine", "unassigned": "unassigned", "open": "open", "waiting": "waiting", "snoozed": "snoozed"}


def listed(actor: Any, query: ListQuery) -> int:
    """Count by walking the list to its end, as a person would."""
    found, cursor = 0, ""
    while True:
        page = list_tickets(actor, query.at(cursor))
        found += len(page.rows)
        if page.next is None:
            return found
        cursor = page.next


def check(cast: Cast) -> None:
    questions = {name: parse_list_query(asked) for name, asked in QUESTIONS.items()}
    for person in ("owner", "agent", "viewer"):
        actor = cast.people[person].actor
        counts = view_counts(actor)
        by_key = {view.key: view.query for view in VIEWS}
        assert {key: getattr(counts, name) for key, name in KEPT.items()} == {
            key: listed(actor, by_key[key]) for key in KEPT
        }
        wanted = {name: listed(actor, query) for name, query in questions.items()}
        assert bounded_counts(actor, questions) == wanted
        assert bounded_counts(actor, questions, 3) == {name: min(3, count) for name, count in wanted.items()}


def one_change(rows: QuerySet[Ticket], chance: random.Random, cast: Cast, status: Status) -> None:
    """Change something of some tickets as a person with ``psql`` would."""
    later = [None, now(), "2020-01-01T00:00Z", "2090-01-01T00:00Z"]
    changes: list[dict[str, Any]] = [
        {"status": status, "stage": status.stage, "snoozed_at": None},  # as moving does
        {"assignee": chance.choice([None, cast.agent.member, cast.owner.member])},
        {"department": chance.choice([None, cast.flights, cast.hotels])},
        {"deleted_at": chance.choice([None, None, now()])},
        {"priority": chance.randrange(1, 5), "tags": chance.choice([[], ["vip"], ["vip", "tap"]])},
        {"due_at": chance.choice(later)},
    ]
    if chance.random() < 0.2:
        rows.filter(stage__in=ACTIVE_STAGES).update(snoozed_at=chance.choice([None, None, now()]))
    else:
        rows.update(**chance.choice(changes))


def test_counts_are_those_of_the_lists_after_thousands_of_changes(in_acme: Cast) -> None:
    chance = random.Random(11)
    tickets = [factories.make_ticket(department=in_acme.flights).pk for _ in range(30)]
    statuses = list(Status.objects.all())
    for step in range(1000):
        some = Ticket.objects.filter(pk__in=chance.sample(tickets, chance.randrange(1, 6)))
        one_change(some, chance, in_acme, chance.choice(statuses))
        if step % 250 == 249:
            check(in_acme)
            fold_tallies()
    check(in_acme)
