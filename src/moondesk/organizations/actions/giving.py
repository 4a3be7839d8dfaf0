"""Giving roles: nobody gives more than they have, and what a custom role comes to is written down with the member."""

import uuid
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import InvalidOrganization, MoreThanOwn
from moondesk.organizations.inheritance import rules_of
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import (
    MEMBER_ROLES,
    Permission,
    Role,
    RoleRule,
    held_by,
    permissions_of,
)
from moondesk.organizations.role_models import CustomRole

_BUILT_IN = frozenset(role.value for role in MEMBER_ROLES)


def locked_roles() -> list[CustomRole]:
    """Return the organization's own roles, so that none of them changes before the transaction ends."""
    return list(CustomRole.objects.select_for_update(of=("self",)).order_by("pk"))


def exceeds(permissions: Iterable[Permission], by: Actor) -> bool:
    """Say whether the permissions are more than the actor's own; opening the portal is nothing to guard."""
    return not frozenset(permissions) <= by.permissions | {Permission.PORTAL_OPEN}


def check_role(role: str, by: Actor) -> str:
    """Return the key of a role that the actor may give. Raises ``InvalidOrganization`` or ``MoreThanOwn``."""
    allowed = permissions_of([role], written_rules([role]))
    if role not in _BUILT_IN and not CustomRole.objects.filter(key=role).exists():
        text = _("There is no such role.")
        raise InvalidOrganization(text, fields={"role": text})
    if exceeds(allowed, by) or is_above(role, by):
        raise MoreThanOwn(_("You cannot give a role that allows more than your own."))
    return role


def is_above(role: str, by: Actor) -> bool:
    """Say whether a role stands above the actor although it allows no more: only owners deal with owners."""
    if role != Role.OWNER:
        return False
    if by.member_id is None:
        return by.kind is ActorKind.TOKEN  # one of the organization's own, which is no owner
    return Role.OWNER not in Member.objects.values_list("roles", flat=True).get(pk=by.member_id)


def check_sight(
    by: Actor, *, departments: Iterable[uuid.UUID] = (), categories: Iterable[uuid.UUID] = (), types: Iterable[str] = ()
) -> None:
    """Raise ``MoreThanOwn`` where somebody would be given the sight of tickets that the actor does not see."""
    if by.may(Permission.TICKET_VIEW_ALL):
        return
    scope = by.scope
    if set(departments) - scope.departments or set(categories) - scope.categories or set(types) - scope.types:
        raise MoreThanOwn(_("You cannot give somebody the tickets of a part that you do not see yourself."))


def check_reach(member: Member, *, by: Actor) -> None:
    """Raise ``MoreThanOwn`` where a member may do more than the actor, who then has no say in what they may do."""
    if any(is_above(held, by) for held in member.roles):
        raise MoreThanOwn(_("Only an owner can change an owner's role."))
    if exceeds(held_by(member), by):
        raise MoreThanOwn(_("You cannot change somebody who may do more than you."))


def written_rules(keys: Sequence[str]) -> list[str]:
    """Return what is kept with a member who has these roles."""
    if set(keys) <= _BUILT_IN:
        return []
    return write_down(keys, rules_of(locked_roles()))


def write_down(keys: Sequence[str], rules: dict[str, RoleRule]) -> list[str]:
    """Return what is kept with a member who has these roles where the custom ones come to these rules."""
    return [rules[key].written(key) for key in keys if key in rules]


def give_roles(member: Member, keys: Sequence[str]) -> None:
    """Let a member have exactly these roles."""
    member.roles, member.role_rules = list(keys), written_rules(keys)
    member.save(update_fields=["roles", "role_rules"])


def take_back_invitations(members: Iterable[Member]) -> None:
    """Make what members have promised stop working with the right to promise it."""
    open_ones = Invitation.objects.filter(invited_by__in=members, accepted_at=None, revoked_at=None)
    open_ones.update(revoked_at=now())
