"""The requester's other tickets are kept by a mark of their own."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from moondesk.kit import tenancy
from moondesk.tickets.lists import TicketRow
from moondesk.tickets.models import Ticket
from moondesk.web.desk.page import TicketPage
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_other_tickets_are_read_again_when_one_of_them_changed_and_not_with_this_one(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        carla = cast.customer.contact
        assert carla is not None
        other = factories.make_ticket(requester=carla, subject="Another of Carla's")
    client = client_of(cast.owner)

    def lists_read() -> int:
        with CaptureQueriesContext(connection) as seen:
            page = client.get(f"/acme/desk/tickets/{cast.ticket.number}?view=mine").content.decode()
        assert "Another of Carla" in page
        return sum("WITH page AS" in one["sql"] for one in seen.captured_queries)

    assert lists_read() == 2
    for changed, read in ((cast.ticket, 1), (other, 2), (other, 2)):
        with tenancy.organization(cast.acme.pk):
            Ticket.objects.filter(pk=changed.pk).update(version=F("version") + 1)
        assert lists_read() == read


def test_a_ticket_that_comes_while_others_are_read_is_kept_for_nobody(
    cast: Cast, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the mark and the list: who may see only the tickets of the mark reads what is kept by it."""
    carla = cast.customer.contact
    read = TicketPage._others

    def opened_meanwhile(page: TicketPage) -> list[TicketRow]:
        factories.make_ticket(requester=carla, subject="Secret of Hotels", department=cast.hotels)
        return read(page)

    with tenancy.organization(cast.acme.pk):
        factories.make_ticket(requester=carla, subject="Seen by both", department=cast.flights)
    at = f"/acme/desk/tickets/{cast.ticket.number}?view=mine"
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(TicketPage, "_others", opened_meanwhile)
        assert "Seen by both" in client_of(cast.owner).get(at).content.decode()
    page = client_of(cast.agent).get(at).content.decode()
    assert "Seen by both" in page
    assert "Secret of Hotels" not in page
    assert "Secret of Hotels" in client_of(cast.owner).get(at).content.decode()
