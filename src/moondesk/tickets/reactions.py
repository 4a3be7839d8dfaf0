"""What tickets do about what happens below them."""

import datetime

from moondesk.contacts.events import ContactUpdated
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.fields.events import FieldChanged
from moondesk.tickets.actions.links import revoke_links
from moondesk.tickets.events import ReminderSet, TicketSnoozed, WorkflowChanged
from moondesk.tickets.jobs import move_tag, move_tickets, place_options, tell_reminder, wake_snoozed
from moondesk.tickets.models import Participant
from moondesk.tickets.naming_events import TagChanged


@reacts([ContactUpdated], in_transaction=True)
def close_old_links(event: Event) -> None:
    """Make the secret links of a contact stop working when the address they were mailed to is no longer theirs."""
    if "email" in event.data["fields"]:
        for participant in Participant.objects.filter(contact_id=event.subject_id):
            revoke_links(participant)


@reacts([TicketSnoozed])
def wake_later(event: Event) -> None:
    """Have a snoozed ticket woken when its time is over."""
    if event.data["until"]:
        at = datetime.datetime.fromisoformat(event.data["until"])
        wake_snoozed.enqueue_at(at, ticket_id=str(event.subject_id))


@reacts([ReminderSet])
def tell_later(event: Event) -> None:
    """Have a reminder told of when its moment has come."""
    tell_reminder.enqueue_at(datetime.datetime.fromisoformat(event.data["at"]), reminder_id=event.data["reminder"])


@reacts([TagChanged])
def carry_tag(event: Event) -> None:
    """Carry a tag's new name to its tickets."""
    if event.data.get("move"):
        move_tag.enqueue(tenant=str(event.organization_id), move_id=event.data["move"])


@reacts([WorkflowChanged])
def move_off(event: Event) -> None:
    """Move the tickets of a status that was retired."""
    if event.data.get("move"):
        move_tickets.enqueue(tenant=str(event.organization_id), move_id=event.data["move"])


@reacts([FieldChanged])
def place_again(event: Event) -> None:
    """Order tickets by the options of a field as they stand now."""
    if "options" in event.data["before"]:
        place_options.enqueue(tenant=str(event.organization_id), key=event.data["key"])
