"""Tags: list, rename, merge, colour."""

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.shapes import Page
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.tagging import colour_tag, rename_tag
from moondesk.tickets.schemas import StatusColour
from moondesk.tickets.tag_queries import get_tag, used_tags

router = Router(tags=["Tags"])
router.add_decorator(edge, mode="view")


class TagOut(BaseModel):
    """One tag."""

    model_config = ConfigDict(extra="forbid")

    name: str
    colour: StatusColour | None


class UsedTagOut(TagOut):
    """One tag and how often it is used."""

    tickets: int


class TagPage(Page):
    """All tags."""

    items: list[UsedTagOut]


class TagPatch(Input):
    """What is to change of a tag."""

    name: str | None = Field(default=None, min_length=1, max_length=40, description="Another's name merges the two")
    colour: StatusColour | None = Field(default=None, description="Null for none")


@router.get("/tags", response=TagPage, summary="List tags", operation_id="list_tags")
@needs(Permission.TICKET_UPDATE, parameters=())
def list_tags(request: ApiRequest) -> HttpResponse:
    """All tags and on how many tickets each is."""
    items = [{"name": one.name, "colour": one.colour or None, "tickets": one.tickets} for one in used_tags()]
    return page(items, None)


@router.patch("/tags/{name}", response=TagOut, summary="Rename, merge or colour a tag", operation_id="update_tag")
@needs(Permission.TAG_MANAGE)
def update_tag(request: ApiRequest, name: str, changes: TagPatch) -> HttpResponse:
    """Changes a tag. Tickets get a new name from a job, in a moment; with another tag's name the two become one."""
    tag = get_tag(name)
    if "colour" in changes.model_fields_set:
        colour_tag(tag, changes.colour or "", by=request.actor)
    if changes.name is not None:
        tag = rename_tag(tag, changes.name, by=request.actor)
    return answer({"name": tag.name, "colour": tag.colour or None})
