"""A released mail that nothing can read becomes a ticket with the mail itself as a file."""

import io

from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.ledger.raws import raw_of
from moondesk.channels.mail.outcome import finish
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome
from moondesk.contacts.actions import find_or_create_contact
from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import open_ticket
from moondesk.conversations.attachments import store_attached
from moondesk.files.actions import Incoming
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Door
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.rules import Channel


def open_unread(mail: ReceivedMail) -> None:
    """Open the ticket. The row is locked and pending, and says who the sender is."""
    contact = find_or_create_contact(mail.given_sender, "")
    by = contact_actor(contact, door=Door.MAIL)
    with translation.override(contact.language or current_organization().language):
        text = _("This mail could not be read by a program. It is attached as it came.")
        new = NewTicket(
            subject=mail.subject or _("(A mail that could not be read)"),
            requester=contact,
            channel=Channel.EMAIL,
            department=mail.address.department,
            language=translation.get_language() or "en",
        )
        try:
            file = store_attached(Incoming("mail.eml", "message/rfc822", io.BytesIO(raw_of(mail))), by=by)
            files = [file]
        except DomainError:
            text += " " + _("As a file it is not taken here; it can be downloaded in the mail ledger.")
            files = []
        mail.ticket, mail.message = open_ticket(new, text, by=by, files=files)
    mail.sender = mail.given_sender
    finish(mail, Outcome.TICKET)
