"""What can happen to a contact."""

from dataclasses import dataclass, field

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class ContactUpdated(DomainEvent):
    """A contact's name, address, phone, language or company was changed: ``fields`` names what, in which order.

    Also ``surveys_off``: whether they want to be asked if an answer helped.

    ``before`` and ``after`` say from what to what, a company by its name. Nothing of it is secret.
    """

    name = "contact.updated"

    fields: tuple[str, ...]
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
