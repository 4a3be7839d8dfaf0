"""With whose eyes a request looks: read at each request, so that what ends or is taken away ends at once."""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.contrib.sessions.backends.base import SessionBase

from moondesk.accounts.models import User
from moondesk.audit.actions.viewing import check_eyes, end_viewing, operator_actor
from moondesk.audit.models import Viewing
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.queries import member_actor

VIEWING = "moondesk_viewing"
"""Where in a session is written that it looks with another's eyes."""


def is_looking(session: SessionBase) -> bool:
    """Say whether the mark in a session still holds; one whose time is over is nothing."""
    held = session.get(VIEWING)
    return held is not None and datetime.datetime.fromisoformat(held["until"]) > now()


@dataclass(frozen=True)
class Look:
    """Whose desk is seen, and who really looks: the actor has the rights of the one and the name of the other."""

    member: Member
    actor: Actor


def find_viewing(viewing_id: uuid.UUID, user: User, own: Member | None) -> Viewing | None:
    """Return what the user began and nobody ended."""
    found = Viewing.objects.select_related("member").filter(pk=viewing_id, ended_at=None).first()
    if found is None or (found.operator_id != user.pk and (own is None or found.viewer_id != own.pk)):
        return None
    return found


def look(viewing_id: uuid.UUID, user: User, own: Member | None) -> Look | None:
    """Return with whose eyes the user looks, or None when that is over or they may not any more."""
    viewing = find_viewing(viewing_id, user, own)
    if viewing is None or viewing.ends_at <= now():
        return None
    if viewing.operator_id is not None:
        return _operator(user) if user.is_operator else None
    if own is None or viewing.member is None or not viewing.member.is_active:
        return None
    try:
        theirs = check_eyes(viewing.member, by=member_actor(own))
    except DomainError:
        return None
    label = f"{own.name} → {viewing.member.name}"[:254]
    return Look(viewing.member, replace(theirs, id=own.pk, label=label))


def _operator(user: User) -> Look:
    actor = operator_actor(user)
    nobody = Member(id=user.pk, organization_id=actor.organization_id, user=user, name=user.get_full_name(), roles=[])
    return Look(nobody, actor)


def stop_looking(viewing_id: uuid.UUID, user: User, own: Member | None) -> None:
    """End what the user began, if it goes on."""
    viewing = find_viewing(viewing_id, user, own)
    if viewing is not None:
        by = operator_actor(user) if viewing.operator_id or own is None else member_actor(own)
        end_viewing(viewing, by=by)


@dataclass(frozen=True)
class Why:
    """Why somebody looked with another's eyes."""

    reason: str
    is_operator: bool


def reason_of(viewing_id: uuid.UUID) -> Why | None:
    """Return why, for one whom it concerns."""
    found = Viewing.objects.filter(pk=viewing_id).values_list("reason", "operator_id").first()
    return None if found is None else Why(found[0], found[1] is not None)
