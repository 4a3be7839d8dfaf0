"""What can be allowed, and what the built-in roles allow. The one source for pages, API and interface."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """``area:thing:action``: one thing an actor may do."""

    TICKET_VIEW = "tickets:ticket:view"
    TICKET_VIEW_ALL = "tickets:ticket:view_all"
    TICKET_CREATE = "tickets:ticket:create"
    TICKET_ON_BEHALF = "tickets:ticket:on_behalf"
    TICKET_UPDATE = "tickets:ticket:update"
    TICKET_ASSIGN = "tickets:ticket:assign"
    TAG_MANAGE = "tickets:tag:manage"
    TICKET_ARCHIVE = "tickets:ticket:archive"
    TICKET_DELETE = "tickets:ticket:delete"
    TICKET_PURGE = "tickets:ticket:purge"
    WORKFLOW_MANAGE = "tickets:workflow:manage"
    FIELD_MANAGE = "tickets:field:manage"
    TICKET_REPLY = "tickets:message:reply"
    MESSAGE_MODERATE = "tickets:message:moderate"
    NOTE_VIEW = "tickets:note:view"
    NOTE_CREATE = "tickets:note:create"
    MACRO_OWN = "macros:macro:own"
    MACRO_MANAGE = "macros:macro:manage"
    VIEW_MANAGE = "views:view:manage"
    TIME_VIEW = "timekeeping:time:view"
    TIME_TRACK = "timekeeping:time:track"
    TIME_MANAGE = "timekeeping:time:manage"
    CONTACT_VIEW = "contacts:contact:view"
    CONTACT_MANAGE = "contacts:contact:manage"
    MEMBER_VIEW = "organizations:member:view"
    MEMBER_MANAGE = "organizations:member:manage"
    ROLE_MANAGE = "organizations:role:manage"
    DEPARTMENT_MANAGE = "organizations:department:manage"
    ORGANIZATION_MANAGE = "organizations:organization:manage"
    TOKEN_OWN = "organizations:token:own"  # noqa: S105 - the name of a permission
    TOKEN_MANAGE = "organizations:token:manage"  # noqa: S105 - the name of a permission
    DIRECTORY_MANAGE = "directory:directory:manage"
    DIRECTORY_SYNC = "directory:directory:sync"
    MAIL_VIEW = "channels:mail:view"
    MAIL_RELEASE = "channels:mail:release"
    MAIL_MANAGE = "channels:mail:manage"
    AUDIT_VIEW = "audit:log:view"
    MEMBER_VIEW_AS = "organizations:member:view_as"
    DESK_OPEN = "web:desk:open"
    SETTINGS_OPEN = "web:settings:open"
    PORTAL_OPEN = "web:portal:open"


class Role(StrEnum):
    """The built-in roles. Customer and Guest are roles of contacts, all others of members."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    DEPARTMENT_MANAGER = "department_manager"
    CATEGORY_MANAGER = "category_manager"
    TYPE_MANAGER = "type_manager"
    SUPPORT_AGENT = "support_agent"
    VIEWER = "viewer"
    EMPLOYEE = "employee"
    CUSTOMER = "customer"
    GUEST = "guest"


ROLE_LABELS = {
    Role.OWNER: _("Owner"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.DEPARTMENT_MANAGER: _("Department manager"),
    Role.CATEGORY_MANAGER: _("Category manager"),
    Role.TYPE_MANAGER: _("Type manager"),
    Role.SUPPORT_AGENT: _("Support agent"),
    Role.VIEWER: _("Viewer"),
    Role.EMPLOYEE: _("Employee"),
    Role.CUSTOMER: _("Customer"),
    Role.GUEST: _("Guest"),
}

_P = Permission
_GUEST = frozenset({_P.TICKET_CREATE, _P.TICKET_VIEW, _P.TICKET_REPLY, _P.PORTAL_OPEN})
_VIEWER = frozenset(
    {
        _P.DESK_OPEN,
        _P.TOKEN_OWN,
        _P.TICKET_VIEW,
        _P.TICKET_VIEW_ALL,
        _P.NOTE_VIEW,
        _P.TIME_VIEW,
        _P.CONTACT_VIEW,
        _P.MEMBER_VIEW,
    }
)
_AGENT = frozenset(
    {
        _P.DESK_OPEN,
        _P.TOKEN_OWN,
        _P.TICKET_VIEW,
        _P.TICKET_CREATE,
        _P.TICKET_ON_BEHALF,
        _P.TICKET_UPDATE,
        _P.TICKET_ASSIGN,
        _P.TICKET_ARCHIVE,
        _P.TICKET_REPLY,
        _P.NOTE_VIEW,
        _P.NOTE_CREATE,
        _P.MACRO_OWN,
        _P.TIME_VIEW,
        _P.TIME_TRACK,
        _P.CONTACT_VIEW,
        _P.CONTACT_MANAGE,
        _P.MEMBER_VIEW,
    }
)
_MANAGER = _AGENT | {
    _P.SETTINGS_OPEN,
    _P.MACRO_MANAGE,
    _P.VIEW_MANAGE,
    _P.TIME_MANAGE,
    _P.TICKET_DELETE,
    _P.TAG_MANAGE,
    _P.MESSAGE_MODERATE,
}
_ADMINISTRATOR = frozenset(_P) - {_P.PORTAL_OPEN}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _ADMINISTRATOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.DEPARTMENT_MANAGER: _MANAGER,
    Role.CATEGORY_MANAGER: _MANAGER,
    Role.TYPE_MANAGER: _MANAGER,
    Role.SUPPORT_AGENT: _AGENT,
    Role.VIEWER: _VIEWER,
    # A member's right to view is about the desk's tickets; an employee sees their own as the contact they are.
    Role.EMPLOYEE: frozenset({_P.TICKET_CREATE, _P.PORTAL_OPEN}),
    Role.CUSTOMER: _GUEST,
    Role.GUEST: _GUEST - {_P.TICKET_CREATE},
}

MEMBER_ROLES = tuple(role for role in Role if role not in (Role.CUSTOMER, Role.GUEST))


INHERITABLE = tuple(role for role in MEMBER_ROLES if role is not Role.OWNER)
"""The built-in roles a custom one can stand on: an owner is an owner and nothing like one."""

WITHOUT_DESK = frozenset({_P.TICKET_CREATE, _P.PORTAL_OPEN})
"""All that a member who does not come to the desk may do: ask for help, like a customer inside the house."""
NEEDS = {permission: _P.DESK_OPEN for permission in _P if permission not in WITHOUT_DESK | {_P.DESK_OPEN}} | {
    _P.TICKET_VIEW_ALL: _P.TICKET_VIEW,
    _P.TICKET_UPDATE: _P.TICKET_VIEW,
    _P.TICKET_ASSIGN: _P.TICKET_UPDATE,
    _P.TICKET_ARCHIVE: _P.TICKET_VIEW,
    _P.TICKET_DELETE: _P.TICKET_VIEW,
    _P.TICKET_PURGE: _P.TICKET_DELETE,
    _P.TICKET_REPLY: _P.TICKET_VIEW,
    _P.MESSAGE_MODERATE: _P.TICKET_VIEW,
    _P.NOTE_VIEW: _P.TICKET_VIEW,
    _P.NOTE_CREATE: _P.NOTE_VIEW,
    _P.MACRO_MANAGE: _P.MACRO_OWN,
    _P.VIEW_MANAGE: _P.TICKET_VIEW,
    _P.TIME_TRACK: _P.TIME_VIEW,
    _P.TIME_MANAGE: _P.TIME_TRACK,
    _P.CONTACT_MANAGE: _P.CONTACT_VIEW,
    _P.MEMBER_MANAGE: _P.MEMBER_VIEW,
    _P.ROLE_MANAGE: _P.MEMBER_VIEW,
    _P.MEMBER_VIEW_AS: _P.TICKET_VIEW_ALL,
    _P.TOKEN_MANAGE: _P.TOKEN_OWN,
    _P.MAIL_RELEASE: _P.MAIL_VIEW,
    _P.MAIL_MANAGE: _P.MAIL_RELEASE,
}
"""A permission is worth nothing without the one it needs; a custom role is cut down to what makes sense."""


class Holder(Protocol):
    """A member, as far as it says what they may do."""

    roles: list[str]
    role_rules: list[str]


@dataclass(frozen=True)
class RoleRule:
    """What a custom role is at last, whatever it inherits from: a built-in role, and what it has more and less.

    The built-in role is named, never copied: what Moondesk's own roles allow follows the code.
    """

    base: Role
    adds: frozenset[Permission] = frozenset()
    removes: frozenset[Permission] = frozenset()

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows, without what makes no sense alone."""
        allowed = (ROLE_PERMISSIONS[self.base] | self.adds) - self.removes
        while cut := {one for one in allowed if one in NEEDS and NEEDS[one] not in allowed}:
            allowed -= cut
        return allowed

    def then(self, adds: Iterable[Permission], removes: Iterable[Permission]) -> "RoleRule":
        """Return the role that inherits from this one."""
        more, less = frozenset(adds), frozenset(removes)
        return RoleRule(self.base, (self.adds - less) | more, (self.removes - more) | less)

    def written(self, key: str) -> str:
        """Return the rule as it is kept with a member: the key of the role, its base, ``+`` and ``-`` permissions."""
        more, less = (f"+{one}" for one in sorted(self.adds)), (f"-{one}" for one in sorted(self.removes))
        return " ".join([key, self.base, *more, *less])


def known_permissions(values: Iterable[str]) -> frozenset[Permission]:
    """Return those of the values that are permissions (still)."""
    return frozenset(Permission(value) for value in values if value in _VALUES)


_VALUES = frozenset(permission.value for permission in Permission)
_BASES = {role.value: role for role in INHERITABLE}


def _rule(words: Sequence[str]) -> RoleRule | None:
    base = _BASES.get(words[0]) if words else None
    if base is None:
        return None
    more, less = ([word[1:] for word in words[1:] if word.startswith(sign)] for sign in "+-")
    return RoleRule(base, known_permissions(more), known_permissions(less))


def permissions_of(roles: Sequence[str], rules: Sequence[str] = ()) -> frozenset[Permission]:
    """Return what the roles allow together, the custom ones by their rules; an unknown role allows nothing."""
    return _allowed(tuple(roles), tuple(rules))


@lru_cache(maxsize=1000)
def _allowed(roles: tuple[str, ...], rules: tuple[str, ...]) -> frozenset[Permission]:
    built_in = {role.value: allowed for role, allowed in ROLE_PERMISSIONS.items()}
    parts = (rule.partition(" ") for rule in rules)
    custom = {key: found for key, _blank, rest in parts if (found := _rule(rest.split())) is not None}
    sets = (built_in.get(key) or (custom[key].permissions if key in custom else frozenset()) for key in roles)
    return frozenset[Permission]().union(*sets)


def held_by(member: Holder) -> frozenset[Permission]:
    """Return what a member may do."""
    return permissions_of(member.roles, member.role_rules)


def standing_of(member: Holder) -> list[str]:
    """Return the roles of a member where only built-in ones are named: a custom role counts as what it stands on."""
    return standing(member.roles, member.role_rules)


def standing(roles: Sequence[str], rules: Sequence[str]) -> list[str]:
    """Return the same of roles and of what the custom ones among them come to."""
    return [*roles, *(rule.split(" ")[1] for rule in rules if rule.split(" ")[0] in roles)]


def works_at_desk(member: Holder) -> bool:
    """Say whether a member is on the organization's side of the desk; an employee stands on the other."""
    return Permission.DESK_OPEN in held_by(member)
