"""Macros as they are sent and received."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from moondesk.api.inputs import Input, Key, Me, Tags, Text
from moondesk.conversations.rules import MessageKind
from moondesk.macros import rules
from moondesk.macros.models import Macro
from moondesk.macros.rules import MacroScope
from moondesk.tickets.schemas import PriorityWord, Shape

_EXAMPLE: JsonDict = {
    "name": "Refund is on its way",
    "shortcut": "refund",
    "scope": "organization",
    "bodies": {"en": "Hello {{ customer.first_name }}, we refund you for {{ ticket.number }}."},
    "changes": {"status": "pending", "add_tags": ["refund"]},
}


class MacroChangesIn(Input):
    """What a macro changes of a ticket; what is left out stays as it is."""

    status: Key = Field(default="", description="The key of a status")
    priority: PriorityWord | None = None
    assignee: uuid.UUID | Me | Literal["nobody"] | None = Field(
        default=None, description="A member's id, `me` for whoever applies it, or `nobody`"
    )
    department: uuid.UUID | None = None
    add_tags: Tags = []
    remove_tags: Tags = []


class MacroIn(Input):
    """All of a macro."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Annotated[str, StringConstraints(max_length=rules.NAME_LENGTH)]
    bodies: dict[str, Text] = Field(default={}, description="The text by language, with `{{ variables }}`; markdown")
    changes: MacroChangesIn | None = None
    category: Annotated[str, StringConstraints(max_length=rules.CATEGORY_LENGTH)] = ""
    shortcut: Annotated[str, StringConstraints(max_length=rules.SHORTCUT_LENGTH)] = ""
    scope: MacroScope = MacroScope.PERSONAL
    department: uuid.UUID | None = Field(default=None, description="For the scope `department`")
    kind: MessageKind = Field(default=MessageKind.REPLY, description="As what its text is written")


class MacroApplyIn(Input):
    """Which macro to apply."""

    macro: uuid.UUID


class MacroOut(Shape):
    """A macro, or a canned response when it changes nothing."""

    id: uuid.UUID
    name: str
    bodies: dict[str, str]
    changes: dict[str, Any]
    category: str
    shortcut: str
    scope: MacroScope
    owner: uuid.UUID | None = Field(description="The member who wrote it")
    department: uuid.UUID | None
    kind: MessageKind
    updated_at: datetime.datetime


class MacroPage(Shape):
    """One page of macros."""

    items: list[MacroOut]
    next: str | None


def macro_out(macro: Macro) -> dict[str, Any]:
    """Return a macro in the shape of ``MacroOut``."""
    plain = ("name", "bodies", "changes", "category", "shortcut", "scope", "kind", "updated_at")
    shown = {name: getattr(macro, name) for name in plain}
    return shown | {"id": macro.pk, "owner": macro.owner_id, "department": macro.department_id}
