"""What can happen to a contact."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class ContactUpdated(DomainEvent):
    """A contact's name, address, phone, language or company was changed. ``fields`` names what, not to what."""

    name = "contact.updated"

    fields: tuple[str, ...]
