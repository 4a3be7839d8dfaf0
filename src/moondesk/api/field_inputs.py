"""What may be sent to change fields and forms."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from moondesk.api.inputs import Input, Key
from moondesk.fields.checking import HELP_LENGTH, LABEL_LENGTH, MOST_OPTIONS
from moondesk.fields.forms import MOST_ITEMS, Access, Moment
from moondesk.fields.rules import Kind
from moondesk.tickets.rules import TicketType

type Language = Annotated[str, StringConstraints(max_length=10)]
type Labels = Annotated[
    dict[Language, Annotated[str, StringConstraints(max_length=LABEL_LENGTH)]], Field(max_length=40)
]
type Helps = Annotated[dict[Language, Annotated[str, StringConstraints(max_length=HELP_LENGTH)]], Field(max_length=40)]
type Bound = Annotated[float, Field(allow_inf_nan=False)]


class OptionIn(Input):
    """One choice of a field."""

    key: Annotated[str, StringConstraints(max_length=40, pattern="^[a-z0-9_]*$")] = Field(
        default="", description="Left out for a new one, which gets a key of its name"
    )
    labels: Labels
    parent: Key = Field(default="", description="In a tree, the key of the option above it")
    retired: bool = False


type Options = Annotated[list[OptionIn], Field(max_length=MOST_OPTIONS)]


class FieldIn(Input):
    """A new field."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "key": "seat",
                    "kind": "select",
                    "labels": {"en": "Seat", "es": "Asiento"},
                    "options": [{"labels": {"en": "Aisle", "es": "Pasillo"}}, {"labels": {"en": "Window"}}],
                }
            ]
        },
    )

    kind: Kind = Field(description="What values it takes, for ever")
    labels: Labels = Field(description="What it is called, by language; at least one")
    key: Annotated[str, StringConstraints(max_length=40, pattern="^[a-z0-9_]*$")] = Field(
        default="", description="For ever; of its name if left out"
    )
    help: Helps = Field(default={}, description="A sentence below it, by language")
    options: Options = []
    least: Bound | None = Field(default=None, description="The smallest number")
    most: Bound | None = Field(default=None, description="The largest number")
    places: int = Field(default=2, ge=0, le=6, description="How many decimals a number can have")


class FieldPatch(Input):
    """Changes of a field; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"help": {"en": "As on the boarding pass"}, "position": 0}]}
    )

    labels: Labels = {}
    help: Helps = {}
    options: Options = Field(default=[], description="All options in order; those left out are retired, not removed")
    least: Bound | None = None
    most: Bound | None = None
    places: int = Field(default=2, ge=0, le=6)
    position: int = Field(default=0, ge=0, le=999, description="Its place among the fields, from 0")


class ItemIn(Input):
    """One field on a form."""

    field: Key
    required: list[Moment] = Field(default=[], max_length=2, description="When it must have a value")
    customers: Access = Field(default=Access.HIDDEN, description="What customers may do with it")
    when: dict[str, Any] | None = Field(default=None, description="The condition under which it is shown; null: always")


class FormIn(Input):
    """The fields that tickets of a category and type show."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "category": "technical",
                    "items": [
                        {"field": "seat", "required": ["creation"], "customers": "edit"},
                        {"field": "meal", "when": {"field": "seat", "is": ["aisle"]}},
                    ],
                }
            ]
        },
    )

    category: Key | None = Field(default=None, description="The key of a category; null for all")
    type: TicketType | None = Field(default=None, description="Null for all types")
    items: Annotated[list[ItemIn], Field(max_length=MOST_ITEMS)] | None = Field(
        description="In order; null takes the form away, so that its tickets show the next one that fits"
    )


type Include = Literal["retired"]
