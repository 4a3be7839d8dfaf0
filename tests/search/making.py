"""Bringing the words of tickets up to now, as the worker does within a second."""

from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from moondesk.search.actions import index_tickets
from moondesk.search.models import SearchBuild
from moondesk.tickets.models import Ticket
from moondesk.tickets.search_models import TicketWords


def index_here() -> None:
    """Write the words of all tickets of the organization in context."""
    index_tickets(list(Ticket.objects.values_list("pk", flat=True)))


def index(organization: Organization) -> None:
    """The same of an organization."""
    with tenancy.organization(organization.pk):
        index_here()


def make_ticket_words() -> TicketWords:
    """Return the words of a ticket."""
    from tests import factories

    ticket = factories.make_ticket()
    index_tickets([ticket.pk])
    return TicketWords.objects.get(ticket=ticket)


def make_search_build() -> SearchBuild:
    """Return a build that has not begun."""
    return SearchBuild.objects.create()
