"""The public shape of fields: the same in the API, in webhooks and in exports."""

import datetime
import uuid

from pydantic import BaseModel, ConfigDict, Field

from moondesk.fields.rules import Kind


class Shape(BaseModel):
    """Base of what goes out: every field is always there."""

    model_config = ConfigDict(extra="forbid")


class OptionOut(Shape):
    """One choice of a field."""

    key: str
    labels: dict[str, str] = Field(description="Its names, by language")
    parent: str = Field(description="In a tree, the key of the option above it; else empty")
    retired: bool = Field(description="Whether it cannot be chosen any more")


class FieldOut(Shape):
    """One custom field."""

    id: uuid.UUID
    key: str = Field(description="Its stable name, in `fields` of tickets and in filters")
    kind: Kind
    labels: dict[str, str]
    help: dict[str, str]
    options: list[OptionOut]
    least: float | None
    most: float | None
    places: int = Field(description="How many decimals a number can have")
    position: int
    retired_at: datetime.datetime | None = Field(description="Since when tickets cannot be given it; its values stay")
