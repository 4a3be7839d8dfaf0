"""What the portal leaves to the worker."""

from moondesk.channels.actions import send_new_link, send_sign_in_link
from moondesk.jobs.app import job
from moondesk.tickets.queries import participant_by_number_and_email


@job(priority=2)
def find_and_send(*, number: str, email: str) -> None:
    """Mail a new link to the one who takes part in this ticket with this address; nobody else gets anything."""
    found = participant_by_number_and_email(number, email)
    if found is not None:
        send_new_link(found)


@job(priority=2)
def mail_sign_in_link(*, email: str, language: str) -> None:
    """Mail a link to sign in to the customer with this address; nobody else gets anything."""
    send_sign_in_link(email, language=language)
