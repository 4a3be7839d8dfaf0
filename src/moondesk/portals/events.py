"""What can happen to how customers come to the help pages. No secret is in any of it."""

from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class CustomerSignedIn(DomainEvent):
    """A customer signed in to the help pages by a link from a mail; the contact is the subject."""

    name = "contact.signed_in"


@event
@dataclass(frozen=True, kw_only=True)
class PortalChanged(DomainEvent):
    """How customers come to the help pages was changed; the organization is its subject."""

    name = "portal.changed"

    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class PortalDomainProven(DomainEvent):
    """The organization proved by a record in DNS that the domain of its help pages is its own."""

    name = "portal.domain_proven"

    domain: str


@event
@dataclass(frozen=True, kw_only=True)
class PortalDomainMissing(DomainEvent):
    """The record that proves the domain of the help pages is not in DNS: links lead to the desk until it is back."""

    name = "portal.domain_missing"

    domain: str


@event
@dataclass(frozen=True, kw_only=True)
class PortalDomainLost(DomainEvent):
    """The record that proved the domain of the help pages was gone for too long: nothing is served there any more."""

    name = "portal.domain_lost"

    domain: str
