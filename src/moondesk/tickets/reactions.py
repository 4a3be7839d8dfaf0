"""What tickets do about what happens below them."""

from moondesk.contacts.events import ContactUpdated
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.tickets.actions.links import revoke_links
from moondesk.tickets.events import WorkflowChanged
from moondesk.tickets.jobs import move_tickets
from moondesk.tickets.models import Participant


@reacts([ContactUpdated], in_transaction=True)
def close_old_links(event: Event) -> None:
    """Make the secret links of a contact stop working when the address they were mailed to is no longer theirs."""
    if "email" in event.data["fields"]:
        for participant in Participant.objects.filter(contact_id=event.subject_id):
            revoke_links(participant)


@reacts([WorkflowChanged])
def move_off(event: Event) -> None:
    """Move the tickets of a status that was retired."""
    if event.data.get("move"):
        move_tickets.enqueue(tenant=str(event.organization_id), move_id=event.data["move"])
