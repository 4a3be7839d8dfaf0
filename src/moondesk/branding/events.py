"""What can happen to the look of an organization."""

from dataclasses import dataclass, field
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class BrandingChanged(DomainEvent):
    """The colour, the logo or the words changed; the organization is its subject. ``changed`` names what.

    ``before`` and ``after`` say from what to what: the colour by its hue, the logo by its digest.
    """

    name = "organization.branding_changed"

    changed: tuple[str, ...]
    hue: int
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
