"""Keeping a mail before anything else is done with it: one row and one job for each organization it is for."""

import hashlib
import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from moondesk.channels.jobs import process_received_mail
from moondesk.channels.mail.copies import counted_before, one_at_a_time
from moondesk.channels.mail.outcome import finish
from moondesk.channels.mail.precheck import same_content_key
from moondesk.channels.mail.signing import is_return_of, is_token_of, split_reply_address, split_return_address
from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.rules import Outcome, Reason
from moondesk.kit import database, rows, tenancy
from moondesk.kit.compiled import compiled
from moondesk.kit.metrics import MAILS_KEPT
from moondesk.organizations.queries import current_organization


@dataclass(frozen=True)
class Inbox:
    """Where a recipient leads: an organization's address, and the reply address's token when it is one of ours."""

    organization_id: uuid.UUID
    address_id: uuid.UUID
    recipient: str
    token: str = ""


@dataclass(frozen=True)
class Origin:
    """Which server handed a mail over, if one did: its network address and the name it greeted with."""

    peer: str | None = None
    helo: str = ""


def find_inbox(recipient: str) -> Inbox | None:
    """Return the inbox of a recipient: an address that an organization has, or a reply address that it signed."""
    wanted = recipient.strip().lower()
    if len(wanted) > 320 or not wanted.isprintable():
        return None
    open_here = _open_inboxes(wanted)
    if open_here:
        return Inbox(*open_here[0], wanted)
    if returned := split_return_address(wanted):
        return _return_inbox(wanted, *returned)
    parts = split_reply_address(wanted)
    open_here = _open_inboxes(parts[0]) if parts else []
    if parts is None or not open_here:
        return None
    with tenancy.organization(open_here[0][0]):
        known = participant_of_token(parts[1]) is not None
    return Inbox(*open_here[0], wanted, parts[1]) if known else None


def _open_inboxes(address: str) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return whose inbox an address is; nobody's while its organization takes no mails (docs/decisions/deleting.md)."""
    found = database.crossing("inbox_by_address", address)
    return [(organization_id, pk) for organization_id, pk, is_open in found if is_open]


def _return_inbox(wanted: str, base: str, mail_id: uuid.UUID, signature: str) -> Inbox | None:
    """Return the inbox to which one mail of ours comes back; whether it is that is proven by its signature."""
    open_here = _open_inboxes(base)
    if not open_here:
        return None
    with tenancy.organization(open_here[0][0]):
        known = is_return_of(bytes(current_organization().mail_key), mail_id, signature)
    return Inbox(*open_here[0], wanted, wanted.partition("@")[0]) if known else None


def participant_of_token(token: str) -> uuid.UUID | None:
    """Return whose reply address this is. It was given out in a mail of ours, and the signature is computed again."""
    mail = next(iter(_given_out(token)), None) if token else None
    if mail is None or mail.participant_id is None:
        return None
    key = bytes(current_organization().mail_key)
    return mail.participant_id if is_token_of(key, token, mail.participant_id) else None


@compiled
def _given_out(token: str) -> QuerySet[OutgoingMail]:
    mails = OutgoingMail.objects.filter(reply_token=token).exclude(participant=None)
    return mails.only("participant_id").order_by("id")[:1]


def keep(
    content: bytes,
    envelope_from: str,
    inboxes: Sequence[Inbox],
    *,
    is_historic: bool = False,
    origin: Origin = Origin(),
) -> list[uuid.UUID]:
    """Write the mail down for each organization, in one transaction; returns the ids of the rows.

    One mail for two addresses of an organization is one row; an answer to a signed reply address goes first.
    What is ``is_historic`` is answered by no machine.
    """
    chosen: dict[uuid.UUID, Inbox] = {}
    for inbox in sorted(inboxes, key=lambda inbox: not inbox.token):
        chosen.setdefault(inbox.organization_id, inbox)
    digest = hashlib.sha256(same_content_key(content)).digest()
    made = []
    # Of one organization, as nearly all are, this is its own transaction: one in another costs three messages.
    with transaction.atomic() if len(chosen) > 1 else nullcontext():
        for organization_id in sorted(chosen):
            with tenancy.organization(organization_id):
                mail = _received(content, digest, envelope_from, chosen[organization_id])
                mail.is_historic, mail.peer, mail.helo = is_historic, origin.peer, origin.helo[:255]
                made.append(_keep_one(mail))
    return made


def _received(content: bytes, digest: bytes, envelope_from: str, inbox: Inbox) -> ReceivedMail:
    return ReceivedMail(
        address_id=inbox.address_id,
        recipient=inbox.recipient,
        envelope_from=_plain(envelope_from),
        content_hash=digest,
        raw=content,
        size=len(content),
    )


def _keep_one(mail: ReceivedMail) -> uuid.UUID:
    one_at_a_time(mail.organization_id, bytes(mail.content_hash))
    known = counted_before(mail)
    if known is not None:
        mail.sender, mail.subject, mail.header_id = known.sender, known.subject, known.header_id
    rows.insert(mail)
    transaction.on_commit(MAILS_KEPT.inc)
    if known is not None:
        finish(mail, Outcome.IGNORED, Reason.DUPLICATE)
    else:
        process_received_mail.enqueue(tenant=str(mail.organization_id), mail_id=str(mail.pk))
    return mail.pk


def _plain(envelope_from: str) -> str:
    return "".join(char for char in envelope_from if char.isprintable())[:320].removeprefix("<").removesuffix(">")
