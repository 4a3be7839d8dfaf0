"""Putting mails in the outbox: one row for each event, recipient and kind, and a job that sends it."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from moondesk.channels.jobs import send_outgoing_mail
from moondesk.channels.mail.signing import message_id, reply_token, seal
from moondesk.channels.models import MailAddress, OutgoingMail
from moondesk.channels.rules import Kind, State
from moondesk.conversations.models import Message
from moondesk.kit import rows
from moondesk.kit.ids import new_id
from moondesk.kit.metrics import MAILS
from moondesk.organizations.models import Invitation, Member, Organization
from moondesk.organizations.queries import current_organization
from moondesk.tickets.models import Participant


@dataclass(frozen=True)
class About:
    """What a mail tells of."""

    kind: Kind
    event_id: uuid.UUID
    participant: Participant | None = None
    message: Message | None = None
    invitation: Invitation | None = None
    member: Member | None = None
    """Whom of the organization it goes to; then ``ticket`` says of which ticket it tells."""
    ticket: uuid.UUID | None = None


def from_address(organization: Organization) -> MailAddress | None:
    """Return the address that the organization writes from, if it has one."""
    return MailAddress.objects.filter(is_active=True).order_by("-is_default", "id").first()


def mail_domain(organization: Organization) -> str:
    """Return the domain that Message-IDs of the organization are on."""
    address = from_address(organization)
    return address.address.rpartition("@")[2] if address else "moondesk.invalid"


def put_in_outbox(
    about: About,
    recipient: str,
    *,
    withheld: str = "",
    secret: str = "",
    not_before: datetime.datetime | None = None,
) -> OutgoingMail | None:
    """Write a mail down, once; returns None when it was written before. With ``withheld`` it is not sent, and why."""
    organization = current_organization()
    key, pk = bytes(organization.mail_key), new_id()
    participant = about.participant
    mail = OutgoingMail(
        pk=pk,
        kind=about.kind,
        event_id=about.event_id,
        ticket_id=participant.ticket_id if participant else about.ticket,
        member=about.member,
        participant=participant,
        message=about.message,
        invitation=about.invitation,
        recipient=recipient,
        header_id=message_id(key, pk, mail_domain(organization)),
        reply_token=reply_token(key, participant.pk) if participant else "",
        sealed=seal(secret, pk) if secret else None,
        state=State.WITHHELD if withheld else State.QUEUED,
        error=withheld[:255],
    )
    if not rows.insert_if_free(mail, "organization_id", "event_id", "recipient", "kind"):
        return None
    if withheld:
        transaction.on_commit(MAILS.labels("out", State.WITHHELD.value).inc)
    elif not_before is not None:
        send_outgoing_mail.enqueue_at(not_before, tenant=str(organization.pk), mail_id=str(pk))
    else:
        send_outgoing_mail.enqueue(tenant=str(organization.pk), mail_id=str(pk))
    return mail
