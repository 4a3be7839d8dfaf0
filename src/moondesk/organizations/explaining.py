"""Why somebody may or may not do something: what each of their roles says, in the words of the code."""

from dataclasses import dataclass
from enum import StrEnum

from moondesk.organizations.inheritance import rules_of
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import (
    NEEDS,
    ROLE_PERMISSIONS,
    Permission,
    Role,
    held_by,
    permissions_of,
)
from moondesk.organizations.role_models import CustomRole
from moondesk.organizations.roles import custom_roles, names_of_roles


class Cause(StrEnum):
    """Why a role allows something, or does not."""

    BUILT_IN = "built_in"
    ADDED = "added"
    INHERITED = "inherited"
    NOT_IN_ROLE = "not_in_role"
    REMOVED = "removed"
    NEEDS_OTHER = "needs_other"
    UNKNOWN_ROLE = "unknown_role"


@dataclass(frozen=True)
class Say:
    """What one role says: ``by`` is the role in the chain that decides, ``needs`` the permission that is missing."""

    role: str
    name: str
    cause: Cause
    by: str = ""
    needs: Permission | None = None

    @property
    def allows(self) -> bool:
        """Whether this role alone would do."""
        return self.cause in (Cause.BUILT_IN, Cause.ADDED, Cause.INHERITED)


@dataclass(frozen=True)
class Why:
    """Whether a member may do something at all, what each of their roles says, and whether they work here."""

    permission: Permission
    allowed: bool
    is_active: bool
    says: tuple[Say, ...]


def why(member: Member, permission: Permission) -> Why:
    """Return why a member has a permission, or has it not."""
    names, own = names_of_roles(), {role.key: role for role in custom_roles()}
    says = tuple(_say(key, permission, own, names) for key in member.roles)
    return Why(permission, member.is_active and permission in held_by(member), member.is_active, says)


def _say(key: str, permission: Permission, own: dict[str, CustomRole], names: dict[str, str]) -> Say:
    name = names.get(key, key)
    if key in own:
        return _say_of_own(key, permission, own, names)
    if key not in {role.value for role in Role}:
        return Say(key, name, Cause.UNKNOWN_ROLE)
    allows = permission in ROLE_PERMISSIONS[Role(key)]
    return Say(key, name, Cause.BUILT_IN if allows else Cause.NOT_IN_ROLE)


def _say_of_own(key: str, permission: Permission, own: dict[str, CustomRole], names: dict[str, str]) -> Say:
    rule = rules_of(own.values()).get(key)
    if rule is None:
        return Say(key, names[key], Cause.UNKNOWN_ROLE)
    place = _decides(key, permission, own)
    decider = own.get(place)
    wanted = permission in (decider.adds if decider else permissions_of([place]))
    by = names.get(place, place)
    if wanted and permission not in rule.permissions:
        missing = NEEDS[permission]
        while NEEDS.get(missing) and NEEDS[missing] not in rule.permissions:
            missing = NEEDS[missing]
        return Say(key, names[key], Cause.NEEDS_OTHER, by, missing)
    if wanted:
        return Say(key, names[key], Cause.ADDED if place == key else Cause.INHERITED, by)
    return Say(key, names[key], Cause.REMOVED if decider else Cause.NOT_IN_ROLE, by)


def _decides(key: str, permission: Permission, own: dict[str, CustomRole]) -> str:
    """Return the role in the chain that adds or removes the permission, or else the built-in one at its end."""
    while key in own and permission not in {*own[key].adds, *own[key].removes}:
        key = own[key].inherits
    return key
