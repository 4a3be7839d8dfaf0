"""Merging opens no second door to a ticket that somebody does not see, nor to one that was deleted."""

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.queries import messages_for
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast


def bodies(actor: Actor, ticket: Ticket) -> set[str]:
    return {one.body for one in messages_for(actor, Ticket.objects.get(pk=ticket.pk))}


def test_who_sees_only_the_merged_ticket_reads_nothing_of_the_other(in_acme: Cast) -> None:
    add_note(in_acme.ticket, "A secret of Flights", by=in_acme.owner.actor)
    merge_tickets(in_acme.ticket.number, [in_acme.other_ticket.number], by=in_acme.owner.actor)
    assert "A secret of Flights" not in bodies(in_acme.other_agent.actor, in_acme.other_ticket)


def test_a_deleted_survivor_is_read_through_no_merged_ticket(in_acme: Cast) -> None:
    merge_tickets(in_acme.other_ticket.number, [in_acme.ticket.number], by=in_acme.owner.actor)
    reply_to_customer(Ticket.objects.get(pk=in_acme.other_ticket.pk), "Said where it went on", by=in_acme.owner.actor)
    Ticket.objects.filter(pk=in_acme.other_ticket.pk).update(deleted_at=now())
    assert "Said where it went on" not in bodies(in_acme.customer.actor, in_acme.ticket)
    assert "Said where it went on" not in bodies(in_acme.agent.actor, in_acme.ticket)
