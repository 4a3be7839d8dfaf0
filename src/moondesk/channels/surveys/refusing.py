"""Not being asked any more, by one press (RFC 8058).

The link is signed and names the contact, so it works for whoever got such a mail and does nothing else. Looking at it
changes nothing: programs that read mails open links, too.
"""

import uuid

from django.core import signing

from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.contacts.actions import turn_surveys
from moondesk.contacts.actors import contact_actor
from moondesk.contacts.models import Contact
from moondesk.contacts.queries import find_contact
from moondesk.organizations.actor import Door
from moondesk.organizations.models import Organization
from moondesk.portals.queries import home_of

_signer = signing.Signer(salt="moondesk.mail.surveys")


def refusing_link(mail: OutgoingMail, organization: Organization) -> str:
    """Return the link in a survey; empty for any other mail."""
    if mail.kind != Kind.SURVEY or mail.participant is None:
        return ""
    return f"{home_of(organization)}/surveys/{_signer.sign(mail.participant.contact_id.hex)}"


def refusing_of(mark: str) -> Contact | None:
    """Return who would not be asked any more; None for a link that is not ours."""
    try:
        return find_contact(uuid.UUID(_signer.unsign(mark)))
    except (signing.BadSignature, ValueError):
        return None


def refuse(contact: Contact, *, on: bool) -> None:
    """Ask the contact no more, or with ``on`` ask them again; a second time does nothing."""
    turn_surveys(contact, on=on, by=contact_actor(contact, door=Door.MAIL))
