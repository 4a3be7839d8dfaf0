"""What may be sent about tickets that belong together."""

import uuid
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from moondesk.api.inputs import Input, RequesterIn, Subject, Text
from moondesk.tickets.joining import MOST_MERGED, Relation

type Number = Annotated[str, StringConstraints(max_length=40)]
_MESSAGE = "01935b5e-7a10-7cc3-98c4-dc0c0c07398f"


class MergesIn(Input):
    """Which tickets go on in this one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"tickets": ["TKT-7K3M9Q"]}]})

    tickets: Annotated[list[Number], Field(min_length=1, max_length=MOST_MERGED)] = Field(
        description="Their numbers, in any case, with or without prefix"
    )


class LinkIn(Input):
    """What this ticket is to another one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"relation": "blocks", "ticket": "TKT-7K3M9Q"}]}
    )

    relation: Relation
    ticket: Number = Field(description="The number of the other ticket")


class SplitIn(Input):
    """Which messages begin a new ticket."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"messages": [_MESSAGE], "subject": "The second thing", "move": True}]},
    )

    messages: Annotated[list[uuid.UUID], Field(max_length=500)]
    subject: Subject = Field(default="", description="The subject of the new ticket; this one's if left out")
    move: bool = Field(default=False, description="Whether they leave this ticket; otherwise they are copied")


class CloneIn(Input):
    """What the new ticket has other than this one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"subject": "The same again", "requester": {"email": "bo@customer.test"}}]},
    )

    subject: Subject = Field(default="", description="The subject of the new ticket; this one's if left out")
    requester: RequesterIn | None = Field(default=None, description="Who asks; who asked in this one if left out")


class IncidentAnswerIn(Input):
    """One text for all tickets that a problem causes."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"body": "It works again.", "resolve": True}]}
    )

    body: Text = Field(description="Markdown; goes to each customer by mail")
    resolve: bool = Field(default=False, description="Whether each is resolved, too")
