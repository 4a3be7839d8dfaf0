"""Who does something: the explicit ``by=`` of every action, kept with every event."""

import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum

from moondesk.events.doer import Cause
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.permissions import Permission


class ActorKind(StrEnum):
    """What kind of actor it is."""

    MEMBER = "member"
    CONTACT = "contact"
    TOKEN = "token"  # noqa: S105 - a kind of actor
    RULE = "rule"
    BOT = "bot"
    SYSTEM = "system"
    OPERATOR = "operator"


class Door(StrEnum):
    """Through which door something came in."""

    DESK = "desk"
    PORTAL = "portal"
    FORM = "form"
    API = "api"
    MAIL = "mail"
    JOB = "job"
    IMPORT = "import"
    ACCOUNT = "account"
    CONSOLE = "console"
    COMMAND = "command"


@dataclass(frozen=True)
class Scope:
    """The part of an organization that an actor works in; ``None`` means all of it.

    ``departments`` holds ids including all departments below; ``categories`` ids; ``types`` ticket types.
    """

    departments: frozenset[uuid.UUID] = frozenset()
    categories: frozenset[uuid.UUID] = frozenset()
    types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """One who acts in an organization. ``member_id`` or ``contact_id`` is the person behind it, if there is one."""

    organization_id: uuid.UUID
    kind: ActorKind
    id: uuid.UUID | None
    label: str
    permissions: frozenset[Permission]
    door: Door
    member_id: uuid.UUID | None = None
    contact_id: uuid.UUID | None = None
    scope: Scope = field(default_factory=Scope)
    cause: Cause | None = None
    is_staff: bool = False
    """Whether the actor stands on the organization's side of the desk. The scopes of a token do not change it."""

    def may(self, permission: Permission) -> bool:
        """Say whether the actor has the permission."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise ``NotAllowed`` unless the actor has the permission."""
        if not self.may(permission):
            raise NotAllowed(f"This needs the permission {permission.value}.", extra={"permission": permission.value})

    def through(self, door: Door) -> "Actor":
        """Return the same actor coming in through another door."""
        return replace(self, door=door)


def system_actor(organization_id: uuid.UUID, *, door: Door = Door.JOB, cause: Cause | None = None) -> Actor:
    """Return Moondesk itself, acting in an organization."""
    return Actor(
        organization_id=organization_id,
        kind=ActorKind.SYSTEM,
        id=None,
        label="Moondesk",
        permissions=frozenset(Permission),
        door=door,
        cause=cause,
        is_staff=True,
    )
