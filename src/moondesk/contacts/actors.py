"""A contact as one who acts."""

import uuid

from moondesk.contacts.models import Contact
from moondesk.organizations.actor import Actor, ActorKind, Door
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Role


def contact_actor(contact: Contact, *, door: Door, role: Role = Role.CUSTOMER) -> Actor:
    """Return a contact as one who acts: as a customer, or as the guest of a secret link."""
    return Actor(
        organization_id=contact.organization_id,
        kind=ActorKind.CONTACT,
        id=contact.pk,
        label=contact.shown_name,
        permissions=ROLE_PERMISSIONS[role],
        door=door,
        contact_id=contact.pk,
    )


def unknown_actor(organization_id: uuid.UUID, *, door: Door, role: Role = Role.CUSTOMER) -> Actor:
    """Return somebody of whom nothing is known yet: they may write in and see nothing."""
    return Actor(
        organization_id=organization_id,
        kind=ActorKind.CONTACT,
        id=None,
        label="Guest",
        permissions=ROLE_PERMISSIONS[role],
        door=door,
    )
