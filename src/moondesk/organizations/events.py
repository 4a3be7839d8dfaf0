"""What can happen in an organization besides tickets."""

import uuid
from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(DomainEvent):
    """An organization was created; ``features_off`` are those without which the operator lets new ones begin."""

    name = "organization.created"

    slug: str
    features_off: tuple[str, ...] = ()


@event
@dataclass(frozen=True, kw_only=True)
class OrganizationChanged(DomainEvent):
    """What an organization is called, or how it works, was changed: the parts as they were and as they are."""

    name = "organization.changed"

    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class DeletionBegun(DomainEvent):
    """An owner asked for the organization to be deleted: it is closed from now, and removed on that day."""

    name = "organization.deletion_begun"

    due_at: str


@event
@dataclass(frozen=True, kw_only=True)
class DeletionNear(DomainEvent):
    """In so many days the organization is removed; its owners are told once more."""

    name = "organization.deletion_near"

    days: int
    due_at: str


@event
@dataclass(frozen=True, kw_only=True)
class DeletionTakenBack(DomainEvent):
    """An owner took it back: the organization is open again, as it was."""

    name = "organization.deletion_taken_back"


@event
@dataclass(frozen=True, kw_only=True)
class SecondFactorAsked(DomainEvent):
    """Whom the organization asks for a second factor was changed, or how many days they have to set one up."""

    name = "organization.second_factor_asked"

    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class FirstStepsClosed(DomainEvent):
    """The list of first steps was put away; the organization is its subject."""

    name = "organization.first_steps_closed"


@event
@dataclass(frozen=True, kw_only=True)
class SetupPassed(DomainEvent):
    """A step of the guided beginning is behind the organization, which is its subject: carried out, or skipped."""

    name = "organization.setup_passed"

    step: str
    is_skipped: bool


@event
@dataclass(frozen=True, kw_only=True)
class MemberInvited(DomainEvent):
    """Somebody was invited. The secret of the link is not in the event."""

    name = "member.invited"

    email: str
    role: str


@event
@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(DomainEvent):
    """An invitation was taken back before it was accepted."""

    name = "member.invitation_revoked"

    email: str


@event
@dataclass(frozen=True, kw_only=True)
class MemberJoined(DomainEvent):
    """A user became a member."""

    name = "member.joined"

    user: uuid.UUID


@event
@dataclass(frozen=True, kw_only=True)
class MemberLeft(DomainEvent):
    """A member left the organization of their own accord, or because a directory says so."""

    name = "member.left"

    label: str


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
class RoleCreated(DomainEvent):
    """An organization made a role of its own."""

    name = "role.created"

    label: str
    inherits: str
    adds: tuple[str, ...]
    removes: tuple[str, ...]


@event
@dataclass(frozen=True, kw_only=True)
class RoleChanged(DomainEvent):
    """A role of an organization's own is called otherwise, inherits otherwise, or allows something else."""

    name = "role.changed"

    label: str
    before: dict[str, str | list[str]]
    after: dict[str, str | list[str]]


@event
@dataclass(frozen=True, kw_only=True)
class RoleDeleted(DomainEvent):
    """A role of an organization's own was deleted; who had it has the role ``moved_to``."""

    name = "role.deleted"

    label: str
    moved_to: str
    members: int


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
    is_organizations: bool = False


@event
@dataclass(frozen=True, kw_only=True)
class TokenEnding(DomainEvent):
    """An API token ends in so many days; who can replace it is told."""

    name = "token.ending"

    label: str
    days: int


@event
@dataclass(frozen=True, kw_only=True)
class TokenRevoked(DomainEvent):
    """An API token was revoked."""

    name = "token.revoked"

    label: str


@event
@dataclass(frozen=True, kw_only=True)
class DomainProven(DomainEvent):
    """The organization proved by a record in DNS that a domain is its own."""

    name = "mail_domain.proven"

    domain: str


@event
@dataclass(frozen=True, kw_only=True)
class DomainMissing(DomainEvent):
    """The record that proves a domain is not in DNS any more; gone for long, the domain is lost."""

    name = "mail_domain.missing"

    domain: str


@event
@dataclass(frozen=True, kw_only=True)
class DomainLost(DomainEvent):
    """The record that proved a domain was gone for too long: it does not count as the organization's any more."""

    name = "mail_domain.lost"

    domain: str


@event
@dataclass(frozen=True, kw_only=True)
class ProviderAdded(DomainEvent):
    """A provider by which members sign in was added."""

    name = "identity_provider.added"

    label: str
    issuer: str


@event
@dataclass(frozen=True, kw_only=True)
class ProviderChanged(DomainEvent):
    """A provider by which members sign in was changed; secrets are not in the event."""

    name = "identity_provider.changed"

    label: str
    before: dict[str, str]
    after: dict[str, str]


@event
@dataclass(frozen=True, kw_only=True)
class ProviderRemoved(DomainEvent):
    """A provider by which members sign in was removed, and with it everybody's account there."""

    name = "identity_provider.removed"

    label: str
