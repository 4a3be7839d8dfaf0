"""What the operator of the installation does to an organization; its people see it in their audit log."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event

ON, OFF = "on", "off"
"""How a feature stands, in events."""


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


@event
@dataclass(frozen=True, kw_only=True)
class FeaturesSwitched(DomainEvent):
    """The operator switched features off or on for the organization; ``before`` and ``after`` say which."""

    name = "organization.features_switched"

    before: dict[str, str]
    after: dict[str, str]
    reason: str
