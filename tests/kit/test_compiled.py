"""Query sets compiled once are asked anew each time: by id, by organization, with all that belongs to a row."""

import uuid

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from moondesk.kit import tenancy
from moondesk.kit.compiled import compiled
from moondesk.kit.tenancy import NoOrganization
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db

made: list[dict[str, object]] = []


@compiled
def tickets(ticket: uuid.UUID | None = None, *, newest: bool = True) -> QuerySet[Ticket]:
    made.append({"ticket": ticket, "newest": newest})
    found = Ticket.objects.select_related("status", "requester__company", "assignee")
    if ticket:
        found = found.filter(pk=ticket)
    return found.order_by("-id" if newest else "id")


def test_each_organization_gets_its_own_rows_of_one_statement(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        mine = {one.pk for one in tickets()}
        assert mine == set(Ticket.objects.values_list("pk", flat=True)) != set()
    with tenancy.organization(cast.globex.pk):
        theirs = {one.pk for one in tickets()}
        assert theirs == set(Ticket.objects.values_list("pk", flat=True))
        assert tickets(cast.ticket.pk) == []
    assert not mine & theirs


def test_outside_of_any_organization_it_raises(cast: Cast) -> None:
    with pytest.raises(NoOrganization):
        tickets(cast.ticket.pk)


def test_each_id_and_each_shape_is_answered_and_compiled_once(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        other = factories.make_ticket(subject="Another")
        assert [one.pk for one in tickets(other.pk)] == [other.pk]
        made.clear()
        assert [one.pk for one in tickets(cast.ticket.pk)] == [cast.ticket.pk]
        assert made == []
        forward = [one.pk for one in tickets(newest=False)]
        assert forward == [one.pk for one in tickets()][::-1]


def test_rows_are_whole_with_what_they_refer_to(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(assignee=cast.agent.member, tags=["one", "two"])
        with CaptureQueriesContext(connection) as asked:
            (ticket,) = tickets(cast.ticket.pk)
            assert ticket.assignee is not None
            names = (ticket.requester.name, ticket.assignee.name, ticket.status.labels["en"], ticket.requester.company)
        assert len(asked) == 1
        plain = Ticket.objects.get(pk=ticket.pk)
        assert names == (plain.requester.name, plain.assignee.name, plain.status.labels["en"], plain.requester.company)
        assert all(getattr(ticket, one.attname) == getattr(plain, one.attname) for one in Ticket._meta.concrete_fields)
        Ticket.objects.filter(pk=ticket.pk).update(assignee=None)
        assert tickets(ticket.pk)[0].assignee is None


@compiled
def some(wanted: list[uuid.UUID]) -> QuerySet[Ticket]:
    made.append({"some": wanted})
    return Ticket.objects.filter(pk__any_of=wanted, stage="open").select_related("requester").order_by("id")


def test_lists_of_ids_of_any_length_are_one_statement(in_acme: Cast) -> None:
    known = sorted(factories.make_ticket().pk for _number in range(3))
    assert [one.pk for one in some(known[:1])] == known[:1]
    made.clear()
    assert [one.pk for one in some(known)] == known
    assert some([]) == []
    assert some([in_acme.foreign_ticket.pk]) == []
    assert made == []
