"""Shapes of answers about received and sent mails."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.shapes import Page
from moondesk.channels.ledger.looking import Seen
from moondesk.channels.ledger.words import why
from moondesk.channels.mail.signing import shown_address
from moondesk.channels.models import ListedSender, OutgoingMail, ReceivedMail
from moondesk.channels.rules import Decision, Kind, Listing, Outcome, Reason, State


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LedgerMailOut(_Shape):
    """One received mail, what became of it and why."""

    id: uuid.UUID
    received_at: datetime.datetime
    sender: str = Field(description="As the mail says; empty where it does not")
    recipient: str
    subject: str | None = Field(description="Null when the mail is in a ticket that you may not see")
    message_id: str
    size: int
    outcome: Outcome
    reason: Reason | None
    why: str = Field(description="The reason in plain words")
    decision: Decision | None = Field(description="What somebody, or time, decided later")
    decided_by: str
    decided_at: datetime.datetime | None
    proof: str = Field(description="Whether the mail is from its sender")
    ticket: str | None = Field(description="The number of the ticket, if you may see it")
    message: uuid.UUID | None


class LedgerMailPage(Page):
    """A page of received mails."""

    items: list[LedgerMailOut]


class PeriodOut(_Shape):
    """Mails of one period."""

    since: datetime.datetime
    received: int
    outcomes: dict[Outcome, int]


class CountsOut(_Shape):
    """What came in and what became of it."""

    today: PeriodOut
    week: PeriodOut
    month: PeriodOut


class HeaderOut(_Shape):
    """One header."""

    name: str
    value: str


class MailContentOut(_Shape):
    """What a mail says."""

    headers: list[HeaderOut]
    text: str
    is_cut: bool
    files: list[str] = Field(description="Names of the files in it")


class ListedSenderOut(_Shape):
    """A sender, or with `@` in front a domain, on a list."""

    id: uuid.UUID
    sender: str
    kind: Listing
    created_at: datetime.datetime
    created_by: str


class ListedSenderPage(Page):
    """A page of listed senders."""

    items: list[ListedSenderOut]


class SentMailOut(_Shape):
    """One mail that the desk wrote, and how far it got."""

    id: uuid.UUID
    created_at: datetime.datetime
    sent_at: datetime.datetime | None
    kind: Kind
    recipient: str
    message_id: str = Field(description="Empty for a mail of a ticket that you may not see")
    state: State
    attempts: int
    error: str
    ticket: str | None = Field(description="The number of the ticket, if you may see it")


class SentMailPage(Page):
    """A page of sent mails."""

    items: list[SentMailOut]


def mail_shown(one: ReceivedMail, seen: Seen) -> dict[str, Any]:
    """Return a mail in the shape of ``LedgerMailOut``, as far as the asker may see it."""
    number = seen.numbers.get(one.ticket_id) if one.ticket_id else None
    return {
        "id": one.pk,
        "received_at": one.received_at,
        "sender": one.sender,
        "recipient": shown_address(one.recipient),
        "subject": None if one.pk in seen.hidden else one.subject,
        "message_id": one.header_id,
        "size": one.size,
        "outcome": one.outcome,
        "reason": one.reason or None,
        "why": why(one.reason)[1] if one.reason else "",
        "decision": one.decision or None,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at,
        "proof": one.proof,
        "ticket": number,
        "message": one.message_id if number else None,
    }


def listed_shown(one: ListedSender) -> dict[str, Any]:
    """Return a listed sender in the shape of ``ListedSenderOut``."""
    return {"id": one.pk} | {name: getattr(one, name) for name in ("sender", "kind", "created_at", "created_by")}


def sent_shown(one: OutgoingMail, numbers: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    """Return a sent mail in the shape of ``SentMailOut``."""
    names = ("created_at", "sent_at", "kind", "recipient", "state", "attempts", "error")
    number = numbers.get(one.ticket_id) if one.ticket_id else None
    return {
        "id": one.pk,
        # Whoever names it in a mail may be taken for the one it went to.
        "message_id": one.header_id if number or not one.ticket_id else "",
        "ticket": number,
    } | {name: getattr(one, name) for name in names}
