"""Templates for new tickets as they are sent and received."""

import datetime
import uuid
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from moondesk.api.inputs import FieldsIn, Input, Key, Subject, Tags, Text
from moondesk.macros import rules
from moondesk.macros.actions.templates import MOST_TEMPLATES, document_of
from moondesk.macros.models import TicketTemplate
from moondesk.tickets.rules import TicketType
from moondesk.tickets.schemas import PriorityWord, Shape

_EXAMPLE: JsonDict = {
    "names": {"en": "Lost baggage", "es": "Equipaje perdido"},
    "subjects": {"en": "Baggage of {{ customer.name }} is missing"},
    "bodies": {"en": "Flight:\n\nBag:"},
    "type": "incident",
    "priority": "high",
    "tags": ["baggage"],
    "in_form": True,
}
_BY_LANGUAGE = "By language, with `{{ variables }}`"


class TemplateIn(Input):
    """All of a template; what is left out or null leaves that part of a ticket as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    names: dict[str, Annotated[str, StringConstraints(max_length=rules.NAME_LENGTH)]] = Field(
        description="What it is called, by language; at least one"
    )
    subjects: dict[str, Subject] = Field(default={}, description=_BY_LANGUAGE)
    bodies: dict[str, Text] = Field(default={}, description=f"{_BY_LANGUAGE}; markdown")
    type: TicketType | None = None
    category: Key | None = Field(default=None, description="The key of a category")
    department: uuid.UUID | None = None
    priority: PriorityWord | None = None
    tags: Tags = []
    fields: FieldsIn = Field(default={}, description="Values of custom fields by key")
    in_form: bool = Field(default=False, description="Whether customers are offered it in the public form")


class TemplateOrderIn(Input):
    """The templates in their order."""

    templates: Annotated[list[uuid.UUID], Field(max_length=MOST_TEMPLATES)]


class TemplateOut(Shape):
    """A template for new tickets."""

    id: uuid.UUID
    names: dict[str, str]
    subjects: dict[str, str]
    bodies: dict[str, str]
    type: TicketType | None
    category: str | None
    department: uuid.UUID | None
    priority: PriorityWord | None
    tags: list[str]
    fields: dict[str, Any]
    in_form: bool
    position: int
    retired_at: datetime.datetime | None = Field(description="Since when no ticket begins with it")
    updated_at: datetime.datetime


class TemplatePage(Shape):
    """The templates in their order."""

    items: list[TemplateOut]
    next: str | None


def template_out(template: TicketTemplate) -> dict[str, Any]:
    """Return a template in the shape of ``TemplateOut``."""
    shown = document_of(template)
    del shown["retired"]
    own = {name: getattr(template, name) for name in ("position", "retired_at", "updated_at")}
    return {"id": template.pk} | shown | own
