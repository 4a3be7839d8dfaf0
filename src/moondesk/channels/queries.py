"""Reading the doors."""

import uuid
from collections.abc import Iterable

from moondesk.accounts.models import normal_email
from moondesk.channels.models import MailAddress, OutgoingMail
from moondesk.kit.database import crossing


def mail_addresses() -> list[str]:
    """Return the addresses at which the organization receives mail, the default one first."""
    return list(
        MailAddress.objects.filter(is_active=True).order_by("-is_default", "address").values_list("address", flat=True)
    )


def delivery_of(messages: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """Return how far the mails of each message got: the state of each, and what went wrong with it."""
    found: dict[uuid.UUID, list[tuple[str, str]]] = {}
    rows = OutgoingMail.objects.filter(message__in=list(messages)).order_by("id")
    for message, state, error in rows.values_list("message_id", "state", "error"):
        if message is not None:
            found.setdefault(message, []).append((state, error))
    return found


def is_inbox(address: str) -> bool:
    """Say whether some organization receives mail at an address, so that nobody may sign up with it.

    A confirmation link sent there would become a ticket that agents can read.
    """
    return bool(crossing("inbox_by_address", normal_email(address)))
