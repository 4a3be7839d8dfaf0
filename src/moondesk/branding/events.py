"""What can happen to the look of an organization."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class BrandingChanged(DomainEvent):
    """The colour, the logo or the words changed; the organization is its subject. ``changed`` names what."""

    name = "organization.branding_changed"

    changed: tuple[str, ...]
    hue: int
