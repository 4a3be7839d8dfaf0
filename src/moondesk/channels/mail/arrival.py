"""A mail that was understood arrives: machines and loops are told apart, then it becomes a ticket or a message."""

from collections.abc import Sequence
from contextlib import suppress

from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.ledger.holding import held_back, name_sender, own_proof_of, proof_of
from moondesk.channels.mail.bodies import body_of, keep_files, keep_page
from moondesk.channels.mail.contents import MailFile
from moondesk.channels.mail.copies import is_copy
from moondesk.channels.mail.of_members import answer_of_member
from moondesk.channels.mail.outcome import finish
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.returns import News, is_report, note_news
from moondesk.channels.mail.threads import Thread, find_thread, marked_mail, message_answered
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Kind, Outcome, Proof, Reason, State, may_speak_for_member
from moondesk.contacts.actions import InvalidContact, find_or_create_contact
from moondesk.contacts.actors import contact_actor
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import add_note, open_ticket, reply_as_customer
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.errors import InvalidAnswer
from moondesk.organizations.actor import Door, system_actor
from moondesk.organizations.models import Organization
from moondesk.organizations.people import is_address_of_member
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.rules import Channel, tidy_subject


def arrive(mail: ReceivedMail, parsed: ParsedMail, files: Sequence[MailFile] = ()) -> None:
    """Give the mail its outcome. The row is locked and pending."""
    name_sender(mail, parsed)
    mail.header_id = parsed.header_id[:255] if len(parsed.header_id) <= 255 else ""
    mail.sender, mail.subject = parsed.sender[:320], tidy_subject(parsed.subject)
    has_no_path = not mail.envelope_from
    mail.is_automatic = bool(parsed.auto_submitted or parsed.is_bulk or parsed.is_robot or has_no_path)
    if is_copy(mail):
        finish(mail, Outcome.IGNORED, Reason.DUPLICATE)
        return
    if _is_ours(mail, parsed) or is_report(mail, parsed):
        return
    held = held_back(mail, parsed)
    if held is not None:
        finish(mail, Outcome.QUARANTINED, held)
        return
    proof = proof_of(mail)
    thread = find_thread(mail, parsed, proof)
    answers = thread.participant or thread.other or thread.notice
    if answers is not None and (parsed.auto_submitted or has_no_path):
        mail.ticket_id = answers.ticket_id
    if parsed.auto_submitted == "auto-replied" or mail.ticket_id is not None:
        finish(mail, Outcome.IGNORED, Reason.AUTO_REPLY)
        return
    if thread.notice is not None:
        answer_of_member(mail, parsed, thread.notice, files)
        return
    if proof is Proof.FORGED:
        finish(mail, Outcome.QUARANTINED, Reason.FORGED)
        return
    _deliver(mail, parsed, thread, files)


def _is_ours(mail: ReceivedMail, parsed: ParsedMail) -> bool:
    """Catch a mail of ours that came back to one of our own inboxes, or the loop would never end."""
    own = marked_mail(parsed.header_id)
    if own is None:
        return False
    mail.ticket_id = own.ticket_id
    if own.kind == Kind.TEST:
        note_news(own, News(State.DELIVERED))
    finish(mail, Outcome.IGNORED, Reason.OWN_MAIL)
    return True


def _deliver(mail: ReceivedMail, parsed: ParsedMail, thread: Thread, files: Sequence[MailFile]) -> None:
    organization = current_organization()
    participant = thread.participant
    try:
        contact = participant.contact if participant else find_or_create_contact(parsed.sender, parsed.sender_name)
    except InvalidContact:
        finish(mail, Outcome.QUARANTINED, Reason.SENDER_INVALID)
        return
    if participant is not None:
        with translation.override(participant.ticket.language):
            _join(mail, parsed, participant, files)
        return
    language = contact.language or organization.language
    with translation.override(language):
        ticket = _open(mail, parsed, contact, language, files)
        if thread.other is not None:
            _hint(ticket, thread.other, organization, parsed.sender)
        elif not may_speak_for_member(own_proof_of(mail)) and is_address_of_member(parsed.sender):
            _warn(ticket, organization, parsed.sender)


def _join(mail: ReceivedMail, parsed: ParsedMail, participant: Participant, files: Sequence[MailFile]) -> None:
    ticket = lock_ticket(participant.ticket_id)
    by = contact_actor(participant.contact, door=Door.MAIL)
    kept = keep_files(parsed, files, by=by)
    body = body_of(parsed, kept.left, answers=True)
    on, message = reply_as_customer(ticket, participant.contact, body, by=by, channel=Channel.EMAIL, files=kept.files)
    keep_page(message, parsed, kept, answers=True)
    answered = message_answered(parsed.answered)
    if answered is not None:
        with suppress(InvalidAnswer):
            put_below(message, on, answered, by=by)
    mail.ticket, mail.message = on, message
    finish(mail, Outcome.MESSAGE)


def _open(mail: ReceivedMail, parsed: ParsedMail, contact: Contact, language: str, files: Sequence[MailFile]) -> Ticket:
    new = NewTicket(
        subject=tidy_subject(parsed.subject) or _("(no subject)"),
        requester=contact,
        channel=Channel.EMAIL,
        department=mail.address.department,
        language=language,
    )
    by = contact_actor(contact, door=Door.MAIL)
    kept = keep_files(parsed, files, by=by)
    ticket, message = open_ticket(new, body_of(parsed, kept.left), by=by, files=kept.files)
    keep_page(message, parsed, kept)
    mail.ticket, mail.message = ticket, message
    finish(mail, Outcome.TICKET)
    return ticket


def _hint(ticket: Ticket, other: Participant, organization: Organization, sender: str) -> None:
    """Tell agents, and nobody else, what the mail seemed to answer."""
    with translation.override(organization.language):
        stranger = _(
            "This mail answers ticket %(number)s, but it came from %(sender)s, who takes no part in that ticket. "
            "So it was not added there, and its sender sees nothing of it."
        )
        unproven = _(
            "This mail answers ticket %(number)s in the name of %(sender)s, but nothing proves that it is from there. "
            "So it was not added there, and its sender sees nothing of it."
        )
        text = (unproven if other.contact.email == sender else stranger) % {
            "number": f"{organization.number_prefix}-{other.ticket.number}",
            "sender": sender,
        }
    add_note(ticket, text, by=system_actor(organization.pk, door=Door.MAIL), channel=Channel.EMAIL)


def _warn(ticket: Ticket, organization: Organization, sender: str) -> None:
    """Tell agents not to believe the name of a colleague above a mail that anybody can have written."""
    with translation.override(organization.language):
        text = _("This mail is in the name of %(sender)s, a member of the desk, but nothing proves that they sent it.")
        text %= {"sender": sender}
    add_note(ticket, text, by=system_actor(organization.pk, door=Door.MAIL), channel=Channel.EMAIL)
