"""What happens to the doors and to the mails that come through them."""

import uuid
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


@event
@dataclass(frozen=True, kw_only=True)
class AnswersStopped(DomainEvent):
    """So many mails went to an address (``label``) by themselves that no more go there for now."""

    name = "mail.answers_stopped"

    label: str


@event
@dataclass(frozen=True, kw_only=True)
class MailsWait(DomainEvent):
    """Mails wait for a decision; the organization is the subject. Told again after some hours when more came."""

    name = "mail.waiting"

    count: int


@event
@dataclass(frozen=True, kw_only=True)
class MailReleased(DomainEvent):
    """A mail that waited was let in by somebody; the mail is its subject."""

    name = "mail.released"

    reason: str


@event
@dataclass(frozen=True, kw_only=True)
class MailProcessedAgain(DomainEvent):
    """Somebody had a mail looked at once more, by the rules of now."""

    name = "mail.processed_again"

    reason: str


@event
@dataclass(frozen=True, kw_only=True)
class MailDiscarded(DomainEvent):
    """Somebody threw a mail away that waited."""

    name = "mail.discarded"

    reason: str


@event
@dataclass(frozen=True, kw_only=True)
class MailBroughtBack(DomainEvent):
    """A discarded mail waits again."""

    name = "mail.brought_back"


@event
@dataclass(frozen=True, kw_only=True)
class RawMailOpened(DomainEvent):
    """Somebody downloaded a mail as it came, or looked into it (``how``)."""

    name = "mail.opened"

    how: str


@event
@dataclass(frozen=True, kw_only=True)
class SenderListed(DomainEvent):
    """A sender or domain was put on a list or taken off (``change``: allow, block, removed)."""

    name = "mail_sender.listed"

    change: str
    sender: str


@event
@dataclass(frozen=True, kw_only=True)
class LedgerKeepingChanged(DomainEvent):
    """Somebody changed how long mails wait for a decision; the organization is the subject."""

    name = "mail_ledger.changed"

    waiting_days: int


@event
@dataclass(frozen=True, kw_only=True)
class SurveyAskingChanged(DomainEvent):
    """Somebody changed whether customers are asked if the answer helped, and when; the organization is the subject."""

    name = "mail_survey.changed"

    is_on: bool
    hours: int
    was_on: bool
    old_hours: int


@event
@dataclass(frozen=True, kw_only=True)
class DeadAddressLifted(DomainEvent):
    """Mails go to an address by themselves again, although some came back or its owner complained."""

    name = "dead_address.lifted"

    email: str
    why: str = ""
    bounces: int = 0
    code: str = ""
    said: str = ""
    since: str = ""


@event
@dataclass(frozen=True, kw_only=True)
class DeadAddressKeptAlone(DomainEvent):
    """Nothing goes to an address by itself after all: that it was lifted was taken back."""

    name = "dead_address.kept_alone"

    email: str


@event
@dataclass(frozen=True, kw_only=True)
class MailHookChanged(DomainEvent):
    """A door for a provider that pushes mail was added or removed (``change``). Its secret is not in the event."""

    name = "mail_hook.changed"

    change: str
    provider: str


@event
@dataclass(frozen=True, kw_only=True)
class MailTemplateChanged(DomainEvent):
    """The words of a kind of mail in a language were ``written``, or ``reset`` to those that come with Moondesk.

    ``was`` is what the organization had written before: subject, heading and text; empty if nothing.
    """

    name = "mail_template.changed"

    kind: str
    language: str
    change: str
    category: uuid.UUID | None = None
    was: tuple[str, ...] = ()
