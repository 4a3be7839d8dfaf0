"""Leaving by one press what mails tell of (RFC 8058): one kept in copy leaves the ticket, a watcher watches it no more.

The link is signed and names the mail it stands in, so it works for whoever got that mail and does nothing else. Looking
at it changes nothing: programs that read mails open links, too.
"""

import uuid
from dataclasses import dataclass

from django.core import signing

from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.contacts.actors import contact_actor
from moondesk.organizations.actor import Door
from moondesk.organizations.models import Organization
from moondesk.organizations.queries import acting_member
from moondesk.portals.queries import home_of
from moondesk.tickets.actions.attending import unwatch_ticket
from moondesk.tickets.actions.participating import leave_ticket
from moondesk.tickets.families import survivor_of
from moondesk.tickets.queries import lock_ticket

_signer = signing.Signer(salt="moondesk.mail.leaving")


@dataclass(frozen=True)
class Leaving:
    """What a link would end: for a member the watching of a ticket, for a contact their part in it."""

    mail: OutgoingMail
    is_member: bool
    is_done: bool


def may_leave(mail: OutgoingMail) -> bool:
    """Say whether what a mail tells of can be left: not what one asked for, nor what is said to oneself."""
    if mail.kind == Kind.NEWS:
        return mail.member_id is not None
    participant = mail.participant
    return mail.kind == Kind.REPLY and participant is not None and not participant.is_requester and participant.in_copy


def leaving_link(mail: OutgoingMail, organization: Organization) -> str:
    """Return the link in a mail."""
    return f"{home_of(organization)}/leave/{_signer.sign(mail.pk.hex)}"


def leaving_of(mark: str) -> Leaving | None:
    """Return what a link would end; None for one that is not ours."""
    try:
        pk = uuid.UUID(_signer.unsign(mark))
    except (signing.BadSignature, ValueError):
        return None
    rows = OutgoingMail.objects.select_related("ticket", "member", "participant__contact")
    mail = rows.filter(pk=pk, ticket__deleted_at=None).exclude(ticket=None).first()
    if mail is None or mail.ticket is None:
        return None
    if mail.kind == Kind.NEWS and mail.member_id is not None:
        watched = survivor_of(mail.ticket).watchers or ()
        return Leaving(mail, is_member=True, is_done=mail.member_id not in watched)
    return Leaving(mail, is_member=False, is_done=not may_leave(mail))


def leave(leaving: Leaving) -> None:
    """End it; a second time does nothing."""
    mail = leaving.mail
    if leaving.is_done or mail.ticket is None:
        return
    if leaving.is_member and mail.member_id is not None:
        actor = acting_member(mail.member_id)
        if actor is not None:
            ticket = lock_ticket(survivor_of(mail.ticket).pk)
            unwatch_ticket(ticket, mail.member_id, by=actor.through(Door.MAIL))
    elif mail.participant is not None:
        ticket, contact = lock_ticket(mail.participant.ticket_id), mail.participant.contact
        leave_ticket(ticket, contact.pk, by=contact_actor(contact, door=Door.MAIL))
