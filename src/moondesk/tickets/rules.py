"""The rules of a ticket's life, as pure functions: stages, priorities, due times, what one change does to others."""

import datetime
import unicodedata
from dataclasses import dataclass
from enum import IntEnum, StrEnum

SUBJECT_LENGTH = 200
NUMBER_LENGTH = 6


MOST_IN_COPY = 20
"""How many can be kept in copy of a ticket: each gets every reply by mail."""
MOST_WATCHERS = 50
"""How many members can watch a ticket."""


class Stage(StrEnum):
    """What a status means. Organizations name their own statuses; reports and SLA count on stages."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


ACTIVE_STAGES = (Stage.OPEN, Stage.IN_PROGRESS, Stage.WAITING)
WORKING_STAGES = (Stage.OPEN, Stage.IN_PROGRESS)
DONE_STAGES = (Stage.RESOLVED, Stage.CLOSED)


class Priority(IntEnum):
    """How much it matters; higher is more."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    URGENT = 4

    @property
    def key(self) -> str:
        """Return the word used in API and templates."""
        return self.name.lower()

    @classmethod
    def from_key(cls, key: str) -> "Priority":
        """Return the priority of a word. Raises ``KeyError`` for any other word."""
        return cls[key.upper()]


class TicketType(StrEnum):
    """What kind of work a ticket is."""

    QUESTION = "question"
    INCIDENT = "incident"
    PROBLEM = "problem"
    TASK = "task"


class Channel(StrEnum):
    """How a message came in or goes out."""

    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"
    CHAT = "chat"
    API = "api"


_DUE_HOURS = {Priority.URGENT: 4, Priority.HIGH: 8, Priority.MEDIUM: 24, Priority.LOW: 72}


def due_at(priority: Priority, created_at: datetime.datetime) -> datetime.datetime:
    """Return when a ticket is due where no SLA policy says otherwise (T8)."""
    return created_at + datetime.timedelta(hours=_DUE_HOURS[priority])


def stage_on_assignment(stage: Stage, assigned: bool) -> Stage:
    """Return the stage after an assignment: assigning an open ticket starts work on it (T5)."""
    return Stage.IN_PROGRESS if assigned and stage is Stage.OPEN else stage


def takes_assignee(stage: Stage, assigned: bool) -> bool:
    """Say whether moving to ``stage`` makes the actor the assignee: starting work does, if nobody has it (T5)."""
    return stage is Stage.IN_PROGRESS and not assigned


class OnCustomerReply(StrEnum):
    """What a customer's reply does to a ticket (T6)."""

    NOTHING = "nothing"
    WAKE = "wake"
    REOPEN = "reopen"
    FOLLOW_UP = "follow_up"


def on_customer_reply(
    stage: Stage, done_at: datetime.datetime | None, now: datetime.datetime, reopen_days: int
) -> OnCustomerReply:
    """Say what a customer's reply does: wakes a waiting ticket, reopens a done one, or needs a new one."""
    if stage is Stage.WAITING:
        return OnCustomerReply.WAKE
    if stage is Stage.RESOLVED:
        return OnCustomerReply.REOPEN
    if stage is Stage.CLOSED:
        fresh = done_at is not None and now - done_at <= datetime.timedelta(days=reopen_days)
        return OnCustomerReply.REOPEN if fresh else OnCustomerReply.FOLLOW_UP
    return OnCustomerReply.NOTHING


def stage_after_reopening(assigned: bool) -> Stage:
    """Return the stage of a ticket that a customer woke: in progress, or open if nobody has it."""
    return Stage.IN_PROGRESS if assigned else Stage.OPEN


LONGEST_DAYS = 365
FORGOTTEN_DAYS = 30
"""A ticket that should have been closed so long ago is closed without a mail: nobody waits for it any more."""


@dataclass(frozen=True)
class ClosingTimes:
    """The moments before which a resolved ticket must have been resolved, or warned of, for the next step (T7)."""

    warn_before: datetime.datetime
    warned_before: datetime.datetime
    close_before: datetime.datetime
    forgotten_before: datetime.datetime


def warning_days(close_days: int) -> int:
    """Return how many days before a ticket closes its customer is told."""
    return 2 if close_days >= 5 else 1


def closing_times(close_days: int, now: datetime.datetime) -> ClosingTimes:
    """Return what is to be warned of and closed now where resolved tickets close after ``close_days``."""
    ahead = datetime.timedelta(days=warning_days(close_days))
    whole = datetime.timedelta(days=close_days)
    return ClosingTimes(
        now - whole + ahead, now - ahead, now - whole, now - whole - datetime.timedelta(days=FORGOTTEN_DAYS)
    )


def closes_at(close_days: int, resolved_at: datetime.datetime, warned_at: datetime.datetime) -> datetime.datetime:
    """Return when a ticket closes of which its customer is told now: never sooner after the mail than promised."""
    ahead = datetime.timedelta(days=warning_days(close_days))
    return max(resolved_at + datetime.timedelta(days=close_days), warned_at + ahead)


DELETED_DAYS = 30
"""How long a deleted ticket can be restored."""


def purged_at(deleted_at: datetime.datetime) -> datetime.datetime:
    """Return when a deleted ticket goes for good."""
    return deleted_at + datetime.timedelta(days=DELETED_DAYS)


def subject_problem(subject: str) -> str | None:
    """Return the code of what is wrong with a subject, or None: ``empty``, ``too_long`` or ``control``."""
    if not subject.strip():
        return "empty"
    if len(subject) > SUBJECT_LENGTH:
        return "too_long"
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in subject):
        return "control"
    return None


def tidy_subject(subject: str) -> str:
    """Return a subject that came from outside as one line that fits: used for mail, where nothing may be refused."""
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in subject)
    words = " ".join(visible.split())
    return words if len(words) <= SUBJECT_LENGTH else words[: SUBJECT_LENGTH - 1] + "…"
