"""The groups of a list of tickets, each with how many there are in all."""

from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from moondesk.api.answers import page
from moondesk.api.asking import asked_by
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.organizations.permissions import Permission
from moondesk.tickets.group_counts import GROUPED
from moondesk.tickets.grouping import groups_of
from moondesk.tickets.list_errors import refused
from moondesk.tickets.schemas import Shape

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")


class TicketGroup(Shape):
    """Tickets of a list that have something in common."""

    key: str = Field(description="The key of what they have in common, or its id; `none` for nothing")
    label: str
    count: int = Field(description="How many there are on all pages")
    is_exact: bool = Field(description="If not, there are more than `count`")
    filter: dict[str, str] = Field(description="Filters that list them, beside those of the list")


class TicketGroups(Shape):
    """All groups of a list that have tickets, in their order."""

    items: list[TicketGroup]
    next: str | None


@router.get("/groups", response=TicketGroups, summary="Group tickets", operation_id="list_ticket_groups")
@needs(Permission.TICKET_VIEW, parameters=None)
def list_groups(request: ApiRequest) -> HttpResponse:
    """The groups of the list that has these filters, each with how many tickets. `by` is what these have in common."""
    by = request.GET.get("by", "")
    if by not in GROUPED:
        raise refused("by")
    found: list[dict[str, Any]] = [
        {"key": one.key, "label": one.label, "count": one.count, "is_exact": one.is_exact, "filter": one.parameters}
        for one in groups_of(request.actor, asked_by(request, "by"), by)
    ]
    return page(found, None)
