"""Shapes of answers that only the API has: pages of lists, the asker, the public view, problems."""

import datetime
import uuid
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from moondesk.contacts.schemas import ContactOut
from moondesk.conversations.schemas import DraftOut, MessageOut, PublicMessageOut, VersionOut, VoteOut
from moondesk.fields.forms import Access, Moment
from moondesk.fields.schemas import FieldOut
from moondesk.files.schemas import FileOut
from moondesk.organizations.schemas import DepartmentOut, MemberOut, OrganizationOut
from moondesk.tickets.rules import Stage, TicketType
from moondesk.tickets.schemas import AmountOut, CategoryOut, FieldContent, StatusOut, TicketOut, TransitionOut
from moondesk.timekeeping.schemas import TimeEntryOut, TimeGroupOut, TimerOut


class Page(BaseModel):
    """Base of all lists."""

    model_config = ConfigDict(extra="forbid")

    next: str | None = Field(description="The cursor of the next page; null on the last")


class TicketPage(Page):
    """A page of tickets."""

    items: list[TicketOut]
    total: AmountOut | None = Field(default=None, description="Only there with `include=total`")


class VersionList(BaseModel):
    """What was done to a message, the oldest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[VersionOut]


class VoteList(BaseModel):
    """The votes on a message, the oldest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[VoteOut]


class MessagePage(Page):
    """A page of messages."""

    items: list[MessageOut]


class EventActorOut(BaseModel):
    """Who did something, as the log remembers it."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    id: uuid.UUID | None
    label: str


class EventOut(BaseModel):
    """One thing that happened to a ticket."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str = Field(description="Public and for ever; docs/events.md lists them")
    actor: EventActorOut
    door: str
    data: dict[str, Any]
    caused_by: uuid.UUID | None = Field(description="The event that made it happen")
    operation: uuid.UUID | None = Field(description="Shared by all that was done at once")
    reverts: uuid.UUID | None = Field(description="The earlier event that it took back")
    can_be_reverted: bool = Field(description="Whether there is a way to take it back")
    created_at: datetime.datetime


class EventPage(Page):
    """A page of what happened."""

    items: list[EventOut]


class PublicMessagePage(Page):
    """A page of the public thread."""

    items: list[PublicMessageOut]


class FileVersions(BaseModel):
    """The versions of one file, the newest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[FileOut]


class TimerPage(Page):
    """All of your timers."""

    items: list[TimerOut]


class TimeEntryPage(Page):
    """A page of time entries."""

    items: list[TimeEntryOut]


class TimeGroupPage(Page):
    """A page of sums by groups."""

    items: list[TimeGroupOut]


class ContactPage(Page):
    """A page of contacts."""

    items: list[ContactOut]


class MemberPage(Page):
    """A page of members."""

    items: list[MemberOut]


class DepartmentPage(Page):
    """A page of departments."""

    items: list[DepartmentOut]


class StatusPage(Page):
    """All statuses, in the order of the workflow."""

    items: list[StatusOut]


class TransitionPage(Page):
    """All moves between two statuses."""

    items: list[TransitionOut]


class RetirementOut(BaseModel):
    """How far the tickets of a retired status have moved."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field(description="The key of the status that they get")
    total: int
    moved: int
    started_at: datetime.datetime
    finished_at: datetime.datetime | None


class DepartmentTimesOut(BaseModel):
    """The times of one department; null stands for the organization's."""

    model_config = ConfigDict(extra="forbid")

    department: uuid.UUID
    reopen_days: int | None
    close_days: int | None


class TimesOut(BaseModel):
    """When resolved tickets close, and for how long an answer reopens closed ones, in days."""

    model_config = ConfigDict(extra="forbid")

    reopen_days: int = Field(description="For how long an answer reopens a closed ticket; later it starts a new one")
    close_days: int = Field(description="After how long resolved tickets close by themselves; 0: never")
    departments: list[DepartmentTimesOut]


class FieldPage(Page):
    """All custom fields, in order."""

    items: list[FieldOut]


class ItemOut(BaseModel):
    """One field on a form."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="The key of the field")
    required: list[Moment] = Field(description="When it must have a value")
    customers: Access = Field(description="What customers may do with it")
    when: dict[str, Any] | None = Field(description="The condition under which it is shown; null: always")


class FormOut(BaseModel):
    """The fields that tickets of a category and type show."""

    model_config = ConfigDict(extra="forbid")

    category: str | None
    type: TicketType | None
    items: list[ItemOut]


class FormPage(Page):
    """All forms."""

    items: list[FormOut]


class CategoryPage(Page):
    """All categories, in order."""

    items: list[CategoryOut]


class MeOut(BaseModel):
    """Who asks, and what they may do."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(description="`token`, or `member` for a session")
    id: uuid.UUID
    name: str
    permissions: list[str]
    member: MemberOut | None = Field(description="Null for a token of the organization's own")
    organization: OrganizationOut


class DraftList(BaseModel):
    """What you are writing on a ticket."""

    model_config = ConfigDict(extra="forbid")

    items: list[DraftOut]


class PublicTicketCreated(BaseModel):
    """What the sender of a public request is told."""

    model_config = ConfigDict(extra="forbid")

    number: str
    detail: str


class PublicStatus(BaseModel):
    """A status as customers know it."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage
    label: str


class PublicTicketOut(BaseModel):
    """A ticket as its customer sees it."""

    model_config = ConfigDict(extra="forbid")

    number: str
    subject: str
    status: PublicStatus
    created_at: datetime.datetime
    last_message_at: datetime.datetime
    fields: dict[str, FieldContent] = Field(description="Values of custom fields that the customer may see, by key")
    can_resolve: bool = Field(description="Whether the customer can say that it is solved")
    can_reopen: bool = Field(description="Whether the customer can open it again without writing")
    messages: list[PublicMessageOut] = Field(description="The last 100 of the public thread, oldest first")


class PublicReplyOut(BaseModel):
    """Where an answer went: a reply to a ticket closed long ago starts a new one."""

    model_config = ConfigDict(extra="forbid")

    number: str
    message: PublicMessageOut


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Where the code is explained")
    title: str
    status: int
    detail: str = Field(description="What happened, in plain words")
    code: str = Field(description="Stable; programs decide by it")
    fields: dict[str, str] | None = Field(default=None, description="What is wrong with which field")


type Example = dict[str, Any]
