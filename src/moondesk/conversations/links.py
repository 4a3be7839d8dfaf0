"""Short-lived addresses of files that need no cookie, so that contents can be fetched apart from any session.

An address names its asker, and their right is looked at again when it is used: it opens nothing for one who lost it.
"""

import uuid
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from moondesk.contacts.actors import contact_actor
from moondesk.contacts.queries import find_contact
from moondesk.conversations.attachments import Found, find_file
from moondesk.files.errors import FileNotFound
from moondesk.files.storage import LINK_SECONDS
from moondesk.organizations.actor import Actor, ActorKind, Door
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import member_actor
from moondesk.organizations.token_access import token_actors
from moondesk.tickets.queries import visible_to

_SALT = "moondesk.files"
CONTENT, SMALL = "content", "small"


@dataclass(frozen=True)
class Link:
    """What an address says: which part of which file, for whom, in which organization."""

    organization_id: uuid.UUID
    file_id: uuid.UUID
    part: str
    member_id: uuid.UUID | None
    contact_id: uuid.UUID | None
    ticket_id: uuid.UUID | None
    token_id: uuid.UUID | None


def write(found: Found, part: str, *, by: Actor) -> str:
    """Return the signed part of an address for one who was just allowed to see the file."""
    ticket_id = found.attachment.message.ticket_id if found.attachment else None
    # Nobody is behind a token of the organization: it asks itself.
    token_id = by.id if by.kind is ActorKind.TOKEN and by.member_id is None else None
    ids = [by.organization_id, found.file.pk, by.member_id, by.contact_id, ticket_id, token_id]
    return signing.dumps([part, *(one.hex if one else "" for one in ids)], salt=_SALT)


def read(text: str) -> Link:
    """Return what an address says. Raises ``FileNotFound`` for one that is not ours, or too old."""
    try:
        part, *ids = signing.loads(text, salt=_SALT, max_age=LINK_SECONDS)
        organization, file, member, contact, ticket, token = (uuid.UUID(one) if one else None for one in ids)
    except (signing.BadSignature, ValueError, TypeError):
        raise _expired() from None
    if organization is None or file is None:
        raise _expired()
    return Link(organization, file, str(part), member, contact, ticket, token)


def follow(link: Link) -> Found:
    """Return the file if the asker may still see it; needs the link's organization in context."""
    if link.member_id is not None:
        member = Member.objects.filter(pk=link.member_id, is_active=True).first()
        if member is None:
            raise _expired()
        return find_file(member_actor(member), link.file_id)
    if link.token_id is not None:
        actor = token_actors([link.token_id]).get(link.token_id)
        if actor is None:
            raise _expired()
        return find_file(actor, link.file_id)
    contact = find_contact(link.contact_id) if link.contact_id else None
    if contact is None:
        raise _expired()
    guest = contact_actor(contact, door=Door.PORTAL, role=Role.GUEST)
    if link.ticket_id is None:
        return find_file(guest, link.file_id)
    # None for a message of a ticket where theirs goes on: then all that they may read is looked through.
    ticket = visible_to(guest).filter(pk=link.ticket_id).first()
    return find_file(guest, link.file_id, ticket=ticket)


def _expired() -> FileNotFound:
    return FileNotFound(_("This address does not hold any more. Open the file from its ticket again."))
