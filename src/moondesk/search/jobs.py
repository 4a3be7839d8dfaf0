"""Work on search outside of requests."""

import datetime
import uuid
from collections.abc import Callable

from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.prepared import keeping_plans
from moondesk.search.actions import BATCH, build_batch, index_tickets, index_tickets_soon, wants_building
from moondesk.tickets.wording import ids_of_requester, ids_with_field

_LATER = datetime.timedelta(seconds=1)


@job(queue_name="search", priority=5)
@keeping_plans()
def index_changed(ticket_ids: list[str]) -> None:
    """Write the words of tickets that changed. While others write for long, its worker is free for other work."""
    tenancy.let_it_be_redone()
    if not index_tickets_soon([uuid.UUID(one) for one in ticket_ids]):
        index_changed.enqueue_at(now() + _LATER, ticket_ids=ticket_ids)


@job(queue_name="search", in_organization=False, lanes=1)
def index_requester(tenant: str, contact_id: str) -> None:
    """Write the words of a contact's tickets, whose name or address changed."""
    _all_of(tenant, contact_id, ids_of_requester)


@job(queue_name="search", in_organization=False, lanes=1)
def index_field(tenant: str, field_id: str) -> None:
    """Write the words of the tickets that have a value of a field, whose options are called otherwise or that went."""
    _all_of(tenant, field_id, ids_with_field)


def _all_of(tenant: str, subject: str, read: Callable[[uuid.UUID, uuid.UUID, int], list[uuid.UUID]]) -> None:
    """Write the words of all tickets of something, one short transaction a batch."""
    last = uuid.UUID(int=0)
    more = True
    while more:
        with tenancy.organization(uuid.UUID(tenant)):
            ids = read(uuid.UUID(subject), last, BATCH)
            index_tickets(ids)
            more = len(ids) == BATCH
            last = ids[-1] if ids else last


@job(queue_name="search", retry=Retry(attempts=8, wait=2), in_organization=False, lanes=1)
def build(tenant: str) -> None:
    """Build the search of an organization, one short transaction a batch; going on after a failure is harmless."""
    more = True
    while more:
        with tenancy.organization(uuid.UUID(tenant)):
            more = build_batch()


@periodic("* * * * *")
@each_organization
def go_on_building() -> None:
    """Begin where an organization's search is not built yet, and take up what stopped."""
    if wants_building():
        build.enqueue(tenant=str(tenancy.current_organization_id()))
