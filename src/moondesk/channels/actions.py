"""Mails that somebody asks for (a new secret link, an invitation), and founding a desk."""

from moondesk.channels.founding import NewDesk, found_desk, mail_domain
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.kit.ids import new_id
from moondesk.limits.actions import Limit, count, hit
from moondesk.organizations.models import Invitation
from moondesk.organizations.queries import current_organization
from moondesk.portals.actions import make_link
from moondesk.tickets.models import Participant

__all__ = ["NewDesk", "found_desk", "mail_domain", "send_invitation", "send_new_link", "send_sign_in_link"]


INVITATIONS = Limit("mail-invitation", 60, 3600)
INVITATIONS_TO_ONE = Limit("mail-invitation-recipient", 5, 24 * 3600)
NEW_LINKS = Limit("mail-new-link", 5, 3600)


def send_new_link(participant: Participant) -> OutgoingMail | None:
    """Mail a participant a fresh secret link to the ticket, to their own address and to no other.

    Some an hour, whoever asks for them; what is withheld is not told, and who gets none has the ones before it.
    """
    email = participant.contact.email
    if email and count(NEW_LINKS, str(participant.organization_id), email).over:
        return None
    return put_in_outbox(About(Kind.NEW_LINK, new_id(), participant), email) if email else None


def send_sign_in_link(email: str, *, language: str) -> OutgoingMail | None:
    """Mail the customer with this address a link that signs in; nobody else gets anything."""
    made = make_link(email, current_organization(), language=language)
    return put_in_outbox(About(Kind.SIGN_IN, made[0].pk), email, secret=made[1]) if made else None


def send_invitation(invitation: Invitation, secret: str) -> OutgoingMail | None:
    """Mail an invitation to the invited address and to no other. The secret is kept encrypted until it is sent.

    Raises ``TooMany``: anybody can found an organization and give it any name, and the mail carries that name.
    """
    hit(INVITATIONS, str(invitation.organization_id))
    hit(INVITATIONS_TO_ONE, invitation.email)
    return put_in_outbox(About(Kind.INVITATION, invitation.pk, invitation=invitation), invitation.email, secret=secret)
