"""How a list is shown: which columns in which order and how wide, grouped by what, how many rows and how close."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.organizations.permissions import Permission
from moondesk.views.looks import change_look
from moondesk.web import fragments
from moondesk.web.desk.changes import refuse
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.columns import GROUPINGS, USUAL, columns_asked, columns_of
from moondesk.web.desk.palette_about import DENSITIES
from moondesk.web.desk.tables import TableList
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame

PAGE = "desk/display.html"
SIZES = (25, 50, 100)
_MOST = 100
"""How many widths are taken at once."""


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def display(request: TenantRequest) -> HttpResponse:
    """Ask how the list is to be shown, and show it so.

    Columns of a saved view are the view's, and so stand in the address until they are saved with it; those of all
    other lists are the member's.
    """
    view = TableList(Frame(request), request.GET, choices_of(request.organization))
    if request.method == "POST":
        return _show(request, view)
    shown = [one.key for one in view.shown]
    known = columns_of(view.choices)
    context: dict[str, Any] = view.frame.context | {
        "list": view,
        "current": "",
        "columns": [known[key] for key in [*shown, *(key for key in known if key not in shown)]],
        "shown": shown,
        "groupings": list(GROUPINGS.items()),
        "sizes": SIZES,
    }
    if fragments.is_partial(request) and request.headers.get("HX-Target", "").endswith("filter_editor"):
        return fragments.answer(request, PAGE, context, ["filter_editor"])
    return render(request, PAGE, context)


def _show(request: TenantRequest, view: TableList) -> HttpResponse:
    posted: QueryDict = request.POST
    columns = columns_asked(posted.getlist("columns"), view.choices)
    usual = columns == list(USUAL)
    saved = view.view.saved
    change_look(request.actor, columns=None if saved else [] if usual else columns, density=posted.get("density", ""))
    changes: dict[str, str | None] = {"cursor": None, "columns": None, "group": None, "limit": None, "layout": "table"}
    if saved and columns != list(saved.columns or USUAL):
        changes["columns"] = ",".join(columns)
    group = posted.get("group", "")
    wanted = view.parameters(**changes)
    if saved and saved.layout == "table":
        wanted.pop("layout", None)
    if group in GROUPINGS and group != view.own_grouping:
        wanted["group"] = group
    if posted.get("limit") in {str(size) for size in SIZES[1:]}:
        wanted["limit"] = str(posted["limit"])
    return redirect(f"{view.frame.url('list')}?{urlencode(wanted)}")


@require_POST
@in_desk(Permission.TICKET_VIEW)
def widths(request: TenantRequest) -> HttpResponse:
    """Keep how wide the member made columns: ``key:pixels``, with commas between them."""
    found = {}
    for part in request.POST.get("widths", "").split(",")[:_MOST]:
        key, _colon, pixels = part.partition(":")
        if not (pixels.isascii() and pixels.isdigit()) or len(pixels) > 4:
            raise refuse("widths")
        found[key] = int(pixels)
    change_look(request.actor, widths=found)
    return HttpResponse(status=204)


@require_POST
@in_desk(Permission.TICKET_VIEW)
def density(request: TenantRequest) -> HttpResponse:
    """Keep how close the member wants rows to stand, and show the list as a table with them."""
    asked = request.POST.get("density", "")
    if asked not in DENSITIES:
        raise refuse("density")
    change_look(request.actor, density="" if asked == "usual" else asked)
    view = TableList(Frame(request), request.GET, choices_of(request.organization))
    return redirect(view.href(layout="table"))
