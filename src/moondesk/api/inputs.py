"""What may be sent. Every field that exists is here; all others are refused, whatever the models have."""

import uuid
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from moondesk.conversations.rules import BODY_LENGTH, FirstMessage
from moondesk.files.rules import MOST_FILES
from moondesk.tickets.rules import SUBJECT_LENGTH, Channel, TicketType
from moondesk.tickets.schemas import PriorityWord

_TAGS = 20


def _tidy_tags(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tag.strip().lower() for tag in tags if tag.strip()))


type Tag = Annotated[str, StringConstraints(max_length=40)]
type Tags = Annotated[list[Tag], Field(max_length=_TAGS), AfterValidator(_tidy_tags)]
type Key = Annotated[str, StringConstraints(max_length=40)]
type Email = Annotated[str, StringConstraints(max_length=254)]
type Language = Annotated[str, StringConstraints(max_length=10, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
type Text = Annotated[str, StringConstraints(max_length=BODY_LENGTH)]
type Subject = Annotated[str, StringConstraints(max_length=SUBJECT_LENGTH)]
type Me = Literal["me"]
DESPITE = "Resolve it although other tickets block it; without this, that is refused with `ticket_blocked`"
_REPLY_TO = "The message of the conversation that this one answers"
type Claim = Annotated[str, StringConstraints(max_length=200)]
type FileIds = Annotated[list[uuid.UUID], Field(max_length=MOST_FILES)]


type FieldsIn = Annotated[dict[Key, Any], Field(max_length=100)]
_FIELDS = "Values of custom fields by key; null takes one away, those left out stay"


class Input(BaseModel):
    """Base of what comes in."""

    model_config = ConfigDict(extra="forbid")


class RequesterIn(Input):
    """Who asks: a known contact by ``id``, or anybody by ``email``, who becomes a contact if new."""

    id: uuid.UUID | None = None
    email: Email | None = None
    name: Annotated[str, StringConstraints(max_length=120)] = ""


class TicketIn(Input):
    """A new ticket."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "subject": "My flight was cancelled",
                    "description": "It was **MD 214** on Friday. What can I do?",
                    "requester": {"email": "carla@customer.test", "name": "Carla Customer"},
                    "priority": "high",
                    "tags": ["refund"],
                }
            ]
        },
    )

    subject: Subject = Field(default="", description="1 to 200 characters, one line; the template's if left out")
    description: Text = Field(
        default="", description="The request in the requester's words; markdown; the template's if left out"
    )
    requester: RequesterIn
    template: uuid.UUID | None = Field(default=None, description="A template that says what is left out here")
    priority: PriorityWord = "medium"
    type: TicketType = TicketType.QUESTION
    category: Key | None = Field(default=None, description="The key of a category")
    department: uuid.UUID | None = Field(default=None, description="The category's department if left out")
    tags: Tags = []
    language: Language = "en"
    fields: FieldsIn = Field(default={}, description="Values of custom fields by key")
    channel: Channel = Channel.API
    first_message: FirstMessage = Field(
        default=FirstMessage.CUSTOMER, description="Whose `description` is: the customer's, a note, or our answer"
    )
    confirm: bool | None = Field(
        default=None, description="Whether the customer is mailed that it is here; if left out, not for calls"
    )
    file_ids: FileIds = Field(default=[], description="Files of the first message, uploaded before")


class TicketPatch(Input):
    """Changes of a ticket; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"status": "pending", "priority": "urgent", "assignee": "me"}]}
    )

    subject: Subject = ""
    status: Key = Field(default="", description="The key of a status; those in `next_statuses` are open to you")
    note: Text = Field(default="", description="An internal note; some statuses need one that says why")
    despite_blockers: bool = Field(default=False, description=DESPITE)
    priority: PriorityWord = "medium"
    type: TicketType = TicketType.QUESTION
    category: Key | None = Field(default=None, description="The key of a category")
    department: uuid.UUID | None = None
    assignee: uuid.UUID | Me | None = Field(default=None, description="A member's id, `me`, or null for nobody")
    tags: Tags = Field(default=[], description="All tags; replaces those there are")
    starts_at: AwareDatetime | None = Field(default=None, description="When work on it is to begin, or null")
    due_at: AwareDatetime | None = Field(
        default=None, description="When it is due, or null; a date that was set stays when the priority changes"
    )
    fields: FieldsIn = Field(default={}, description=_FIELDS)


class ResolutionIn(Input):
    """What goes with resolving."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "The airline paid."}]})

    note: Text = Field(default="", description="An internal note; the status may need one that says why")
    fields: FieldsIn = Field(default={}, description="Values of custom fields, some of which resolving may need")
    despite_blockers: bool = Field(default=False, description=DESPITE)


class AssignmentIn(Input):
    """Who is to work on the ticket."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"member": "me"}]})

    member: uuid.UUID | Me = Field(description="A member's id, or `me`")


class MessageIn(Input):
    """A reply or a note."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "reply", "body": "You get the full fare back."}]}
    )

    kind: Literal["reply", "note"] = Field(
        default="reply", description="`reply` goes to the customer by mail; `note` never leaves the desk"
    )
    body: Text = Field(default="", description="Markdown; may be left out when there are files")
    file_ids: FileIds = Field(default=[], description="Files uploaded before by `POST /files`")
    leave_out: Annotated[list[uuid.UUID], Field(max_length=100)] = Field(
        default=[], description="Contacts who take part and do not get this reply by mail"
    )
    also_to: Annotated[list[Email], Field(max_length=20)] = Field(
        default=[], description="Addresses that get this reply, and no later one"
    )
    reply_to: uuid.UUID | None = Field(default=None, description=_REPLY_TO + "; a note is answered by a note")


class MessageEditIn(Input):
    """Other words of a message."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"body": "You get half of the fare."}]})

    body: Text = Field(description="Markdown; may only be empty when there are files")
    version: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="The version that you edited; another one is refused with `message_changed`"
    )


class VoteIn(Input):
    """Your vote on a message."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"vote": "up"}]})

    vote: Literal["up", "down"] | None = Field(description="`up`, `down`, or null to take your vote back")


class DraftIn(Input):
    """What you are writing."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"body": "Hello Carla, we"}]})

    body: Text = Field(description="Markdown, as far as it is written; an empty text without files removes the draft")
    file_ids: FileIds = Field(default=[], description="Files uploaded before by `POST /files`, to be sent with it")


class ContactIn(Input):
    """A new contact."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Carla Customer", "email": "carla@customer.test"}]}
    )

    name: Annotated[str, StringConstraints(max_length=120)] = ""
    email: Email | None = None
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    language: Language | Literal[""] = ""
    company: uuid.UUID | None = None


class ContactPatch(ContactIn):
    """Changes of a contact; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"phone": "+49 30 1234"}]})

    surveys_off: bool = Field(default=False, description="Whether they do not want to be asked if an answer helped")


class DepartmentIn(Input):
    """A new department."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Flights", "parent": None}]})

    name: Annotated[str, StringConstraints(max_length=80)]
    parent: uuid.UUID | None = Field(default=None, description="The department above")


class OrganizationPatch(Input):
    """Changes of the organization; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"undo_seconds": 30}]})

    name: Annotated[str, StringConstraints(max_length=80)] = ""
    language: Annotated[str, StringConstraints(max_length=10)] = ""
    time_zone: Annotated[str, StringConstraints(max_length=60)] = ""
    undo_seconds: int = 0


class DepartmentPatch(Input):
    """Changes of a department; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Flights and trains"}]})

    name: Annotated[str, StringConstraints(max_length=80)] = ""
    parent: uuid.UUID | None = None


class PublicTicketIn(Input):
    """A request from anybody."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Carla Customer",
                    "email": "carla@customer.test",
                    "subject": "My flight was cancelled",
                    "description": "What can I do?",
                }
            ]
        },
    )

    name: Annotated[str, StringConstraints(max_length=120)] = ""
    email: Email
    subject: Subject
    description: Text
    category: Key | None = None
    fields: FieldsIn = Field(default={}, description="Values of the custom fields that customers may fill in")
    language: Language = "en"
    file_ids: FileIds = Field(default=[], description="Files of the request, uploaded before by `POST …/files`")
    file_claim: Claim = Field(default="", description="The claim that came with the first of them")


class PublicFieldsIn(Input):
    """Values of custom fields that the customer may fill in."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"fields": {"seat": "12A"}}]})

    fields: FieldsIn = Field(description=_FIELDS)


class PublicMessageIn(Input):
    """An answer of the customer."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"body": "Thank you!"}]})

    body: Text = Field(default="", description="Markdown; may be left out when there are files")
    file_ids: FileIds = Field(default=[], description="Files uploaded before with the same secret")
    reply_to: uuid.UUID | None = Field(default=None, description=_REPLY_TO)
