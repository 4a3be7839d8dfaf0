"""Members who answer a mail that told them of something: by the id we signed, as proven, with the rights of now."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from moondesk.channels.ledger.holding import own_proof_of
from moondesk.channels.mail.bodies import body_of, keep_files
from moondesk.channels.mail.contents import MailFile
from moondesk.channels.mail.outcome import finish
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.told import may_be_told
from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.rules import Outcome, Reason, may_speak_for_member
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.queries import acting_member
from moondesk.tickets.families import survivor_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.rules import Channel


def answer_of_member(mail: ReceivedMail, parsed: ParsedMail, notice: OutgoingMail, files: Sequence[MailFile]) -> None:
    """Write what a member answered, or set the mail apart with the reason why not.

    The answer to what a customer wrote or was told goes to the customer; to anything else it is a note.
    """
    member = notice.member
    if member is None or parsed.sender != member.user.email.lower():
        finish(mail, Outcome.QUARANTINED, Reason.NOT_ALLOWED)
        return
    if not may_speak_for_member(own_proof_of(mail)):
        finish(mail, Outcome.QUARANTINED, Reason.NOT_PROVEN)
        return
    actor = acting_member(member.pk)
    if actor is None or notice.ticket is None or not may_be_told(notice):
        finish(mail, Outcome.QUARANTINED, Reason.NOT_ALLOWED)
        return
    try:
        with transaction.atomic():
            ticket = lock_ticket(survivor_of(notice.ticket).pk)
            message = _write(ticket, notice, parsed, files, by=actor.through(Door.MAIL))
    except DomainError:
        finish(mail, Outcome.QUARANTINED, Reason.NOT_ALLOWED)
        return
    mail.ticket, mail.message = ticket, message
    finish(mail, Outcome.MESSAGE)


def _write(
    ticket: Ticket, notice: OutgoingMail, parsed: ParsedMail, files: Sequence[MailFile], *, by: Actor
) -> Message:
    kept = keep_files(parsed, files, by=by)
    body = body_of(parsed, kept.left, answers=True)
    if not parsed.sealed and _is_for_customer(notice, body):
        return reply_to_customer(ticket, body, by=by, channel=Channel.EMAIL, files=kept.files)
    return add_note(ticket, body, by=by, channel=Channel.EMAIL, files=kept.files)


def _is_for_customer(notice: OutgoingMail, body: str) -> bool:
    """Say whether the customer may read it: not with a rest of our mail to the member below it."""
    told = notice.message
    return told is not None and told.kind == MessageKind.REPLY and f"{settings.BASE_URL}/" not in body
