"""What custom roles come to when each inherits from another. Pure: it is told the roles and knows no database."""

from collections.abc import Iterable
from typing import Protocol

from moondesk.organizations.permissions import INHERITABLE, RoleRule, known_permissions


class Inheriting(Protocol):
    """A custom role, as far as it says what it inherits and how it differs from that."""

    key: str
    inherits: str
    adds: list[str]
    removes: list[str]


def rules_of(roles: Iterable[Inheriting]) -> dict[str, RoleRule]:
    """Return what each role comes to. One that inherits from nothing there is, or in a circle, is not among them."""
    known = {role.key: role for role in roles}
    found = {role.value: RoleRule(role) for role in INHERITABLE}
    waiting = dict(known)
    while ready := [role for role in waiting.values() if role.inherits in found]:
        for role in ready:
            more, less = known_permissions(role.adds), known_permissions(role.removes)
            found[role.key] = found[role.inherits].then(more, less)
            del waiting[role.key]
    return {key: found[key] for key in known if key in found}


def heirs_of(key: str, roles: Iterable[Inheriting]) -> set[str]:
    """Return the keys of all roles that inherit from a role, at whatever distance."""
    known = list(roles)
    found: set[str] = set()
    while new := {one.key for one in known if one.inherits in {key, *found}} - found:
        found |= new
    return found
