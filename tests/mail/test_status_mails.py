"""The mail that a ticket is resolved: only when it is, and only when it cannot be undone any more."""

from moondesk.channels.models import OutgoingMail
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from moondesk.tickets.actions import reopen_ticket, resolve_ticket
from moondesk.tickets.models import Ticket
from tests.mail.conftest import Office


def test_resolved_is_not_said_of_a_ticket_that_was_opened_again(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=office.cast.ticket.pk)
        resolve_ticket(ticket, by=office.cast.agent.actor)
    with tenancy.organization(office.cast.acme.pk):
        reopen_ticket(Ticket.objects.get(pk=office.cast.ticket.pk), by=office.cast.agent.actor)
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        mail = OutgoingMail.objects.get(ticket=office.cast.ticket, kind="status")
    assert (mail.state, mail.sent_at) == ("withheld", None)
    assert "opened again" in mail.error


def test_resolved_at_the_desk_is_said_when_it_can_no_longer_be_undone(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        Organization.objects.update(undo_seconds=30)
        resolve_ticket(Ticket.objects.get(pk=office.cast.ticket.pk), by=office.cast.agent.actor)
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        assert OutgoingMail.objects.get(ticket=office.cast.ticket, kind="status").state == "queued"
