"""Where a user can go: the desks they work at, the portals they write to."""

import uuid
from dataclasses import dataclass

from moondesk.accounts.models import User
from moondesk.kit import database


@dataclass(frozen=True)
class Portal:
    """One organization that the user writes to."""

    organization_id: uuid.UUID
    slug: str
    name: str


def portals_of(user: User) -> list[Portal]:
    """Return the organizations in which the user is a contact, by name."""
    return [Portal(*row) for row in database.crossing("portals_of", user.pk)]
