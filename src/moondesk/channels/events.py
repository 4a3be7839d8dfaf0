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


@event
@dataclass(frozen=True, kw_only=True)
class MailboxChanged(DomainEvent):
    """A mailbox was added, changed, paused, resumed or removed (``change``); ``fields`` says what of it."""

    name = "mailbox.changed"

    change: str
    label: str
    fields: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class MailboxFailing(DomainEvent):
    """A mailbox could not be read several times in a row; ``trouble`` says why."""

    name = "mailbox.failing"

    label: str
    trouble: str


@event
@dataclass(frozen=True, kw_only=True)
class MailboxRecovered(DomainEvent):
    """A mailbox that failed can be read again."""

    name = "mailbox.recovered"

    label: str
