"""Letting go of the tickets of one who left by themselves, and of offers of ownership whose week is over."""

import uuid

from moondesk.jobs.app import job, periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit import tenancy
from moondesk.organizations.actions.offers import settle_offer
from moondesk.organizations.actor import system_actor
from moondesk.organizations.people import lock_member
from moondesk.tickets.actions import assign_ticket
from moondesk.tickets.held import all_open_of

_BATCH = 50


@periodic("11 * * * *")
@each_organization
def end_offers() -> None:
    """End offers of ownership that nobody answered in time, or that cannot be taken any more."""
    settle_offer(by=system_actor(tenancy.current_organization_id()))


@job()
def release_tickets(member_id: str) -> None:
    """Make some of a gone member's open tickets nobody's; the rest is the next job's."""
    member = lock_member(uuid.UUID(member_id))
    if member.is_active:
        return
    by = system_actor(tenancy.current_organization_id())
    tickets = list(all_open_of(member.pk).select_for_update(of=("self",))[:_BATCH])
    for ticket in tickets:
        assign_ticket(ticket, None, by=by)
    if len(tickets) == _BATCH:
        release_tickets.enqueue(member_id=member_id)
