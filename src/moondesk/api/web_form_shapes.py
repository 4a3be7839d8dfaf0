"""Web forms as they are sent and received."""

import datetime
import uuid
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from moondesk.api.inputs import Input, Key
from moondesk.tickets.schemas import Shape
from moondesk.webforms.actions.writing import document_of
from moondesk.webforms.models import WebForm
from moondesk.webforms.rules import MOST_SITES, NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH

type Title = Annotated[str, StringConstraints(max_length=TITLE_LENGTH)]
type Words = Annotated[str, StringConstraints(max_length=TEXT_LENGTH)]
type Sites = Annotated[list[Annotated[str, StringConstraints(max_length=300)]], Field(max_length=MOST_SITES)]
_EXAMPLE: JsonDict = {
    "key": "contact",
    "name": "Contact page",
    "titles": {"en": "Write to us", "es": "Escríbenos"},
    "sites": ["https://www.example.com"],
    "confirms": True,
}


class WebFormChange(Input):
    """All of a web form but its key."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(max_length=NAME_LENGTH)]
    titles: dict[str, Title] = Field(default={}, description="Its heading, by language")
    intros: dict[str, Words] = Field(default={}, description="What stands above it, by language")
    thanks: dict[str, Words] = Field(default={}, description="What is said when it is sent, by language")
    department: uuid.UUID | None = None
    category: Key | None = Field(default=None, description="The category of all that is sent with it")
    asks_category: bool = Field(default=True, description="Whether the sender chooses a category, if none is fixed")
    fields: list[Key] | None = Field(default=None, description="Custom fields it asks; null for all of the category")
    sites: Sites = Field(default=[], description="Sites whose pages may show it, such as `https://www.example.com`")
    takes_files: bool = True
    confirms: bool = Field(
        default=False, description="Whether the sender confirms the address before there is a ticket"
    )
    asks_proof: bool = Field(
        default=False,
        description="Whether the sender's browser proves some work; who has none to show confirms the address",
    )


class WebFormIn(WebFormChange):
    """A new web form."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    key: Key = Field(description="Names it in its address; never changes")


class WebFormOut(Shape):
    """A web form."""

    id: uuid.UUID
    key: str
    name: str
    titles: dict[str, str]
    intros: dict[str, str]
    thanks: dict[str, str]
    department: uuid.UUID | None
    category: str | None
    asks_category: bool
    fields: list[str] | None
    sites: list[str]
    takes_files: bool
    confirms: bool
    asks_proof: bool
    address: str = Field(description="Where it is shown")
    retired_at: datetime.datetime | None = Field(description="Since when it is not shown")
    updated_at: datetime.datetime


class WebFormPage(Shape):
    """The web forms by name."""

    items: list[WebFormOut]
    next: str | None


class ApiSitesIn(Input):
    """The sites whose pages may use the public API."""

    sites: Sites


class ApiSitesOut(Shape):
    """The sites whose pages may use the public API."""

    sites: list[str]


def web_form_out(form: WebForm, address: str) -> dict[str, Any]:
    """Return a web form in the shape of ``WebFormOut``."""
    shown = document_of(form)
    del shown["retired"]
    own = {"address": address, "retired_at": form.retired_at, "updated_at": form.updated_at}
    return {"id": form.pk, "key": form.key} | shown | own
