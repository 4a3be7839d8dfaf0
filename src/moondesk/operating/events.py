"""What the operator of the installation does to an organization; its people see it in their audit log."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class OrganizationSuspended(DomainEvent):
    """The operator closed the organization: its pages, forms and tokens answer no more, its mail is still taken in."""

    name = "organization.suspended"

    reason: str


@event
@dataclass(frozen=True, kw_only=True)
class OrganizationResumed(DomainEvent):
    """The operator opened the organization again."""

    name = "organization.resumed"

    reason: str
