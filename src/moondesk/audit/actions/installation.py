"""What belongs to no organization: a sign-in with an unknown address, what the operator does."""

import uuid
from typing import Any

from moondesk.accounts.models import User
from moondesk.audit.models import InstallationEntry
from moondesk.kit import context
from moondesk.organizations.actor import Door


def note_installation(
    name: str, *, user: User | None, door: Door, subject_id: uuid.UUID | None = None, label: str = "", **data: Any
) -> InstallationEntry:
    """Write what happened to the installation; ``user`` did it, or somebody who called themselves ``label``."""
    asked = context.origin.get()
    origin = asked() if asked else None
    return InstallationEntry.objects.create(
        name=name,
        actor_kind="user" if user else "unknown",
        actor_id=user.pk if user else None,
        actor_label=(label or (user.email if user else ""))[:254],
        door=door.value,
        address=(origin.address or None) if origin else None,
        client=origin.client if origin else "",
        subject_id=subject_id,
        data=data,
    )
