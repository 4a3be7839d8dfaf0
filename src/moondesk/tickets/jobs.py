"""Work on tickets outside of requests. Jobs that work in batches enter the organization for each of them."""

import uuid

from moondesk.jobs.app import Retry, job, periodic
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import organization_ids
from moondesk.tickets.actions.closing import close_batch
from moondesk.tickets.actions.retiring import move_batch, moves_to_go_on
from moondesk.tickets.counts import fold_tallies


@periodic("*/5 * * * *")
def fold_all_tallies() -> None:
    """Keep the counts of every organization short, one short transaction each."""
    for organization_id in organization_ids():
        with tenancy.organization(organization_id):
            fold_tallies()


@job(retry=Retry(attempts=8, wait=2), in_organization=False)
def move_tickets(tenant: str, move_id: str) -> None:
    """Move the tickets off a retired status, one short transaction a batch; going on after a failure is harmless."""
    more = True
    while more:
        with tenancy.organization(uuid.UUID(tenant)):
            more = move_batch(uuid.UUID(move_id))


@periodic("*/5 * * * *")
def go_on_moving() -> None:
    """Take up moves whose job was lost, and tickets that somebody still put into a status while it was retired."""
    for organization_id in organization_ids():
        with tenancy.organization(organization_id):
            for move_id in moves_to_go_on():
                move_tickets.enqueue(tenant=str(organization_id), move_id=str(move_id))


@periodic("23 * * * *")
def close_resolved() -> None:
    """Announce the closing of resolved tickets, and close those that were announced (T7)."""
    for organization_id in organization_ids():
        more = True
        while more:
            with tenancy.organization(organization_id):
                more = close_batch(now())
