"""What can be allowed, and what the built-in roles allow. The one source for pages, API and interface."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """``area:thing:action``: one thing an actor may do."""

    TICKET_VIEW = "tickets:ticket:view"
    TICKET_VIEW_ALL = "tickets:ticket:view_all"
    TICKET_CREATE = "tickets:ticket:create"
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
    DEPARTMENT_MANAGE = "organizations:department:manage"
    ORGANIZATION_MANAGE = "organizations:organization:manage"
    TOKEN_MANAGE = "organizations:token:manage"  # noqa: S105 - the name of a permission
    MAIL_VIEW = "channels:mail:view"
    MAIL_RELEASE = "channels:mail:release"
    MAIL_MANAGE = "channels:mail:manage"
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
        _P.TICKET_VIEW,
        _P.TICKET_CREATE,
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


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """Return what the roles allow together; an unknown role allows nothing."""
    known = {role.value for role in Role}
    return frozenset[Permission]().union(*(ROLE_PERMISSIONS[Role(role)] for role in roles if role in known))


def works_at_desk(roles: list[str]) -> bool:
    """Say whether the roles put somebody on the organization's side of the desk; an employee stands on the other."""
    return Permission.DESK_OPEN in permissions_of(roles)
