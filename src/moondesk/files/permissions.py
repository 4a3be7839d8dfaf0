"""Whose upload a file is, until it is sent."""

import uuid

from moondesk.files.models import File
from moondesk.files.rules import Owner
from moondesk.kit.ids import digest
from moondesk.organizations.actor import Actor


def owner_of(actor: Actor, claim: str = "") -> tuple[Owner, uuid.UUID | None, bytes | None]:
    """Return whose upload this would be: a member's, a contact's, a token's, or that of whoever knows ``claim``."""
    if actor.member_id is not None:
        return Owner.MEMBER, actor.member_id, None
    if claim:
        return Owner.FORM, None, digest(claim)
    if actor.contact_id is not None:
        return Owner.CONTACT, actor.contact_id, None
    # Moondesk itself has no id; a token of the organization's has, so that no other one takes its uploads.
    return Owner.SYSTEM, actor.id, None


def owns(actor: Actor, file: File, claim: str = "") -> bool:
    """Say whether the upload is the actor's own."""
    kind, owner_id, digested = owner_of(actor, claim)
    if kind == Owner.SYSTEM and not actor.is_staff:
        return False
    own = bytes(file.claim) if file.claim is not None else None
    return (file.owner_kind, file.owner_id, own) == (kind, owner_id, digested)
