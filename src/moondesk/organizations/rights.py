"""What many may do, read in as many statements as for one: for streams, whose owners are checked again and again."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from moondesk.organizations.actor import Actor, ActorKind, Door, Scope
from moondesk.organizations.models import Department, Member, MemberDepartment
from moondesk.organizations.permissions import held_by, works_at_desk


def member_actors(user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    """Return the active members among the users as those who act, by user."""
    members = list(Member.objects.filter(user_id__in=user_ids, is_active=True)) if user_ids else []
    scopes = _scopes(members)
    return {member.user_id: _actor(member, scopes[member.pk], Door.DESK) for member in members}


def actors_of(member_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    """Return the active ones of the members as those who act, by member."""
    members = list(Member.objects.filter(pk__in=member_ids, is_active=True)) if member_ids else []
    scopes = _scopes(members)
    return {member.pk: _actor(member, scopes[member.pk], Door.JOB) for member in members}


def _actor(member: Member, scope: Scope, door: Door) -> Actor:
    return Actor(
        organization_id=member.organization_id,
        kind=ActorKind.MEMBER,
        id=member.pk,
        label=member.name,
        permissions=held_by(member),
        door=door,
        member_id=member.pk,
        scope=scope,
        is_staff=works_at_desk(member),
    )


def _scopes(members: Iterable[Member]) -> dict[uuid.UUID, Scope]:
    by_id = {member.pk: member for member in members}
    own: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    places = MemberDepartment.objects.filter(member_id__in=by_id) if by_id else ()
    for place in places:
        own[place.member_id].add(place.department_id)
    below = _all_below() if own else {}
    return {
        pk: Scope(
            frozenset[uuid.UUID]().union(*(below.get(root, frozenset({root})) for root in own.get(pk, ()))),
            frozenset(member.managed_categories),
            frozenset(member.managed_types),
        )
        for pk, member in by_id.items()
    }


def _all_below() -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    children: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    for pk, parent in Department.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    found: dict[uuid.UUID, frozenset[uuid.UUID]] = {}

    def walk(department: uuid.UUID) -> frozenset[uuid.UUID]:
        below = (walk(child) for child in children[department])
        found[department] = frozenset({department}).union(*below)
        return found[department]

    for root in children[None]:
        walk(root)
    return found
