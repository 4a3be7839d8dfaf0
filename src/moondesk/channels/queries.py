"""Reading the doors."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from moondesk.accounts.models import normal_email
from moondesk.channels.mail.reasons import reason_of
from moondesk.channels.models import MailAddress, MailPage, OutgoingMail, ReceivedMail
from moondesk.channels.rules import AUTO_SUBMITTED, GONE_OUT, Kind, State
from moondesk.conversations.models import Message
from moondesk.kit import prepared
from moondesk.kit.clock import now
from moondesk.kit.database import crossing
from moondesk.kit.tenancy import current_organization_id


def mail_addresses() -> list[str]:
    """Return the addresses at which the organization receives mail, the default one first."""
    return list(
        MailAddress.objects.filter(is_active=True).order_by("-is_default", "address").values_list("address", flat=True)
    )


def last_received() -> ReceivedMail | None:
    """Return the mail that arrived last, with its ticket."""
    return ReceivedMail.objects.select_related("ticket").order_by("-received_at").first()


@dataclass(frozen=True)
class Delivery:
    """How far one mail got, and what went wrong with it or why it is not sent."""

    state: str
    recipient: str
    reason: str
    code: str = ""


_OF_MESSAGES = """SELECT message_id, state, recipient, error, code FROM channels_outgoingmail
WHERE organization_id = %s AND message_id = ANY(%s::uuid[]) AND member_id IS NULL ORDER BY id"""


def delivery_of(messages: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Delivery]]:
    """Return how far the mails of each message got."""
    found: dict[uuid.UUID, list[Delivery]] = {}
    # One text: psycopg asks each id of a list twice what it is.
    ids = "{" + ",".join(map(str, messages)) + "}"
    rows = prepared.rows(_OF_MESSAGES, [current_organization_id(), ids])
    for message, state, recipient, error, code in rows:
        found.setdefault(message, []).append(Delivery(state, recipient, reason_of(code) or error, code))
    return found


def is_inbox(address: str) -> bool:
    """Say whether some organization receives mail at an address, so that nobody may sign up with it.

    A confirmation link sent there would become a ticket that agents can read.
    """
    return bool(crossing("inbox_by_address", normal_email(address)))


def is_mailed(message: Message) -> bool:
    """Say whether a customer has a message by mail, or may have it any moment."""
    mails = OutgoingMail.objects.filter(message=message, kind=Kind.REPLY, state__in=[*GONE_OUT, State.SENDING])
    return mails.exists()


FLOOD = 5
"""From how many mails kept back in a day on an address is shown to administrators: a machine may be answering."""


def flooding() -> list[str]:
    """Return the addresses to which so many mails went by themselves today that later ones were kept back."""
    since = now() - datetime.timedelta(days=1)
    kept_back = OutgoingMail.objects.filter(state=State.WITHHELD, kind__in=list(AUTO_SUBMITTED), created_at__gt=since)
    counted = kept_back.values("recipient").annotate(mails=Count("id")).filter(mails__gte=FLOOD).order_by("-mails")
    return [row["recipient"] for row in counted[:20]]


def mail_of(message: Message) -> ReceivedMail | None:
    """Return the mail that a message came by; its bytes are not read."""
    return ReceivedMail.objects.filter(message=message).defer("raw").order_by("id").first()


def page_of(message: Message) -> MailPage | None:
    """Return the mail of a message as it was sent, if it has more than the message."""
    return MailPage.objects.filter(message=message).first()
