"""The kept counts are what a full count says, after any changes, by any hand."""

import random
import uuid
from collections import Counter

import pytest

from moondesk.kit.clock import now
from moondesk.tickets import actions
from moondesk.tickets.counts import SNOOZED, fold_tallies
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.tally_models import Tally
from tests import factories
from tests.harness.people import Cast

type Key = tuple[uuid.UUID | None, uuid.UUID | None, str, uuid.UUID | None, bool]


def full_count() -> Counter[Key]:
    columns = ("department_id", "assignee_id", "stage", "status_id", "snoozed_at")
    rows = Ticket.objects.filter(deleted_at=None).values_list(*columns)
    return Counter(
        (department, whom, SNOOZED if snoozed else str(stage), status, whole)
        for department, assignee, stage, status, snoozed in rows
        for whom, whole in ((assignee, False), (None, True))
    )


def kept_count() -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for row in Tally.objects.all():
        counts[row.department_id, row.assignee_id, row.stage, row.status_id, row.whole] += row.tickets
    return Counter({key: count for key, count in counts.items() if count})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kept_counts_equal_full_counts(in_acme: Cast, seed: int) -> None:
    chance = random.Random(seed)
    by = in_acme.owner.actor
    departments = [None, in_acme.flights, in_acme.hotels]
    members = [None, in_acme.agent.member, in_acme.other_agent.member]
    statuses = list(Status.objects.all())
    tickets = [factories.make_ticket(department=chance.choice(departments)) for _ in range(8)]
    for step in range(150):
        ticket = Ticket.objects.get(pk=chance.choice(tickets).pk)
        what = chance.randrange(9)
        if what == 0:
            tickets.append(factories.make_ticket(department=chance.choice(departments)))
        elif what == 1:
            Ticket.objects.filter(pk=ticket.pk).update(deleted_at=chance.choice([None, now()]))
        elif what == 2:
            some = [one.pk for one in chance.sample(tickets, 4)]
            Ticket.objects.filter(pk__in=some).update(
                assignee=chance.choice(members), department=chance.choice(departments)
            )
        elif what == 8:
            Ticket.objects.filter(pk=ticket.pk).update(snoozed_at=chance.choice([None, now()]))
        elif what in (3, 4):
            actions.assign_ticket(ticket, chance.choice(members), by=by)
        elif what == 5:
            actions.change_department(ticket, chance.choice(departments), by=by)
        else:
            actions.change_status(ticket, chance.choice(statuses), by=by)
        if step % 10 == 0:
            assert kept_count() == full_count(), step
        if step % 40 == 20:
            fold_tallies()
            assert kept_count() == full_count(), f"{step}, after folding"
    assert kept_count() == full_count()
    fold_tallies()
    assert Tally.objects.count() <= len(full_count()) + 1


def test_a_change_of_something_else_counts_nothing(in_acme: Cast) -> None:
    before = Tally.objects.count()
    actions.change_tags(Ticket.objects.get(pk=in_acme.ticket.pk), ["a"], by=in_acme.owner.actor)
    assert Tally.objects.count() == before
