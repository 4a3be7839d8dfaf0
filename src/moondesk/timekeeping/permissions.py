"""Whose time somebody may see and change."""

import uuid

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


def may_see_all(actor: Actor) -> bool:
    """Say whether the actor sees everybody's time on the tickets they see; otherwise only their own."""
    return actor.is_staff and actor.may(Permission.TIME_VIEW)


def may_track(actor: Actor) -> bool:
    """Say whether the actor keeps time of their own: only a person can."""
    return actor.is_staff and actor.member_id is not None and actor.may(Permission.TIME_TRACK)


def own_id(actor: Actor) -> uuid.UUID:
    """Return the member whose own time it is; for one who keeps none, an id that nobody has."""
    return actor.member_id if actor.member_id is not None and may_track(actor) else uuid.UUID(int=0)


def may_change(actor: Actor, member_id: uuid.UUID) -> bool:
    """Say whether the actor may book, change and delete the time of a member."""
    if actor.is_staff and actor.may(Permission.TIME_MANAGE):
        return True
    return may_track(actor) and actor.member_id == member_id
