"""What cannot be merged, linked or split is refused by the pages too: it is said, and nothing of it is done."""

from typing import Any

import pytest

from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.actions import delete_ticket
from moondesk.tickets.actions.linking import link_tickets
from moondesk.tickets.joining import Relation
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import Merge, TicketLink
from tests import factories
from tests.harness.people import Cast


def at(ticket: Ticket, rest: str) -> str:
    return f"/acme/desk/tickets/{ticket.number}/{rest}"


def version(cast: Cast, ticket: Ticket) -> int:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.get(pk=ticket.pk).version


@pytest.fixture
def other(cast: Cast) -> Ticket:
    """Another ticket that Ana may change."""
    with tenancy.organization(cast.acme.pk):
        return factories.make_ticket("The other matter", department=cast.flights)


@pytest.mark.parametrize(
    ("what", "status"), [("foreign", 404), ("hidden", 404), ("deleted", 404), ("nonsense", 404), ("merged", 409)]
)
def test_only_what_is_there_can_be_merged(cast: Cast, client_of: Any, other: Ticket, what: str, status: int) -> None:
    with tenancy.organization(cast.acme.pk):
        if what == "merged":
            third = factories.make_ticket(department=cast.flights)
            merge_tickets(third.number, [other.number], by=cast.agent.actor)
        if what == "deleted":
            delete_ticket(Ticket.objects.get(pk=other.pk), by=cast.owner.actor)
        before = Merge.objects.count()
    numbers = {"foreign": cast.foreign_ticket.number, "hidden": cast.other_ticket.number, "nonsense": "ZZZZZZ"}
    fields = {"version": version(cast, cast.ticket), "ticket": [numbers.get(what, other.number)]}
    refused = client_of(cast.agent).post(at(cast.ticket, "merge"), fields)
    assert refused.status_code == status
    assert 'data-c="danger"' in refused.content.decode()
    assert "Something of globex" not in refused.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Merge.objects.count() == before


@pytest.mark.parametrize(
    ("what", "status"), [("circle", 409), ("again", 409), ("itself", 422), ("foreign", 404), ("hidden", 404)]
)
def test_links_that_make_no_sense_are_refused(
    cast: Cast, client_of: Any, other: Ticket, what: str, status: int
) -> None:
    with tenancy.organization(cast.acme.pk):
        link_tickets(cast.ticket.number, Relation.BLOCKS, other.number, by=cast.agent.actor)
    relation = "blocked_by" if what == "circle" else "blocks"
    numbers = {"itself": cast.ticket.number, "foreign": cast.foreign_ticket.number, "hidden": cast.other_ticket.number}
    fields = {
        "version": version(cast, cast.ticket),
        "relation": relation,
        "ticket": numbers.get(what, other.number),
    }
    refused = client_of(cast.agent).post(at(cast.ticket, "links"), fields)
    assert refused.status_code == status
    assert 'data-c="danger"' in refused.content.decode()
    assert "Something of globex" not in refused.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert TicketLink.objects.count() == 1


@pytest.mark.parametrize("how", ["move", "copy"])
def test_not_all_messages_leave_a_ticket(cast: Cast, client_of: Any, how: str) -> None:
    with tenancy.organization(cast.acme.pk):
        reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "An answer", by=cast.agent.actor)
        ids = [str(pk) for pk in Message.objects.filter(ticket=cast.ticket).values_list("pk", flat=True)]
        tickets = Ticket.objects.count()
    fields = {"version": version(cast, cast.ticket), "subject": "All of it", "message": ids, "how": how}
    refused = client_of(cast.agent).post(at(cast.ticket, "split"), fields)
    assert refused.status_code == 409
    shown = refused.content.decode()
    assert "Leave at least one message on this ticket." in shown
    assert 'value="All of it"' in shown
    assert all(f'value="{pk}" checked' in shown for pk in ids), "what was chosen stays"
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == tickets
        assert Message.objects.filter(ticket=cast.ticket).count() == 2
