"""The public shape of tickets, statuses and categories: the same in the API, in webhooks and in exports."""

import datetime
import uuid
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from moondesk.tickets.rules import Channel, Stage, TicketType

type StatusColour = Literal["blue", "teal", "green", "amber", "orange", "red", "pink", "violet", "grey"]
type PriorityWord = Literal["low", "medium", "high", "urgent"]

type FieldContent = str | int | float | bool | list[str]

TICKET_EXAMPLE: JsonDict = {
    "id": "01935b5e-7a10-7cc3-98c4-dc0c0c07398f",
    "number": "TKT-7K3M9Q",
    "subject": "My flight was cancelled",
    "status": {"key": "open", "stage": "open", "label": "Open"},
    "priority": "high",
    "category": {"key": "billing", "label": "Billing"},
    "type": "question",
    "department": {"id": "01935b5e-7a10-7d00-8000-000000000001", "name": "Flights"},
    "channel": "api",
    "requester": {
        "id": "01935b5e-7a10-7d00-8000-000000000002",
        "name": "Carla Customer",
        "email": "carla@customer.test",
        "company": {"id": "01935b5e-7a10-7d00-8000-000000000003", "name": "Customer Ltd"},
    },
    "assignee": {"id": "01935b5e-7a10-7d00-8000-000000000004", "name": "Ana Agent"},
    "follows": None,
    "merged_into": None,
    "tags": ["refund"],
    "fields": {"seat": "aisle", "travel_date": "2026-12-03"},
    "language": "en",
    "version": 3,
    "message_count": 1,
    "created_at": "2026-11-20T09:30:00.000000Z",
    "updated_at": "2026-11-20T09:41:07.250000Z",
    "starts_at": None,
    "due_at": "2026-11-20T17:30:00.000000Z",
    "first_response_at": None,
    "last_message_at": "2026-11-20T09:30:00.000000Z",
    "last_message_by_customer": True,
    "resolved_at": None,
    "closed_at": None,
    "archived_at": None,
    "snoozed_at": None,
    "snoozed_until": None,
}


class Shape(BaseModel):
    """Base of what goes out: every field is always there."""

    model_config = ConfigDict(extra="forbid")


class StatusReference(Shape):
    """The status of a ticket."""

    key: str = Field(description="Stable name of the status", examples=["open"])
    stage: Stage = Field(description="What the status means; the same in every organization")
    label: str = Field(description="What agents call it, in the organization's language")


class CategoryReference(Shape):
    """What a ticket is about."""

    key: str
    label: str = Field(description="Its name in the organization's language")


class NamedReference(Shape):
    """Something with an id and a name."""

    id: uuid.UUID
    name: str


class RequesterReference(Shape):
    """The contact who asked."""

    id: uuid.UUID
    name: str
    email: str | None
    company: NamedReference | None


class TicketOut(Shape):
    """One ticket."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [TICKET_EXAMPLE]})

    id: uuid.UUID
    number: str = Field(description="The number people use, with the organization's prefix", examples=["TKT-7K3M9Q"])
    subject: str
    status: StatusReference
    priority: PriorityWord
    category: CategoryReference | None
    type: TicketType
    department: NamedReference | None
    channel: Channel = Field(description="How the request came in")
    requester: RequesterReference
    assignee: NamedReference | None = Field(description="The member who works on it")
    follows: str | None = Field(description="The number of the closed ticket that this one follows up")
    merged_into: str | None = Field(description="The number of the ticket in which this one goes on while it is merged")
    tags: list[str]
    fields: dict[str, FieldContent] = Field(
        description="Values of custom fields by key; those without one are left out"
    )
    language: str
    version: int = Field(description="Counts changes; also in the header `ETag`")
    message_count: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    starts_at: datetime.datetime | None = Field(description="When work on it is to begin")
    due_at: datetime.datetime | None
    first_response_at: datetime.datetime | None
    last_message_at: datetime.datetime
    last_message_by_customer: bool
    resolved_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    archived_at: datetime.datetime | None = Field(description="Since when lists leave it out")
    snoozed_at: datetime.datetime | None = Field(description="Since when it is put aside")
    snoozed_until: datetime.datetime | None = Field(
        description="When it comes back; null while it is snoozed: when its customer writes, which always wakes it"
    )


class TicketDetail(TicketOut):
    """One ticket, read by itself: what it can become is with it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [TICKET_EXAMPLE | {"next_statuses": ["in_progress", "pending", "on_hold", "resolved"]}]
        },
    )

    next_statuses: list[str] = Field(
        description="The keys of the statuses to which you may move it now; empty if you may not change tickets"
    )


class StatusOut(Shape):
    """One status of the workflow."""

    id: uuid.UUID
    key: str
    stage: Stage
    labels: dict[str, str] = Field(description="What agents call it, by language")
    customer_labels: dict[str, str] = Field(description="What customers call it, by language")
    position: int
    is_default: bool = Field(description="Whether a ticket takes it when it enters the stage")
    colour: StatusColour = Field(description="The colour it is shown in")
    waits_for: Literal["customer", "someone_else"] | None = Field(description="Whom a waiting ticket waits for")
    needs_note: bool = Field(description="Whether moving a ticket to it needs a note")
    wip_limit: int | None = Field(description="How many tickets its column on a board should hold; more are only told")
    retired: bool = Field(description="Whether no ticket can take it any more; its name stays in history")


class TransitionOut(Shape):
    """One move from a status to another, and who may make it."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    from_: str = Field(alias="from", description="The key of the status before")
    to: str = Field(description="The key of the status after")
    roles: list[str] | None = Field(
        description="The roles that may make it; null: everybody who may change tickets; empty: nobody"
    )


class CategoryOut(Shape):
    """One category."""

    id: uuid.UUID
    key: str
    labels: dict[str, str] = Field(description="Its names, by language")
    parent: str | None = Field(description="The key of the category above")
    department: uuid.UUID | None = Field(description="The department that new tickets of the category go to")
    position: int


class AmountOut(Shape):
    """How many tickets a list has on all its pages."""

    count: int
    is_exact: bool = Field(description="If not, there are more than `count`")
