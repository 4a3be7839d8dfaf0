"""Work on tickets outside of requests. Jobs that work in batches enter the organization for each of them."""

import uuid

from django.db import transaction

from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization, going_on
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.actions.closing import close_batch
from moondesk.tickets.actions.fields import place_batch
from moondesk.tickets.actions.retiring import move_batch, moves_to_go_on
from moondesk.tickets.actions.snoozing import tell_if_due, wake_if_due
from moondesk.tickets.actions.tagging import move_tag_batch
from moondesk.tickets.counts import fold_tallies
from moondesk.tickets.queries import overdue_snoozes
from moondesk.tickets.reminders import overdue_reminders
from moondesk.tickets.tag_queries import moves_to_finish


@periodic("* * * * *")
@each_organization
def fold_all_tallies() -> None:
    """Keep the counts of every organization short, one short transaction each."""
    fold_tallies()


@job(retry=Retry(attempts=8, wait=2), in_organization=False)
def move_tickets(tenant: str, move_id: str) -> None:
    """Move the tickets off a retired status, one short transaction a batch; going on after a failure is harmless."""
    more = True
    while more:
        with tenancy.organization(uuid.UUID(tenant)):
            more = move_batch(uuid.UUID(move_id))


@job(retry=Retry(attempts=8, wait=2), in_organization=False)
def place_options(tenant: str, key: str) -> None:
    """Write the places of a field's options anew into the index, one short transaction a batch; may run again."""
    more = True
    while more:
        with tenancy.organization(uuid.UUID(tenant)):
            more = place_batch(key)


@periodic("*/5 * * * *")
@each_organization
def go_on_moving() -> None:
    """Take up moves whose job was lost, and tickets that somebody still put into a status while it was retired."""
    for move_id in moves_to_go_on():
        move_tickets.enqueue(tenant=str(tenancy.current_organization_id()), move_id=str(move_id))


@periodic("23 * * * *")
@each_organization
def close_resolved() -> bool:
    """Announce the closing of resolved tickets, and close those that were announced (T7)."""
    return close_batch(now())


@job()
def wake_snoozed(ticket_id: str) -> None:
    """Wake one ticket when its time is over."""
    wake_if_due(uuid.UUID(ticket_id))


@job()
def tell_reminder(reminder_id: str) -> None:
    """Tell of one reminder when its moment has come."""
    tell_if_due(uuid.UUID(reminder_id))


@periodic("* * * * *")
@each_organization
def wake_overdue() -> None:
    """Wake what should be awake and tell of reminders whose job was lost."""
    for ticket_id in overdue_snoozes():
        with going_on("wake", ticket=str(ticket_id)), transaction.atomic():
            wake_if_due(ticket_id)
    for reminder_id in overdue_reminders():
        with going_on("remind", reminder=str(reminder_id)), transaction.atomic():
            tell_if_due(reminder_id)


@job(retry=Retry(attempts=8, wait=2), in_organization=False)
def move_tag(tenant: str, move_id: str) -> None:
    """Carry a tag's new name to its tickets, one short transaction a batch; going on after a failure is harmless."""
    more = True
    while more:
        with tenancy.organization(uuid.UUID(tenant)):
            more = move_tag_batch(uuid.UUID(move_id))


@periodic("*/5 * * * *")
@each_organization
def go_on_moving_tags() -> None:
    """Take up renamings whose job was lost."""
    for move_id in moves_to_finish():
        move_tag.enqueue(tenant=str(tenancy.current_organization_id()), move_id=str(move_id))
