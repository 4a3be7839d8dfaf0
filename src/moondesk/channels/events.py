"""What happens to the doors and to the mails that come through them."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class AddressChanged(DomainEvent):
    """An address for mail was added, changed or removed (``change``)."""

    name = "mail_address.changed"

    change: str
    address: str
