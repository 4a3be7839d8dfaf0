"""Who asked for work that goes on later, with the rights of the moment in which it is done."""

import uuid
from typing import Protocol

from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.rights import actors_of
from moondesk.organizations.token_access import token_actors


class Asked(Protocol):
    """Work that keeps who asked for it."""

    member_id: uuid.UUID
    token_id: uuid.UUID | None
    door: str


def asker_of(work: Asked) -> Actor | None:
    """Return the token or else the member that asked as they are now, or None when they act no more."""
    if work.token_id is not None:
        return token_actors([work.token_id]).get(work.token_id)
    found = actors_of([work.member_id]).get(work.member_id)
    return found.through(Door(work.door)) if found else None
