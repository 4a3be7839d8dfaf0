"""What the audit log tells that no other part of Moondesk does. None of it holds a secret."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class SignedIn(DomainEvent):
    """A member signed in; the user is its subject, as of all events of accounts. ``how`` says by what."""

    name = "session.began"

    how: str


@event
@dataclass(frozen=True, kw_only=True)
class SignInFailed(DomainEvent):
    """Somebody tried to sign in as a member and failed."""

    name = "session.refused"

    email: str


@event
@dataclass(frozen=True, kw_only=True)
class SignedOut(DomainEvent):
    """A member signed out."""

    name = "session.ended"


@event
@dataclass(frozen=True, kw_only=True)
class PasswordChanged(DomainEvent):
    """A member has another password: ``how`` it came to be (changed, set, reset)."""

    name = "account.password_changed"

    how: str


@event
@dataclass(frozen=True, kw_only=True)
class EmailChanged(DomainEvent):
    """A member has another address to sign in with, or one more or less beside it (``change``)."""

    name = "account.email_changed"

    change: str
    old: str
    new: str


@event
@dataclass(frozen=True, kw_only=True)
class FactorChanged(DomainEvent):
    """A member added, renewed or removed (``change``) a second way to prove who they are (``factor``)."""

    name = "account.factor_changed"

    change: str
    factor: str


@event
@dataclass(frozen=True, kw_only=True)
class MuchRead(DomainEvent):
    """Its subject, a member, the operator or a token of the organization, read more than anybody reads at work.

    That is ``most`` tickets or files in some minutes.
    """

    name = "reading.alarm"

    what: str
    most: int
    minutes: int
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class AuditExported(DomainEvent):
    """Somebody took the audit log along, as far as it fits ``question``."""

    name = "audit.exported"

    format: str
    entries: int
    question: dict[str, str]


@event
@dataclass(frozen=True, kw_only=True)
class RetentionChanged(DomainEvent):
    """The audit log is kept for another number of days."""

    name = "audit.retention_changed"

    old: int
    new: int


@event
@dataclass(frozen=True, kw_only=True)
class AuditForgotten(DomainEvent):
    """So many entries were older than the log is kept for, and are gone."""

    name = "audit.forgotten"

    entries: int
    days: int


@event
@dataclass(frozen=True, kw_only=True)
class ViewingBegan(DomainEvent):
    """Somebody began to look at the desk as a member does, or the operator of the installation to look into it.

    ``member`` is whose eyes they use, empty for the operator. Nothing can be changed meanwhile.
    """

    name = "viewing.began"

    member: str
    label: str
    reason: str
    minutes: int


@event
@dataclass(frozen=True, kw_only=True)
class ViewingEnded(DomainEvent):
    """Somebody looks with their own eyes again: they ended it, or its time was over (``how``)."""

    name = "viewing.ended"

    member: str
    label: str
    how: str
