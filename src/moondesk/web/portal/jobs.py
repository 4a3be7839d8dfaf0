"""What the portal leaves to the worker."""

from moondesk.channels.actions import send_new_link
from moondesk.jobs.app import job
from moondesk.tickets.models import Participant


@job()
def find_and_send(*, number: str, email: str) -> None:
    """Mail a new link to the one who takes part in this ticket with this address; nobody else gets anything."""
    found = (
        Participant.objects.select_related("contact", "ticket")
        .filter(ticket__number=number, ticket__deleted_at=None, contact__email=email)
        .first()
    )
    if found is not None:
        send_new_link(found)
