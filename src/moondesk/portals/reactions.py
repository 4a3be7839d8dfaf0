"""What follows for sign-ins when a contact changes."""

from moondesk.contacts.events import ContactUpdated
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.portals.actions.signing_in import end_sign_ins_of


@reacts([ContactUpdated], in_transaction=True)
def end_with_the_address(event: Event) -> None:
    """End what was opened by the address of before: it must not come back with it."""
    if "email" in event.data["fields"]:
        end_sign_ins_of(event.subject_id)
