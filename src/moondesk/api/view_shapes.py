"""Saved views as they are sent and received."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from moondesk.api.inputs import Input
from moondesk.organizations.actor import Actor
from moondesk.tickets.schemas import Shape
from moondesk.views import rules
from moondesk.views.models import SavedView
from moondesk.views.places import Places
from moondesk.views.queries import Known, understood
from moondesk.views.rules import ViewScope, may_change

_EXAMPLE: JsonDict = {
    "name": "Refunds that wait",
    "scope": "organization",
    "question": {"stage": "waiting", "tag": "refund", "updated_to": "-3d"},
    "sort": "due_at",
    "layout": "table",
    "columns": ["number", "subject", "assignee", "due_at"],
}
_Word = Annotated[str, StringConstraints(max_length=rules.NAME_LENGTH)]


class ViewIn(Input):
    """All of a view; what is left out is as it is for a new one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Annotated[str, StringConstraints(max_length=rules.NAME_LENGTH)]
    question: dict[_Word, Annotated[str, StringConstraints(max_length=2000)]] = Field(
        default={}, description="Filters, by the names of the parameters of `GET /tickets`", max_length=40
    )
    scope: ViewScope = ViewScope.PERSONAL
    department: uuid.UUID | None = Field(default=None, description="For the scope `department`")
    sort: _Word = Field(default="-priority", description="As `sort` of `GET /tickets`")
    layout: Literal["list", "table", "board", "timeline"] = "list"
    columns: list[_Word] = Field(default=[], description="Of the table, in their order; empty for the usual ones")
    grouping: Literal["", "status", "priority", "assignee", "department", "category", "type"] = Field(
        default="",
        description="Groups of a table; lanes of a board (`assignee`, `priority`, `department`); groups of a timeline "
        "(`assignee`, `department`). By what a layout cannot be cut it is not",
    )
    pinned: bool = Field(default=True, description="Whether it stands in the rail of all who chose nothing else")


class ViewOrderIn(Input):
    """Views in the order that is wanted; others come after them. Without any they are as for others."""

    everybody: bool = Field(
        default=False, description="The order of all who chose none, instead of yours; needs `views:view:manage`"
    )
    views: Annotated[list[uuid.UUID], Field(max_length=rules.MOST)]


class ViewPinIn(Input):
    """Whether a view stands in your rail."""

    pinned: bool


class ViewProblem(Shape):
    """Something that a view names and that is not there any more."""

    part: str
    text: str


class ViewOut(Shape):
    """A saved view."""

    id: uuid.UUID
    name: str
    scope: ViewScope
    owner: uuid.UUID | None = Field(description="The member who made it")
    department: uuid.UUID | None
    question: dict[str, str]
    sort: str
    layout: str
    columns: list[str]
    grouping: str
    pinned: bool = Field(description="Whether it stands in the rail of all who chose nothing else")
    in_rail: bool = Field(description="Whether it stands in your rail")
    version: int
    updated_at: datetime.datetime
    problems: list[ViewProblem] = Field(description="What it names that is gone; it still opens")
    may_change: bool


class ViewList(Shape):
    """All views that you see, in their order."""

    items: list[ViewOut]
    next: str | None


def view_out(view: SavedView, known: Known, actor: Actor, places: Places) -> dict[str, Any]:
    """Return a view in the shape of ``ViewOut``."""
    plain = ("name", "scope", "question", "sort", "layout", "columns", "grouping", "pinned", "version", "updated_at")
    found = {name: getattr(view, name) for name in plain}
    problems = [{"part": one.part, "text": one.text} for one in understood(view, known).problems]
    ids = {"id": view.pk, "owner": view.owner_id, "department": view.department_id}
    own = {
        "in_rail": places.pins(view.pk, usual=view.pinned),
        "may_change": may_change(actor, view.scope, view.owner_id),
    }
    return ids | found | own | {"problems": problems}
