"""The tags of an organization: how often each is used, its colour, its name."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.tagging import colour_tag, rename_tag
from moondesk.tickets.tag_queries import get_tag, used_tags
from moondesk.tickets.workflow import COLOURS
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show
from moondesk.web.settings.workflow_shown import COLOUR_NAMES


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.SETTINGS_OPEN)
def tags(request: TenantRequest) -> HttpResponse:
    """List the tags."""
    return _page(request)


@require_POST
@in_desk(Permission.TAG_MANAGE)
def change(request: TenantRequest) -> HttpResponse:
    """Rename, merge or colour a tag."""
    tag = get_tag(request.POST.get("which", ""))

    def update() -> None:
        colour_tag(tag, request.POST.get("colour", tag.colour), by=request.actor)
        rename_tag(tag, request.POST.get("name", tag.name), by=request.actor)

    return carry_out(request, "tags", update, _("Saved. Tickets follow in a moment."), _page)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "tags": used_tags(),
        "may_manage": level(request, Element.TAGS).usable,
        "colours": [("", _("No colour")), *((one, str(COLOUR_NAMES[one])) for one in COLOURS)],
    }
    return show(request, "tags", values | more, status=status)
