"""What can happen in an organization besides tickets."""

import uuid
from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(DomainEvent):
    """An organization was created."""

    name = "organization.created"

    slug: str


@event
@dataclass(frozen=True, kw_only=True)
class FirstStepsClosed(DomainEvent):
    """The list of first steps was put away; the organization is its subject."""

    name = "organization.first_steps_closed"


@event
@dataclass(frozen=True, kw_only=True)
class MemberInvited(DomainEvent):
    """Somebody was invited. The secret of the link is not in the event."""

    name = "member.invited"

    email: str
    role: str


@event
@dataclass(frozen=True, kw_only=True)
class MemberJoined(DomainEvent):
    """A user became a member."""

    name = "member.joined"

    user: uuid.UUID


@event
@dataclass(frozen=True, kw_only=True)
class MemberChanged(DomainEvent):
    """A member's roles, departments or activity changed."""

    name = "member.changed"

    field: str
    old: str
    new: str


@event
@dataclass(frozen=True, kw_only=True)
class DepartmentCreated(DomainEvent):
    """A department was created."""

    name = "department.created"

    label: str


@event
@dataclass(frozen=True, kw_only=True)
class DepartmentUpdated(DomainEvent):
    """A department was renamed, moved or removed."""

    name = "department.changed"

    change: str
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class TokenCreated(DomainEvent):
    """An API token was created."""

    name = "token.created"

    label: str


@event
@dataclass(frozen=True, kw_only=True)
class TokenRevoked(DomainEvent):
    """An API token was revoked."""

    name = "token.revoked"

    label: str
