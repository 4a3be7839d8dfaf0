"""Mails about closing, and no storm of mails when a status is retired."""

import datetime

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets import actions
from moondesk.tickets.actions.closing import close_batch
from moondesk.tickets.models import Status, Ticket
from tests import factories
from tests.mail.conftest import Office


def test_a_resolved_ticket_closes_after_one_mail_that_says_so(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=office.cast.ticket.pk)
        actions.resolve_ticket(ticket, by=office.cast.agent.actor)
        Ticket.objects.filter(pk=ticket.pk).update(resolved_at=now() - datetime.timedelta(days=6))
    office.run_jobs()
    before = len(office.caught())
    with tenancy.organization(office.cast.acme.pk):
        close_batch(now())
    office.run_jobs()
    sent = office.caught()[before:]
    assert [one["Subject"] for one in sent] == [f"Your ticket closes soon [TKT-{ticket.number}]"]
    assert sent[0]["To"].addresses[0].addr_spec == "carla@customer.test"
    assert sent[0]["Auto-Submitted"] == "auto-generated"
    with tenancy.organization(office.cast.acme.pk):
        close_batch(now() + datetime.timedelta(days=2))
        assert Ticket.objects.get(pk=ticket.pk).stage == "closed"
    office.run_jobs()
    assert len(office.caught()) == before + 1


def test_retiring_a_status_moves_its_tickets_by_a_job_and_mails_nobody(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        held = Status.objects.get(key="on_hold")
        tickets = [office.cast.ticket, office.cast.other_ticket, factories.make_ticket()]
        for ticket in tickets:
            actions.change_status(Ticket.objects.get(pk=ticket.pk), held, by=factories.moondesk())
    office.run_jobs()
    before = len(office.caught())
    with tenancy.organization(office.cast.acme.pk):
        actions.retire_status("on_hold", to="closed", by=office.cast.owner.actor)
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        found = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])
        assert set(found.values_list("status__key", "stage")) == {("closed", "closed")}
        assert not Ticket.objects.filter(status=held).exists()
    assert len(office.caught()) == before
