"""What can happen to ways out. No event has a password or key in it."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class WayOutEvent(DomainEvent):
    """Base: something happened to the way out ``subject_id``."""

    name = "way_out.base"

    label: str


@event
@dataclass(frozen=True, kw_only=True)
class WayOutAdded(WayOutEvent):
    """A way out was added."""

    name = "way_out.added"

    kind: str


@event
@dataclass(frozen=True, kw_only=True)
class WayOutChanged(WayOutEvent):
    """A way out was changed in the named fields."""

    name = "way_out.changed"

    fields: tuple[str, ...]


@event
@dataclass(frozen=True, kw_only=True)
class WayOutPaused(WayOutEvent):
    """A way out was paused; its mails wait."""

    name = "way_out.paused"


@event
@dataclass(frozen=True, kw_only=True)
class WayOutResumed(WayOutEvent):
    """A paused way out sends again."""

    name = "way_out.resumed"


@event
@dataclass(frozen=True, kw_only=True)
class WayOutTested(WayOutEvent):
    """A mail was sent to try a way out."""

    name = "way_out.tested"


@event
@dataclass(frozen=True, kw_only=True)
class WayOutRemoved(WayOutEvent):
    """A way out was removed; its addresses use the installation's again."""

    name = "way_out.removed"


@event
@dataclass(frozen=True, kw_only=True)
class MailSentAgain(DomainEvent):
    """Mails that had failed were put in the outbox again; ``subject_id`` is the mail, or the organization for all."""

    name = "mail.sent_again"

    mails: int
