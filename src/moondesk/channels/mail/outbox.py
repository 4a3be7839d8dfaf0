"""Putting mails in the outbox: one row for each event, recipient and kind, and a job that sends it."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.dead import is_dead
from moondesk.channels.jobs import send_outgoing_mail
from moondesk.channels.mail.muting import why_muted
from moondesk.channels.mail.signing import message_id, reply_token, seal
from moondesk.channels.models import MailAddress, OutgoingMail, ReceivedMail, WayOut
from moondesk.channels.rules import AUTO_SUBMITTED, WAITED_FOR, Kind, State
from moondesk.conversations.models import Message
from moondesk.kit import context, rows
from moondesk.kit.compiled import compiled
from moondesk.kit.ids import new_id
from moondesk.kit.metrics import MAILS
from moondesk.organizations.models import Invitation, Member, Organization
from moondesk.organizations.queries import current_organization
from moondesk.tickets.models import Participant

_BEFORE_MAIL_IN = 2


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
    address: MailAddress | None = None
    """From which address it goes out; without one, from that which the participant wrote to."""
    way: WayOut | None = None
    """By which way it goes out; without one, by that of its address."""


def from_address(organization: Organization) -> MailAddress | None:
    """Return the address that the organization writes from, if it has one."""
    return next(iter(context.once("address", _addresses)), None)


@compiled
def _addresses() -> QuerySet[MailAddress]:
    return MailAddress.objects.filter(is_active=True).order_by("-is_default", "id")[:1]


def sender_of(mail: OutgoingMail, organization: Organization) -> MailAddress | None:
    """Return the address that a mail goes out from: its own while that is in use."""
    return mail.address if mail.address is not None and mail.address.is_active else from_address(organization)


def answering_address(participant: Participant) -> MailAddress | None:
    """Return the address to answer a participant from: the one they wrote to, else that of the ticket's department."""
    found = _own_mails(participant.ticket_id, participant.contact_id) or _first_mails(participant.ticket_id)
    if found:
        address: MailAddress = found[0].address
        return address
    department = participant.ticket.department_id
    return next(iter(_addresses_of(department)), None) if department else None


@compiled
def _addresses_of(department: uuid.UUID) -> QuerySet[MailAddress]:
    return MailAddress.objects.filter(is_active=True, department_id=department).order_by("-is_default", "id")[:1]


@compiled
def _own_mails(ticket_id: uuid.UUID, contact_id: uuid.UUID) -> QuerySet[ReceivedMail]:
    return _first_mails_of(ticket_id).filter(message__author_contact_id=contact_id).order_by("-id")[:1]


@compiled
def _first_mails(ticket_id: uuid.UUID) -> QuerySet[ReceivedMail]:
    return _first_mails_of(ticket_id).exclude(message=None).order_by("id")[:1]


def _first_mails_of(ticket_id: uuid.UUID) -> QuerySet[ReceivedMail]:
    written = ReceivedMail.objects.filter(ticket_id=ticket_id, address__is_active=True)
    return written.only("address").select_related("address")


def mail_domain(address: MailAddress | None) -> str:
    """Return the domain that Message-IDs of mails from an address are on."""
    return address.address.rpartition("@")[2] if address else "moondesk.invalid"


def put_in_outbox(
    about: About,
    recipient: str,
    *,
    withheld: str = "",
    secret: str = "",
    not_before: datetime.datetime | None = None,
) -> OutgoingMail | None:
    """Write a mail down, once; returns None when it was written before. With ``withheld`` it is not sent, and why.

    What goes out by itself does not go to an address from which mails come back; what a person writes does.
    """
    organization = current_organization()
    withheld = withheld or _left_alone(about, recipient)
    key, pk = bytes(organization.mail_key), new_id()
    participant = about.participant
    address = about.address or (answering_address(participant) if participant else None) or from_address(organization)
    mail = OutgoingMail(
        pk=pk,
        kind=about.kind,
        event_id=about.event_id,
        ticket_id=participant.ticket_id if participant else about.ticket,
        member=about.member,
        participant=participant,
        message=about.message,
        invitation=about.invitation,
        address=address,
        way=about.way,
        recipient=recipient,
        header_id=message_id(key, pk, mail_domain(address)),
        reply_token=reply_token(key, participant.pk) if participant else "",
        sealed=seal(secret, pk) if secret else None,
        state=State.WITHHELD if withheld else State.QUEUED,
        error=withheld[:255],
    )
    if not rows.insert_if_free(mail, "organization_id", "event_id", "recipient", "kind"):
        return None
    _go(mail, not_before)
    return mail


def _go(mail: OutgoingMail, not_before: datetime.datetime | None) -> None:
    names = {"tenant": str(mail.organization_id), "mail_id": str(mail.pk)}
    job = send_outgoing_mail.ahead(_BEFORE_MAIL_IN) if mail.kind in WAITED_FOR else send_outgoing_mail
    if mail.state == State.WITHHELD:
        transaction.on_commit(MAILS.labels("out", State.WITHHELD.value).inc)
    elif not_before is not None:
        job.enqueue_at(not_before, **names)
    else:
        job.enqueue(**names)


def _left_alone(about: About, recipient: str) -> str:
    kind = about.kind
    with translation.override(current_organization().language):
        if kind == Kind.TEST or kind not in AUTO_SUBMITTED or not is_dead(recipient):
            return why_muted(kind, about.member)
        return _("Mails to this address come back, or its owner does not want them.")
