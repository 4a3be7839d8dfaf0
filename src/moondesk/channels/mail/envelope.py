"""The headers of a mail to send. Whatever people typed is made one harmless line before it comes near a header."""

import unicodedata
import uuid
from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet

from moondesk.channels.mail.enclosing import enclosures_of, part_of
from moondesk.channels.mail.leaving import leaving_link, may_leave
from moondesk.channels.mail.letters import Letter, render
from moondesk.channels.mail.muting import muting_link
from moondesk.channels.mail.outbox import sender_of
from moondesk.channels.mail.signing import reply_address, return_address
from moondesk.channels.models import OutgoingMail, ReceivedMail, WayOut
from moondesk.channels.rules import AUTO_SUBMITTED, GONE_OUT, Kind
from moondesk.channels.surveys.refusing import refusing_link
from moondesk.channels.ways.connecting import RETURN_PATH
from moondesk.channels.ways.rules import SMTP
from moondesk.kit.compiled import compiled
from moondesk.organizations.models import Organization

_CHAIN = 10
_ID_LENGTH = 200


def one_line(text: str, most: int = 250) -> str:
    """Return text fit for a header: one line, nothing invisible."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)
    return " ".join(kept.split())[:most]


def mailbox(name: str, address: str) -> str:
    """Return ``name <address>`` as a header takes it. Raises ``ValueError`` for what is no address."""
    return str(Address(display_name=one_line(name, 120), addr_spec=address))


def chain_of(mail: OutgoingMail) -> list[str]:
    """Return the ids of what went before between this participant and us, oldest first: the first and the last ones."""
    if mail.participant is None or mail.ticket_id is None:
        return []
    known = [(one.created_at, one.header_id) for one in _sent_before(mail.participant.pk, mail.pk)]
    known += [(one.received_at, one.header_id) for one in _written_by(mail.ticket_id, mail.participant.contact_id)]
    ids = list(dict.fromkeys(header_id for _at, header_id in sorted(known) if len(header_id) <= _ID_LENGTH))
    return ids if len(ids) <= _CHAIN else [ids[0], *ids[1 - _CHAIN :]]


@compiled
def _sent_before(participant: uuid.UUID, mail: uuid.UUID) -> QuerySet[OutgoingMail]:
    sent = OutgoingMail.objects.filter(participant_id=participant, state__in=GONE_OUT, pk__lt=mail)
    return sent.only("created_at", "header_id")


@compiled
def _written_by(ticket: uuid.UUID, contact: uuid.UUID) -> QuerySet[ReceivedMail]:
    written = ReceivedMail.objects.filter(ticket_id=ticket, message__author_contact_id=contact).exclude(header_id="")
    return written.only("received_at", "header_id")


def build(
    mail: OutgoingMail, letter: Letter, organization: Organization, way: WayOut | None = None
) -> EmailMultiAlternatives:
    """Return the mail as it goes to the server. Raises ``ValueError`` for an address that cannot be written."""
    letter.leave = leaving_link(mail, organization) if may_leave(mail) else ""
    letter.mute, letter.refuse = muting_link(mail, organization), refusing_link(mail, organization)
    text, html = render(letter, organization)
    sender = sender_of(mail, organization)
    name = (sender.name if sender else "") or organization.name
    headers = {"Message-ID": mail.header_id, **automatic_headers(Kind(mail.kind))}
    if press := letter.leave or letter.mute or letter.refuse:
        headers |= {"List-Unsubscribe": f"<{press}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    chain = chain_of(mail)
    if chain:
        headers |= {"In-Reply-To": chain[-1], "References": " ".join(chain)}
    built = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=text,
        from_email=mailbox(name, sender.address if sender else settings.MAIL_FROM),
        to=[str(Address(addr_spec=mail.recipient))],
        reply_to=[mailbox(name, reply_address(sender.address, mail.reply_token))]
        if sender and mail.reply_token
        else [],
        headers=headers,
    )
    built.attach_alternative(html, "text/html")
    if way is not None and way.kind != SMTP:
        # What a provider's reports bring back.
        built.__dict__["metadata"] = {"mail": str(mail.pk)}
    if sender and (way is None or way.has_return_path):
        built.__dict__[RETURN_PATH] = return_address(bytes(organization.mail_key), sender.address, mail.pk)
    for file in enclosures_of(mail).inside:
        built.attach(*part_of(file))
    return built


def automatic_headers(kind: Kind) -> dict[str, str]:
    """Return what tells other machines not to answer (RFC 3834); a person's reply has none of it."""
    said = AUTO_SUBMITTED.get(kind)
    if said is None:
        return {}
    return {"Auto-Submitted": said, "X-Auto-Response-Suppress": "All", "Precedence": "list"}
